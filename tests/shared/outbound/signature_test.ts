import { assert, assertEquals, assertMatch, assertThrows } from "#assert";
import { Webhook } from "standardwebhooks";
import Stripe from "stripe";
import {
  InvalidSignature,
  newSecret,
  signStandard,
  signStripe,
  verifyStandard,
  verifyStripe,
} from "../../../shared/outbound/signature.ts";

const utf8 = new TextEncoder();
const now = () => Math.floor(Date.now() / 1000);
const headers = (values: Record<string, string>) => new Headers(values);

// https://github.com/standard-webhooks/standard-webhooks, libraries/javascript/src/index.test.ts
const published = {
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  message: { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330, body: '{"test": 2432232314}' },
  signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};

Deno.test("Standard Webhooks: the published test vector is signed and verified", () => {
  const { secret, message, signature } = published;
  const signed = signStandard(message, [secret]);
  assertEquals(signed["webhook-signature"], signature);
  assertEquals(
    verifyStandard(headers(signed), utf8.encode(message.body), [secret], message.timestamp * 1000),
    message.id,
  );
});

const bodies = ["{}", '{"a":"ü€😀"}', `{"long":"${"x".repeat(20_000)}"}`, ""];

Deno.test("Standard Webhooks: the published package verifies what is signed here, also while a secret is replaced", () => {
  for (const body of bodies.slice(0, 3)) {
    const [old, present] = [newSecret(), newSecret()];
    const signed = signStandard({ id: crypto.randomUUID(), timestamp: now(), body }, [present, old]);
    for (const secret of [old, present]) new Webhook(secret).verify(body, signed);
    assertThrows(() => new Webhook(newSecret()).verify(body, signed));
  }
});

Deno.test("Standard Webhooks: what the published package signs is verified here", () => {
  for (const body of bodies) {
    const secret = newSecret();
    const signature = new Webhook(secret).sign("msg_1", new Date(), body);
    const sent = {
      "webhook-id": "msg_1",
      "webhook-timestamp": String(now()),
      "webhook-signature": signature,
    };
    assertEquals(verifyStandard(headers(sent), utf8.encode(body), [newSecret(), secret]), "msg_1");
  }
});

Deno.test("Standard Webhooks: Svix's header names, which Resend sends, are accepted", () => {
  const signed = signStandard({ id: "msg_2", timestamp: now(), body: "{}" }, [published.secret]);
  const renamed = Object.entries(signed).map(([name, value]): [string, string] => [
    name.replace("webhook-", "svix-"),
    value,
  ]);
  assertEquals(verifyStandard(new Headers(renamed), utf8.encode("{}"), [published.secret]), "msg_2");
});

Deno.test("Standard Webhooks: a timestamp 300 s off is accepted, 301 s off is refused, both ways", () => {
  const at = 1_800_000_000;
  const verify = (timestamp: number) => {
    const signed = signStandard({ id: "m", timestamp, body: "{}" }, [published.secret]);
    return verifyStandard(headers(signed), utf8.encode("{}"), [published.secret], at * 1000);
  };
  for (const off of [-300, 0, 300]) assertEquals(verify(at + off), "m");
  for (const off of [-301, 301]) assertThrows(() => verify(at + off), InvalidSignature, "timestamp");
});

Deno.test("Standard Webhooks: any altered part is refused", () => {
  const message = { id: "msg_3", timestamp: now(), body: '{"amount":1}' };
  const signed = signStandard(message, [published.secret]);
  const refused: [Record<string, string>, string][] = [
    [signed, '{"amount":2}'],
    [{ ...signed, "webhook-id": "msg_4" }, message.body],
    [{ ...signed, "webhook-timestamp": String(message.timestamp + 1) }, message.body],
    [{ ...signed, "webhook-timestamp": "1e3" }, message.body],
    [{ ...signed, "webhook-timestamp": "" }, message.body],
    [{ ...signed, "webhook-signature": signed["webhook-signature"]!.replace("v1,", "v2,") }, message.body],
    [{ ...signed, "webhook-signature": signed["webhook-signature"]!.slice(0, -4) }, message.body],
    [{ ...signed, "webhook-signature": "v1," }, message.body],
    [{}, message.body],
  ];
  for (const [sent, body] of refused) {
    assertThrows(
      () => verifyStandard(headers(sent), utf8.encode(body), [published.secret]),
      InvalidSignature,
    );
  }
  assertThrows(
    () => verifyStandard(headers(signed), utf8.encode(message.body), [newSecret()]),
    InvalidSignature,
  );
  assertThrows(() => verifyStandard(headers(signed), utf8.encode(message.body), []), InvalidSignature);
});

// Stripe publishes no vector with its secret; its package is the reference.
const stripe = new Stripe("sk_test_none");

Deno.test("Stripe: the official package verifies what is signed here and makes the same header", async () => {
  for (const body of bodies.slice(0, 3)) {
    const secret = "whsec_test_secret";
    const timestamp = now();
    const header = signStripe(body, timestamp, secret);
    await stripe.webhooks.constructEventAsync(body, header, secret);
    assertEquals(
      await stripe.webhooks.generateTestHeaderStringAsync({ payload: body, secret, timestamp }),
      header,
    );
  }
});

Deno.test("Stripe: what the official package signs is verified here, also while a secret is replaced", async () => {
  for (const body of bodies) {
    const header = await stripe.webhooks.generateTestHeaderStringAsync({
      payload: body,
      secret: "whsec_old",
    });
    verifyStripe(header, utf8.encode(body), ["whsec_new", "whsec_old"]);
    verifyStripe(`${header},v1=${"0".repeat(64)},v0=abc`, utf8.encode(body), ["whsec_old"]);
  }
});

Deno.test("Stripe: 301 s off, another body, another secret and a missing part are refused", () => {
  const at = 1_800_000_000;
  const body = utf8.encode("{}");
  for (const off of [-300, 300]) verifyStripe(signStripe("{}", at + off, "s"), body, ["s"], at * 1000);
  for (const off of [-301, 301]) {
    assertThrows(
      () => verifyStripe(signStripe("{}", at + off, "s"), body, ["s"], at * 1000),
      InvalidSignature,
    );
  }
  const good = signStripe("{}", now(), "s");
  for (const header of [null, "", "t=1", good.replace("v1=", "v0="), good.replace("t=", "t=1"), `${good}0`]) {
    assertThrows(() => verifyStripe(header, body, ["s"]), InvalidSignature);
  }
  assertThrows(() => verifyStripe(good, utf8.encode("[]"), ["s"]), InvalidSignature);
  assertThrows(() => verifyStripe(good, body, ["other"]), InvalidSignature);
});

Deno.test("secrets are 32 random bytes", () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  assertEquals(new Set(secrets).size, 100);
  for (const secret of secrets) assertMatch(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
  assert(secrets.every((secret) => atob(secret.slice(6)).length === 32));
});
