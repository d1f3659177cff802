/**
 * What a job costs: ours through the Data API, with results kept, against graphile-worker and pg-boss over direct
 * connections, all on one Postgres and in this one process.
 *
 * @module
 */
import { Boss } from "./jobs/pg_boss.ts";
import { Frontline } from "./jobs/frontline.ts";
import { GraphileWorker, settings } from "./jobs/graphile_worker.ts";
import { Measurements, spread } from "./measure.ts";

const count = 50_000;
const batch = 500;

const measure = new Measurements("jobs");
await using ours = await Frontline.start();
await using graphile = await GraphileWorker.start();
await using boss = await Boss.start();

// First, before the others leave dead rows that autovacuum would clean meanwhile.
const finished = 1_000_000;
await ours.clear();
await ours.enqueue(count);
const without = spread(await ours.claims(batch, 101)).median;
console.log(`  adding ${finished} finished jobs`);
await ours.addFinished(finished);
const among = spread(await ours.claims(batch, 101)).median;
measure.size("a claim of 500 among 1,000,000 finished jobs / without", 100 * among / without, "%", 110);

console.log("  100 tenants add one job a second each, without and with 1,000,000 jobs of another tenant");
const p95 = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.ceil(0.95 * values.length) - 1] ?? NaN;
const alone = [await ours.starts(20)];
const beside = await ours.starts(20, 1_000_000);
alone.push(await ours.starts(20));
measure.spreadOf("from enqueue to start, alone", alone.flat(), "ms");
measure.spreadOf("from enqueue to start, next to 1,000,000 jobs", beside, "ms");
measure.ratio("p95 next to 1,000,000 jobs of one tenant / alone", p95(beside) / p95(alone.flat()), 1.5);

const every = 20;
console.log(`  one job every ${every} ms`);
const lone = await ours.waits(250, every);
const rpc = await ours.calls(250, every);
measure.spreadOf("from enqueue to start, ours", lone, "ms");
measure.spreadOf("one call of the Data API", rpc, "ms");
measure.ratio("a lone job's start / one call of the Data API", spread(lone).median / spread(rpc).median, 2);
measure.spreadOf("from enqueue to start, graphile-worker", await graphile.waits(250, every), "ms");

console.log(`  measuring with ${count} jobs that do nothing; each ratio is the median of pairs`);
const drain = ours.drain(count, { concurrency: batch });
await measure.againstItself(
  `${count / 10} jobs / themselves`,
  ours.drain(count / 10, { concurrency: batch }),
);
await measure.compare("jobs a second / graphile-worker's", drain, graphile.drain(count, settings.unbatched), {
  target: { atLeast: 10 },
  pairs: 15,
});
await measure.compare(
  "the same / graphile-worker's in batches",
  drain,
  graphile.drain(count, settings.batched),
  {
    target: { atLeast: 1 },
    pairs: 15,
  },
);
const loops = { loops: 1, batchSize: batch };
await measure.compare("the same / pg-boss, one loop, 500 at a time", drain, boss.drain(count, loops), {
  target: { atLeast: 1.2 },
  pairs: 15,
});

Deno.exitCode = await measure.finish();
