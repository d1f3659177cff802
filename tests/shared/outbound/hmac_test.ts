import { assert, assertMatch, assertThrows } from "#assert";
import { createHmac } from "node:crypto";
import { type HmacForm, verifyHmac } from "../../../shared/outbound/hmac.ts";
import { InvalidSignature } from "../../../shared/outbound/signature.ts";
import { presets } from "../../../functions/webhooks/presets.ts";

const utf8 = new TextEncoder();

/** The signature form of a source with this preset. */
function formOf(name: keyof typeof presets): HmacForm {
  const { timestamp_header: timestampHeader, ...form } = presets[name].signature;
  return { ...form, timestampHeader };
}

const plain: HmacForm = { header: "x-signature", encoding: null, prefix: null, timestampHeader: null };

// RFC 4231, test case 2
const rfc = {
  hex: "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  body: utf8.encode("what do ya want for nothing?"),
  secret: "Jefe",
};

Deno.test("a plain HMAC is accepted as hex, with the prefix sha256=, and as base64", () => {
  const { hex, body } = rfc;
  const base64 = btoa(String.fromCharCode(...hex.match(/../g)!.map((pair) => parseInt(pair, 16))));
  const headers = (given: string) => new Headers({ "x-signature": given });
  for (const given of [hex, hex.toUpperCase(), `sha256=${hex}`, base64]) {
    verifyHmac(headers(given), body, plain, ["x", "Jefe"]);
  }
  for (const given of ["", hex.slice(2), `sha1=${hex}`, hex.replace("5", "6"), base64.slice(0, -1)]) {
    assertThrows(() => verifyHmac(headers(given), body, plain, ["Jefe"]), InvalidSignature);
  }
  assertThrows(
    () => verifyHmac(new Headers(), body, plain, ["Jefe"]),
    InvalidSignature,
    "x-signature is missing",
  );
});

Deno.test("GitHub: the vector of its documentation is verified, and refused with another secret", () => {
  const headers = new Headers({
    "X-Hub-Signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
  });
  const body = utf8.encode("Hello, World!");
  verifyHmac(headers, body, formOf("github"), ["It's a Secret to Everybody"]);
  assertThrows(
    () => verifyHmac(headers, body, formOf("github"), ["it's a secret"]),
    InvalidSignature,
    "same secret",
  );
});

// https://docs.slack.dev/authentication/verifying-requests-from-slack
const slack = {
  secret: "8f742231b10e8888abcd99yyyzzz85a5",
  time: 1_531_420_618,
  body: utf8.encode(
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V" +
      "&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=" +
      "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
      "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
  ),
  signature: "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
};

Deno.test("Slack: the vector of its documentation is verified within 300 s", () => {
  const headers = new Headers({
    "X-Slack-Signature": slack.signature,
    "X-Slack-Request-Timestamp": String(slack.time),
  });
  const verify = (off: number) =>
    verifyHmac(headers, slack.body, formOf("slack"), [slack.secret], (slack.time + off) * 1000);
  for (const off of [-300, 0, 300]) verify(off);
  for (const off of [-301, 301]) assertThrows(() => verify(off), InvalidSignature, "timestamp");
});

Deno.test("Shopify, WooCommerce: base64 of the body's HMAC is verified, hexadecimal digits are refused", () => {
  const body = utf8.encode('{"id":820982911946154508}');
  for (const name of ["shopify", "woocommerce"] as const) {
    const { header } = formOf(name);
    const signed = (encoding: "hex" | "base64") =>
      new Headers({ [header]: createHmac("sha256", "hush").update(body).digest(encoding) });
    verifyHmac(signed("base64"), body, formOf(name), ["hush"]);
    assertThrows(() => verifyHmac(signed("hex"), body, formOf(name), ["hush"]), InvalidSignature, "base64");
  }
});

Deno.test("a timestamp is part of the signature in each usual layout, and cannot be changed", () => {
  const form = { ...plain, timestampHeader: "x-timestamp" };
  const body = utf8.encode("{}");
  const now = 1_800_000_000_123;
  for (const time of ["1800000000", "1800000000123"]) {
    for (const layout of [`${time}.{}`, `${time}:{}`, `v0:${time}:{}`]) {
      const signature = createHmac("sha256", "s").update(layout).digest("hex");
      const headers = (at: string) => new Headers({ "x-signature": signature, "x-timestamp": at });
      verifyHmac(headers(time), body, form, ["s"], now);
      assertThrows(() => verifyHmac(headers("1800000001"), body, form, ["s"], now), InvalidSignature);
    }
  }
  const bare = new Headers({
    "x-timestamp": "1800000000",
    "x-signature": createHmac("sha256", "s").update("{}").digest("hex"),
  });
  assertThrows(() => verifyHmac(bare, body, form, ["s"], now), InvalidSignature, "same secret");
});

Deno.test("a refused signature is explained in one sentence without the secret", () => {
  const form = formOf("github");
  const sent: Record<string, string>[] = [
    {},
    { "x-hub-signature-256": rfc.hex },
    { "x-hub-signature-256": "sha256=abc" },
    { "x-hub-signature-256": `sha256=${rfc.hex}` },
  ];
  const refusals = sent.map((sent) => {
    const error = assertThrows(() => verifyHmac(new Headers(sent), utf8.encode("{}"), form, [rfc.secret]));
    assert(error instanceof InvalidSignature);
    return error.message;
  });
  for (const message of refusals) assertMatch(message, /^The (header|signature) (?!.*Jefe)[^.]+$/);
});
