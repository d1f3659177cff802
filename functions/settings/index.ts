import { z } from "@hono/zod-openapi";
import { createApp } from "../../shared/http/app.ts";
import { cached, stateOf } from "../../shared/cache/cached.ts";
import { unwrap } from "../../shared/data/db.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { etag, ifMatch, ifMatchHeader, ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { audit } from "./audit.ts";
import { blocks } from "./blocks.ts";
import { flags } from "./flags.ts";
import {
  keyForm,
  Setting,
  SettingChanges,
  SettingDefinition,
  SettingKey,
  SettingValue,
  TenantHeader,
} from "./schema.ts";
import { secrets } from "./secrets.ts";
import { usage } from "./usage.ts";

const app = createApp("settings");

const Settings = z.array(Setting);
const changeHeaders = TenantHeader.extend(ifMatchHeader.shape);

const listSettings = defineRoute({
  method: "get",
  path: "/",
  summary: "List settings with value, default and last change",
  access: "settings:read",
  request: { headers: TenantHeader.extend(ifNoneMatchHeader.shape) },
  responses: { 200: json(data(Settings), "The settings, by key"), ...problems(404) },
});

app.openapi(listSettings, async (c) => {
  const { answer, headers } = await cached(c, {
    scope: "settings:read",
    route: "settings",
    query: {},
    schema: Settings,
    lifetime: "lists",
    state: stateOf("settings:read", ["settings"]),
    load: async () => Settings.parse(unwrap(await c.var.db.rpc("list_settings"))),
  });
  return c.json({ data: answer }, 200, headers);
});

const patchSettings = defineRoute({
  method: "patch",
  path: "/",
  summary: "Change several settings, all or none",
  description: "`{key: value, …}`; null resets to the default. `details` names each key with a wrong value.",
  access: "settings:write",
  request: { headers: TenantHeader, body: json(SettingChanges) },
  responses: {
    200: json(data(Settings), "The settings that were named"),
    ...problems(404),
  },
});

app.openapi(patchSettings, async (c) => {
  const changes = c.req.valid("json");
  return c.json({ data: Settings.parse(unwrap(await c.var.db.rpc("patch_settings", { changes }))) }, 200);
});

const listDefinitions = defineRoute({
  method: "get",
  path: "/definitions",
  summary: "List setting definitions with their bounds",
  access: "settings:read",
  responses: { 200: json(data(z.array(SettingDefinition)), "The definitions, by key") },
});

app.openapi(listDefinitions, async (c) => {
  const definitions = unwrap(await c.var.db.rpc("list_setting_definitions"));
  return c.json({ data: z.array(SettingDefinition).parse(definitions) }, 200);
});

// Before the routes of a key: "audit", "blocks", "flags", "secrets" and "usage" are none.
app.route("/", audit);
app.route("/", blocks);
app.route("/", flags);
app.route("/", secrets);
app.route("/", usage);

const getSetting = defineRoute({
  method: "get",
  path: "/{key}",
  summary: "Get a setting",
  access: "settings:read",
  request: { headers: TenantHeader.extend(ifNoneMatchHeader.shape), params: SettingKey },
  responses: { 200: json(data(Setting), "The setting, with ETag") },
});

app.openapi(getSetting, async (c) => {
  const key = known(c.req.valid("param").key);
  const setting = Setting.parse(unwrap(await c.var.db.rpc("get_setting", { key })));
  return c.json({ data: setting }, 200, etag(setting));
});

const putSetting = defineRoute({
  method: "put",
  path: "/{key}",
  summary: "Change a setting",
  access: "settings:write",
  request: { headers: changeHeaders, params: SettingKey, body: json(SettingValue) },
  responses: { 200: json(data(Setting), "The setting, with its new ETag") },
});

app.openapi(putSetting, async (c) => {
  const key = known(c.req.valid("param").key);
  const change = c.req.valid("json");
  const if_match = ifMatch(c.req.raw.headers);
  const setting = Setting.parse(unwrap(await c.var.db.rpc("put_setting", { key, change, if_match })));
  return c.json({ data: setting }, 200, etag(setting));
});

const resetSetting = defineRoute({
  method: "delete",
  path: "/{key}",
  summary: "Reset a setting to its default",
  access: "settings:write",
  request: { headers: changeHeaders, params: SettingKey },
  responses: { 204: { description: "It has its default" } },
});

app.openapi(resetSetting, async (c) => {
  const key = known(c.req.valid("param").key);
  unwrap(await c.var.db.rpc("reset_setting", { key, if_match: ifMatch(c.req.raw.headers) }));
  return c.body(null, 204);
});

/** What has not a key's form has no definition, so that SQL need not be asked with texts that it cannot even store. */
function known(key: string): string {
  if (keyForm.test(key)) return key;
  throw new ApiError(404, "NOT_FOUND", "There is no such setting: GET /settings/v1/definitions names all");
}

export default app;
