import { createRoute, type OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppEnv } from "../../shared/http/app.ts";
import { allow } from "../../shared/access/auth.ts";
import { unwrap } from "../../shared/data/db.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { etag } from "../../shared/http/etag.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { Channel, ChannelId, ChannelType } from "./schema.ts";

const columns = "id, type, name, config, enabled, credentials, version, created_by, created_at, updated_at";

const Filters = z.object({
  type: ChannelType.optional(),
  enabled: z.enum(["true", "false"]).optional(),
});

const listChannels = createRoute({
  method: "get",
  path: "/",
  summary: "The channels, newest first",
  middleware: [allow("channels:read")] as const,
  request: { query: pageQuery.extend(Filters.shape) },
  responses: { 200: json(page(Channel), "The channels"), ...problems(400, 401, 403, 422, 429, 503) },
});

const getChannel = createRoute({
  method: "get",
  path: "/{channel}",
  summary: "A channel",
  middleware: [allow("channels:read")] as const,
  request: { params: ChannelId },
  responses: {
    200: json(data(Channel), "The channel, with ETag"),
    ...problems(401, 403, 404, 422, 429, 503),
  },
});

/** Adds the routes that read channels. */
export function addReadRoutes(app: OpenAPIHono<AppEnv>): void {
  app.openapi(listChannels, async (c) => {
    const query = c.req.valid("query");
    const { type, enabled } = query;
    const filters = { type, enabled: enabled === undefined ? undefined : enabled === "true" };
    const found = unwrap(await c.var.db.rpc("list_channels", { ...filters, ...pageArguments(query) }));
    return c.json(readPage(found, Channel, query), 200);
  });

  app.openapi(getChannel, async (c) => {
    const { channel: id } = c.req.valid("param");
    const found = unwrap(await c.var.db.from("channels").select(columns).eq("id", id).maybeSingle());
    if (found === null) throw new ApiError(404, "NOT_FOUND", "There is no such channel");
    const channel = Channel.parse(found);
    return c.json({ data: channel }, 200, etag(channel));
  });
}
