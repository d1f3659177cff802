import { z } from "@hono/zod-openapi";
import { readFlags } from "../../shared/access/flags.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { etag, ifMatch, ifMatchHeader, ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { TenantHeader } from "./schema.ts";

const FlagKey = z.object({
  flag: z.string().regex(
    /^[A-Za-z][\w.:-]{0,99}$/,
    "must be 1–100 letters, digits or _ . : -, a letter first",
  )
    .openapi({ example: "new_trends" }),
});

const NewFlag = z.strictObject({
  enabled: z.boolean().openapi({ description: "False turns it off for everyone" }),
  clients: z.array(z.guid()).max(1000).nullish().openapi({
    description: "Tenants that it is on for, whatever the percent",
  }),
  percent: z.int().min(0).max(100).nullish().openapi({
    description: "Share of tenants. A tenant keeps its answer; raising the share turns it off for nobody",
    example: 20,
  }),
  versions: z.array(z.string().regex(/^v[1-9]\d{0,2}$/, "must be an API version such as v2")).min(1).max(20)
    .nullish().openapi({ description: "API versions that it is on in; without them all", example: ["v2"] }),
}).openapi("NewFlag");

const time = () => z.string().openapi({ format: "date-time" });

const Flag = z.object({
  flag: z.string().openapi({ example: "new_trends" }),
  enabled: z.boolean(),
  percent: z.int().nullable(),
  clients: z.array(z.guid()),
  versions: z.array(z.string()).nullable(),
  version: z.int().openapi({ description: "The ETag" }),
  created_at: time(),
  updated_at: time(),
  explanation: z.string().nullable().openapi({
    description: "Why it is on or off for the tenant that `x-client-id` names",
    example: "on: 20 %, bucket 7",
  }),
}).openapi("Flag");

/** The routes of feature flags. */
export const flags = createRoutes();

const listFlags = defineRoute({
  method: "get",
  path: "/flags",
  summary: "List which feature flags are on for your tenant",
  description: "By flag. With the secret key, for the tenant that `x-client-id` names.",
  access: "authenticated",
  request: { headers: TenantHeader },
  responses: {
    200: json(
      data(z.record(z.string(), z.boolean()).openapi({ example: { new_trends: true } })),
      "True if on",
    ),
  },
});

flags.openapi(listFlags, async (c) => c.json({ data: await readFlags(c) }, 200));

const getFlag = defineRoute({
  method: "get",
  path: "/flags/{flag}",
  summary: "Get a feature flag, and why it is on or off for a tenant",
  access: "operator",
  request: { headers: TenantHeader.extend(ifNoneMatchHeader.shape), params: FlagKey },
  responses: { 200: json(data(Flag), "The flag, with ETag"), ...problems(404) },
});

flags.openapi(getFlag, async (c) => {
  const flag = Flag.parse(unwrap(await c.var.db.rpc("get_flag", { key: c.req.valid("param").flag })));
  return c.json({ data: flag }, 200, etag(flag));
});

const putFlag = defineRoute({
  method: "put",
  path: "/flags/{flag}",
  summary: "Create or replace a feature flag",
  description:
    "Without `clients` and `percent` it is on for everyone. Functions know of a change within 10 s.",
  access: "operator",
  request: { headers: TenantHeader.extend(ifMatchHeader.shape), params: FlagKey, body: json(NewFlag) },
  responses: { 200: json(data(Flag), "The flag, with its new ETag") },
});

flags.openapi(putFlag, async (c) => {
  const { enabled, clients, percent, versions } = c.req.valid("json");
  const flag = Flag.parse(unwrap(
    await c.var.db.rpc("put_flag", {
      key: c.req.valid("param").flag,
      enabled,
      clients: clients ?? [],
      percent: percent ?? undefined,
      versions: versions ?? undefined,
      if_match: ifMatch(c.req.raw.headers),
    }),
  ));
  return c.json({ data: flag }, 200, etag(flag));
});

const deleteFlag = defineRoute({
  method: "delete",
  path: "/flags/{flag}",
  summary: "Delete a feature flag, which turns it off for everyone",
  access: "operator",
  request: { params: FlagKey },
  responses: { 204: { description: "It is gone" }, ...problems(404) },
});

flags.openapi(deleteFlag, async (c) => {
  unwrap(await c.var.db.rpc("delete_flag", { key: c.req.valid("param").flag }));
  return c.body(null, 204);
});
