import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { etag, ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { data, json, page } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { StoredChannel } from "./exact_config.ts";
import { Channel, ChannelId, ChannelType } from "./schema.ts";

const columns =
  "id, type, name, config_text:config::text, enabled, credentials, version, created_by, created_at, updated_at";

const Filters = z.object({
  type: ChannelType.optional(),
  enabled: z.enum(["true", "false"]).optional(),
});

/** The routes that read channels. */
export const channels = createRoutes();

const listChannels = defineRoute({
  method: "get",
  path: "/",
  summary: "List channels, newest first",
  access: "channels:read",
  request: { query: pageQuery.extend(Filters.shape) },
  responses: { 200: json(page(Channel), "The channels") },
});

channels.openapi(listChannels, async (c) => {
  const query = c.req.valid("query");
  const { type, enabled } = query;
  const filters = { type, enabled: enabled === undefined ? undefined : enabled === "true" };
  const found = unwrap(await c.var.db.rpc("list_channels", { ...filters, ...pageArguments(query) }));
  return c.json(readPage(found, StoredChannel, query), 200);
});

const getChannel = defineRoute({
  method: "get",
  path: "/{channel}",
  summary: "Get a channel",
  access: "channels:read",
  request: { headers: ifNoneMatchHeader, params: ChannelId },
  responses: { 200: json(data(Channel), "The channel, with ETag") },
});

channels.openapi(getChannel, async (c) => {
  const { channel: id } = c.req.valid("param");
  const found = unwrap(await c.var.db.from("channels").select(columns).eq("id", id).maybeSingle());
  if (found === null) throw new ApiError(404, "NOT_FOUND", "There is no such channel");
  const channel = StoredChannel.parse(found);
  return c.json({ data: channel }, 200, etag(channel));
});
