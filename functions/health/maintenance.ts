import { z } from "@hono/zod-openapi";
import { createRoutes } from "../../shared/http/app.ts";
import { unwrap } from "../../shared/data/db.ts";
import { shortText } from "../../shared/input/text.ts";
import { moment } from "../../shared/input/time.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Maintenance } from "./schema.ts";
import { forgetStatusPage } from "./status.ts";

const NewMaintenance = z.strictObject({
  title: shortText(200).openapi({ example: "Upgrade of the database" }),
  starts_at: moment().openapi({ format: "date-time" }),
  ends_at: moment().openapi({ format: "date-time", description: "At most 30 days later" }),
  components: z.array(shortText(100)).max(50).default([]).openapi({
    description: "Parts of the status page; empty for the whole service",
    example: ["database"],
  }),
}).openapi("NewMaintenance");

const MaintenanceId = z.object({ maintenance: z.guid() });

/** The routes by which the operator announces maintenance. */
export const maintenance = createRoutes();

const listMaintenance = defineRoute({
  method: "get",
  path: "/maintenance",
  summary: "List maintenance, past and to come, newest first",
  access: "operator",
  request: { query: pageQuery },
  responses: { 200: json(page(Maintenance), "The maintenance") },
});

maintenance.openapi(listMaintenance, async (c) => {
  const query = c.req.valid("query");
  const found = unwrap(await c.var.db.rpc("list_maintenance", pageArguments(query)));
  return c.json(readPage(found, Maintenance, query), 200);
});

const createMaintenance = defineRoute({
  method: "post",
  path: "/maintenance",
  summary: "Announce maintenance on the status page",
  access: "operator",
  request: { body: json(NewMaintenance) },
  responses: { 201: json(data(Maintenance), "The maintenance") },
});

maintenance.openapi(createMaintenance, async (c) => {
  const created = unwrap(await c.var.db.rpc("create_maintenance", c.req.valid("json")));
  forgetStatusPage();
  return c.json({ data: Maintenance.parse(created) }, 201);
});

const deleteMaintenance = defineRoute({
  method: "delete",
  path: "/maintenance/{maintenance}",
  summary: "Take an announcement back",
  access: "operator",
  request: { params: MaintenanceId },
  responses: { 204: { description: "It is gone" }, ...problems(404) },
});

maintenance.openapi(deleteMaintenance, async (c) => {
  const { maintenance: maintenance_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("delete_maintenance", { maintenance_id }));
  forgetStatusPage();
  return c.body(null, 204);
});
