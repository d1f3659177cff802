/**
 * What the local Data API's pool does with a connection that the server ends.
 *
 * @module
 */
import { assertEquals, assertRejects } from "#assert";
import { ConnectionPool } from "../../supabase/local/data_api/pool.ts";
import { stack } from "../support/env.ts";

/** Between a client and Postgres. Ends the second connection as soon as Postgres says that it is ready. */
function openRelay(databaseUrl: string) {
  const { hostname, port } = new URL(databaseUrl);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let connections = 0;
  const relay = async (client: Deno.Conn) => {
    const endsAtOnce = ++connections === 2;
    const server = await Deno.connect({ hostname, port: Number(port) });
    const up = client.readable.pipeTo(server.writable);
    const down = (async () => {
      for await (const chunk of server.readable) {
        await client.write(chunk);
        if (endsAtOnce && isReady(chunk)) break;
      }
      await client.closeWrite();
    })();
    await Promise.allSettled([up, down]); // whichever side ends, the other one is cut off
  };
  const relaying: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const client of listener) relaying.push(relay(client));
  })();
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${listener.addr.port}`;
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      listener.close();
      await Promise.allSettled([accepting, ...relaying]);
    },
  };
}

/** ReadyForQuery, which ends what the server sends: Z, the length 5, and I for idle. */
const isReady = (chunk: Uint8Array) => chunk.at(-6) === 0x5a && chunk.at(-1) === 0x49;

Deno.test("a connection that ends right after its start fails one request, and the next has another", async () => {
  await using relay = openRelay(stack.adminDatabaseUrl);
  const pool = await ConnectionPool.open(relay.url, {}, 1);
  try {
    const lease = await pool.reserve();
    await assertRejects(() => lease.unsafe("select 1 as one", []), Error, "PGRST001");
    lease.release();

    const next = await pool.reserve();
    const [row] = await next.unsafe("select 1 as one", []) as [{ one: number }];
    assertEquals(row.one, 1);
    next.release();
  } finally {
    await pool.end();
  }
});
