import { assertEquals, assertRejects } from "#assert";
import type { Database } from "../support/sql.ts";
import { actAs, claimsOf, connect } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

/** Begins a request with a body of this size, as PostgREST does, and holds its transaction until told to end. */
async function begin(sql: Database, token: string, bytes: number) {
  const { promise: ending, resolve: end } = Promise.withResolvers<void>();
  const { promise: begun, resolve, reject } = Promise.withResolvers<void>();
  const done = sql.begin(async (tx) => {
    await actAs(tx, claimsOf(token), { "content-length": String(bytes) });
    await tx`select set_config('request.method', 'POST', true)`;
    await tx`select public.check_request()`;
    resolve();
    await ending;
  }).catch(reject);
  await begun;
  return () => {
    end();
    return done;
  };
}

Deno.test("a tenant's fifth large request through the Data API at once is refused, small ones and others go on", async () => {
  const [hostile, quiet] = await Promise.all([createTenant(), createTenant()]);
  const sql = connect(undefined, { max: 10 });
  try {
    const ends = [];
    for (let i = 0; i < 4; i++) ends.push(await begin(sql, hostile.member.token, 5_000_000));
    await assertRejects(() => begin(sql, hostile.member.token, 5_000_000), Error, "Four large requests");
    ends.push(await begin(sql, hostile.member.token, 1_000), await begin(sql, quiet.member.token, 5_000_000));
    await Promise.all(ends.map((end) => end()));
    await (await begin(sql, hostile.member.token, 5_000_000))();
    assertEquals(ends.length, 6);
  } finally {
    await sql.end();
  }
});
