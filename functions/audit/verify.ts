import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { invalid } from "../../shared/http/problem.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { judge, Range } from "./judge.ts";
import { TenantHeader, Verification, Window } from "./schema.ts";
import { publicKeys } from "./signatures.ts";

const maxEntries = 500_000;

/** The route that verifies. */
export const verification = createRoutes();

const verifyLog = defineRoute({
  method: "get",
  path: "/verify",
  summary: "Verify that no entry was changed, removed, inserted or reordered",
  description:
    "Hashes the entries of the window again and follows the tree to the signed checkpoints. At most 500,000 entries.",
  access: "audit:read",
  request: { headers: TenantHeader, query: Window },
  responses: { 200: json(data(Verification), "What was found"), ...problems(404) },
});

verification.openapi(verifyLog, async (c) => {
  const { from: since, until } = await boundsOf(c.var.db, c.req.valid("query"));
  const range = Range.parse(unwrap(await c.var.db.rpc("audit_range", { since, until })));
  if (range.until - range.first > maxEntries) {
    const message = `must be later: the window has more than ${maxEntries} entries`;
    throw invalid([{ path: ["from"], code: "too_big", message }]);
  }
  const log = {
    slice: async (first: number, until: number) =>
      unwrap(await c.var.db.rpc("verify_audit_slice", { first, until })),
    roots: async (first: number) => unwrap(await c.var.db.rpc("verify_audit_roots", { first })),
  };
  return c.json({ data: await judge(log, range, publicKeys()) }, 200);
});
