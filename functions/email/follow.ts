import { Buffer } from "node:buffer";
import { z } from "@hono/zod-openapi";
import { isbot } from "isbot";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { env } from "./env.ts";

/** The routes that the links of mails lead to. Nobody is signed in there. */
export const follow = createRoutes();

const Token = z.object({ token: z.string().max(43) });
const Clicked = z.object({ token: z.string().max(3000) });
const pixel = Uint8Array.from(
  atob("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"),
  (c) => c.charCodeAt(0),
);

/** Why we think that a program followed a link; undefined if a person probably did. */
function machineReason(headers: Headers): string | undefined {
  const agent = headers.get("user-agent") ?? "";
  if (agent === "") return "no user agent";
  if (/GoogleImageProxy|YahooMailProxy/i.test(agent)) return undefined; // shows images to people
  if (isbot(agent)) return "user agent of a program";
  if (agent === "Mozilla/5.0") return "loaded ahead by the mail service";
  if (/prefetch|preview/i.test(`${headers.get("sec-purpose")} ${headers.get("purpose")}`)) {
    return "loaded ahead";
  }
  return undefined;
}

async function record(kind: string, token: string, url: string | undefined, headers: Headers): Promise<void> {
  const reason = machineReason(headers);
  const link = { kind, token, url: url ?? "", machine: reason !== undefined, reason: reason ?? "" };
  unwrap(await adminClient().rpc("record_email_link", link));
}

const open = defineRoute({
  method: "get",
  path: "/open/{token}",
  summary: "Count that a mail was opened; the image in it",
  access: "public",
  request: { params: Token },
  responses: {
    200: { description: "An image of one pixel", content: { "image/gif": { schema: z.string() } } },
  },
});

follow.openapi(open, async (c) => {
  await record("open", c.req.valid("param").token, undefined, c.req.raw.headers);
  return c.body(pixel, 200, { "content-type": "image/gif", "cache-control": "no-store" });
});

const click = defineRoute({
  method: "get",
  path: "/click/{token}",
  summary: "Count a click and go where the mail's link leads",
  access: "public",
  request: { params: Clicked },
  responses: { 302: { description: "To a URL that was in the mail" } },
});

follow.openapi(click, async (c) => {
  const [token = "", encoded = ""] = c.req.valid("param").token.split(".");
  const url = Buffer.from(encoded, "base64url").toString();
  if (!/^https?:\/\//i.test(url)) {
    throw new ApiError(404, "NOT_FOUND", "This link is not from one of our mails");
  }
  await record("click", token, url, c.req.raw.headers);
  return c.redirect(url, 302);
});

const showUnsubscribe = defineRoute({
  method: "get",
  path: "/unsubscribe/{token}",
  summary: "Go to the page that asks whether to unsubscribe; changes nothing",
  access: "public",
  request: { params: Token },
  responses: { 303: { description: "To the page" } },
});

follow.openapi(showUnsubscribe, (c) => {
  return c.redirect(
    `${env().APP_URL}/unsubscribe?token=${encodeURIComponent(c.req.valid("param").token)}`,
    303,
  );
});

const unsubscribe = defineRoute({
  method: "post",
  path: "/unsubscribe/{token}",
  summary: "Unsubscribe the address that a mail went to (RFC 8058)",
  access: "public",
  request: { params: Token },
  responses: {
    200: json(data(z.object({ unsubscribed: z.literal(true) })), "No more optional mail of the tenant"),
    ...problems(404),
  },
});

follow.openapi(unsubscribe, async (c) => {
  await record("unsubscribe", c.req.valid("param").token, undefined, c.req.raw.headers);
  return c.json({ data: { unsubscribed: true as const } }, 200);
});
