/**
 * A real shop: what 2,357 customers bought in the first 39 weeks, against the summary that Fader and Hardie published.
 *
 * The purchases are the CDNOW sample (https://brucehardie.com/notes/026/), the summary that of "RFM and CLV" (2005):
 * for each customer x, the days with a repeat purchase, and zbar, what was spent on such a day. The days of 1997 are
 * recorded as those of 2017, because nothing before 2000 is taken.
 *
 * @module
 */
import { assert, assertAlmostEquals, assertEquals } from "#assert";
import { parse } from "csv-parse/sync";
import type { Schemas } from "../../client/mod.ts";
import { base, newSale, record } from "../fixtures/analytics.ts";
import { api } from "../support/http.ts";
import { createTenant, type Person } from "../support/tenant.ts";

interface Purchase {
  customer: string;
  day: string;
  amount: string;
}

/** A customer as published. */
interface Published {
  customer: string;
  x: string;
  zbar: string;
}

async function readTable<Row>(name: string): Promise<Row[]> {
  const text = await Deno.readTextFile(new URL(`../fixtures/cdnow/${name}.csv`, import.meta.url));
  return parse(text, { columns: true });
}

/** Cents by customer and day: the publishers count one purchase a day. */
function byDay(purchases: Purchase[]): Map<string, Map<string, number>> {
  const customers = new Map<string, Map<string, number>>();
  for (const { customer, day, amount } of purchases) {
    const days = customers.get(customer) ?? new Map<string, number>();
    customers.set(customer, days.set(day, (days.get(day) ?? 0) + Math.round(Number(amount) * 100)));
  }
  return customers;
}

async function recordAll(as: Person, customers: Map<string, Map<string, number>>): Promise<void> {
  const sales = [...customers].flatMap(([customer, days]) =>
    [...days].map(([day, cents]) =>
      newSale({
        external_id: `${customer} ${day}`,
        occurred_at: `${day.replace("1997", "2017")}T12:00:00Z`,
        amount: (cents / 100).toFixed(2),
        currency: "USD",
        customer: { external_id: customer },
      })
    )
  );
  for (let at = 0; at < sales.length; at += 1000) {
    const answer = await record(as, sales.slice(at, at + 1000));
    assertEquals(answer.status, 201, `${answer}`);
  }
}

async function everyCustomer(as: Person): Promise<Schemas["Customer"][]> {
  const found: Schemas["Customer"][] = [];
  let cursor: string | null | undefined = "";
  while (cursor != null) {
    const page: { data: Schemas["Customer"][]; body: { pagination?: { next_cursor: string | null } } } =
      await api("GET", `${base}/customers?limit=100${cursor && `&cursor=${cursor}`}`, { as });
    found.push(...page.data);
    cursor = page.body.pagination?.next_cursor;
  }
  return found;
}

Deno.test("the figures of a real shop are the published ones", async () => {
  const tenant = await createTenant();
  const purchases = byDay(await readTable<Purchase>("purchases"));
  const published = await readTable<Published>("summary");
  await recordAll(tenant.member, purchases);

  const customers = new Map((await everyCustomer(tenant.viewer)).map((c) => [c.external_id, c]));
  assertEquals(customers.size, 2357);
  for (const { customer, x, zbar } of published) {
    const { transactions, lifetime_value, first_purchase } = customers.get(customer)!;
    const repeats = transactions - 1;
    assertEquals(repeats, Number(x), customer);
    if (repeats === 0) continue;
    assert(first_purchase, customer);
    const first = purchases.get(customer)!.get(first_purchase.slice(0, 10).replace("2017", "1997"))!;
    // zbar has two digits.
    assertAlmostEquals((Number(lifetime_value) - first / 100) / repeats, Number(zbar), 0.0051, customer);
  }

  const window = "from=2017-01-01&to=2017-09-30";
  const { data } = await api<Schemas["Dashboard"]>("GET", `${base}/dashboard?${window}`, {
    as: tenant.viewer,
  });
  const repeats = published.reduce((sum, { x }) => sum + Number(x), 0);
  const cents = [...purchases.values()].flatMap((days) => [...days.values()]).reduce((a, b) => a + b, 0);
  assertEquals([data.total_transactions, data.total_revenue], [2357 + repeats, (cents / 100).toFixed(2)]);
  assertEquals(data.total_revenue, "173115.55");
});
