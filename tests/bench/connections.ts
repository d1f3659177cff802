/**
 * 1,000 clients on 20 sessions of Postgres, through PgBouncer in transaction mode, with the transaction that the Data API
 * makes of a read.
 *
 * @module
 */
import postgres from "postgres";
import { startPooler } from "../../supabase/local/postgres/pooler.ts";
import { freePorts } from "../../tools/ports.ts";
import { createTeam } from "../fixtures/teams.ts";
import { stack } from "../support/env.ts";
import { claimsOf, type Database, withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { Measurements, milliseconds, spread } from "./measure.ts";

const clients = 1_000;
const sessions = 20;
const perRun = 2_000;

const measure = new Measurements("connections");
const tenant = await createTenant();
for (let team = 0; team < 5; team++) await createTeam(tenant.manager);
const claims = JSON.stringify(claimsOf(tenant.viewer.token)).replaceAll("'", "''");
const begin =
  `begin; select set_config('role', 'authenticated', true), set_config('request.jwt.claims', '${claims}', true)`;

/** One read as the Data API sends it. */
async function read(sql: Database): Promise<void> {
  const connection = await sql.reserve();
  try {
    await connection.unsafe(begin).simple();
    await connection.unsafe("select public.list_teams(); commit").simple();
  } finally {
    connection.release();
  }
}

/** Every client reads in turn with the others until all reads are made. */
async function readAll(pools: Database[], reads: number): Promise<void> {
  let left = reads;
  await Promise.all(pools.map(async (sql) => {
    while (left-- > 0) await read(sql);
  }));
}

const open = (url: string, count: number) =>
  Array.from(
    { length: count },
    () => postgres(url, { max: 1, prepare: false, fetch_types: false, onnotice: () => {} }),
  );
/** postgres.js hands out no connection that `reserve` opened without fetching types. */
const connectAll = (pools: Database[]) => Promise.all(pools.map((sql) => sql`select 1`.simple()));
const close = (pools: Database[]) => Promise.all(pools.map((sql) => sql.end({ timeout: 5 })));

/** How many clients get in without a pooler. The rest are refused with "too many clients". */
async function getIn(): Promise<number> {
  const pools = open(stack.databaseUrl, clients);
  const results = await Promise.allSettled(pools.map((sql) => sql`select 1`.simple()));
  await close(pools);
  return results.filter(({ status }) => status === "fulfilled").length;
}

const directory = await Deno.makeTempDir({ prefix: "frontline-pooler-" });
await Deno.chmod(directory, 0o755); // the pooler runs as another user when we are root
const port = freePorts();
const postgresPort = Number(new URL(stack.databaseUrl).port);
const pooler = await startPooler({ directory, port, postgresPort, size: sessions, clients: clients + 50 });
try {
  console.log(`  reads of a list as the Data API makes them, ${perRun.toLocaleString("en")} in a run`);
  measure.count("of 1,000 clients, served at once without a pooler", await getIn());
  const direct = open(stack.databaseUrl, sessions);
  const pooled = open(`postgresql://postgres@127.0.0.1:${port}/postgres`, clients);
  await connectAll(direct);
  await connectAll(pooled);
  const ours = () => milliseconds(() => readAll(pooled, perRun));
  const baseline = () => milliseconds(() => readAll(direct, perRun));
  await measure.againstItself("20 clients without a pooler against themselves", baseline);
  await measure.compare("1,000 clients through the pooler / 20 clients without", ours, baseline, {
    target: { atMost: 1.5 },
    pairs: 15,
  });
  const waits: number[] = [];
  await Promise.all(pooled.map(async (sql) => waits.push(await milliseconds(() => read(sql)))));
  measure.spreadOf("1,000 reads at once through the pooler, each", waits, "ms");
  measure.size("nine of ten of them within", spread(waits).p90, "ms", 4_000);
  const consoles = open(`postgresql://supabase_admin@127.0.0.1:${port}/pgbouncer`, 1);
  const pools = await consoles[0]!.unsafe<
    { database: string; sv_active: string; sv_idle: string; sv_used: string }[]
  >(
    "show pools",
  ).simple();
  await close(consoles);
  measure.size(
    "sessions of Postgres for 1,000 clients",
    pools.filter(({ database }) => database === "postgres")
      .reduce((sum, pool) => sum + Number(pool.sv_active) + Number(pool.sv_idle) + Number(pool.sv_used), 0),
    "",
    sessions,
  );
  const [{ used }] = await withDatabase((sql) =>
    sql<[{ used: number }]>`select (100 * private.connections_used())::float as used`
  );
  measure.size("connections in use, of which health warns at 80 %", used, "%", 80);
  await close([...direct, ...pooled]);
} finally {
  await pooler.stop();
  await Deno.remove(directory, { recursive: true });
}
Deno.exit(await measure.finish());
