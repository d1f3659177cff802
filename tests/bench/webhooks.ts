/**
 * The cost of a delivery compared to a bare `fetch`, and what bad endpoints cost the good ones.
 *
 * @module
 */
import { eventually } from "../support/eventually.ts";
import { createTenant } from "../support/tenant.ts";
import { connect } from "../support/sql.ts";
import { register } from "../fixtures/receivers.ts";
import { Measurements, milliseconds, spread } from "./measure.ts";
import { besideLate } from "./webhooks/beside_late.ts";
import { receiveAll } from "./webhooks/receivers.ts";

const measure = new Measurements("webhooks");
const sql = connect(undefined, { max: 4 });
/** As the worker has. */
const parallelism = 200;

// Deliveries: each is claimed, loaded, signed, sent, and its attempt written.
{
  console.log(
    "  signed deliveries to 50 endpoints on loopback, and bare fetches, 10,000 in a run and 200 at a time",
  );
  await using receivers = receiveAll();
  const tenant = await createTenant();
  for (let i = 0; i < 50; i++) await register(tenant.manager, `${receivers.url}/${i}`);
  const perRun = 10_000;
  const body = JSON.stringify({
    type: "team.updated",
    timestamp: new Date(),
    data: { id: crypto.randomUUID() },
  });

  const deliver = async () => {
    const before = receivers.count;
    return await milliseconds(async () => {
      await sql`
        select private.emit_events('team.updated', array_fill(${tenant.id}::uuid, array[${perRun / 50}::int]),
          array_fill('{"id": "6f1c0bb0-2f7b-4b1e-9d39-3d0f8e1c1a52"}'::jsonb, array[${perRun / 50}::int]))`;
      await receivers.until(before + perRun);
    });
  };
  const fetchAll = () =>
    milliseconds(async () => {
      let left = perRun;
      await Promise.all(Array.from({ length: parallelism }, async () => {
        while (left-- > 0) {
          const headers = { "content-type": "application/json" };
          const answer = await fetch(`${receivers.url}/0`, { method: "POST", body, headers });
          await answer.body?.cancel();
        }
      }));
    });
  await measure.againstItself("bare fetches / themselves", fetchAll);
  await measure.compare("10,000 signed deliveries, as a share of bare fetches", deliver, fetchAll, {
    target: { atLeast: 0.35 },
    pairs: 15,
  });
}

// Latency of the other endpoints while ten refuse and ten never answer.
{
  console.log("  each event to 100 endpoints, of which ten are dead and ten never answer, or all are well");
  await using receivers = receiveAll();
  const [well, ill] = [await createTenant(), await createTenant()];
  for (let i = 0; i < 100; i++) {
    await register(well.manager, `${receivers.url}/well/${i}`);
    const path = i < 10 ? "dead" : i < 20 ? "slow" : "ill";
    await register(ill.manager, `${receivers.url}/${path}/${i}`);
  }
  const p95 = async (tenant: string, endpoints: number, name: string): Promise<number> => {
    const before = receivers.times.get(name)?.length ?? 0;
    const began = performance.now();
    await sql`select private.emit_event(${tenant}, 'team.updated', '{"id": 1}')`;
    const times = await receivers.untilTimes(name, before + endpoints);
    return spread95(times.slice(before).map((time) => time - began));
  };
  await measure.compare(
    "p95 of 80 endpoints beside ten dead and ten slow ones / of 80 among 100 that are well",
    () => p95(ill.id, 80, "ill"),
    () => p95(well.id, 80, "well"),
    { target: { atMost: 1.2 }, pairs: 31 },
  );
  const [breakers] = await eventually("all breakers of the dead are open", async () => {
    const rows = await sql`
      select count(*)::int as open from private.endpoint_health h where h.client_id = ${ill.id} and h.open_until is not null`;
    return rows[0]?.open >= 10 ? rows : undefined;
  });
  const [most] = await sql`
    select max(n)::int as attempts from (
      select count(*) as n from public.webhook_attempts a join public.webhook_endpoints e on e.client_id = a.client_id and e.id = a.endpoint_id
      where a.client_id = ${ill.id} and e.url like '%/dead/%' group by a.delivery_id) d`;
  console.log(
    `    breakers open: ${breakers?.open}; attempts of a delivery to a dead one: at most ${most?.attempts}`,
  );
  measure.size(
    "attempts to each of the dead endpoints, for 34 events, before its breaker opened",
    receivers.dead / 10,
    "attempts",
    20,
  );
}

// What 60 endpoints of one tenant that take 14 s cost the others, in real time.
{
  console.log("  a tenant's deliveries beside 60 endpoints of another one that answer after 14 s, and alone");
  const { ratio, places } = await besideLate(sql);
  measure.ratio("p95 of the others' deliveries beside 60 late endpoints / alone", ratio, 1.2);
  console.log(
    `    workers hold ${places.before} deliveries to late endpoints before they are known to be slow and ` +
      `${places.after} while they rest`,
  );
}

await sql.end();
Deno.exit(await measure.finish());

function spread95(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? spread(times).p90;
}
