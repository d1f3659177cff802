import { assert, assertEquals } from "#assert";
import { dataOf, type Query, type Schemas } from "../../client/mod.ts";
import { eventually } from "../support/eventually.ts";
import { stack } from "../support/env.ts";
import { answerOf, api, type Call, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, roles, type Tenant } from "../support/tenant.ts";

type Job = Schemas["Job"];
type Schedule = Schemas["Schedule"];
type Stats = Schemas["JobStats"];

const path = "/jobs/v1";

/** Calls with the secret key, for a tenant or for none. */
function operator(tenant?: Pick<Tenant, "id">): Call {
  return { headers: { apikey: stack.secretKey, ...(tenant ? { "x-client-id": tenant.id } : {}) } };
}

/** Jobs in every status, on a queue without a worker. */
async function jobsOf(tenant: Pick<Tenant, "id"> | null, count = 1, status = "parked"): Promise<string[]> {
  return await withDatabase(async (sql) => {
    await sql`
      insert into private.queues (queue, worker_path) values ('idle', '/jobs/v1/openapi') on conflict do nothing`;
    await sql`insert into private.job_types (type, queue) values ('idle.test', 'idle') on conflict do nothing`;
    const clientId = tenant?.id ?? null;
    const rows = await sql<{ id: string }[]>`
      insert into public.job_queue (queue, type, client_id, lane, status, completed_at)
      select 'idle', 'idle.test', ${clientId}, coalesce(${clientId}::uuid, gen_random_uuid()), ${status},
        case when ${status} in ('dead', 'completed', 'cancelled') then now() end
      from generate_series(1, ${count}) returning id`;
    return rows.map(({ id }) => id);
  });
}

Deno.test("jobs are listed in pages, newest first, each once", async () => {
  const tenant = await createTenant();
  const ids = await jobsOf(tenant, 7);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const query: Query<"/jobs/v1"> = { limit: 3, count: "exact", cursor };
    const { data, pagination } = await answerOf(
      clientOf(tenant.viewer).GET("/jobs/v1", { params: { query } }),
    );
    assertEquals(pagination.total, 7);
    seen.push(...data.map(({ id }) => id));
    cursor = pagination.next_cursor ?? undefined;
  } while (cursor !== undefined);
  assertEquals(seen.toSorted(), ids.toSorted());
});

Deno.test("jobs are filtered by queue, type and status", async () => {
  const tenant = await createTenant();
  const [dead] = await jobsOf(tenant, 1, "dead");
  await jobsOf(tenant, 2);
  const found = async (query: Query<"/jobs/v1">) =>
    dataOf(await clientOf(tenant.viewer).GET("/jobs/v1", { params: { query } })).map(({ id }) => id);
  assertEquals(await found({ status: "dead" }), [dead]);
  assertEquals((await found({ status: "parked", queue: "idle", type: "idle.test" })).length, 2);
  assertEquals(await found({ queue: "other" }), []);
  for (const type of ["other", "true", "null"]) assertEquals(await found({ type }), []);
});

Deno.test("an invalid query is refused", async () => {
  const { viewer } = await createTenant();
  for (const query of ["status=gone", "limit=0", "limit=101", "queue=A%27B", "type=%00"]) {
    assertEquals((await api("GET", `${path}?${query}`, { as: viewer })).status, 422, query);
  }
  assertEquals((await api("GET", `${path}?cursor=x`, { as: viewer })).status, 400);
  assertEquals((await api("GET", `${path}/not-an-id`, { as: viewer })).status, 422);
});

Deno.test("a job shows everything but the worker's own fields", async () => {
  const tenant = await createTenant();
  const [id] = await jobsOf(tenant);
  const params = { path: { job: id! } };
  const data = dataOf(await clientOf(tenant.viewer).GET("/jobs/v1/{job}", { params }));
  assertEquals([data.id, data.client_id, data.queue, data.type, data.status, data.attempts], [
    id,
    tenant.id,
    "idle",
    "idle.test",
    "parked",
    0,
  ]);
  for (const hidden of ["token", "lease_until", "lane", "dedupe_key", "phase"]) {
    assert(!(hidden in data), hidden);
  }
});

Deno.test("a manager can retry a dead job and cancel a waiting one", async () => {
  const tenant = await createTenant();
  const [dead] = await jobsOf(tenant, 1, "dead");
  const client = clientOf(tenant.manager);
  const params = { path: { job: dead! } };
  const retry = () => answerOf(client.POST("/jobs/v1/{job}/retry", { params }));
  assertEquals((await retry()).data.status, "pending");
  assertEquals((await retry()).error.code, "JOB_NOT_RETRYABLE");
  const cancel = () => answerOf(client.POST("/jobs/v1/{job}/cancel", { params }));
  assertEquals((await cancel()).data.status, "cancelled");
  assertEquals((await cancel()).error.code, "JOB_NOT_CANCELLABLE");
});

Deno.test("every member can read jobs, only managers and above can change them", async () => {
  const tenant = await createTenant();
  for (const role of roles) {
    const [id] = await jobsOf(tenant);
    for (const read of ["", `/${id}`, "/stats", "/schedules"]) {
      assertEquals((await api("GET", path + read, { as: tenant[role] })).status, 200, `${role} ${read}`);
    }
    const written = ["manager", "admin", "owner"].includes(role) ? 200 : 403;
    for (const write of ["cancel", "retry"]) {
      assertEquals(
        (await api("POST", `${path}/${id}/${write}`, { as: tenant[role] })).status,
        written,
        `${role} ${write}`,
      );
    }
  }
});

Deno.test("another tenant's job and a system job answer 404", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  for (const [id] of [await jobsOf(other), await jobsOf(null)]) {
    const calls = [["GET", ""], ["POST", "/retry"], ["POST", "/cancel"]] as const;
    for (const [method, action] of calls) {
      assertEquals((await api(method, `${path}/${id}${action}`, { as: tenant.owner })).status, 404, action);
    }
  }
  assertEquals((await api<Job[]>("GET", path, { as: tenant.owner })).data, []);
});

Deno.test("requests without a token and other methods are refused", async () => {
  const id = crypto.randomUUID();
  const gets = ["", `/${id}`, "/stats", "/schedules", "/schedules/ring_queues/runs"];
  const posts = [`/${id}/retry`, `/${id}/cancel`, "/schedules/ring_queues/run", "/worker"];
  for (const get of gets) assertEquals((await api("GET", path + get)).status, 401, get);
  for (const post of posts) assertEquals((await api("POST", path + post)).status, 401, post);
  for (const route of gets) {
    const answer = await api("DELETE", path + route);
    assertEquals([answer.status, answer.headers.get("allow")?.includes("GET")], [405, true], route);
  }
});

Deno.test("the secret key sees the system's jobs, or those of the tenant that it names", async () => {
  const tenant = await createTenant();
  const [own] = await jobsOf(tenant);
  const [system] = await jobsOf(null);
  const listed = await api<Job[]>("GET", `${path}?queue=idle&limit=100`, operator());
  assert(
    listed.data.some(({ id }) => id === system) && listed.data.every(({ client_id }) => client_id === null),
  );
  assertEquals((await api<Job[]>("GET", path, operator(tenant))).data.map(({ id }) => id), [own]);
  assertEquals((await api("GET", `${path}/${own}`, operator())).status, 404);
  assertEquals((await api<Job>("POST", `${path}/${own}/cancel`, operator(tenant))).data.status, "cancelled");
  assertEquals((await api<Job>("POST", `${path}/${system}/cancel`, operator())).data.status, "cancelled");
});

Deno.test("statistics count a tenant's own jobs, and only the secret key sees workers", async () => {
  const tenant = await createTenant();
  await jobsOf(tenant, 3);
  await jobsOf(tenant, 2, "dead");
  await jobsOf(await createTenant(), 5);
  const { queues, workers } = (await api<Stats>("GET", `${path}/stats`, { as: tenant.viewer })).data;
  const idle = queues.find(({ queue }) => queue === "idle");
  assertEquals([idle?.parked, idle?.dead, idle?.pending, workers], [3, 2, 0, null]);
  assert((await api<Stats>("GET", `${path}/stats`, operator())).data.workers !== null);
});

Deno.test("schedules list the scheduled tasks with their last result", async () => {
  const { viewer } = await createTenant();
  const { data } = await api<Schedule[]>("GET", `${path}/schedules`, { as: viewer });
  const names = data.map(({ name }) => name);
  for (
    const name of [
      "aggregate_performance",
      "expire_idempotency_keys",
      "release_expired_leases",
      "ring_queues",
    ]
  ) {
    assert(names.includes(name), name);
  }
  await api("POST", `${path}/schedules/expire_idempotency_keys/run`, operator());
  const results = async (call: Call) =>
    (await api<Schedule[]>("GET", `${path}/schedules`, call)).data.map(({ result }) => result);
  assert((await results(operator())).some((result) => result !== null));
  const shown = (await results({ as: viewer })).filter((result) => result !== null && result !== "It failed");
  assertEquals(shown, [], "a result is about all tenants");
  const totals = data.find(({ name }) => name === "reconcile_totals");
  const { depends_on, alert_after_failures, timeout_seconds, next_run } = totals ?? {};
  assertEquals([depends_on, alert_after_failures, timeout_seconds], ["sum_transactions", 1, 1800]);
  assert(Date.parse(next_run ?? "") > Date.now());
});

Deno.test("a run that takes longer than its timeout is ended, and has failed", async () => {
  await withDatabase(async (sql) => {
    const name = `slow_${crypto.randomUUID().replaceAll(/[^a-z]/g, "")}`;
    await sql`select private.schedule_task(${name}, '0 0 1 1 *', 'select pg_sleep(600)', timeout_seconds => 1)`;
    const running = sql`select private.run_task(${name})`.then(() => "finished", () => "cancelled");
    const runs = await eventually("the run is ended", async () => {
      await sql`select private.end_long_tasks()`;
      const found = await sql<{ succeeded: boolean; result: string }[]>`
        select succeeded, result from private.task_runs where name = ${name}`;
      return found.length > 0 ? [...found] : undefined;
    });
    assertEquals(runs, [{ succeeded: false, result: "Ended because it took longer than 1 seconds" }]);
    assertEquals(await running, "cancelled");
    await sql`select cron.unschedule(${name})`;
    await sql`delete from private.scheduled_tasks where name = ${name}`;
  });
});

Deno.test("scheduled tasks run one after the other, but none waits long for one that takes long", async () => {
  const task = "expire_idempotency_keys";
  const ended: string[] = [];
  await withDatabase(async (first) => {
    await first.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('scheduled tasks'), 0)`;
      await withDatabase(async (second) => {
        const [run] = await second`select (private.run_task(${task}, 'manual')).succeeded`;
        assertEquals(run, { succeeded: true }, "a run by hand does not wait");
        await second`select private.run_task(${task})`;
        ended.push("next");
      });
      ended.push("long");
    });
  });
  assertEquals(ended, ["next", "long"]);
  await withDatabase(async (first) => {
    const [begun, ending] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const short = first.begin(async (tx) => {
      await tx`select pg_advisory_xact_lock(hashtext('scheduled tasks'), 0)`;
      begun.resolve();
      await ending.promise;
      ended.push("short");
    });
    await begun.promise;
    await withDatabase(async (second) => {
      const next = second`select private.run_task(${task})`.then(() => ended.push("next"));
      await eventually("the next one waits", async () => {
        const waiting = await first`select from pg_locks where locktype = 'advisory' and not granted
          and classid = (hashtext('scheduled tasks')::bigint & 4294967295)::oid`;
        return waiting.length > 0;
      });
      ending.resolve();
      await Promise.all([short, next]);
    });
  });
  assertEquals(ended.slice(2), ["short", "next"]);
});

Deno.test("the operator sees the tenants that a run leaves out, a member does not", async () => {
  const { id, viewer } = await createTenant();
  const failing = async (call: Parameters<typeof api>[2]) =>
    (await api<{ name: string; failing_tenants?: { client_id: string; error: string }[] }[]>(
      "GET",
      `${path}/schedules`,
      call,
    )).data.find(({ name }) => name === "delete_old_events")?.failing_tenants?.filter(({ client_id }) =>
      client_id === id
    ).map(({ error }) => error);
  await withDatabase((sql) =>
    sql`insert into private.tenant_failures (task, client_id, work, error, next_try)
      values ('delete_old_events', ${id}, 'private.delete_old_events_of', 'poison', now() + interval '1 hour')`
  );
  assertEquals(await failing(operator()), ["poison"]);
  assertEquals(await failing({ as: viewer }), undefined);
});

Deno.test("the secret key can run a schedule, a member can only read its history", async () => {
  const { owner, viewer } = await createTenant();
  const run = `${path}/schedules/expire_idempotency_keys/run`;
  const { data } = await api<{ id: number; trigger: string; succeeded: boolean }>("POST", run, operator());
  assertEquals([data.trigger, data.succeeded], ["manual", true]);
  const history = await api<{ id: number }[]>("GET", `${run}s?limit=100`, operator());
  assert(history.data.some(({ id }) => id === data.id));
  assertEquals((await api("POST", run, { as: owner })).status, 403);
  const seen = await api<{ id: number; result: string | null }[]>("GET", `${run}s?limit=100`, { as: viewer });
  assertEquals(seen.data.find(({ id }) => id === data.id)?.result, null);
  const json = { name: "No jobs", scopes: ["teams:read"] };
  const { key } = (await api<{ key: string }>("POST", "/api-keys/v1", { as: owner, json })).data;
  assertEquals((await api("GET", `${run}s`, { as: key })).status, 403);
  assertEquals((await api("GET", `${path}/schedules/no_such_task/runs`, { as: viewer })).status, 404);
  assertEquals((await api("POST", `${path}/schedules/no_such_task/run`, operator())).status, 404);
  assertEquals((await api("GET", `${path}/schedules/no_such_task/runs`, operator())).status, 404);
  assertEquals((await api("POST", `${path}/schedules/%00/run`, operator())).status, 422);
});

Deno.test("only the secret key sees why a schedule failed", async () => {
  const { owner } = await createTenant();
  await withDatabase(async (sql) => {
    const name = `failing_${crypto.randomUUID().replaceAll(/[^a-z]/g, "")}`;
    await sql`select private.schedule_task(${name}, '0 0 1 1 *', 'select 1 / 0')`;
    try {
      assertEquals(
        (await api<{ succeeded: boolean }>("POST", `${path}/schedules/${name}/run`, operator())).data
          .succeeded,
        false,
      );
      const shown = async (call: Call) =>
        (await api<Schedule[]>("GET", `${path}/schedules`, call)).data.find((task) => task.name === name)
          ?.result;
      assertEquals([await shown({ as: owner }), await shown(operator())], ["It failed", "division by zero"]);
      const runs = await api<{ result: string }[]>("GET", `${path}/schedules/${name}/runs`, { as: owner });
      assertEquals(runs.data.map(({ result }) => result), ["It failed"]);
    } finally {
      await sql`select cron.unschedule(${name})`;
      await sql`delete from private.scheduled_tasks where name = ${name}`;
    }
  });
});

Deno.test("a running schedule is not started a second time", async () => {
  await withDatabase(async (sql) => {
    const name = `slow_${crypto.randomUUID().replaceAll(/[^a-z]/g, "")}`;
    await sql`select private.schedule_task(${name}, '0 0 1 1 *', 'select pg_sleep(1)')`;
    try {
      const run = () => api("POST", `${path}/schedules/${name}/run`, operator());
      const statuses = (await Promise.all([run(), run(), run()])).map(({ status }) => status);
      assertEquals(statuses.toSorted(), [200, 409, 409]);
      assertEquals((await run()).status, 200);
    } finally {
      await sql`select cron.unschedule(${name})`;
      await sql`delete from private.scheduled_tasks where name = ${name}`;
    }
  });
});
