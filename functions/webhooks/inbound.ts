import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { limitAddress } from "../../shared/access/auth.ts";
import { addressOf, limitRate, limitTenant, rateLimiter } from "../../shared/access/rate_limit.ts";
import type { AppEnv, Db } from "../../shared/context.ts";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { onwardHeaders } from "../../shared/observe/scope.ts";
import { challengeOf, isPing } from "./handshake.ts";
import { findSource, type FoundSource, requireLength } from "./find_source.ts";
import { inboundContent, type InboundRequest } from "./inbound_json.ts";
import { readEvents } from "./read_events.ts";

const Received = z.object({ received: z.boolean() });
const Challenge = z.object({ challenge: z.string() }).openapi({ description: "To Slack's url_verification" });

/** The route that other systems send events to. */
export const inbound = createRoutes();

const receive = defineRoute({
  method: "post",
  path: "/in/{source}",
  summary: "Receive events from another system",
  description:
    "The source is `stripe`, `resend`, `sendgrid`, or the id of a tenant's own. The signature says who sends: no token. " +
    "An event that came before is answered alike and has no second effect. A JSON array is one event per element; " +
    "a form is an object of its fields, or the JSON in its field `payload`; CloudEvents come in either mode.",
  access: "open",
  bodyLimit: 1_048_576,
  request: {
    params: z.object({ source: z.string().max(100) }),
    body: { required: true, content: inboundContent },
  },
  responses: {
    200: json(
      z.union([data(Received), Challenge]),
      "They are stored; received is false if all of them were before",
    ),
    ...problems(401),
  },
});

inbound.openapi(receive, async (c) => {
  const name = c.req.valid("param").source.toLowerCase();
  const request = { headers: c.req.raw.headers, body: new Uint8Array(await c.req.arrayBuffer()) };
  const db = adminClient(onwardHeaders());
  const { source, isEvent, signedId } = await limitForgeries(c, () => authenticate(name, request, db));
  if (!isEvent) return c.json({ data: { received: false } }, 200);
  await limitRate(c, "inbound", name, source.limits);
  if (source.tenant !== null) await limitTenant(c, source.tenant, source.limits);
  const { payload, ...sent } = readEvents(request, source.places, signedId);
  const challenge = challengeOf(source, payload);
  if (challenge !== undefined) return c.json({ challenge }, 200);
  const stored = await db.rpc("receive_inbound_events", { source: name, ...sent });
  return c.json({ data: Received.parse(unwrap(stored)) }, 200);
});

/** The source of a request that it has signed. Throws 401, 404, 413. */
async function authenticate(
  name: string,
  request: InboundRequest,
  db: Db,
): Promise<{ source: FoundSource; isEvent: boolean; signedId?: string }> {
  const source = await findSource(name, db);
  requireLength(request, source);
  if (isPing(source, request)) return { source, isEvent: false };
  return { source, isEvent: true, signedId: source.verify(request) };
}

/** Counts requests that no source has sent by their address; when it has spent its rate, they go no further. */
async function limitForgeries<T>(c: Context<AppEnv>, authenticated: () => Promise<T>): Promise<T> {
  if (rateLimiter().isSpent("anonymous", addressOf(c.req.raw.headers))) await limitAddress(c);
  try {
    return await authenticated();
  } catch (error) {
    if (error instanceof ApiError && [401, 404, 503].includes(error.status)) await limitAddress(c);
    throw error;
  }
}
