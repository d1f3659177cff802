/**
 * What endpoints that answer late cost the deliveries of other tenants.
 *
 * @module
 */
import type postgres from "postgres";
import { delay, eventually } from "../../support/eventually.ts";
import { register } from "../../fixtures/receivers.ts";
import { createTenant } from "../../support/tenant.ts";
import { spread } from "../measure.ts";
import { receiveAll } from "./receivers.ts";

const endpoints = 60;
const rounds = 5;
const deliveriesPerRound = 60;

export interface BesideLate {
  /** p95 of the quiet tenant's deliveries beside the late endpoints / alone, the median of the rounds. */
  ratio: number;
  /** Deliveries to late endpoints that workers hold before these are known to be slow, and after. */
  places: { before: number; after: number };
}

/** Measures one tenant's deliveries alone and beside another tenant's 60 endpoints that take 14 s. */
export async function besideLate(sql: postgres.Sql): Promise<BesideLate> {
  await using receivers = receiveAll();
  const [quiet, hostile] = [await createTenant(), await createTenant()];
  await register(quiet.manager, `${receivers.url}/quiet`);
  for (let i = 0; i < endpoints; i++) await register(hostile.manager, `${receivers.url}/late/${i}`);

  const p95 = async () => {
    const times: number[] = [];
    while (times.length < deliveriesPerRound) {
      const before = receivers.times.get("quiet")?.length ?? 0;
      const began = performance.now();
      await sql`select private.emit_event(${quiet.id}, 'team.updated', '{"id": 1}')`;
      const arrived = (await receivers.untilTimes("quiet", before + 1))[before] ?? NaN;
      times.push(arrived - began);
    }
    return times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1] ?? NaN;
  };
  const running = async (): Promise<number> => {
    const [row] = await sql`
      select count(*)::int as n from public.job_queue where client_id = ${hostile.id} and status = 'running'`;
    return row?.n;
  };
  const emitLate = () =>
    sql`
    select private.emit_events('team.updated', array_fill(${hostile.id}::uuid, '{40}'),
      array_fill('{"id": 1}'::jsonb, '{40}'))`;
  const clear = async () => {
    await sql`update public.job_queue set status = 'cancelled', completed_at = now()
      where client_id = ${hostile.id} and status in ('pending', 'scheduled')`;
    await eventually("the late attempts end", async () => await running() === 0, 60_000);
  };

  const ratios: number[] = [];
  let before = 0;
  for (let round = 0; round < rounds; round++) {
    // Unknown as slow again: the worst case.
    await sql`delete from private.slow_lanes`;
    await sql`update private.endpoint_health set slow_attempts = 0 where client_id = ${hostile.id}`;
    const alone = await p95();
    await emitLate();
    await eventually("late attempts run", async () => await running() >= endpoints, 30_000);
    before = Math.max(before, await running());
    ratios.push(await p95() / alone);
    await clear();
  }

  await sql`update private.endpoint_health set slow_attempts = 9 where client_id = ${hostile.id}`;
  await emitLate();
  const rests = () => sql`select from private.slow_lanes where rests_until > now()`;
  await eventually(
    "all late endpoints rest",
    async () => (await rests()).length >= endpoints,
    90_000,
  );
  // Attempts that had begun before end within 15 s.
  await delay(20_000);
  const after = await running();
  await clear();
  return { ratio: spread(ratios).median, places: { before, after } };
}
