import { assertEquals, assertObjectMatch, assertStringIncludes } from "#assert";
import { hire, loads } from "../fixtures/routing.ts";
import { nowhere } from "../fixtures/teams.ts";
import { answerOf, api, clientOf } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

Deno.test("a batch decides one call after the other, and one without an agent does not undo the others", async () => {
  const tenant = await createTenant();
  const [first, second] = await hire(tenant, "sales", [{ priority: 6, max_load: 1 }, {
    priority: 5,
    max_load: 1,
  }]);
  const sector = "sales";
  const { status, data } = await answerOf(
    clientOf(tenant.member).POST("/routing/v1/decisions/batch", {
      params: { header: { "idempotency-key": "batch" } },
      body: { decisions: [{ sector }, { sector, reference: "b" }, { sector }] },
    }),
  );
  assertEquals(status, 201);
  const chosen = data.map((one) =>
    one.status === 201 ? [one.decision.agent.id, one.decision.reference] : one
  );
  assertEquals<unknown>(chosen.slice(0, 2), [[first, null], [second, "b"]]);
  assertObjectMatch(data[2]!, { status: 409, error: { code: "NO_AGENT_AVAILABLE" } });
  assertEquals(data.length, 3);
});

Deno.test("a batch with one invalid request takes no slot and says which request it is", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  for (const wrong of [{ team_id: nowhere }, { sector: "sales", channel_id: nowhere }, {}]) {
    const json = { decisions: [{ sector: "sales" }, wrong] };
    const { status, error } = await api("POST", "/routing/v1/decisions/batch", { as: tenant.member, json });
    assertEquals([status, error.code], [422, "VALIDATION_ERROR"]);
    assertStringIncludes(error.details?.[0]?.path ?? "", "decisions.1.");
  }
  const many = Array.from({ length: 101 }, () => ({ sector: "sales" }));
  const tooMany = await api("POST", "/routing/v1/decisions/batch", {
    as: tenant.member,
    json: { decisions: many },
  });
  assertEquals(tooMany.status, 422);
  assertEquals((await loads(tenant)).map(({ load }) => load), [0]);
});
