import { z } from "@hono/zod-openapi";
import { isOperator } from "../../shared/access/caller.ts";
import { createApp } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { checkAll, checkOutside, overall } from "./checks.ts";
import { feedOf } from "./feed.ts";
import { incidents } from "./incidents.ts";
import { maintenance } from "./maintenance.ts";
import { Health, Live, StatusPage } from "./schema.ts";
import { forgetStatusPage, operatorPage, statusPage } from "./status.ts";

const app = createApp("health", { quietPath: "/live" });

const mediaType = "application/health+json";
const headers = { "Content-Type": mediaType };
const serviceId = "frontline";

function health<T extends z.ZodType>(schema: T, description: string) {
  return { content: { [mediaType]: { schema } }, description };
}

const live = defineRoute({
  method: "get",
  path: "/live",
  summary: "Check that the process answers",
  description: "Checks no dependency, has no rate limit and writes no log line.",
  access: "open",
  responses: { 200: health(Live, "It does"), ...problems(405) },
});

app.openapi(live, (c) => c.json({ status: "pass" as const, serviceId }, 200, headers));

const ready = defineRoute({
  method: "get",
  path: "/ready",
  summary: "Check each dependency",
  description:
    "Answers within a second, whatever hangs. The whole fails when the database, sign-in, the scheduler, " +
    "a queue or the aggregation does; without Redis, or a provider, it is `warn`. `connections` warns when 80 % of the database's are used. HEALTH_CHECKS chooses the parts.",
  access: "public",
  responses: {
    200: health(Health, "`pass`, or `warn`: something is not as it should be, and requests are served"),
    ...problems(405),
    503: health(Health, "`fail`: what `checks` says is failing"),
  },
});

app.openapi(ready, async (c) => {
  const checks = Object.entries(await checkAll());
  const status = overall(checks.map(([component, check]) => [component, check.status]));
  const body = {
    status,
    serviceId,
    version: "1",
    checks: Object.fromEntries(checks.map(([component, check]) => [component, [check]])),
  };
  return c.json(body, status === "fail" ? 503 : 200, headers);
});

const status = defineRoute({
  method: "get",
  path: "/status",
  summary: "Get components, uptime and incidents for a status page",
  description:
    "By samples of every minute; one without a sample counts as bad. An incident opens after three bad samples of a part " +
    "and closes after three good ones. The page is at most 15 seconds old. With the secret key, incidents have `affected_clients` and " +
    "their whole timeline.",
  access: "public",
  responses: { 200: json(data(StatusPage), "The status page"), ...problems(405) },
});

app.openapi(status, async (c) => {
  if (await isOperator(c.req.raw.headers)) {
    return c.json({ data: await operatorPage() }, 200, { "Cache-Control": "private, no-store" });
  }
  const { page, headers } = await statusPage();
  return c.json({ data: page }, 200, headers);
});

const statusFeed = defineRoute({
  method: "get",
  path: "/status.atom",
  summary: "Get incidents and maintenance as an Atom feed",
  access: "public",
  responses: {
    200: { content: { "application/atom+xml": { schema: z.string() } }, description: "The feed" },
    ...problems(405),
  },
});

app.openapi(statusFeed, async (c) => {
  const { page, headers } = await statusPage();
  return c.body(feedOf(page), 200, { ...headers, "Content-Type": "application/atom+xml; charset=utf-8" });
});

const sample = defineRoute({
  method: "post",
  path: "/samples",
  summary: "Complete this minute's sample with external checks (called by the database)",
  access: "worker",
  responses: {
    200: json(
      data(z.object({ recorded: z.boolean() })),
      "`recorded` is false when this minute has all it needs",
    ),
    ...problems(405),
  },
});

app.openapi(sample, async (c) => {
  const checks = Object.entries(await checkOutside()).map(([component, { status }]) => ({
    component,
    status,
  }));
  const recorded = unwrap(await c.var.db.rpc("record_health_sample", { checks }));
  forgetStatusPage();
  return c.json({ data: { recorded } }, 200);
});

app.route("/", incidents);
app.route("/", maintenance);

export default app;
