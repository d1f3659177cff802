/**
 * The thread of large_calls.ts.
 *
 * @module
 */
/// <reference lib="deno.worker" />
import { type Connections, makeCall } from "./make_call.ts";
import { postgrestError } from "./errors.ts";
import type { FromThread, ToThread } from "./large_calls.ts";
import { openPool } from "./pool.ts";
import { PreRequest } from "./set_up.ts";

/** A tenant's large calls take turns, so that few run at once. */
const connectionsAtOnce = 8;

let databaseUrl = "";
let connections: Promise<Connections> | undefined;

self.onmessage = async ({ data }: MessageEvent<ToThread>) => {
  if (data === "schema changed") {
    // What could not connect has read nothing yet.
    void connections?.then(({ preRequest }) => preRequest.forget(), () => {});
  } else if ("databaseUrl" in data) {
    databaseUrl = data.databaseUrl;
  } else {
    self.postMessage(await outcome(data));
  }
};

async function outcome({ id, call }: Extract<ToThread, { call: unknown }>): Promise<FromThread> {
  try {
    return { id, answer: await makeCall(connected(), call) };
  } catch (error) {
    return { id, failure: Deno.inspect(error) };
  }
}

/** The connections. If Postgres is away when the first call comes, the next one tries again. */
async function connected(): Promise<Connections> {
  connections ??= open().catch((error) => {
    connections = undefined;
    throw postgrestError(error);
  });
  return await connections;
}

async function open(): Promise<Connections> {
  const pool = await openPool(databaseUrl, connectionsAtOnce);
  return { pool, preRequest: new PreRequest(pool) };
}
