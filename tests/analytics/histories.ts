/**
 * Random histories of transactions and runs, and whether the totals that they leave equal a plain recount.
 *
 * @module
 */
import { assertEquals } from "#assert";
import fc from "fast-check";
import { connect, type Database } from "../support/sql.ts";
import { totals } from "./totals.ts";

const zones = ["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Europe/Berlin"];
/** Around midnights and the days on which clocks change. */
const times = [
  "2026-03-08T04:59:59Z",
  "2026-03-08T06:59:59Z",
  "2026-03-29T00:30:00Z",
  "2026-10-25T00:30:00Z",
  "2026-11-01T05:30:00Z",
  "2026-11-01T23:59:59Z",
  "2026-11-02T00:00:00Z",
  "2026-11-02T10:29:00Z",
];

/** A transaction as SQL takes it. */
export const sale = fc.record({
  external_id: fc.integer({ min: 1, max: 9 }).map(String),
  customer_external_id: fc.constantFrom("a", "b", "c"),
  occurred_at: fc.constantFrom(...times),
  amount: fc.integer({ min: 0, max: 9_999 }).map(String),
  currency: fc.constantFrom("EUR", "JPY", "BHD"),
  status: fc.constantFrom("completed", "completed", "pending", "cancelled", "refunded"),
  product: fc.constantFrom("", "Lamp", "Desk"),
});
type Sale = typeof sale extends fc.Arbitrary<infer T> ? T : never;
const sales = fc.uniqueArray(sale, { selector: (s) => s.external_id, minLength: 1, maxLength: 6 });
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("record" as const), sales }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("delete" as const), sales }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("run" as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("two writers and a run at once" as const), sales, others: sales }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("refund" as const), share: fc.integer({ min: 1, max: 100 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("run that is killed" as const), sales }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("move" as const), zone: fc.constantFrom(...zones) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Takes one step of a history. */
export async function take(sql: Database, tenant: string, step: Step): Promise<void> {
  const record = async (rows: Sale[]) => {
    await sql`select count(*) from private.write_transactions(${tenant}, array(
      select r from private.read_transactions(${tenant}, ${sql.json(rows)}) r))`;
  };
  const run = () => sql`select private.sum_tenants(array[${tenant}::uuid])`;
  switch (step.do) {
    case "record":
      return await record(step.sales);
    case "delete":
      // With its refunds, as archiving and erasing do.
      await sql`with gone as (
          select t.id from public.transactions t where t.client_id = ${tenant}
            and t.external_id = any (${step.sales.map((sale) => sale.external_id)})
        ) delete from public.transactions t where t.client_id = ${tenant}
          and (t.id in (select id from gone) or t.refund_of in (select id from gone))`;
      return;
    case "run":
      await run();
      return;
    case "two writers and a run at once":
      await Promise.all([record(step.sales), run(), record(step.others)]);
      return;
    case "refund":
      // Some of what is left of the latest sale.
      await sql`select private.add_refund(t, null, t.amount * ${step.share} / 100, t.occurred_at + interval '1 day')
        from public.transactions t
        where t.client_id = ${tenant} and t.status = 'completed' and not exists (
          select from public.transactions r where r.client_id = ${tenant} and r.refund_of = t.id)
        order by t.occurred_at desc, t.id limit 1`;
      return;
    case "run that is killed":
      await record(step.sales);
      return await killRun(sql, tenant);
    case "move":
      await sql`update public.clients set time_zone = ${step.zone} where id = ${tenant}`;
  }
}

/** A run whose connection dies after its work and before its commit. */
async function killRun(sql: Database, tenant: string): Promise<void> {
  const doomed = connect(undefined, { max: 1 });
  try {
    const run = await doomed.reserve();
    const [own] = await run`select pg_backend_pid() as pid`;
    await run`begin`;
    await run`select private.sum_tenants(array[${tenant}::uuid])`;
    await sql`select pg_terminate_backend(${own!.pid})`;
  } finally {
    await doomed.end({ timeout: 0 });
  }
}

/** Throws unless the totals of so many random histories are exact. */
export async function everyHistoryIsExact(sql: Database, numRuns: number): Promise<void> {
  const history = fc.record({
    zone: fc.constantFrom(...zones),
    steps: fc.array(step, { minLength: 3, maxLength: 10 }),
  });
  await fc.assert(
    fc.asyncProperty(history, async ({ zone, steps }) => {
      const tenant = crypto.randomUUID();
      await sql`insert into public.clients (id, name, time_zone) values (${tenant}, 'Shop', ${zone})`;
      for (const step of steps) await take(sql, tenant, step);
      await sql`select private.sum_tenants(array[${tenant}::uuid])`;
      const { kept, plain } = await totals(sql, tenant);
      assertEquals(kept, plain);
      const [drift] = await sql`select private.reconcile_totals(array[${tenant}::uuid])::integer as days`;
      assertEquals(drift?.days, 0);
    }),
    { numRuns },
  );
}
