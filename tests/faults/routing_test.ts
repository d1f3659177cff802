import { assertEquals, assertGreater } from "#assert";
import { complete, decide, hire, loads, wrongLoads } from "../fixtures/routing.ts";
import { createTenant } from "../support/tenant.ts";
import { delay } from "../support/eventually.ts";
import { killFunction, promptly } from "./parts.ts";

Deno.test("64 clients route 1,000 calls while their function is killed: no slot is lost, doubled or overdrawn", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", Array.from({ length: 50 }, () => ({ max_load: 5 })));
  const held = new Set<string>();
  let calls = 0;
  let interrupted = 0;

  // A client without an answer retries with the same key and gets the agent it was already given.
  const persist = async <T extends { status: number }>(ask: () => Promise<T>): Promise<T> => {
    while (true) {
      const answer = await ask();
      if (answer.status !== 503) return answer;
      interrupted++;
      await delay(100);
    }
  };
  const clients = Array.from({ length: 64 }, async () => {
    while (calls < 1000) {
      const turn = calls++;
      const key = crypto.randomUUID();
      const answer = await persist(() => decide(tenant.member, { sector: "sales" }, key));
      if (answer.status !== 201) {
        assertEquals(answer.error.code, "NO_AGENT_AVAILABLE");
        continue;
      }
      const { decision_id } = answer.data;
      held.add(decision_id);
      if (turn % 5 === 0) continue;
      const ended = await persist(() => complete(tenant.member, decision_id));
      assertEquals(ended.data.status, "completed");
      held.delete(decision_id);
    }
  });
  const killer = (async () => {
    for (let kill = 1; kill <= 8; kill++) {
      await promptly("the calls go on", () => calls >= 100 * kill);
      await killFunction("routing");
    }
  })();
  await Promise.all([...clients, killer]);

  assertGreater(interrupted, 0, "no kill hit a request");
  assertEquals(await wrongLoads(tenant), []);
  const taken = (await loads(tenant)).reduce((sum, { load }) => sum + load, 0);
  assertEquals(taken, held.size, "slots that nobody was told of, or that are lost");
});
