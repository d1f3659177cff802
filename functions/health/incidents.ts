import { z } from "@hono/zod-openapi";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { storableText } from "../../shared/input/text.ts";
import { Incident } from "./schema.ts";
import { forgetStatusPage } from "./status.ts";

const NewNote = z.strictObject({
  text: storableText().trim().min(1).max(2_000).openapi({
    description: "The status page shows it to everybody",
    example: "We have found the cause and are restarting the database.",
  }),
}).openapi("NewIncidentNote");

const Incidents = z.object({ rows: z.array(Incident), total: z.int().nullable() });
const NotedIncident = z.object({ incident: Incident, replayed: z.boolean() });

/** The operator's view of incidents. */
export const incidents = createRoutes();

const listIncidents = defineRoute({
  method: "get",
  path: "/incidents",
  summary: "List incidents with their whole timeline, newest first",
  access: "operator",
  request: { query: pageQuery },
  responses: { 200: json(page(Incident), "The incidents") },
});

incidents.openapi(listIncidents, async (c) => {
  const query = c.req.valid("query");
  const found = Incidents.parse(unwrap(await c.var.db.rpc("list_incidents", pageArguments(query))));
  return c.json(paginate(found.rows, query.limit, ({ opened_at, id }) => [opened_at, id], found.total), 200);
});

const addNote = defineRoute({
  method: "post",
  path: "/incidents/{incident}/notes",
  summary: "Add a note to an incident's timeline",
  access: "operator",
  request: {
    params: z.object({ incident: z.guid() }),
    headers: idempotencyHeader,
    body: json(NewNote),
  },
  responses: { 201: json(data(Incident), "The incident with the note"), ...problems(404, 409) },
});

incidents.openapi(addNote, async (c) => {
  const { incident: incident_id } = c.req.valid("param");
  const { text: note } = c.req.valid("json");
  const noted = NotedIncident.parse(unwrap(await c.var.db.rpc("add_incident_note", { incident_id, note })));
  forgetStatusPage();
  return c.json({ data: noted.incident }, 201, replayHeaders(noted));
});
