/**
 * After any history of transactions and runs, the totals equal a plain recount.
 *
 * @module
 */
import { assertEquals } from "#assert";
import fc from "fast-check";
import { withDatabase } from "../support/sql.ts";
import { everyHistoryIsExact, sale, take } from "./histories.ts";
import { totals } from "./totals.ts";

/** `npm run bench -- recount` takes 200. */
const histories = 30;

Deno.test("random histories of late, changed, refunded and deleted transactions in five zones are exact", async () => {
  await withDatabase((sql) => everyHistoryIsExact(sql, histories));
});

Deno.test("the nightly comparison finds and repairs totals that are wrong", async () => {
  await withDatabase(async (sql) => {
    const tenant = crypto.randomUUID();
    await sql`insert into public.clients (id, name) values (${tenant}, 'Shop')`;
    const [one] = fc.sample(sale, { numRuns: 1, seed: 7 });
    await take(sql, tenant, { do: "record", sales: [{ ...one!, status: "completed" }] });
    await take(sql, tenant, { do: "run" });
    const check = async () => {
      const [found] = await sql`select private.reconcile_totals(array[${tenant}::uuid])::integer as rows`;
      return found?.rows;
    };
    const wrong: [change: string, table: string, rows: number][] = [
      ["revenue = revenue + 1", "product_days", 5],
      ["first_purchase = first_purchase - interval '1 day'", "customer_days", 2],
      ["customers = customers + 1", "revenue_periods", 3],
      ["quantity = quantity + 1", "product_totals", 1],
      ["lifetime_value = lifetime_value - 1", "customer_totals", 1],
    ];
    for (const [change, table, rows] of wrong) {
      await sql.unsafe(`update private.${table} set ${change} where client_id = '${tenant}'`);
      assertEquals([await check(), await check()], [rows, 0], table);
    }
    const { kept, plain } = await totals(sql, tenant);
    assertEquals(kept, plain);
  });
});
