import { connect as connectSocket } from "node:net";
import postgres from "postgres";
import { stack } from "../../support/env.ts";
import type { Database } from "../../support/sql.ts";

/**
 * Connections that send at once, as libpq does. With Nagle's algorithm the end of a COPY would wait for the
 * acknowledgement of its rows, up to 40 ms, and every ratio to COPY would look too good.
 */
export function connectWithoutDelay(max: number): Database {
  const { hostname, port } = new URL(stack.databaseUrl);
  const options = {
    max,
    onnotice: () => {},
    socket: () => connectSocket(Number(port), hostname).setNoDelay(true),
  };
  return postgres(stack.databaseUrl, options);
}
