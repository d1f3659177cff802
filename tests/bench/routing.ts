/**
 * What a decision costs: against one bare statement, in a crowd, by the number of agents, and after many
 * decisions.
 *
 * @module
 */
import { Measurements, type Side, spread } from "./measure.ts";
import { pgbench } from "./routing/pgbench.ts";
import { createSectors, dropBareTables, sectorOf } from "./routing/sectors.ts";

const sizes = [100, 1_000, 10_000, 100_000];
const usual = 10_000;

const measure = new Measurements("routing");
console.log(`  filling: sectors of ${sizes.map((size) => size.toLocaleString("en")).join(", ")} agents`);
const { tenant } = await createSectors(sizes);

const ours = decide(usual);
const bare = bareStatement("public.sector_agents", "public.routing_decisions");
const bareCopies = bareStatement("public.bare_agents", "public.bare_decisions");

await measure.againstItself("a decision / itself", latency(ours));
await measure.compare("a decision / the bare statement, 10,000 agents", latency(ours), latency(bare), {
  target: { atMost: 1.6 },
  pairs: 41,
});
await measure.compare(
  "the same on copies without foreign keys, checks and triggers",
  latency(ours),
  latency(bareCopies),
);
await measure.compare("decisions a second at 32 clients / bare statements", crowd(ours), crowd(bare), {
  target: { atLeast: 0.7 },
});
await measure.compare("the same on copies", crowd(ours), crowd(bareCopies));

const before = await growth();
measure.exponent("growth from 100 to 100,000 agents", before.exponent, 0.08);
console.log("  deciding and releasing 100,000 times");
for (const size of sizes) await pgbench(decideAndRelease(size), tenant.member, 4, 100_000 / sizes.length);
const after = await growth();
measure.exponent("the same after 100,000 decisions, vacuumed by nobody", after.exponent, 0.08);
measure.shares(
  "milliseconds of a decision by agents, then",
  after.latencies,
  after.latencies["100 agents"] ?? NaN,
);
await measure.compare("a decision / the bare statement after them", latency(ours), latency(bare));

await dropBareTables();
Deno.exit(await measure.finish());

function decide(size: number): string {
  return `select public.create_decision(sector => '${sectorOf(size)}');`;
}

function decideAndRelease(size: number): string {
  return `select public.create_decision(sector => '${
    sectorOf(size)
  }') -> 'body' ->> 'decision_id' as id \\gset
select public.release_decision(:id);`;
}

/** The minimum to write: the best row's load, and a row that records the choice. */
function bareStatement(agents: string, decisions: string): string {
  const full = decisions.includes("routing_decisions");
  const needed = full ? ", terms, considered, candidates, expires_at" : "";
  const values = full ? ", row(0, 0, 0, 0, 0)::private.routing_terms, 1, '{}', now()" : "";
  return `with best as (
      select s.ctid as place, s.agent_id, s.base_score from ${agents} s
      where s.client_id = '${tenant.id}' and s.sector_key = '${sectorOf(usual)}' and s.has_slot
      order by s.base_score desc, s.last_chosen_at nulls first, s.agent_id limit 1 for update skip locked
    ), taken as (
      update ${agents} s set load = s.load + 1, base_score = s.base_score - 2, last_chosen_at = clock_timestamp()
      from best where s.ctid = best.place returning best.agent_id, best.base_score
    )
    insert into ${decisions} (client_id, agent_id, sector, score${needed})
    select '${tenant.id}', agent_id, '${sectorOf(usual)}', base_score${values} from taken returning id;`
    .replaceAll("\n", " ");
}

function latency(script: string): Side {
  return async () => (await pgbench(script, personFor(script), 1, 400)).latency;
}

/** Milliseconds a transaction, of all clients together. */
function crowd(script: string): Side {
  return async () => 1000 / (await pgbench(script, personFor(script), 32, 1600)).throughput;
}

/** The bare statements run as the tables' owner. */
function personFor(script: string) {
  return script.startsWith("with") ? null : tenant.member;
}

/** The slope of the cost over the number of agents, both as logarithms, fitted by least squares. */
async function growth(): Promise<{ exponent: number; latencies: Record<string, number> }> {
  const times = new Map(sizes.map((size): [number, number[]] => [size, []]));
  for (let round = 0; round < 17; round++) {
    for (const size of round % 2 === 0 ? sizes : sizes.toReversed()) {
      const { statements } = await pgbench(decideAndRelease(size), tenant.member, 1, 200);
      times.get(size)?.push(statements[0] ?? NaN);
    }
  }
  const points = sizes.map((size) =>
    [Math.log(size), Math.log(spread(times.get(size) ?? []).median)] as const
  );
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(points.map((point) => point[0])), mean(points.map((point) => point[1]))];
  const exponent = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0) /
    points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
  const latencies = sizes.map((size) =>
    [`${size.toLocaleString("en")} agents`, spread(times.get(size) ?? []).median] as const
  );
  return { exponent, latencies: Object.fromEntries(latencies) };
}
