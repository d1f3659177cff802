/**
 * The cost of aggregating a thousand calls, and whether old calls raise it.
 *
 * @module
 */
import { createCallCenter } from "../fixtures/calls.ts";
import { stack } from "../support/env.ts";
import { connect } from "../support/sql.ts";
import { type Field, groupBySide, keptGroupBySide, runSide, singleUpsertsSide } from "./aggregation/sides.ts";
import { connectWithoutDelay } from "./import/connection.ts";
import { alternate, Measurements, spread } from "./measure.ts";

const measure = new Measurements("aggregation");
const admin = connect(stack.adminDatabaseUrl, { max: 1 });
const sql = connectWithoutDelay(1);
const connection = await sql.reserve();
// Cron would consume the marks of the measured side.
await admin`update cron.job set active = false`;
await connection.unsafe(`
  create table public.bench_metrics (like public.agent_metrics_v2 including defaults including storage);
  alter table public.bench_metrics drop column updated_at;
  create unique index on public.bench_metrics (client_id, agent_id, day, team_id) nulls not distinct`);

const young = await createField();
const [alone = []] = await alternate([runSide(young)], 31);

const old = await createField();
console.log("  recording 1,000,000 old calls");
await recordMillion(old);
await admin`vacuum analyze public.calls`;
await admin`vacuum analyze public.agent_metrics_v2`;

console.log("  measuring; each ratio is the median of pairs, with its 10th and 90th percentile");
await measure.againstItself("aggregating 1,000 calls / itself", runSide(young));
await measure.compare(
  "1,000 calls → metrics / a group by that keeps its result",
  runSide(young),
  keptGroupBySide(young),
  {
    target: { atMost: 1.8 },
    pairs: 41,
  },
);
await measure.compare(
  "the same / a group by that only counts its result",
  runSide(young),
  groupBySide(young),
  { pairs: 41 },
);
await measure.compare("the same against 1,000 single upserts", runSide(young), singleUpsertsSide(young), {
  target: { atLeast: 15 },
  pairs: 15,
});
await measure.compare("with 1,000,000 old calls of the tenant / with none", runSide(old), runSide(young), {
  target: { atMost: 1.3 },
  pairs: 41,
});
const [among = []] = await alternate([runSide(old)], 31);
console.log(
  `  before anybody had old calls a run took ${spread(alone).median.toFixed(1)} ms, now ${
    spread(among).median.toFixed(1)
  } ms`,
);

await admin`update cron.job set active = true`;
await connection.unsafe("drop table public.bench_metrics");
connection.release();
await Promise.all([sql.end(), admin.end()]);
Deno.exit(await measure.finish());

async function createField(): Promise<Field> {
  return { center: await createCallCenter(admin, { agents: 50, teams: 5 }), connection, day: 0 };
}

/** 1,000 a day from 1,001 days ago on; without triggers, and then aggregated at once. */
async function recordMillion({ center }: Field): Promise<void> {
  await admin.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`
      insert into public.calls (client_id, external_id, agent_id, team_id, outcome, resolved, satisfaction, handling_seconds, started_at)
      select ${center.id}, 'old call ' || n, (${center.agents}::uuid[])[1 + n % 50], (${center.teams}::uuid[])[1 + n % 5],
        'successful', true, 1 + n % 5, n % 300, now() - interval '1001 days' - n * interval '1.44 minutes'
      from generate_series(1, 1000000) n`;
  });
  await admin`insert into private.changed_buckets (client_id) values (${center.id})`;
  await admin`select (private.aggregate_performance(${center.id})).id`;
}
