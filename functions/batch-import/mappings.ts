import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { etag, ifMatch, ifMatchHeader } from "../../shared/http/etag.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { MappingName, NewMapping, SavedMapping } from "./mapping_schema.ts";

const columns =
  "id, name, target, mapping, values, formats, options, version, created_by, created_at, updated_at";

/** The routes of saved mappings. */
export const mappings = createRoutes();

const listMappings = defineRoute({
  method: "get",
  path: "/mappings",
  summary: "List the saved mappings by name",
  access: "opportunities:import",
  responses: { 200: json(data(z.array(SavedMapping)), "All of them, at most 100") },
});

mappings.openapi(listMappings, async (c) => {
  const found = await c.var.db.from("import_mappings").select(columns).order("name").limit(100);
  return c.json({ data: z.array(SavedMapping).parse(unwrap(found)) }, 200);
});

const getMapping = defineRoute({
  method: "get",
  path: "/mappings/{name}",
  summary: "Get a saved mapping",
  access: "opportunities:import",
  request: { params: MappingName },
  responses: { 200: json(data(SavedMapping), "The mapping, with ETag") },
});

mappings.openapi(getMapping, async (c) => {
  const mapping = await readMapping(c.var.db, c.req.valid("param").name);
  return c.json({ data: mapping }, 200, etag(mapping));
});

const putMapping = defineRoute({
  method: "put",
  path: "/mappings/{name}",
  summary: "Save a mapping under a name",
  description: "Import with `mapping=@name` to use it. Parameters of an import win over what is saved.",
  access: "opportunities:import",
  request: { headers: ifMatchHeader, params: MappingName, body: json(NewMapping) },
  responses: {
    200: json(data(SavedMapping), "The mapping, which was there before, with its ETag"),
    201: json(data(SavedMapping), "The new mapping, with ETag"),
    ...problems(409),
  },
});

mappings.openapi(putMapping, async (c) => {
  const saved = await c.var.db.rpc("put_import_mapping", {
    name: c.req.valid("param").name,
    content: c.req.valid("json"),
    if_match: ifMatch(c.req.raw.headers),
  });
  const { status, body } = settle(saved, SavedMapping);
  return c.json({ data: body }, status === 201 ? 201 : 200, etag(body));
});

const deleteMapping = defineRoute({
  method: "delete",
  path: "/mappings/{name}",
  summary: "Delete a saved mapping",
  access: "opportunities:import",
  request: { headers: ifMatchHeader, params: MappingName },
  responses: { 204: { description: "It is gone" } },
});

mappings.openapi(deleteMapping, async (c) => {
  const { name } = c.req.valid("param");
  unwrap(await c.var.db.rpc("delete_import_mapping", { name, if_match: ifMatch(c.req.raw.headers) }));
  return c.body(null, 204);
});

/** The saved mapping with this name; raises 404. */
export async function readMapping(db: Db, name: string): Promise<z.output<typeof SavedMapping>> {
  return SavedMapping.parse(unwrap(await db.rpc("get_import_mapping", { name })));
}
