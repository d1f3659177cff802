import { assert, assertEquals, assertGreaterOrEqual, assertLessOrEqual } from "#assert";
import { receive, type Receiver, register } from "../fixtures/receivers.ts";
import { connect, type Database } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { delay } from "../support/eventually.ts";
import { functionPid, killFunction, kills, promptly } from "./parts.ts";

/** A lease of one second instead of 75, so that another worker soon gets a killed worker's jobs. */
const lease = 1;

interface Receiving extends AsyncDisposable {
  sql: Database;
  tenant: Tenant;
  receiver: Receiver;
  /** Writes an event and returns the id that it is sent under. */
  emit(): Promise<string>;
  /** Rings at once, as cron does each minute, without waiting for a dead worker's heartbeat to age. */
  wake(): Promise<void>;
  arrived(id: string): boolean;
  /** Waits for something that a worker does, and keeps ringing, because a ring may be lost. */
  until(what: string, reached: () => Promise<unknown> | unknown, within?: number): Promise<void>;
  /** Kills the worker's process, starting one first if needed. */
  kill(): Promise<void>;
}

async function startReceiving(): Promise<Receiving> {
  const sql = connect(undefined, { max: 20 });
  const tenant = await createTenant();
  const receiver = receive();
  // Not "*", because a busy machine may open an incident, which is sent to every tenant.
  await register(tenant.manager, receiver, { event_types: ["team.updated"] });
  await sql`update private.queues set lease_seconds = ${lease} where queue = 'webhooks'`;
  const wake = async () => {
    await sql`update private.workers set ended_at = now() where queue = 'webhooks' and ended_at is null`;
    await sql`select private.ring('webhooks')`;
  };
  const until = async (what: string, reached: () => Promise<unknown> | unknown, within = 30_000) => {
    await promptly(what, async () => {
      if (await reached()) return true;
      await wake();
      await delay(150);
    }, within);
  };
  return {
    sql,
    tenant,
    until,
    receiver,
    async emit() {
      const [row] = await sql`select private.emit_event(${tenant.id}, 'team.updated', '{"id": 1}') as id`;
      return row?.id;
    },
    wake,
    async kill() {
      await until("a process runs", async () => await functionPid("webhooks") !== undefined);
      await killFunction("webhooks");
    },
    arrived: (id) => receiver.messages.some((message) => message.id === id),
    async [Symbol.asyncDispose]() {
      await sql`update private.queues set lease_seconds = 75 where queue = 'webhooks'`;
      await receiver[Symbol.asyncDispose]();
      await sql.end();
    },
  };
}

/** The event arrives and its delivery ends, with its effect in the database once. */
async function deliveredOnce({ sql, until, arrived }: Receiving, id: string): Promise<void> {
  await until("the event arrives", () => arrived(id));
  await until("its delivery ends", async () => {
    const [job] = await sql`
      select from public.job_queue j where j.payload ->> 'event_id' = ${id} and j.status = 'completed'`;
    return job;
  });
  const [effect] = await sql`
    select count(*)::int as jobs, (select count(*)::int from public.webhook_attempts a
      where a.delivery_id = any (array_agg(j.id)) and a.succeeded) as successes
    from public.job_queue j where j.payload ->> 'event_id' = ${id}`;
  assertEquals([effect?.jobs, effect?.successes], [1, 1]);
}

function assertOneBodyEach({ receiver }: Receiving): void {
  const bodies = new Set(receiver.messages.map(({ id, body }) => `${id} ${body}`));
  assertEquals(bodies.size, new Set(receiver.messages.map(({ id }) => id)).size, "an id with two bodies");
  assertEquals(receiver.refused, 0);
}

Deno.test("of 1,000 transactions, half rolled back, exactly the committed half arrives while workers are killed", async () => {
  await using here = await startReceiving();
  const { sql, tenant, receiver } = here;
  const committed = new Set<string>();
  let left = 1_000;
  let killed = 0;
  const killing = new AbortController();
  const killer = (async () => {
    while (!killing.signal.aborted) {
      // A job is dead after losing eight workers, so some attempts must succeed between kills.
      const before = receiver.messages.length;
      await here.until(
        "something arrives between two kills",
        () => killing.signal.aborted || receiver.messages.length > before,
      );
      await delay(Math.random() * 300); // the moment is what is random here
      await here.kill();
      killed++;
    }
  })();
  await Promise.all(Array.from({ length: 10 }, async () => {
    while (left-- > 0) {
      const keep = left % 2 === 0;
      const rolledBack = new Error("rolled back on purpose");
      await sql.begin(async (tx) => {
        const [row] = await tx`select private.emit_event(${tenant.id}, 'team.updated', '{"id": 1}') as id`;
        if (!keep) throw rolledBack;
        return row?.id;
      }).then((id) => committed.add(id), (error) => assertEquals(error, rolledBack));
      // Spread over the kills.
      await promptly("the next kill", () => killed > kills * (1 - left / 1_000), 60_000);
    }
  }));
  killing.abort();
  await killer;
  assertEquals(committed.size, 500);
  await here.until(
    "all that was committed arrives",
    () => [...committed].every((id) => here.arrived(id)),
    120_000,
  );
  assertEquals(new Set(receiver.messages.map(({ id }) => id)), committed);
  assertOneBodyEach(here);
  await here.until("every delivery ends", async () => {
    const [open] = await sql`
      select count(*)::int as n from public.job_queue where client_id = ${tenant.id} and queue = 'webhooks' and status <> 'completed'`;
    return open?.n === 0;
  }, 60_000);
  const [attempts] = await sql`
    select count(*)::int as n from public.webhook_attempts where client_id = ${tenant.id} and succeeded`;
  assertEquals(attempts?.n, 500);
});

Deno.test(`${kills} kills right after a claim lose no delivery`, async () => {
  await using here = await startReceiving();
  for (let kill = 0; kill < kills; kill++) {
    const holder = await here.sql.reserve();
    await holder`begin`;
    // The worker reads secrets before it sends, so it stops here with its claimed jobs.
    await holder`lock table private.secrets in access exclusive mode`;
    const id = await here.emit();
    await here.until("it is claimed", async () => {
      const [job] = await here.sql`
        select from public.job_queue where payload ->> 'event_id' = ${id} and status = 'running'`;
      return job;
    });
    assert(!here.arrived(id));
    await killFunction("webhooks");
    await holder`rollback`;
    holder.release();
    await deliveredOnce(here, id);
  }
  assertOneBodyEach(here);
});

Deno.test(`${kills} kills right before a request is sent lose no delivery`, async () => {
  await using here = await startReceiving();
  // Between worker and receiver, to kill the worker once it has connected and nothing was read.
  const target = Number(new URL(here.receiver.url).port);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  let kill = false;
  let killed = 0;
  void (async () => {
    for await (const connection of listener) {
      if (kill) {
        kill = false;
        await killFunction("webhooks");
        killed++;
        connection.close();
        continue;
      }
      const ended = () => {}; // either side may be killed
      void Deno.connect({ hostname: "127.0.0.1", port: target }).then((onwards) => {
        void connection.readable.pipeTo(onwards.writable).catch(ended);
        void onwards.readable.pipeTo(connection.writable).catch(ended);
      }, ended);
    }
  })();
  await here.sql`
    update public.webhook_endpoints set url = ${`http://127.0.0.1:${listener.addr.port}/hook`} where client_id = ${here.tenant.id}`;
  for (let i = 0; i < kills; i++) {
    // A new process, so that no connection is kept from before.
    await here.kill();
    kill = true;
    const id = await here.emit();
    await here.until("it connects and is killed", () => killed > i);
    assert(!here.arrived(id));
    await deliveredOnce(here, id);
  }
  assertOneBodyEach(here);
  listener.close();
});

Deno.test(`${kills} kills between sending a request and recording it lose no delivery and send it again`, async () => {
  await using here = await startReceiving();
  let kill = false;
  here.receiver.answer = async () => {
    if (kill) {
      kill = false;
      await killFunction("webhooks");
    }
    return new Response(null, { status: 204 });
  };
  for (let i = 0; i < kills; i++) {
    kill = true;
    const id = await here.emit();
    await here.until("it is sent and killed", () => here.arrived(id));
    await deliveredOnce(here, id);
    assertGreaterOrEqual(here.receiver.messages.filter((message) => message.id === id).length, 2);
  }
  assertOneBodyEach(here);
});

Deno.test(`${kills} kills after a delivery was recorded have no effect`, async () => {
  await using here = await startReceiving();
  const ids = [];
  for (let i = 0; i < kills; i++) {
    const id = await here.emit();
    ids.push(id);
    await deliveredOnce(here, id);
    await here.kill();
  }
  await here.wake();
  const last = await here.emit();
  await deliveredOnce(here, last);
  for (const id of ids) assertEquals(here.receiver.messages.filter((message) => message.id === id).length, 1);
});

Deno.test("after a kill, deliveries continue by themselves within 65 s of the lease's end", async () => {
  await using here = await startReceiving();
  let killedAt = 0;
  here.receiver.answer = async () => {
    if (killedAt === 0) {
      killedAt = performance.now();
      await killFunction("webhooks");
    }
    return new Response(null, { status: 204 });
  };
  const id = await here.emit();
  await promptly("it is sent, and again", () => here.receiver.messages.length >= 2, 80_000);
  assertEquals(new Set(here.receiver.messages.map((message) => message.id)), new Set([id]));
  const seconds = ((here.receiver.messages[1]?.at ?? 0) - killedAt) / 1000 - lease;
  assertLessOrEqual(seconds, 65);
  await promptly("it is done", async () => {
    const [job] = await here.sql`
      select from public.job_queue where payload ->> 'event_id' = ${id} and status = 'completed'`;
    return job;
  });
});
