import { assert, assertEquals } from "#assert";
import { eventually } from "../support/eventually.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { connect, withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

interface Report {
  connections: { maximum: number; used: number };
  cache_hit_ratio: number;
  slowest_statements: { query: string; calls: number; share: number }[];
  blocked_sessions: { pid: number; blocked_by: number[] }[];
}

const headers = { apikey: stack.secretKey };
const path = "/observability/v1/database";
const report = async () => (await api<Report>("GET", path, { headers })).data;

Deno.test("the operator sees connections and the cache", async () => {
  const { connections, cache_hit_ratio } = await report();
  assert(connections.used > 0 && connections.used < connections.maximum);
  assert(cache_hit_ratio > 0 && cache_hit_ratio <= 1);
});

Deno.test("a session that waits for a lock is shown with the one that holds it", async () => {
  const tenant = await createTenant();
  const [holder, waiter] = [connect(stack.databaseUrl, { max: 1 }), connect(stack.databaseUrl, { max: 1 })];
  try {
    await holder.begin(async (held) => {
      const [{ pid }] = await held<[{ pid: number }]>`
        select pg_backend_pid() as pid from public.clients where id = ${tenant.id} for update`;
      const [{ pid: waiting }] = await waiter<[{ pid: number }]>`select pg_backend_pid() as pid`;
      const waits = waiter`select from public.clients where id = ${tenant.id} for update`.execute();
      const found = await eventually("the session is blocked", async () => {
        return (await report()).blocked_sessions.find((session) => session.pid === waiting);
      });
      assertEquals(found.blocked_by, [pid]);
      void waits;
    });
  } finally {
    await Promise.all([holder.end(), waiter.end()]);
  }
});

Deno.test("a slow statement is in the log of its minute, without its values", async () => {
  const secret = crypto.randomUUID();
  await withDatabase(async (sql) => {
    await sql`select private.look_at_statements()`;
    await sql.unsafe(`select '${secret}' as slow_on_purpose, pg_sleep(0.15)`);
    await sql`select private.look_at_statements()`;
  });
  const { data, pagination } = await api<{ query: string; query_id: string; max_ms: number }[]>(
    "GET",
    `${path}/slow?limit=100&count=exact&from=${new Date(Date.now() - 120_000).toISOString()}`,
    { headers },
  );
  const found = data.find(({ query }) => query.includes("slow_on_purpose"));
  assert(found !== undefined && found.max_ms >= 150 && (pagination.total ?? 0) >= 1, JSON.stringify(data));
  assert(!found.query.includes(secret));
  const { slowest_statements } = await report();
  assert(slowest_statements.length > 0 && slowest_statements.every(({ share }) => share > 0 && share <= 1));
});

Deno.test("only the secret key sees the database, and a log that makes no sense is refused", async () => {
  const { owner } = await createTenant();
  for (const at of [path, `${path}/slow`]) {
    assertEquals((await api("GET", at, { as: owner })).status, 403);
    assertEquals((await api("GET", at)).status, 401);
  }
  for (const query of ["min_ms=NaN", "min_ms=1", "from=2026-02-02&to=2026-02-01", "limit=0", "sort=up"]) {
    assertEquals((await api("GET", `${path}/slow?${query}`, { headers })).status, 422, query);
  }
  assertEquals((await api("GET", `${path}/slow?cursor=abc`, { headers })).status, 400);
});
