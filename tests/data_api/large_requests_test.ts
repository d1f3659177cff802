import { assertEquals, assertRejects } from "#assert";
import { signContext } from "../../shared/data/request_context.ts";
import { stack } from "../support/env.ts";
import type { Database } from "../support/sql.ts";
import { actAs, claimsOf, connect } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

/** Begins a request with a body of this size, as PostgREST does, and holds its transaction until told to end. */
async function begin(
  sql: Database,
  token: string,
  bytes: number,
  headers: Record<string, string | undefined> = {},
) {
  const { promise: ending, resolve: end } = Promise.withResolvers<void>();
  const { promise: begun, resolve, reject } = Promise.withResolvers<void>();
  const done = sql.begin(async (tx) => {
    await actAs(tx, claimsOf(token), { "content-length": String(bytes), ...headers });
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

Deno.test("a second large request of a tenant by hand is refused while one runs, small ones and others' go on", async () => {
  const [hostile, quiet] = await Promise.all([createTenant(), createTenant()]);
  const sql = connect(undefined, { max: 10 });
  try {
    const ends = [await begin(sql, hostile.member.token, 900_000)];
    await assertRejects(() => begin(sql, hostile.member.token, 900_000), Error, "one after the other");
    ends.push(await begin(sql, hostile.member.token, 1_000), await begin(sql, quiet.member.token, 900_000));
    await Promise.all(ends.map((end) => end()));
    await (await begin(sql, hostile.member.token, 900_000))();
    assertEquals(ends.length, 3);
  } finally {
    await sql.end();
  }
});

Deno.test("a body of more than 1 MB by hand is refused before it is read, and so is one without a length", async () => {
  const { member } = await createTenant();
  const sql = connect(undefined, { max: 1 });
  try {
    await assertRejects(() => begin(sql, member.token, 1_000_001), Error, "at most 1,000,000 bytes");
    const sent = { "content-length": undefined, "transfer-encoding": "chunked" };
    await assertRejects(() => begin(sql, member.token, 0, sent), Error, "has no content-length");
    await (await begin(sql, member.token, 1_000_000))();
  } finally {
    await sql.end();
  }
});

Deno.test("our functions make four large requests of a tenant at once", async () => {
  const { member } = await createTenant();
  const sql = connect(undefined, { max: 10 });
  const signed = { "x-request-context": signContext({}, stack.secretKey) };
  try {
    const ends = [];
    for (let i = 0; i < 4; i++) ends.push(await begin(sql, member.token, 5_000_000, signed));
    await assertRejects(() => begin(sql, member.token, 5_000_000, signed), Error, "one after the other");
    await Promise.all(ends.map((end) => end()));
    assertEquals(ends.length, 4);
  } finally {
    await sql.end();
  }
});
