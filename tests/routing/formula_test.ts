/**
 * The decisions of SQL are those of a plain reading of the formula in exact fractions: the same agent, the same score
 * in six decimals, and ties in their order.
 *
 * @module
 */
import { assertEquals } from "#assert";
import fc from "fast-check";
import type { Schemas } from "../../client/mod.ts";
import { hireIn } from "../fixtures/routing.ts";
import { actAs, claimsOf, connect } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

/** A fraction of integers with a positive denominator. */
class Fraction {
  constructor(readonly top: bigint, readonly bottom = 1n) {}
  static of(top: number, bottom = 1): Fraction {
    return new Fraction(BigInt(top), BigInt(bottom));
  }
  plus(other: Fraction): Fraction {
    return new Fraction(this.top * other.bottom + other.top * this.bottom, this.bottom * other.bottom);
  }
  times(other: Fraction): Fraction {
    return new Fraction(this.top * other.top, this.bottom * other.bottom);
  }
  /** In millionths, halves away from zero. */
  rounded(): bigint {
    return (this.top * 2_000_000n + this.bottom) / (2n * this.bottom);
  }
}

interface Agent {
  id: string;
  priority: number;
  load: number;
  maxLoad: number;
  available: boolean;
  active: boolean;
  handled: number;
  successful: number;
  answered: number;
  seconds: number;
  /** The order in which agents were last chosen; null if never. */
  chosen: number | null;
  capabilities: string[];
  onTeam: boolean;
}

/** Hundredths of points. */
interface Weights {
  success_rate: number;
  priority: number;
  load: number;
  handling_time: number;
  capability: number;
}

const usual: Weights = {
  success_rate: 4000,
  priority: 2500,
  load: 2000,
  handling_time: 1500,
  capability: 500,
};
const known = ["billing", "claims", "spanish", "german", "legal"];

function score(agent: Agent, wanted: string[], weights: Weights): bigint {
  const weight = (name: keyof Weights) => Fraction.of(weights[name], 100);
  const successRate = Fraction.of(agent.successful + 5, agent.handled + 10);
  const handling = Fraction.of(agent.seconds + 1500, 300 * (agent.answered + 10));
  const slow = handling.top >= handling.bottom;
  const matches = wanted.filter((capability) => agent.capabilities.includes(capability)).length;
  return weight("success_rate").times(successRate)
    .plus(weight("priority").times(Fraction.of(agent.priority, 10)))
    .plus(weight("load").times(Fraction.of(10 - Math.min(agent.load, 10), 10)))
    .plus(
      slow ? Fraction.of(0) : weight("handling_time").times(
        new Fraction(handling.bottom - handling.top, handling.bottom),
      ),
    )
    .plus(weight("capability").times(Fraction.of(matches)))
    .rounded();
}

function best(agents: Agent[], wanted: string[], byTeam: boolean, weights: Weights): Agent | undefined {
  const before = (a: Agent, b: Agent) => {
    const [one, other] = [score(a, wanted, weights), score(b, wanted, weights)];
    if (one !== other) return one > other ? -1 : 1;
    return (a.chosen ?? -1) - (b.chosen ?? -1) || (a.id < b.id ? -1 : 1);
  };
  return agents
    .filter((a) => a.available && a.active && a.load < a.maxLoad && (a.onTeam || !byTeam))
    .toSorted(before)[0];
}

// Only a few values, so that ties are common.
const level = fc.constantFrom(0, 5, 10);
const figures = fc.oneof(
  fc.constant({ handled: 0, successful: 0, answered: 0, seconds: 0 }),
  fc.nat(2000).chain((handled) =>
    fc.record({
      handled: fc.constant(handled),
      successful: fc.nat(handled),
      answered: fc.nat(handled),
      seconds: fc.nat(400 * handled),
    })
  ),
);
const agentState = fc.tuple(
  fc.record({
    priority: fc.oneof(level, fc.nat(10)),
    load: fc.nat(14),
    maxLoad: fc.constantFrom(1, 5, 10, 20),
    available: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    active: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    chosen: fc.option(fc.nat(3), { nil: null }),
    capabilities: fc.subarray<string>(known),
    onTeam: fc.boolean(),
  }),
  figures,
).map(([state, sums]) => ({ ...state, ...sums }));
const weights = fc.oneof(
  { weight: 4, arbitrary: fc.constant(usual) },
  {
    weight: 1,
    arbitrary: fc.record({
      success_rate: fc.nat(10_000),
      priority: fc.nat(10_000),
      load: fc.nat(10_000),
      handling_time: fc.nat(10_000),
      capability: fc.nat(10_000),
    }),
  },
);
const request = fc.record({
  wanted: fc.oneof(fc.constant<string[]>([]), fc.subarray<string>([...known, "nobody has it"])),
  byTeam: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
});
const situation = fc.record({
  states: fc.oneof(
    { weight: 24, arbitrary: fc.array(agentState, { maxLength: 12 }) },
    // More agents than the search for capabilities reads at first.
    { weight: 1, arbitrary: fc.array(agentState, { minLength: 65, maxLength: 90 }) },
  ),
  weights,
  requests: fc.array(request, { minLength: 1, maxLength: 4 }),
});

/** Its score is 55.0890625, which is halfway between two scores of six decimals. */
const halfway = {
  states: [{
    handled: 38,
    successful: 22,
    answered: 22,
    seconds: 43,
    priority: 0,
    load: 0,
    maxLoad: 1 as const,
    available: true,
    active: true,
    chosen: null,
    capabilities: [],
    onTeam: true,
  }],
  weights: usual,
  requests: [{ wanted: [], byTeam: false }],
};

Deno.test("for 1,000 generated sets of agents, SQL chooses the agent of the formula, with its score", async () => {
  const tenant = await createTenant();
  const pool = connect(undefined, { max: 1 });
  const sql = await pool.reserve();
  try {
    await fc.assert(
      fc.asyncProperty(situation, async ({ states, weights, requests }) => {
        const agents = states.map((state): Agent => ({ ...state, id: crypto.randomUUID() }));
        await sql`begin`;
        try {
          const team = await setUp(sql, tenant, agents, weights);
          let turn = 10;
          for (const { wanted, byTeam } of requests) {
            const expected = best(agents, wanted, byTeam, weights);
            const answer = await route(sql, tenant, byTeam ? { team } : { sector: "sales" }, wanted);
            assertEquals(answer.agent, expected?.id);
            if (!expected || !answer.terms) continue;
            assertEquals(answer.score, score(expected, wanted, weights), "score");
            assertEquals(sum(answer.terms), answer.score, "the terms add up to the score");
            expected.load++;
            expected.chosen = turn++;
          }
        } finally {
          await sql`rollback`;
        }
      }),
      { numRuns: 1000, examples: [[halfway]] },
    );
  } finally {
    sql.release();
    await pool.end();
  }
});

type Connection = Awaited<ReturnType<ReturnType<typeof connect>["reserve"]>>;

/** Writes the situation to the database. Returns the team of the agents on it. */
async function setUp(sql: Connection, tenant: Tenant, agents: Agent[], weights: Weights): Promise<string> {
  const [team, member] = [crypto.randomUUID(), crypto.randomUUID()];
  const client_id = tenant.id;
  if (agents.length > 0) {
    await hireIn(sql, client_id, "sales", agents.map(({ id }) => id), agents);
  }
  await sql`insert into public.teams (client_id, id, name, sector) values (${client_id}, ${team}, 'Renewals', 'sales')`;
  await sql`insert into public.team_members (client_id, id, team_id, user_id)
    values (${client_id}, ${member}, ${team}, ${tenant.member.id})`;
  const assigned = agents.filter(({ onTeam }) => onTeam)
    .map(({ id }) => ({ client_id, team_member_id: member, agent_id: id }));
  if (assigned.length > 0) await sql`insert into public.team_agent_assignments ${sql(assigned)}`;
  // A figure is in each update, so that the trigger scores what the operator wrote.
  await sql`
    update public.sector_agents s
    set load = a.load, max_load = a."maxLoad", available = a.available, seven_day_handled = a.handled,
      seven_day_successful = a.successful, seven_day_answered = a.answered, seven_day_handling_seconds = a.seconds,
      last_chosen_at = timestamptz '2026-01-01 00:00+00' + a.chosen * interval '1 second'
    from jsonb_to_recordset(${sql.json(agents.map((agent) => ({ ...agent })))}) as a (id uuid, load integer,
      "maxLoad" integer, available boolean, handled integer, successful integer, answered integer, seconds integer, chosen integer)
    where s.client_id = ${client_id} and s.agent_id = a.id`;
  await sql`update public.agents set active = false
    where client_id = ${client_id} and id = any (${
    agents.filter(({ active }) => !active).map(({ id }) => id)
  })`;
  if (weights !== usual) {
    for (const [name, value] of Object.entries(weights)) {
      await sql`insert into public.settings (client_id, key, value)
        values (${client_id}, ${`routing.weight_${name}`}, ${sql.json(value / 100)})`;
    }
  }
  return team;
}

async function route(
  sql: Connection,
  tenant: Tenant,
  to: { team?: string; sector?: string },
  wanted: string[],
): Promise<{ agent?: string; score?: bigint; terms?: Schemas["Terms"] }> {
  await actAs(sql, claimsOf(tenant.member.token));
  const [row] = await sql<{ agent: string | null; score: string; terms: Schemas["Terms"] }[]>`
    select d.answer -> 'body' -> 'agent' ->> 'id' as agent, (d.answer -> 'body' ->> 'score') as score,
      d.answer -> 'body' -> 'terms' as terms
    from (select public.create_decision(team_id => ${to.team ?? null}, sector => ${to.sector ?? null},
      capabilities => ${wanted}) as answer) d`;
  await sql`reset role`;
  if (!row || row.agent === null) return {};
  return { agent: row.agent, score: millionths(row.score), terms: row.terms };
}

function millionths(decimal: string): bigint {
  const [whole = "0", part = ""] = decimal.split(".");
  return BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, "0"));
}

function sum(terms: Schemas["Terms"]): bigint {
  return Object.values(terms).reduce(
    (total: bigint, term: number) => total + BigInt(Math.round(term * 1e6)),
    0n,
  );
}
