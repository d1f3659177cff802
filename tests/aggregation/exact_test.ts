/**
 * After any history of calls and runs, the metrics equal a plain `group by` over all calls.
 *
 * @module
 */
import { assertEquals } from "#assert";
import fc from "fast-check";
import {
  aggregate,
  type CallCenter,
  createCallCenter,
  keptMetrics,
  type NewCall,
  plainMetrics,
  recordCalls,
} from "../fixtures/calls.ts";
import { connect, type Database, withDatabase } from "../support/sql.ts";

const zones = [
  "UTC",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Asia/Kathmandu",
  "America/St_Johns",
  "America/Sao_Paulo",
  "America/Los_Angeles",
  "Pacific/Apia",
  "Pacific/Kiritimati",
  "Pacific/Chatham",
];

/**
 * Seconds before and after midnight in several zones, in the days of clock changes, and on days that come
 * twice or never.
 */
const borders = [
  "2010-11-07T02:30:30Z",
  "2010-11-07T02:31:00Z",
  "2010-11-07T03:29:59Z",
  "2010-11-07T03:30:00Z",
  "2011-12-30T09:59:59Z",
  "2011-12-30T10:00:00Z",
  "2018-02-18T01:59:59Z",
  "2018-02-18T02:30:00Z",
  "2018-11-04T02:59:59Z",
  "2018-11-04T03:00:00Z",
  "2025-10-25T21:59:59Z",
  "2025-10-25T22:00:00Z",
  "2025-10-26T22:59:59.999Z",
  "2025-10-26T23:00:00Z",
];

/** A time in the last ten days: any second, or one at midnight in one of the zones. */
const recently = fc.tuple(
  fc.integer({ min: 1, max: 10 }),
  fc.oneof(
    fc.integer({ min: 0, max: 86_399 }),
    fc.constantFrom(0, 86_399, 64_800, 66_600, 79_200, 36_000, 10_800),
  ),
).map(([days, second]) => {
  const midnight = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  return new Date(midnight - days * 86_400_000 + second * 1000).toISOString();
});

/** A call with places instead of ids; few external ids, so that calls repeat and change. */
const call = fc.record({
  external_id: fc.integer({ min: 1, max: 15 }).map((n) => `call ${n}`),
  agent: fc.integer({ min: 0, max: 2 }),
  team: fc.option(fc.integer({ min: 0, max: 1 })),
  outcome: fc.constantFrom("successful" as const, "failed" as const, "abandoned" as const),
  resolved: fc.boolean(),
  satisfaction: fc.option(fc.integer({ min: 1, max: 5 })),
  handling_seconds: fc.integer({ min: 0, max: 900 }),
  wait_seconds: fc.option(fc.integer({ min: 0, max: 90 })),
  started_at: fc.oneof({ weight: 4, arbitrary: recently }, fc.constantFrom(...borders)),
});
type Sketch = typeof call extends fc.Arbitrary<infer T> ? T : never;

const calls = fc.uniqueArray(call, { selector: (c) => c.external_id, minLength: 1, maxLength: 8 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("record" as const), calls }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delete" as const), calls }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("run" as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("run all" as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("run, killed" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("runs and writers at once" as const), calls, others: calls }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("run while a writer is open" as const), calls }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("move" as const), zone: fc.constantFrom(...zones) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("move while a writer is open" as const),
      calls,
      zone: fc.constantFrom(...zones),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function placed(center: CallCenter, sketches: Sketch[]): NewCall[] {
  return sketches.map(({ agent, team, ...values }) => ({
    ...values,
    agent_id: center.agents[agent]!,
    team_id: team === null ? null : center.teams[team]!,
  }));
}

/** Does one step and waits for everything that it starts. */
async function take(sql: Database, center: CallCenter, step: Step): Promise<void> {
  const record = (sketches: Sketch[]) => recordCalls(sql, center, placed(center, sketches));
  switch (step.do) {
    case "record":
      return await record(step.calls);
    case "delete": {
      const gone = step.calls.map((call) => call.external_id);
      await sql`delete from public.calls where client_id = ${center.id} and external_id = any (${gone})`;
      return;
    }
    case "run":
      return await aggregate(sql, center);
    case "run all":
      await sql`select (private.aggregate_performance()).id`;
      return;
    case "run, killed":
      return await killRun(sql, center);
    case "runs and writers at once":
      await Promise.all([
        record(step.calls),
        aggregate(sql, center),
        record(step.others),
        aggregate(sql, center),
      ]);
      return;
    case "run while a writer is open":
      return await whileWriting(sql, center, step.calls, () => aggregate(sql, center));
    case "move":
      return await move(sql, center, step.zone);
    case "move while a writer is open": {
      let moved: Promise<void> | undefined;
      await whileWriting(sql, center, step.calls, () => {
        moved = move(sql, center, step.zone); // waits for the writer
        return aggregate(sql, center);
      });
      return await moved;
    }
  }
}

async function move(sql: Database, center: CallCenter, zone: string): Promise<void> {
  await sql`update public.clients set time_zone = ${zone} where id = ${center.id}`;
}

/** Does the work between a writer's statement and its commit. */
async function whileWriting(
  sql: Database,
  center: CallCenter,
  sketches: Sketch[],
  work: () => Promise<void>,
): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`select count(*) from private.record_calls(${center.id}, ${tx.json(placed(center, sketches))})`;
    await work();
  });
}

/**
 * Ends a run's connection when it has taken the marks and written metrics, and waits for the rows of routing.
 */
async function killRun(sql: Database, center: CallCenter): Promise<void> {
  // Gives the run something to do.
  await sql`update public.calls set resolved = not resolved where client_id = ${center.id}`;
  await sql`insert into private.changed_buckets (client_id, agent_id) values (${center.id}, ${center
    .agents[0]!})`;
  const victim = connect(undefined, { max: 1 });
  try {
    await sql.begin(async (tx) => {
      await tx`select private.lock_routing(${center.id})`;
      const [{ pid } = { pid: 0 }] = await victim<{ pid: number }[]>`select pg_backend_pid() as pid`;
      const run = aggregate(victim, center).then(() => "survived", () => "killed");
      await waitsForLock(tx, pid);
      await tx`select pg_terminate_backend(${pid})`;
      assertEquals(await run, "killed");
    });
  } finally {
    await victim.end({ timeout: 0 }); // its only connection is gone
  }
}

async function waitsForLock(sql: Pick<Database, "unsafe">, pid: number): Promise<void> {
  for (;;) {
    const [found] = await sql.unsafe(
      `select from pg_stat_activity where pid = ${pid} and wait_event_type = 'Lock'`,
    );
    if (found) return;
  }
}

async function assertExact(sql: Database, center: CallCenter): Promise<void> {
  assertEquals(await keptMetrics(sql, center), await plainMetrics(sql, center));
}

Deno.test("100 random histories of late, repeated, changed and deleted calls, moved days, killed and colliding runs are exact", async () => {
  await withDatabase(async (sql) => {
    const history = fc.record({
      timeZone: fc.constantFrom(...zones),
      steps: fc.array(step, { minLength: 4, maxLength: 14 }),
    });
    await fc.assert(
      fc.asyncProperty(history, async ({ timeZone, steps }) => {
        const center = await createCallCenter(sql, { timeZone });
        for (const step of steps) await take(sql, center, step);
        await aggregate(sql, center);
        await assertExact(sql, center);
      }),
      { numRuns: 100 },
    );
  });
});

Deno.test("one run after ten minutes without aggregation gives exact metrics", async () => {
  await withDatabase(async (sql) => {
    const center = await createCallCenter(sql, { timeZone: "Asia/Kolkata" });
    const sketches = fc.sample(call, { numRuns: 600, seed: 4 });
    for (let n = 0; n < 600; n += 20) {
      const part = sketches.slice(n, n + 20).map((sketch, i) => ({
        ...sketch,
        external_id: `call ${n + i}`,
      }));
      await recordCalls(sql, center, placed(center, part));
      await sql`delete from public.calls where client_id = ${center.id} and external_id = ${`call ${n}`}`;
      await sql`update private.changed_buckets set marked_at = now() - interval '10 minutes' where client_id = ${center.id}`;
    }
    await aggregate(sql, center);
    await assertExact(sql, center);
    assertEquals(
      await sql`select from private.changed_buckets where client_id = ${center.id}`.then((r) => r.length),
      0,
    );
  });
});

Deno.test("eight writers with three runners beside them lose nothing", async () => {
  const pool = connect(undefined, { max: 12 });
  try {
    const center = await createCallCenter(pool, { agents: 3, timeZone: "Europe/Berlin" });
    const write = async (seed: number) => {
      for (const [index, batch] of fc.sample(calls, { numRuns: 25, seed }).entries()) {
        await recordCalls(pool, center, placed(center, batch));
        if (index % 3 === 0) {
          const { external_id } = batch[0]!;
          await pool`delete from public.calls where client_id = ${center.id} and external_id = ${external_id}`;
        }
      }
    };
    let isWriting = true;
    const run = async (all: boolean) => {
      while (isWriting) {
        await (all ? pool`select (private.aggregate_performance()).id` : aggregate(pool, center));
      }
    };
    const running = [run(false), run(false), run(true)];
    await Promise.all(Array.from({ length: 8 }, (_, i) => write(i))).finally(() => isWriting = false);
    await Promise.all(running);
    await aggregate(pool, center);
    await assertExact(pool, center);
  } finally {
    await pool.end();
  }
});
