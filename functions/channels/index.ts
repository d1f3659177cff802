import { createApp } from "../../shared/http/app.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { etag, ifMatch, ifMatchHeader } from "../../shared/http/etag.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { channels } from "./channels.ts";
import { exactConfig, StoredChannel } from "./exact_config.ts";
import { encryptCredentials, tenantOf } from "./credentials.ts";
import { reencryption } from "./re_encrypt.ts";
import { Channel, ChannelChange, ChannelId, NewChannel, Rotation } from "./schema.ts";

const app = createApp("channels");

const createChannel = defineRoute({
  method: "post",
  path: "/",
  summary: "Create a channel",
  access: "channels:write",
  request: { headers: idempotencyHeader, body: json(NewChannel) },
  responses: { 201: json(data(Channel), "The channel, enabled, with ETag") },
});

app.openapi(createChannel, async (c) => {
  const { credentials, ...channel } = c.req.valid("json");
  const config = exactConfig(await c.req.arrayBuffer());
  const tenant = tenantOf(c.var.caller);
  const id = crypto.randomUUID();
  const sealed = credentials && await encryptCredentials(credentials, tenant, id);
  const result = await c.var.db.rpc("create_channel", { id, ...channel, config, credentials: sealed });
  const { body, replayed } = settle(result, StoredChannel);
  return c.json({ data: body }, 201, { ...etag(body), ...replayHeaders({ replayed }) });
});

const putChannel = defineRoute({
  method: "put",
  path: "/{channel}",
  summary: "Replace a channel's name and config",
  description: "Credentials are kept (see rotate), and so is the enabled state (see enable and disable).",
  access: "channels:write",
  request: { headers: ifMatchHeader, params: ChannelId, body: json(ChannelChange) },
  responses: {
    200: json(data(Channel), "The channel, with its new ETag"),
    ...problems(409),
  },
});

app.openapi(putChannel, async (c) => {
  const { channel: channel_id } = c.req.valid("param");
  const if_match = ifMatch(c.req.raw.headers);
  const config = exactConfig(await c.req.arrayBuffer());
  const result = await c.var.db.rpc("put_channel", { channel_id, ...c.req.valid("json"), config, if_match });
  const channel = StoredChannel.parse(unwrap(result));
  return c.json({ data: channel }, 200, etag(channel));
});

const deleteChannel = defineRoute({
  method: "delete",
  path: "/{channel}",
  summary: "Delete a channel and its credentials",
  access: "channels:write",
  request: { headers: ifMatchHeader, params: ChannelId },
  responses: { 204: { description: "It is gone" }, ...problems(409) },
});

app.openapi(deleteChannel, async (c) => {
  const { channel: channel_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("delete_channel", { channel_id, if_match: ifMatch(c.req.raw.headers) }));
  return c.body(null, 204);
});

for (const [verb, enabled] of [["enable", true], ["disable", false]] as const) {
  const setEnabled = defineRoute({
    method: "post",
    path: `/{channel}/${verb}`,
    summary: enabled ? "Enable a channel" : "Disable a channel",
    access: "channels:write",
    request: { headers: ifMatchHeader, params: ChannelId },
    responses: {
      200: json(data(Channel), `The ${verb}d channel, which may have been so before`),
    },
  });

  app.openapi(setEnabled, async (c) => {
    const { channel: channel_id } = c.req.valid("param");
    const if_match = ifMatch(c.req.raw.headers);
    const result = await c.var.db.rpc("set_channel_enabled", { channel_id, enabled, if_match });
    const channel = StoredChannel.parse(unwrap(result));
    return c.json({ data: channel }, 200, etag(channel));
  });
}

const rotateCredentials = defineRoute({
  method: "post",
  path: "/{channel}/rotate",
  summary: "Replace a channel's credentials",
  access: "channels:write",
  request: { headers: ifMatchHeader, params: ChannelId, body: json(Rotation) },
  responses: { 200: json(data(Channel), "The channel, with its new ETag") },
});

app.openapi(rotateCredentials, async (c) => {
  const { channel: channel_id } = c.req.valid("param");
  const { credentials: plain } = c.req.valid("json");
  const if_match = ifMatch(c.req.raw.headers);
  const credentials = await encryptCredentials(plain, tenantOf(c.var.caller), channel_id.toLowerCase());
  const result = await c.var.db.rpc("rotate_channel_credentials", { channel_id, credentials, if_match });
  const channel = StoredChannel.parse(unwrap(result));
  return c.json({ data: channel }, 200, etag(channel));
});

app.route("/", reencryption);
app.route("/", channels);

export default app;
