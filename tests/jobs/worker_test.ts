import { assert, assertEquals } from "#assert";
import type { Outcome, WorkerOptions } from "../../shared/jobs/job.ts";
import { Worker } from "../../shared/jobs/worker.ts";
import { startTracing } from "../../shared/observe/otlp.ts";
import type { Span } from "../../shared/observe/spans.ts";
import { delay, eventually } from "../support/eventually.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { useStack } from "../support/in_process.ts";
import { connect, withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

/** A test's own queue, with its worker in the test's process. */
async function ownQueue(options: { leaseSeconds?: number } = {}): Promise<string> {
  const queue = `q_${crypto.randomUUID().replaceAll(/[^a-z]/g, "")}`;
  await withDatabase(async (sql) => {
    await sql`insert into private.queues (queue, worker_path, lease_seconds)
      values (${queue}, '/jobs/v1/openapi', ${options.leaseSeconds ?? 75})`;
    await sql`insert into private.job_types (type, queue) values (${queue}, ${queue})`;
  });
  return queue;
}

async function enqueue(queue: string, count: number, more: { maxAttempts?: number } = {}): Promise<void> {
  await withDatabase((sql) =>
    sql`select private.enqueue_job(${queue}, ${queue}, jsonb_build_object('n', n), max_attempts => ${
      more.maxAttempts ?? 8
    })
      from generate_series(1, ${count}) n`
  );
}

async function statuses(queue: string): Promise<Record<string, number>> {
  const rows = await withDatabase((sql) =>
    sql<{ status: string; count: number }[]>`
      select status, count(*)::integer as count from public.job_queue where queue = ${queue} group by status`
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}

async function endOf(worker: Worker): Promise<Date | null> {
  const [row] = await withDatabase((sql) =>
    sql<{ ended_at: Date | null }[]>`select ended_at from private.workers where id = ${worker.id}`
  );
  return row?.ended_at ?? null;
}

async function work(queue: string, options: Partial<WorkerOptions>): Promise<Worker> {
  useStack();
  const worker = new Worker({ queue, handle: () => ({ outcome: "completed" }), ...options });
  await worker.work();
  await worker.end();
  return worker;
}

Deno.test("a worker runs all waiting jobs and ends when nothing is due", async () => {
  const queue = await ownQueue();
  await enqueue(queue, 700);
  await work(queue, { concurrency: 50 });
  assertEquals(await statuses(queue), { completed: 700 });
});

Deno.test("a worker runs no more jobs at a time than asked for and refills free slots", async () => {
  const queue = await ownQueue();
  await enqueue(queue, 40);
  let [running, most] = [0, 0];
  const handle = async (): Promise<Outcome> => {
    most = Math.max(most, ++running);
    await delay(20);
    running--;
    return { outcome: "completed" };
  };
  await work(queue, { concurrency: 7, handle });
  assertEquals([most, await statuses(queue)], [7, { completed: 40 }]);
});

Deno.test("a job runs in the trace of the request that made it, and below that request's span", async () => {
  const queue = await ownQueue();
  const [traceId, spanId] = ["0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"];
  for (const sent of [`00-${traceId}-${spanId}-01`, `00-${traceId}-${spanId}-01-more`]) {
    await withDatabase((sql) =>
      sql.begin(async (tx) => {
        const headers = JSON.stringify({
          "x-request-id": "4bf92f3577b34da6a3ce929d0e0e4736",
          traceparent: sent,
        });
        await tx`select set_config('request.headers', ${headers}, true)`;
        await tx`select private.enqueue_job(${queue}, ${queue})`;
      })
    );
  }
  const spans: Span[] = [];
  await using collector = Deno.serve({ port: 0, onListen: () => {} }, async (request) => {
    const { resourceSpans: [{ scopeSpans: [sent] }] } = await request.json();
    spans.push(...sent.spans);
    return Response.json({});
  });
  startTracing();
  useStack({ OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${collector.addr.port}` });
  const worker = new Worker({ queue, handle: () => ({ outcome: "completed" }) });
  await worker.work();
  await worker.end();
  const jobs = await eventually("the spans arrive", () => {
    const found = spans.filter(({ kind }) => kind === 5);
    return Promise.resolve(found.length === 2 ? found : undefined);
  });
  assertEquals(
    new Set(jobs.map(({ traceId, parentSpanId }) => `${traceId} ${parentSpanId}`)),
    new Set([
      `${traceId} ${spanId}`,
      "4bf92f3577b34da6a3ce929d0e0e4736 undefined",
    ]),
  );
});

Deno.test("an error thrown by a handler fails the attempt, with its message but without secrets", async () => {
  const queue = await ownQueue();
  await enqueue(queue, 1, { maxAttempts: 1 });
  const handle = () => {
    throw new Error("whsec_abcdef was refused by jane@example.com");
  };
  await work(queue, { handle });
  const [job] = await withDatabase((sql) =>
    sql`select status, error_message from public.job_queue where queue = ${queue}`
  );
  assertEquals({ ...job }, { status: "dead", error_message: "[secret] was refused by [e-mail]" });
});

Deno.test("a worker whose time is up returns the jobs that it has not started", async () => {
  const queue = await ownQueue();
  await enqueue(queue, 30);
  const began = performance.now();
  const handle = async (): Promise<Outcome> => {
    await delay(began + 1_800 - performance.now()); // until the worker's time is up
    return { outcome: "completed" };
  };
  await work(queue, { concurrency: 10, budgetMs: 1_500, handle });
  assertEquals(await statuses(queue), { completed: 10, pending: 20 });
  const [{ attempts }] = await withDatabase((sql) =>
    sql<[{ attempts: number }]>`
      select max(attempts) as attempts from public.job_queue where queue = ${queue} and status = 'pending'`
  );
  assertEquals(attempts, 0);
});

Deno.test("a worker that the platform retires gives back what waits and hands over while its last job runs", async () => {
  const queue = await ownQueue();
  await enqueue(queue, 10);
  const { promise: isRunning, resolve: started } = Promise.withResolvers<void>();
  const { promise: ending, resolve: endJob } = Promise.withResolvers<void>();
  const handle = async (): Promise<Outcome> => {
    started();
    await ending;
    return { outcome: "completed" };
  };
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  useStack();
  const worker = new Worker({ queue, handle, concurrency: 1 });
  const working = worker.work(leave);
  await isRunning;
  dispatchEvent(new CustomEvent("beforeunload", { detail: { reason: "cpu" } }));
  await left;
  await eventually("its end is recorded", async () => (await endOf(worker)) ?? undefined);
  assertEquals(await statuses(queue), { pending: 9, running: 1 });
  endJob();
  await working;
  assertEquals(await statuses(queue), { pending: 9, completed: 1 });
});

Deno.test("a worker that the platform retires goes on with a few jobs until its successor is there", async () => {
  const retiring = async (queue: string, callSuccessor: () => Promise<void>) => {
    await enqueue(queue, 30);
    let started = 0;
    const handle = async (): Promise<Outcome> => {
      if (++started === 8) dispatchEvent(new CustomEvent("beforeunload", { detail: { reason: "cpu" } }));
      await delay(1);
      return { outcome: "completed" };
    };
    useStack();
    await new Worker({ queue, handle, concurrency: 1 }, callSuccessor).work();
    return await statuses(queue);
  };
  const never = Promise.withResolvers<void>();
  assertEquals(await retiring(await ownQueue(), () => never.promise), { pending: 20, completed: 10 });
  assertEquals(await retiring(await ownQueue(), () => Promise.resolve()), { pending: 22, completed: 8 });
  const away = () => Promise.reject(new Error("nobody answers"));
  assertEquals(await retiring(await ownQueue(), away), { pending: 22, completed: 8 });
});

Deno.test("a worker starts no more jobs than its CPU budget covers", async () => {
  const queue = await ownQueue();
  await enqueue(queue, 30);
  const handle = (): Outcome => {
    for (const began = performance.now(); performance.now() - began < 100;);
    return { outcome: "completed" };
  };
  await work(queue, { concurrency: 30, handle });
  const { completed = 0, pending = 0, ...others } = await statuses(queue);
  assertEquals([completed + pending, others], [30, {}]);
  assert(completed >= 1 && completed <= 8, `${completed} jobs of 100 ms ran in 800 ms`);
});

Deno.test("a wait for a job that may be claimed ends when one is added", async () => {
  const queue = await ownQueue();
  const call = `select public.await_claimable_jobs('${queue}'`;
  const sql = connect(undefined, { max: 3 });
  try {
    await eventually("the job was added during a wait, and ended it", async () => {
      await sql`delete from public.job_queue where queue = ${queue}`;
      const waiting = sql.unsafe(`${call}, wait_ms => 1000) as found`).execute();
      await eventually("it waits", async () => {
        const [active] = await sql`select from pg_stat_activity
          where state = 'active' and wait_event = 'PgSleep' and starts_with(query, ${call})`;
        return active !== undefined;
      });
      await enqueue(queue, 1);
      const [{ found } = { found: false }] = await waiting;
      return found;
    });
  } finally {
    await sql.end();
  }
});

Deno.test("two concurrent workers run each job once", async () => {
  const queue = await ownQueue();
  await enqueue(queue, 1_000);
  const runs = new Map<string, number>();
  const handle: WorkerOptions["handle"] = ({ id }) => {
    runs.set(id, (runs.get(id) ?? 0) + 1);
    return { outcome: "completed" };
  };
  await Promise.all([work(queue, { concurrency: 20, handle }), work(queue, { concurrency: 20, handle })]);
  assertEquals([runs.size, Math.max(...runs.values())], [1_000, 1]);
});

Deno.test("an enqueued job wakes the worker, has its effect once, and shows as ended in the API", async () => {
  const tenant = await createTenant();
  const effect = `effect_${crypto.randomUUID().replaceAll(/[^a-z]/g, "")}`;
  await withDatabase(async (sql) => {
    await sql.unsafe(`create table private.${effect} (job_id uuid);
      create function private.${effect}(jobs private.ended_job[]) returns void language sql as
      'insert into private.${effect} select id from unnest(jobs) where status = ''completed''';`);
    await sql`insert into private.job_types (type, queue, effect) values (${effect}, 'jobs', ${`private.${effect}`})`;
    const [{ id }] = await sql<[{ id: string }]>`
      select private.enqueue_job('jobs', ${effect}, client_id => ${tenant.id}) as id`;
    await eventually("the job is completed", async () => {
      const { data } = await api<{ status: string }>("GET", `/jobs/v1/${id}`, { as: tenant.viewer });
      return data.status === "completed";
    });
    assertEquals((await sql.unsafe(`select job_id from private.${effect}`)).map(({ job_id }) => job_id), [
      id,
    ]);
    await sql`delete from public.job_queue where type = ${effect}`;
    await sql`delete from private.job_types where type = ${effect}`;
    await sql.unsafe(`drop function private.${effect}; drop table private.${effect}`);
  });
});

Deno.test("only the secret key can start a worker", async () => {
  const { owner } = await createTenant();
  assertEquals((await api("POST", "/jobs/v1/worker", { as: owner })).status, 403);
  const woken = await api("POST", "/jobs/v1/worker", { headers: { apikey: stack.secretKey } });
  assertEquals(woken.status, 202);
});
