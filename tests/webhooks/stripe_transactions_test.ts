/**
 * Payments that a tenant's own Stripe account reports become its transactions.
 *
 * @module
 */
import { assertEquals } from "#assert";
import Stripe from "stripe";
import type { Schemas } from "../../client/mod.ts";
import { eventually } from "../support/eventually.ts";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";

const secret = "issued by the sender";
const created = Date.parse("2026-11-02T10:00:00Z") / 1000;

const event = (id: string, type: string, object: Record<string, unknown>) => ({
  id,
  object: "event",
  type,
  created: created + 3_600,
  data: { object },
});

const charge = (values: Record<string, unknown>) => ({
  id: "ch_1",
  object: "charge",
  amount: 5_000,
  amount_refunded: 0,
  currency: "eur",
  created,
  customer: "cus_1",
  description: "Stapler",
  payment_intent: "pi_1",
  billing_details: { name: "Ada", email: "ada@example.com" },
  ...values,
});

Deno.test("charges, refunds and invoices are counted once, in whatever order and however often they come", async () => {
  const tenant = await createTenant();
  const source = await api<{ id: string }>("POST", "/webhooks/v1/sources", {
    as: tenant.manager,
    json: { name: "Payments", preset: "stripe", secret },
  });
  const send = async (sent: object) => {
    const body = JSON.stringify(sent);
    const signature = await new Stripe("sk_test_none").webhooks.generateTestHeaderStringAsync({
      payload: body,
      secret,
    });
    const headers = { "content-type": "application/json", "stripe-signature": signature };
    return await api("POST", `/webhooks/v1/in/${source.data.id}`, { body, headers });
  };
  const events = [
    event("evt_2", "charge.refunded", charge({ amount_refunded: 1_500 })),
    event("evt_1", "charge.succeeded", charge({})),
    event("evt_4", "charge.refunded", charge({ amount_refunded: 2_000 })),
    event("evt_3", "invoice.paid", {
      id: "in_1",
      amount_paid: 5_000,
      currency: "eur",
      created,
      customer: "cus_1",
      payment_intent: "pi_1",
    }),
    event(
      "evt_5",
      "charge.succeeded",
      charge({ id: "ch_2", payment_intent: null, amount: 700, currency: "jpy" }),
    ),
    event("evt_6", "charge.succeeded", charge({ id: "ch_3", payment_intent: null, amount: "much" })),
    event("evt_7", "customer.created", { id: "cus_2" }),
    event("evt_1", "charge.succeeded", charge({})),
    event("evt_8", "charge.refunded", charge({ amount_refunded: 1_500 })),
  ];
  for (const sent of events) assertEquals((await send(sent)).status, 200);
  const list = async () => {
    const { data } = await api<Schemas["Transaction"][]>("GET", "/analytics/v1/transactions", {
      as: tenant.viewer,
    });
    const rows = data.map((t) => [t.external_id, t.status, t.amount, t.currency, t.refund_of !== null])
      .sort();
    return rows.length === 3 && rows.some(([, , amount]) => amount === "20.00") ? rows : undefined;
  };
  assertEquals(await eventually("the payments are recorded", list, 60_000), [
    ["ch_2", "completed", "700", "JPY", false],
    ["pi_1", "completed", "50.00", "EUR", false],
    ["refund-pi_1", "refunded", "20.00", "EUR", true],
  ]);
  const revenue = "/analytics/v1/revenue?from=2026-11-01&to=2026-11-30&currency=EUR";
  const { data } = await api<Schemas["Revenue"]>("GET", revenue, { as: tenant.viewer });
  assertEquals([data.total_revenue, data.total_transactions], ["30.00", 1]);
});
