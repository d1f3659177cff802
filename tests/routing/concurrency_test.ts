import { assert, assertEquals, assertGreater } from "#assert";
import { complete, decide, hire, loads, release, wrongLoads } from "../fixtures/routing.ts";
import { api } from "../support/http.ts";
import { connect } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

/** Runs the work with `clients` at once until `times` are done. */
async function crowd(clients: number, times: number, work: (turn: number) => Promise<void>): Promise<void> {
  let turn = 0;
  await Promise.all(Array.from({ length: clients }, async () => {
    while (turn < times) await work(turn++);
  }));
}

/** Watches the committed loads until disposed of. Fails if an agent was ever above the limit. */
function watch(tenant: Tenant, limit: number) {
  const sql = connect(undefined, { max: 1 });
  let watching = true;
  let highest = 0;
  let looks = 0;
  const done = (async () => {
    for (; watching; looks++) {
      const [row] = await sql<{ load: number }[]>`
        select max(greatest(s.load, d.open))::integer as load from public.sector_agents s, lateral (
          select count(*) as open from public.routing_decisions d
          where d.client_id = s.client_id and d.agent_id = s.agent_id and d.status = 'open') d
        where s.client_id = ${tenant.id}`;
      highest = Math.max(highest, row?.load ?? 0);
    }
  })();
  return {
    async [Symbol.asyncDispose]() {
      watching = false;
      await done;
      await sql.end();
      assertGreater(looks, 10);
      assert(highest <= limit, `an agent held ${highest} calls at once, must be at most ${limit}`);
    },
  };
}

Deno.test("64 clients routing 1,000 calls to 50 agents never exceed 5 slots each, and loads equal open decisions", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", Array.from({ length: 50 }, (_, i) => ({ priority: i % 3, max_load: 5 })));
  const open: string[] = [];
  const ids = new Set<string>();
  let refused = 0;
  {
    await using _watch = watch(tenant, 5);
    await crowd(64, 1000, async (turn) => {
      const answer = await decide(tenant.member, { sector: "sales" });
      if (answer.status === 201) {
        ids.add(answer.data.decision_id);
        open.push(answer.data.decision_id);
      } else {
        assertEquals(answer.error.code, "NO_AGENT_AVAILABLE");
        refused++;
      }
      // Now and then no slot is free for a moment.
      if (turn > 260 && turn % 4 !== 0) {
        const done = open.shift();
        if (done) await (turn % 2 ? complete(tenant.member, done) : release(tenant.member, done));
      }
    });
  }
  assertEquals(ids.size + refused, 1000);
  assertGreater(refused, 0, "the slots never ran out");
  assertEquals(await wrongLoads(tenant), []);
  const taken = (await loads(tenant)).reduce((sum, { load }) => sum + load, 0);
  assertEquals(taken, open.length);
});

Deno.test("as many concurrent calls as there are slots each get one", async () => {
  const tenant = await createTenant();
  await hire(
    tenant,
    "sales",
    Array.from({ length: 10 }, () => ({ max_load: 10, capabilities: ["spanish"] })),
  );
  const requests = [
    { sector: "sales" },
    { sector: "sales", capabilities: ["spanish"] },
    { sector: "sales", capabilities: ["spanish", "german"] },
  ];
  let refused = 0;
  await crowd(64, 100, async (turn) => {
    const { status } = await decide(tenant.member, requests[turn % 3]!);
    if (status !== 201) refused++;
  });
  assertEquals(refused, 0, "409 though a slot was free");
  assertEquals((await decide(tenant.member, { sector: "sales" })).status, 409);
  assertEquals(await wrongLoads(tenant), []);
});

Deno.test("concurrent batches, single calls, completions and changes of agents do not deadlock", async () => {
  const tenant = await createTenant();
  const agents = await hire(tenant, "sales", Array.from({ length: 12 }, () => ({ max_load: 20 })));
  const open: string[] = [];
  await crowd(24, 240, async (turn) => {
    if (turn % 4 === 0) {
      const json = { decisions: Array.from({ length: 8 }, () => ({ sector: "sales" })) };
      const answer = await api<{ decision?: { decision_id: string } }[]>(
        "POST",
        "/routing/v1/decisions/batch",
        {
          as: tenant.member,
          json,
        },
      );
      for (const { decision } of answer.data) if (decision) open.push(decision.decision_id);
    } else if (turn % 4 === 1) {
      const answer = await decide(tenant.member, { sector: "sales" });
      if (answer.status === 201) open.push(answer.data.decision_id);
    } else if (turn % 16 === 2) {
      const path = `/agents/v1/${agents[turn % agents.length]}/availability`;
      const json = { available: turn % 32 === 2 };
      assertEquals((await api("PUT", path, { as: tenant.manager, json })).status, 200);
    } else {
      for (const done of open.splice(0, 4)) assertEquals((await complete(tenant.member, done)).status, 200);
    }
  });
  assertEquals(await wrongLoads(tenant), []);
});
