import { assert, assertEquals, assertMatch } from "#assert";
import app from "../../functions/health/index.ts";
import { stack } from "../support/env.ts";
import { hangingServer } from "../fixtures/hanging.ts";
import { api } from "../support/http.ts";
import { useStack } from "../support/in_process.ts";
import { client, createTenant } from "../support/tenant.ts";

interface Health {
  status: string;
  checks: Record<
    string,
    { status: string; duration_ms: number; observedValue: unknown; observedUnit: string; output?: string }[]
  >;
}

/** Asks the app in this process. */
async function ask(path: string): Promise<{ status: number; health: Health }> {
  const response = await app.fetch(new Request(`http://in.process/health/v1/${path}`));
  return { status: response.status, health: await response.json() };
}

function statuses({ checks }: Health): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(checks).map(([name, [check]]) => [name, check?.status]));
}

/** A provider or project on loopback. */
function serve(handler: (request: Request) => Response | Promise<Response>) {
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
  return { url: `http://127.0.0.1:${server.addr.port}`, [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test("live works without any other component and takes no rate limit", async () => {
  const answer = await api("GET", "/health/v1/live");
  assertEquals([answer.status, answer.headers.get("content-type")], [200, "application/health+json"]);
  assertEquals(answer.headers.get("ratelimit"), null);

  useStack({ SUPABASE_URL: "http://127.0.0.1:1" });
  const fetch = globalThis.fetch;
  globalThis.fetch = () => Promise.reject(new Error("live asked somebody"));
  try {
    const answers = await Promise.all(Array.from({ length: 200 }, () => ask("live")));
    assert(answers.every(({ status, health }) => status === 200 && health.status === "pass"));
  } finally {
    globalThis.fetch = fetch;
  }
});

Deno.test("ready reports the state, duration and observation of each component", async () => {
  const answer = await api("GET", "/health/v1/ready");
  const health: Health = JSON.parse(answer.text);
  assertEquals(answer.headers.get("content-type"), "application/health+json");
  assertEquals(answer.status, health.status === "fail" ? 503 : 200);
  assert(answer.headers.get("ratelimit-policy")?.startsWith('"anonymous"'));
  assertEquals(
    Object.keys(health.checks).sort(),
    [
      "aggregation",
      "auth",
      "connections",
      "cron",
      "database",
      "dead_jobs",
      "deliveries",
      "email",
      "queue",
      "rate_limiter",
      "redis",
      "secrets",
    ],
  );
  for (const [name, checks] of Object.entries(health.checks)) {
    const [check] = checks;
    assertEquals(checks.length, 1, name);
    assert(check && ["pass", "warn", "fail"].includes(check.status) && check.observedUnit !== "", name);
    assert(check.duration_ms >= 0, name);
  }
  const { database, auth, redis, rate_limiter } = statuses(health);
  assertEquals([database, auth, redis, rate_limiter], ["pass", "pass", "pass", "pass"]);
  assertEquals(health.checks.rate_limiter?.[0]?.observedValue, "redis");
});

Deno.test("HEALTH_CHECKS selects the components to check", async () => {
  useStack({ HEALTH_CHECKS: "auth, dead_jobs" });
  const { health } = await ask("ready");
  assertEquals(Object.keys(health.checks).sort(), ["auth", "dead_jobs"]);
});

Deno.test("without Redis the limiter reports that each instance counts by itself", async () => {
  useStack({ HEALTH_CHECKS: "redis,rate_limiter" });
  const { status, health } = await ask("ready");
  assertEquals([status, health.status, statuses(health)], [200, "warn", { rate_limiter: "warn" }]);
  assertEquals(health.checks.rate_limiter?.[0]?.observedValue, "memory");
});

Deno.test("Stripe, e-mail and storage are checked when their keys are set, and fail separately", async () => {
  const answers: Record<string, number> = {
    "/v1/balance": 200,
    "/domains": 401,
    "/storage/v1/bucket/files": 500,
  };
  const keys: (string | null)[] = [];
  await using provider = serve((request) => {
    keys.push(request.headers.get("authorization"));
    return new Response(null, { status: answers[new URL(request.url).pathname] ?? 404 });
  });
  useStack({
    SUPABASE_URL: provider.url,
    HEALTH_CHECKS: "stripe,email,storage",
    STRIPE_SECRET_KEY: "sk_test_1",
    STRIPE_API_URL: provider.url,
    RESEND_API_KEY: "re_1",
    RESEND_API_URL: provider.url,
    STORAGE_BUCKET: "files",
  });
  const { status, health } = await ask("ready");
  assertEquals(statuses(health), { stripe: "pass", email: "warn", storage: "fail" });
  assertEquals([status, health.status], [200, "warn"]);
  assertEquals(keys.sort(), ["Bearer re_1", `Bearer ${stack.secretKey}`, "Bearer sk_test_1"]);
});

Deno.test("a component that hangs fails alone, and ready does not wait for it", async () => {
  await using provider = hangingServer();
  useStack({ HEALTH_CHECKS: "auth,stripe", STRIPE_SECRET_KEY: "sk_test_1", STRIPE_API_URL: provider.url });
  const { status, health } = await ask("ready");
  assertEquals([status, statuses(health)], [200, { auth: "pass", stripe: "fail" }]);
  assertEquals(health.checks.stripe?.[0]?.output, "No answer within 700 ms");
});

Deno.test("while the database hangs, only the checks that need it are unknown", async () => {
  await using project = hangingServer();
  useStack({ SUPABASE_URL: project.url, HEALTH_CHECKS: "database,cron,queue,rate_limiter" });
  const [ready, status] = await Promise.all([ask("ready"), ask("status")]);
  assertEquals([ready.status, ready.health.status], [503, "fail"]);
  assertEquals(statuses(ready.health), {
    database: "fail",
    cron: "warn",
    queue: "warn",
    rate_limiter: "warn",
  });
  assertEquals(ready.health.checks.cron?.[0]?.output, "Not known while the database does not answer");
  assertEquals(status.status, 503);
});

Deno.test("concurrent requests to ready share one check", async () => {
  let asked = 0;
  await using provider = serve(() => {
    asked++;
    return new Promise((resolve) => setTimeout(() => resolve(new Response()), 50));
  });
  useStack({ HEALTH_CHECKS: "stripe", STRIPE_SECRET_KEY: "sk_test_1", STRIPE_API_URL: provider.url });
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask("ready")));
  assert(answers.every(({ health }) => health.status === "pass"));
  assertEquals(asked, 1);
});

Deno.test("status shows components with their uptime, and incidents", async () => {
  const { data, headers } = await api<{
    status: string;
    components: { component: string; status: string; uptime: Record<string, number | null> }[];
    open_incidents: unknown[];
    past_incidents: unknown[];
  }>("GET", "/health/v1/status");
  const database = data.components.find(({ component }) => component === "database");
  assertEquals(database?.status, "pass");
  assertEquals(Object.keys(database?.uptime ?? {}).sort(), ["24h", "7d", "90d"]);
  assert(Array.isArray(data.open_incidents) && Array.isArray(data.past_incidents));
  assertMatch(
    headers.get("cache-status") ?? "",
    /^frontline; (hit; ttl=\d+|fwd=uri-miss; (stored|collapsed))$/,
  );
});

Deno.test("only the database can take health samples", async () => {
  const { owner } = await createTenant();
  const refused = [
    await api("POST", "/health/v1/samples"),
    await api("POST", "/health/v1/samples", { as: owner }),
    await api("GET", "/health/v1/samples"),
  ];
  assertEquals(refused.map(({ status }) => status), [401, 403, 405]);
  const taken = await api<{ recorded: boolean }>("POST", "/health/v1/samples", {
    headers: { apikey: stack.secretKey },
  });
  assertEquals([taken.status, typeof taken.data.recorded], [200, "boolean"]);
});

Deno.test("nobody can read health samples through the Data API", async () => {
  const { owner } = await createTenant();
  const db = client(owner);
  for (const name of ["health_checks", "health_status", "record_health_sample"]) {
    const { error } = await db.rpc(name, name === "record_health_sample" ? { checks: [] } : {});
    assertEquals(error?.code, "42501", name);
  }
});

Deno.test("other methods answer 405 and other paths 404", async () => {
  const answers = [await api("POST", "/health/v1/live"), await api("GET", "/health/v1/alive")];
  assertEquals(answers.map(({ error }) => error.code), ["METHOD_NOT_ALLOWED", "NOT_FOUND"]);
  assertEquals(answers[0]?.headers.get("allow"), "GET, HEAD");
});
