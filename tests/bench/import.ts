/**
 * What an import costs: the SQL function, the HTTP path, twenty clients at once, memory, foreign keys.
 *
 * @module
 */
import { stack } from "../support/env.ts";
import { connect } from "../support/sql.ts";
import { client } from "../support/tenant.ts";
import { connectWithoutDelay } from "./import/connection.ts";
import { explainInsert } from "./import/foreign_keys.ts";
import { bareRequestSide, copySide, dataApiSide, functionSide, httpSide, usualSide } from "./import/sides.ts";
import { currentProcess } from "./import/processes.ts";
import { createTarget, importers, type Target, tidy } from "./import/target.ts";
import { alternate, Measurements, type Side, spread } from "./measure.ts";

const measure = new Measurements("import");
const admin = connect(stack.adminDatabaseUrl);
const sql = connectWithoutDelay(1);
const connection = await sql.reserve();
const target = await createTarget();
const { member } = target.tenant;

const copy = (count: number) => copySide([{ target, connection }], count);
const http = (count: number) => httpSide([member], count);

console.log("  filling the table with 10,000 rows");
for (let i = 0; i < 20; i++) await copy(500)();
await tidy(admin);

console.log("  measuring; each ratio is the median of pairs, with its 10th and 90th percentile");
await measure.againstItself("COPY of 500 rows / itself", copy(500));
await measure.againstItself("HTTP import of 500 rows / itself", http(500));
await tidy(admin);

await measure.compare(
  "SQL function / COPY, 500 rows, open connection",
  functionSide(target, connection, 500),
  copy(500),
  { target: { atMost: 1.7 }, pairs: 41 },
);
await tidy(admin);
// Plans that suit every tenant but the newest would slow its imports down with each row.
const stranger = await createTarget();
await measure.compare(
  "the same for a tenant that statistics have not met",
  functionSide(stranger, connection, 500),
  copySide([{ target: stranger, connection }], 500),
  { target: { atMost: 1.7 }, pairs: 41 },
);
await tidy(admin);
await measure.compare("HTTP import / COPY, 500 rows", http(500), copy(500), {
  target: { atMost: 3.5 },
  pairs: 41,
});
await tidy(admin);
await measure.compare("HTTP import / COPY, 100 rows", http(100), copy(100), {
  target: { atMost: 6 },
  pairs: 41,
});
await tidy(admin);

console.log("  supabase-js inserts as the service role, because members have no right to");
const usual = usualSide(target, client(stack.secretKey), 500);
await measure.compare("HTTP import against 10 inserts by supabase-js, 500 rows", http(500), usual, {
  target: { atLeast: 2.5 },
});
// That table audits every row of such an insert; a project without an audit log would not pay for it.
await sqlAsOwner("alter table public.opportunities disable trigger audit_insert");
await measure.compare("the same where inserts are not audited", http(500), usual, { target: { atLeast: 1 } });
await sqlAsOwner("alter table public.opportunities enable trigger audit_insert");
await tidy(admin);

await compareCrowds();
await tidy(admin);

measure.size(
  "peak memory of the function's process",
  (await currentProcess("batch-import"))?.usage.peakMb ?? NaN,
  "MB",
  150,
);

const { whole, parts } = await explainInsert(target, connection, 500);
measure.shares("an insert of 500 rows (explain analyze)", parts, whole);
await tidy(admin);
await showTimeLine();

connection.release();
await Promise.all([sql.end(), admin.end()]);
Deno.exit(await measure.finish());

async function sqlAsOwner(statement: string): Promise<void> {
  await connection.unsafe(statement);
}

/** 20 clients post 100 rows each, against COPY on 20 connections. */
async function compareCrowds(): Promise<void> {
  const targets: Target[] = [];
  for (let i = 0; i < 5; i++) targets.push(await createTarget());
  const pool = connectWithoutDelay(20);
  const copiers = await Promise.all(
    targets.flatMap((target) =>
      importers(target).map(async () => ({ target, connection: await pool.reserve() }))
    ),
  );
  const people = targets.flatMap(importers);
  await measure.compare(
    "rows a second of 20 HTTP clients / of 20 COPYs, 100 rows each",
    httpSide(people, 100),
    copySide(copiers, 100),
    { target: { atLeast: 0.25 } },
  );
  for (const { connection } of copiers) connection.release();
  await pool.end();
}

/** By differences: each way passes through one part more than the one before. */
async function showTimeLine(): Promise<void> {
  const sides: Side[] = [
    functionSide(target, connection, 500),
    dataApiSide(client(member), 500),
    bareRequestSide(member),
    http(500),
  ];
  const [inSql = NaN, inDataApi = NaN, bare = NaN, whole = NaN] = (await alternate(sides, 31)).map((times) =>
    spread(times).median
  );
  measure.shares("an HTTP import of 500 rows", {
    "SQL function and commit": inSql,
    "Data API: body, set-up of the transaction, answer": inDataApi - inSql,
    "any request: gateway, sign-in, rate limit": bare,
    "the function: body in, parse, check, body out": whole - inDataApi - bare,
  }, whole);
}
