import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { limitAddress } from "../../shared/access/auth.ts";
import type { Bytes } from "../../shared/input/bytes.ts";
import type { Db } from "../../shared/context.ts";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { parseJson } from "../../shared/input/json.ts";
import { limitRate } from "../../shared/access/rate_limit.ts";
import {
  InvalidSignature,
  verifyDigest,
  verifyStandard,
  verifyStripe,
} from "../../shared/outbound/signature.ts";
import { isStorableJson } from "../../shared/input/text.ts";
import { env } from "./env.ts";
import { openAll, ownerOf } from "./secrets.ts";

const InboundEvent = z.looseObject({
  id: z.unknown().optional().openapi({
    description: "If text, identifies the event when the signature carries no id",
  }),
  type: z.unknown().optional().openapi({ description: "If text, becomes the part after `inbound.`" }),
});

/** The route that other systems send events to. */
export const inbound = createRoutes();

const receive = defineRoute({
  method: "post",
  path: "/in/{source}",
  summary: "Receive an event from another system",
  description:
    "The source is `stripe`, `resend`, or the id of a tenant's own. The signature says who sends: no token. " +
    "An event that came before is answered alike and has no second effect.",
  access: "open",
  request: {
    params: z.object({ source: z.string().max(100) }),
    body: json(InboundEvent),
  },
  responses: {
    200: json(
      data(z.object({ received: z.boolean() })),
      "It is stored; received is false when it was before",
    ),
    ...problems(401),
  },
});

inbound.openapi(receive, async (c) => {
  const { source } = c.req.valid("param");
  const body = new Uint8Array(await c.req.arrayBuffer());
  const db = adminClient({ "x-request-id": c.var.requestId });
  try {
    const { verify, limits } = await findSource(source.toLowerCase(), db);
    const signedId = verify(c.req.raw.headers, body);
    await limitRate(c, "inbound", source.toLowerCase(), limits);
    const event = await readEvent(body, signedId);
    const stored = await db.rpc("receive_inbound_event", { source: source.toLowerCase(), ...event });
    return c.json({ data: z.object({ received: z.boolean() }).parse(unwrap(stored)) }, 200);
  } catch (error) {
    const isForged = error instanceof InvalidSignature;
    const isUnknown = error instanceof ApiError && error.status === 404;
    if (isForged || isUnknown) await limitAddress(c);
    throw isForged ? new ApiError(401, "UNAUTHORIZED", error.message) : error;
  }
});

const StoredSource = z.object({
  client_id: z.guid(),
  scheme: z.enum(["standard", "hmac-sha256"]),
  header: z.string().nullable(),
  secrets: z.array(z.object({ key_id: z.string(), ciphertext: z.string() })),
  limits: z.record(z.string(), z.unknown()),
});

/** Checks who sent a body; returns the event's id where the scheme signs one. Throws InvalidSignature. */
type Verify = (headers: Headers, body: Uint8Array) => string | undefined;

/** How a source's requests are verified, and the rates of its tenant where the operator has set any. */
interface Source {
  verify: Verify;
  limits: Record<string, unknown>;
}

/** Throws 404 if the source does not exist. */
async function findSource(source: string, db: Db): Promise<Source> {
  const { STRIPE_WEBHOOK_SECRETS: stripe, RESEND_WEBHOOK_SECRETS: resend } = env();
  if (source === "stripe" && stripe.length > 0) {
    const verify: Verify = (headers, body) =>
      void verifyStripe(headers.get("stripe-signature"), body, stripe);
    return { verify, limits: {} };
  }
  if (source === "resend" && resend.length > 0) {
    return { verify: (headers, body) => verifyStandard(headers, body, resend), limits: {} };
  }
  if (!z.guid().safeParse(source).success) throw new ApiError(404, "NOT_FOUND", "There is no such source");
  const found = StoredSource.parse(unwrap(await db.rpc("inbound_source", { source_id: source })));
  const secrets = await openAll(found.secrets, ownerOf("webhook_source", found.client_id, source));
  const { scheme, header, limits } = found;
  const verify: Verify = scheme === "standard"
    ? (headers, body) => verifyStandard(headers, body, secrets)
    : (headers, body) => void verifyDigest(headers.get(header ?? ""), body, secrets);
  return { verify, limits };
}

/** The event in a verified body. Throws 400 or 422. */
async function readEvent(body: Bytes, signedId: string | undefined) {
  const payload = z.record(z.string(), z.json()).safeParse(parseJson(body)).data;
  if (payload === undefined || !isStorableJson(payload)) {
    throw new ApiError(422, "VALIDATION_ERROR", "The body must be a JSON object whose texts can be stored");
  }
  // Of what is signed: an id in a header that is not could be changed to make an old event a new one.
  const id = signedId ??
    (typeof payload.id === "string" && payload.id !== "" ? payload.id : await hash(body));
  const named = typeof payload.type === "string" ? payload.type : "event";
  const type = named.toLowerCase().replace(/[^a-z_.]+/g, "_").split(".").filter(Boolean).join(".");
  // A longer one is kept as its digest: cut off, two events would be one.
  const event_id = id.length <= 255 ? id : await hash(new TextEncoder().encode(id));
  return { event_id, type: type.slice(0, 180).replace(/\.$/, "") || "event", payload };
}

async function hash(body: Bytes): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", body)).reduce(
    (text, byte) => text + byte.toString(16).padStart(2, "0"),
    "",
  );
}
