import { assert, assertEquals, assertMatch } from "#assert";
import fc from "fast-check";
import { inboundType } from "../../functions/webhooks/inbound_type.ts";

Deno.test("an event type keeps what tells it from another", () => {
  const types = {
    "order.paid": "order.paid",
    "Order.Paid": "order.paid",
    "sms.v1": "sms.v1",
    "заказ.создан": "заказ.создан",
    "orderCreated2FA": "ordercreated2fa",
    "orders/create": "orders/create",
    "order-paid": "order-paid",
    "order paid": "order%20paid",
    "a*": "a%2a",
    "a..b.": "a%2e.b%2e",
    'a"\\': "a%22%5c",
    "": "event",
  };
  for (const [sent, type] of Object.entries(types)) assertEquals(inboundType(sent), type);
});

Deno.test("two event types are the same only if they differ in case or form alone", () => {
  const folded = (text: string) => text.trim().normalize("NFC").toLowerCase().toWellFormed();
  const text = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary", maxLength: 300 }));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const [a, b] = [inboundType(one), inboundType(other)];
      assertEquals(a === b, folded(one) === folded(other) || [a, b].every((type) => type === "event"));
      assertMatch(`inbound.${a}`, /^inbound\.[^\s\p{Cc}*"\\]+$/u);
      assert(a.length <= 180 && a.isWellFormed());
    }),
    { numRuns: 500 },
  );
});

Deno.test("long event types with one beginning stay apart", () => {
  const beginning = "x".repeat(300);
  const types = ["1", "2"].map((end) => inboundType(beginning + end));
  assertEquals(new Set(types).size, 2);
  assertEquals(types.map((type) => type.length), [180, 180]);
});
