import { Buffer } from "node:buffer";
import { createHmac, timingSafeEqual } from "node:crypto";
import { InvalidSignature, requireRecent } from "./signature.ts";

/** How a sender signs: where the HMAC-SHA-256 stands and how it is written. */
export interface HmacForm {
  header: string;
  /** Without one, hexadecimal digits and base64 are told apart by their look. */
  encoding: "hex" | "base64" | null;
  /** What stands before the digest. Without one, `sha256=` may. */
  prefix: string | null;
  /** The header with the time in seconds or milliseconds, if the signature covers it. */
  timestampHeader: string | null;
}

/** What senders with a timestamp sign. None can be read as another with another timestamp. */
const layouts = ["{time}.", "{time}:", "v0:{time}:"];

/**
 * Checks a body's HMAC-SHA-256 against any of the secrets. Without a timestamp it says nothing about when it was made:
 * callers must accept each body only once. Throws InvalidSignature.
 */
export function verifyHmac(
  headers: Headers,
  body: Uint8Array,
  form: HmacForm,
  secrets: readonly string[],
  now: number = Date.now(),
): void {
  const given = readDigest(required(headers, form.header), form);
  const time = form.timestampHeader === null ? undefined : required(headers, form.timestampHeader);
  if (time !== undefined) requireRecent(time.length > 12 ? time.slice(0, -3) : time, now);
  const beginnings = time === undefined ? [""] : layouts.map((layout) => layout.replace("{time}", time));
  let matches = false;
  for (const secret of secrets) {
    for (const beginning of beginnings) {
      const expected = createHmac("sha256", secret).update(beginning).update(body).digest();
      matches = expected.length === given.length && timingSafeEqual(expected, given) || matches;
    }
  }
  if (!matches) {
    throw new InvalidSignature(
      `The signature in ${form.header} does not fit this body and the source's secret: ` +
        "check that both sides have the same secret",
    );
  }
}

function required(headers: Headers, name: string): string {
  const value = headers.get(name)?.trim();
  if (!value) throw new InvalidSignature(`The header ${name} is missing`);
  return value;
}

function readDigest(sent: string, { header, encoding, prefix }: HmacForm): Buffer {
  if (prefix !== null && !sent.startsWith(prefix)) {
    throw new InvalidSignature(`The header ${header} must begin with ${prefix}`);
  }
  const digest = prefix === null ? sent.replace(/^sha256=/, "") : sent.slice(prefix.length);
  const isHex = /^[\da-f]{64}$/i.test(digest);
  const isBase64 = /^[\w+/-]{43}=$/.test(digest);
  if (isHex && encoding !== "base64") return Buffer.from(digest, "hex");
  if (isBase64 && encoding !== "hex") return Buffer.from(digest, "base64");
  const expected = { hex: "64 hexadecimal digits", base64: "32 bytes in base64" };
  const wanted = encoding === null ? Object.values(expected).join(" or ") : expected[encoding];
  throw new InvalidSignature(`The signature in ${header} must be ${wanted}`);
}
