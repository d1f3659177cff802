/**
 * The thread of large_calls.ts.
 *
 * @module
 */
/// <reference lib="deno.worker" />
import { type Connections, makeCall } from "./call.ts";
import type { FromThread, ToThread } from "./large_calls.ts";
import { openPool } from "./pool.ts";
import { PreRequest } from "./set_up.ts";

/** A tenant's large calls take turns, so that few run at once. */
const connectionsAtOnce = 8;

let connections: Promise<Connections> | undefined;

self.onmessage = async ({ data }: MessageEvent<ToThread>) => {
  if (data === "schema changed") {
    (await connections)?.preRequest.forget();
  } else if ("databaseUrl" in data) {
    connections = open(data.databaseUrl);
  } else if (connections) {
    self.postMessage(await outcome(data, connections));
  }
};

async function outcome(
  { id, call }: Extract<ToThread, { call: unknown }>,
  connections: Promise<Connections>,
): Promise<FromThread> {
  try {
    return { id, answer: await makeCall(await connections, call) };
  } catch (error) {
    return { id, failure: Deno.inspect(error) };
  }
}

async function open(databaseUrl: string): Promise<Connections> {
  const pool = await openPool(databaseUrl, connectionsAtOnce);
  return { pool, preRequest: new PreRequest(pool) };
}
