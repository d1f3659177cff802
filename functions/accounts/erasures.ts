import { z } from "@hono/zod-openapi";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Email, time } from "./schema.ts";

/** Erasing a person from the caller's tenant. */
export const erasures = createRoutes();

const NewErasure = z.strictObject({ email: Email.openapi({ example: "ada@example.com" }) }).openapi(
  "NewErasure",
);

const Erasure = z.object({
  id: z.guid(),
  status: z.enum(["running", "completed"]),
  tables: z.array(z.object({ table: z.string(), rows: z.int() })).openapi({
    description: "How many rows got the pseudonym, of the tables that are done",
  }),
  created_at: time(),
  completed_at: time().nullable(),
}).openapi("Erasure");

const createErasure = defineRoute({
  method: "post",
  path: "/erasures",
  summary: "Erase a person: a pseudonym takes the place of their address in every table",
  access: "account:write",
  request: { headers: idempotencyHeader, body: json(NewErasure) },
  responses: { 202: json(data(Erasure), "The erasure, which goes on in the background") },
});

erasures.openapi(createErasure, async (c) => {
  const { email } = c.req.valid("json");
  const { body, replayed } = settle(await c.var.db.rpc("create_erasure", { email }), Erasure);
  return c.json({ data: body }, 202, replayHeaders({ replayed }));
});

const getErasure = defineRoute({
  method: "get",
  path: "/erasures/{erasure}",
  summary: "Get what an erasure has done, table by table",
  access: "account:write",
  request: { params: z.object({ erasure: z.guid() }) },
  responses: { 200: json(data(Erasure), "The erasure") },
});

erasures.openapi(getErasure, async (c) => {
  const { erasure: erasure_id } = c.req.valid("param");
  return c.json({ data: Erasure.parse(unwrap(await c.var.db.rpc("get_erasure", { erasure_id }))) }, 200);
});
