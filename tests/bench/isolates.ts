/**
 * A long queue and many deliveries while the CPU limit kills every isolate without notice, again and again: nothing may
 * be lost, and each effect in the database happens once.
 *
 * @module
 */
import { register } from "../fixtures/receivers.ts";
import { connect } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { addEffect, effects, enqueue, kills, untilEnded } from "./isolates/effects.ts";
import { Measurements } from "./measure.ts";
import { receiveAll } from "./webhooks/receivers.ts";

const jobs = 50_000;
const deliveries = 10_000;
const endpoints = 50;
/** Shortened, so that the jobs of a killed isolate run again soon. */
const leaseSeconds = 3;

const measure = new Measurements("isolates");
const sql = connect(undefined, { max: 4 });
await sql`update private.queues set lease_seconds = ${leaseSeconds} where queue in ('jobs', 'webhooks')`;
await addEffect(sql);

console.log(`  ${jobs.toLocaleString("en")} jobs with an effect each`);
let before = await kills();
await enqueue(sql, jobs);
await untilEnded(sql, "jobs", { ring: true });
const found = await effects(sql);
measure.exactly("effects of 50,000 jobs", found.all, jobs);
measure.exactly("jobs with an effect", found.jobs, jobs);
measure.count("isolates killed meanwhile", await kills() - before);

console.log(`  ${deliveries.toLocaleString("en")} deliveries`);
before = await kills();
await using receivers = receiveAll();
const tenant = await createTenant();
for (let i = 0; i < endpoints; i++) await register(tenant.manager, `${receivers.url}/${i}`);
const events = deliveries / endpoints;
await sql`
  select private.emit_events('team.updated', array_fill(${tenant.id}::uuid, array[${events}::int]),
    array_fill('{"id": "6f1c0bb0-2f7b-4b1e-9d39-3d0f8e1c1a52"}'::jsonb, array[${events}::int]))`;
// An attempt that is killed counts, and eight kills would be the end of a delivery.
await sql`update public.job_queue set max_attempts = 100 where client_id = ${tenant.id} and queue = 'webhooks'`;
await untilEnded(sql, "webhooks", { ring: true });
const [ended] = await sql<[{ delivered: number; logged: number; doubled: number }]>`
  select count(*) filter (where status = 'completed')::int as delivered,
    (select count(distinct a.delivery_id)::int from public.webhook_attempts a
      where a.client_id = ${tenant.id} and a.succeeded) as logged,
    (select count(*)::int from (select from public.webhook_attempts a
      where a.client_id = ${tenant.id} and a.succeeded group by a.delivery_id having count(*) > 1) d) as doubled
  from public.job_queue where client_id = ${tenant.id} and queue = 'webhooks'`;
measure.exactly("deliveries that ended as delivered", ended.delivered, deliveries);
measure.exactly("deliveries with a logged success", ended.logged, deliveries);
measure.exactly("deliveries with two logged successes", ended.doubled, 0);
measure.count("isolates killed during the deliveries", await kills() - before);
measure.count("requests that receivers got", receivers.count);
await sql.end();
Deno.exit(await measure.finish());
