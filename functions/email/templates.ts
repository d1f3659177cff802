import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import type { Db } from "../../shared/context.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { checkSource } from "./check_source.ts";
import { checkValues } from "./check_values.ts";
import { env } from "./env.ts";
import { render } from "./render.ts";
import {
  Locale,
  OwnTemplate,
  Preview,
  PreviewRequest,
  Template,
  TemplateName,
  TemplateSummary,
} from "./schema.ts";
import {
  defaultSource,
  ownSource,
  type Source,
  type TemplateName as Name,
  templateNames,
  variablesOf,
} from "./templates/mod.ts";

/** The routes of templates. */
export const templates = createRoutes();

const params = z.object({ name: TemplateName });
const Own = z.object({ subject: z.string(), html: z.string(), text: z.string().nullable() });

/** The tenant's own words, if it has any. */
async function findOwn(db: Db, name: Name): Promise<Source | undefined> {
  const found = await db.from("email_templates").select("subject, html, text").eq("template", name)
    .maybeSingle();
  const own = unwrap(found);
  return own === null ? undefined : Own.parse(own);
}

function templateJson(name: Name, locale: string, own: Source | undefined) {
  const source = own ?? defaultSource(name, locale);
  return {
    name,
    ...source,
    variables: variablesOf(name),
    source: own === undefined ? "default" as const : "tenant" as const,
  };
}

const listTemplates = defineRoute({
  method: "get",
  path: "/templates",
  summary: "List templates",
  access: "email:read",
  responses: { 200: json(data(z.array(TemplateSummary)), "The templates") },
});

templates.openapi(listTemplates, async (c) => {
  const own = unwrap(await c.var.db.from("email_templates").select("template"));
  const names = new Set(own.map(({ template }) => template));
  const list = templateNames.map((name) => ({
    name,
    variables: variablesOf(name),
    source: names.has(name) ? "tenant" as const : "default" as const,
  }));
  return c.json({ data: list }, 200);
});

const getTemplate = defineRoute({
  method: "get",
  path: "/templates/{name}",
  summary: "Get a template's words",
  access: "email:read",
  request: { params, query: z.object({ locale: Locale }) },
  responses: { 200: json(data(Template), "The template") },
});

templates.openapi(getTemplate, async (c) => {
  const { name } = c.req.valid("param");
  const own = await findOwn(c.var.db, name);
  return c.json({ data: templateJson(name, c.req.valid("query").locale, own) }, 200);
});

const putTemplate = defineRoute({
  method: "put",
  path: "/templates/{name}",
  summary: "Use your own words for a template",
  description:
    "Mustache without lists: `{{variable}}` is escaped, `{{#variable}}…{{/variable}}` shows a part if it has a " +
    "value. HTML without a document around it gets the layout. Without `text` it is made from the HTML.",
  access: "email:write",
  request: { params, body: json(OwnTemplate) },
  responses: { 200: json(data(Template), "The template") },
});

templates.openapi(putTemplate, async (c) => {
  const { name } = c.req.valid("param");
  const { subject, html, text = null } = c.req.valid("json");
  checkSource({ subject, html, text }, variablesOf(name));
  const own = { template: name, subject, html, text_part: text ?? undefined };
  unwrap(await c.var.db.rpc("put_email_template", own));
  return c.json({ data: templateJson(name, "en", { subject, html, text }) }, 200);
});

const deleteTemplate = defineRoute({
  method: "delete",
  path: "/templates/{name}",
  summary: "Go back to the default words of a template",
  access: "email:write",
  request: { params },
  responses: { 204: { description: "The default is used" } },
});

templates.openapi(deleteTemplate, async (c) => {
  unwrap(await c.var.db.rpc("delete_email_template", { template: c.req.valid("param").name }));
  return c.body(null, 204);
});

const previewTemplate = defineRoute({
  method: "post",
  path: "/templates/{name}/preview",
  summary: "See a mail without sending it",
  access: "email:read",
  request: { params, body: json(PreviewRequest) },
  responses: { 200: json(data(Preview), "The mail") },
});

templates.openapi(previewTemplate, async (c) => {
  const { name } = c.req.valid("param");
  const { variables, locale, ...draft } = c.req.valid("json");
  checkValues(variables, variablesOf(name));
  const own = await findOwn(c.var.db, name);
  const present = own === undefined ? defaultSource(name, locale) : ownSource(own, locale);
  const { subject = present.subject, html = undefined, text = undefined } = draft;
  const source = html === undefined && text === undefined
    ? { ...present, subject }
    : ownSource({ subject, html: html ?? present.html, text: text ?? null }, locale);
  return c.json({ data: render(source, variables, env().APP_URL) }, 200);
});
