/**
 * What the dashboard's answers cost as a tenant grows to 1,000,000 transactions, with and without the cache, and what
 * recording costs.
 *
 * @module
 */
import { Redis } from "@upstash/redis";
import { stack } from "../support/env.ts";
import { actAs, claimsOf, connect } from "../support/sql.ts";
import { callsOf, postgresTime, scannedBy } from "./analytics/costs.ts";
import { copySide, functionSide, httpSide } from "./analytics/ingestion.ts";
import { type Asker, callOf, type Read, reads, requireEqual } from "./analytics/reads.ts";
import { grow, openShop } from "./analytics/shop.ts";
import { connectWithoutDelay } from "./import/connection.ts";
import { alternate, Measurements, milliseconds, type Side, spread } from "./measure.ts";

const sizes = (Deno.env.get("ANALYTICS_SIZES") ?? "10000,100000,1000000").split(",").map(Number);
const measure = new Measurements("analytics");
const admin = connect(stack.adminDatabaseUrl, { max: 1 });
const sql = connectWithoutDelay(2);
const [user, copier] = [await sql.reserve(), await sql.reserve()];
const redis = new Redis({ url: stack.redisUrl, token: stack.redisToken, enableTelemetry: false });
// Cron would count what the measured sides are to count.
await admin`update cron.job set active = false`;
const shop = await openShop();
const { tenant } = shop;
const headers = { authorization: `Bearer ${tenant.viewer.token}` };
const asUser: Asker = (statement) => user.unsafe(statement);
const sqlSide = (read: Read): Side => () => milliseconds(() => asUser(callOf(read)));

const medians = new Map<string, number[]>(reads.map(({ name }) => [name, []]));
for (const size of sizes) {
  const took = await milliseconds(() => grow(admin, shop, size));
  console.log(`  ${size} transactions after ${(took / 1000).toFixed(0)} s`);
  await user`begin`;
  await actAs(user, claimsOf(tenant.viewer.token));
  for (const read of reads) await requireEqual(admin, asUser, tenant.id, read);
  const times = await alternate(reads.map(sqlSide), 41);
  for (const [index, read] of reads.entries()) medians.get(read.name)!.push(spread(times[index]!).median);
  if (size === sizes.at(-1)) {
    await countScans();
    await compareWithRows();
  }
  await user`commit`;
}
for (const [name, [first = NaN, ...rest]] of medians) {
  const last = rest.at(-1) ?? first;
  const title = `${name}: growth from ${sizes[0]} to ${sizes.at(-1)} (${first.toFixed(1)} → ${
    last.toFixed(1)
  } ms)`;
  measure.exponent(title, Math.log(last / first) / Math.log(sizes.at(-1)! / sizes[0]!), 0.1);
}
await compareWithDataApi();
await compareHitAndMiss();
await countLoads();
await compareWithCopy();

await admin`update cron.job set active = true`;
user.release();
copier.release();
await Promise.all([sql.end(), admin.end()]);
Deno.exit(await measure.finish());

async function countScans(): Promise<void> {
  const more = [
    "list_transactions()",
    "list_customers(search => 'omer 77')",
    "get_usage()",
    "totals_state()",
  ];
  const scanned = await scannedBy(asUser, [
    ...reads.map(callOf),
    ...more.map((call) => `select public.${call}`),
  ]);
  if (scanned.length > 0) console.log(`  read from end to end: ${scanned.join(", ")}`);
  measure.exactly(`tables read from end to end at ${shop.sales} transactions`, scanned.length, 0);
}

async function compareWithRows(): Promise<void> {
  for (const read of reads) {
    const plain: Side = () => milliseconds(() => admin.unsafe(read.plain, [tenant.id]));
    const target = { atLeast: 50 };
    await measure.compare(`${read.name} / the plain query over ${shop.sales} rows`, sqlSide(read), plain, {
      target,
      pairs: 15,
    });
  }
}

async function ask(path: string): Promise<void> {
  const response = await fetch(stack.functionsUrl + path, { headers });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${text}`);
}

/** Forgets every answer of the tenant. */
async function forget(): Promise<void> {
  const keys = await redis.keys(`cache:1:${tenant.id}:*`);
  if (keys.length > 0) await redis.del(...keys);
}

function hit({ path }: Read): Side {
  return () => milliseconds(() => ask(path));
}

function miss({ path }: Read): Side {
  return async () => {
    await forget();
    return await milliseconds(() => ask(path));
  };
}

async function compareWithDataApi(): Promise<void> {
  for (const read of reads) {
    const rpc: Side = () =>
      milliseconds(async () => {
        const response = await fetch(`${stack.url}/rest/v1/rpc/${read.rpc}`, {
          method: "POST",
          headers: { ...headers, apikey: stack.publishableKey, "content-type": "application/json" },
          body: JSON.stringify(read.query),
        });
        await response.text();
        if (!response.ok) throw new Error(`${read.rpc} answered ${response.status}`);
      });
    if (read === reads[0]) await measure.againstItself("the rpc of the dashboard / itself", rpc);
    const target = { atMost: 1.5 };
    await measure.compare(`${read.name}, a hit / the rpc by the Data API`, hit(read), rpc, { target });
    await measure.compare(`${read.name}, a miss / the rpc by the Data API`, miss(read), rpc);
  }
}

async function compareHitAndMiss(): Promise<void> {
  const requests = 200;
  for (const read of reads) {
    const [hits, misses] = [
      await postgresTime(admin, () => repeated(requests, hit(read))),
      await postgresTime(admin, () => repeated(requests, miss(read))),
    ];
    measure.ratio(
      `${read.name}: Postgres time of a hit (${(hits / requests).toFixed(2)} ms) / of a miss`,
      hits / misses,
      0.3,
    );
  }
  // Each window is another question.
  const windows = Array.from(
    { length: 300 },
    (_, n) =>
      `/analytics/v1/revenue?from=${new Date(Date.now() - (n + 30) * 86_400_000).toISOString().slice(0, 10)}`,
  );
  await forget();
  measure.count("misses a second by 16 callers", Math.round(windows.length / await seconds(windows)));
  measure.count("hits a second by 16 callers", Math.round(windows.length / await seconds(windows)));
}

async function repeated(times: number, side: Side): Promise<void> {
  for (let n = 0; n < times; n++) await side();
}

async function seconds(paths: string[]): Promise<number> {
  const left = [...paths];
  const caller = async () => {
    for (let path = left.pop(); path; path = left.pop()) await ask(path);
  };
  return await milliseconds(() => Promise.all(Array.from({ length: 16 }, caller))) / 1000;
}

async function countLoads(): Promise<void> {
  const { path, rpc } = reads[0]!;
  await forget();
  const loads = await callsOf(admin, rpc, () => Promise.all(Array.from({ length: 1_000 }, () => ask(path))));
  measure.exactly("loads of 1,000 concurrent misses", loads, 1);
}

async function compareWithCopy(): Promise<void> {
  const copy = await copySide(admin, shop, copier);
  const target = { atMost: 2.5 };
  await measure.againstItself("COPY of 1,000 transactions / itself", copy);
  await measure.compare("SQL function / COPY, 1,000 transactions", functionSide(shop, user), copy);
  await measure.compare("HTTP / COPY, 1,000 transactions", httpSide(shop), copy, { target });
}
