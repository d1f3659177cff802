import { assert, assertEquals, assertMatch, assertStringIncludes } from "#assert";
import { stack } from "../support/env.ts";
import { api, type Call } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person } from "../support/tenant.ts";

const operator = (headers: Record<string, string> = {}): Call => ({
  headers: { apikey: stack.secretKey, ...headers },
});

interface Block {
  subject: string;
  kind: string;
  client_id: string;
}

/** The operator's list, until it names the caller. */
async function blockOf({ id }: Person): Promise<Block> {
  for (;;) {
    const { data } = await api<Block[]>("GET", "/settings/v1/blocks?limit=100", operator());
    const found = data.find(({ subject }) => subject === id);
    if (found) return found;
  }
}

Deno.test("above limits.slow_after answers say how much of the rate is used, above the tier they are 429", async () => {
  const tenant = await createTenant({ settings: { "limits.read": 4, "limits.slow_after": 0.5 } });
  const answers = [];
  for (let i = 0; i < 5; i++) answers.push(await api("GET", "/teams/v1", { as: tenant.viewer }));
  assertEquals(answers.map(({ status }) => status), [200, 200, 200, 200, 429]);
  assertEquals(answers.map(({ headers }) => headers.get("ratelimit-warning")), [
    null,
    null,
    "0.75",
    "1.00",
    null,
  ]);
  assertMatch(answers[4]?.headers.get("ratelimit") ?? "", /^"read";r=0;t=\d+$/);
});

Deno.test("a caller who is refused for too many minutes is blocked everywhere until the operator lifts it", async () => {
  const tenant = await createTenant({ settings: { "limits.read": 1, "limits.block_after": 1 } });
  const { owner, viewer } = tenant;
  const create = () =>
    api("POST", "/teams/v1", { as: owner, json: { name: crypto.randomUUID(), sector: "sales" } });
  await api("GET", "/agents/v1", { as: owner });
  assertEquals((await api("GET", "/agents/v1", { as: owner })).error.code, "RATE_LIMITED");
  const { kind, client_id } = await blockOf(owner);
  assertEquals([kind, client_id], ["user", tenant.id]);

  // Another function and tier, and the Data API.
  const refused = await create();
  assertEquals([refused.status, refused.error.code], [429, "BLOCKED"]);
  const seconds = Number(refused.headers.get("retry-after"));
  assert(seconds > 800 && seconds <= 900, `${seconds}`);
  const direct = await fetch(`${stack.url}/rest/v1/teams`, {
    headers: { apikey: stack.publishableKey, authorization: `Bearer ${owner.token}` },
  });
  assertEquals([direct.status, (await direct.json()).hint], [429, "BLOCKED"]);
  assertEquals((await api("GET", "/teams/v1", { as: viewer })).status, 200);

  const path = `/settings/v1/blocks/${owner.id}`;
  assertEquals((await api("DELETE", path, { as: tenant.admin })).error.code, "FORBIDDEN");
  assertEquals((await api("DELETE", path, operator())).status, 204);
  assertEquals((await api("DELETE", path, operator())).error.code, "NOT_FOUND");
  while ((await create()).status !== 201);
  const actions = await withDatabase((sql) =>
    sql<{ action: string }[]>`select action from public.audit_log
      where client_id = ${tenant.id} and resource = 'callers' and record_id = ${owner.id} order by id`
  );
  assertEquals(actions.map(({ action }) => action), ["blocked", "unblocked"]);
});

const routes = "/settings/v1/limits.routes";

Deno.test("a route has the rate and burst that the operator gives it, apart from its tier", async () => {
  const tenant = await createTenant({
    settings: { "limits.routes": { "GET /teams/v1": { per_minute: 1, burst: 2 } } },
  });
  const answers = [];
  for (let i = 0; i < 3; i++) answers.push(await api("GET", "/teams/v1", { as: tenant.viewer }));
  assertEquals(answers.map(({ status }) => status), [200, 200, 429]);
  assertEquals(answers[0]?.headers.get("ratelimit-policy"), '"route";q=1;w=60');
  assertEquals((await api("GET", "/agents/v1", { as: tenant.viewer })).status, 200);
});

Deno.test("limits.routes takes routes with a rate, from the operator alone", async () => {
  const tenant = await createTenant();
  const rate = { per_minute: 600, burst: 50 };
  const value = { "POST /routing/v1/decisions": rate, "GET /teams/v1/{team}": { per_minute: 60 } };
  assertEquals((await api("PUT", routes, { as: tenant.owner, json: { value } })).error.code, "FORBIDDEN");
  const set = { ...operator({ "x-client-id": tenant.id }) };
  assertEquals((await api<{ value: unknown }>("PUT", routes, { ...set, json: { value } })).data.value, value);
  const refused: [unknown, string][] = [
    [7, "object"],
    [{ "routing": rate }, "routing"],
    [{ "POST /routing/v1/decisions": 600 }, "per_minute"],
    [{ "POST /routing/v1/decisions": { per_minute: 0 } }, "per_minute"],
    [{ "POST /routing/v1/decisions": { per_minute: 1.5 } }, "per_minute"],
    [{ "POST /routing/v1/decisions": { per_minute: 60001 } }, "60000"],
    [{ "POST /routing/v1/decisions": { per_minute: 6000, burst: 9 } }, "burst"],
    [{ "POST /routing/v1/decisions": { ...rate, queue: 1 } }, "per_minute"],
    [Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`GET /teams/v1/${i}`, rate])), "2,000"],
  ];
  for (const [value, words] of refused) {
    const answer = await api("PUT", routes, { ...set, json: { value } });
    assertEquals([answer.status, answer.error.code], [422, "VALIDATION_ERROR"], `${answer}`);
    assertStringIncludes(answer.error.message, words);
  }
});
