import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { boundsOf } from "../../shared/data/days.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Checkpoint, TenantHeader, Window } from "./schema.ts";
import { publicKeys } from "./signatures.ts";

/** Leaves of one statement; each comes with about 2 kB. */
const pageSize = 200;

const Header = z.looseObject({
  first: z.int(),
  until: z.int(),
  size: z.int(),
  checkpoint: Checkpoint.nullable(),
});
const End = z.looseObject({ dropped: z.int() });
const Leaves = z.array(z.looseObject({ kind: z.enum(["entry", "leaf"]), number: z.int() }));

// Not a literal type: hono would take the name for JSON.
const ndjson: string = "application/x-ndjson";

/** The route that exports. */
export const exported = createRoutes();

const exportLog = defineRoute({
  method: "get",
  path: "/export",
  summary: "Export sealed entries with their proofs",
  description:
    "JSON lines: `log`, then `entry` and `leaf` (its entry ended by retention) in order, then `end` with what ended meanwhile. " +
    "`npm run verify-audit -- <file>` checks the file without a database.",
  access: "audit:read",
  request: { headers: TenantHeader, query: Window },
  responses: {
    200: {
      description: "The lines",
      content: { [ndjson]: { schema: z.string(), example: '{"kind":"log","size":4096}\n' } },
    },
  },
});

exported.openapi(exportLog, async (c) => {
  const { from: since, until } = await boundsOf(c.var.db, c.req.valid("query"));
  const header = Header.parse(unwrap(await c.var.db.rpc("begin_audit_export", { since, until })));
  const lines = ReadableStream.from(linesOf(c.var.db, header)).pipeThrough(new TextEncoderStream());
  return c.body(lines, 200, {
    "content-type": ndjson,
    "content-disposition": 'attachment; filename="audit.ndjson"',
  });
});

/** A file without `end` was cut off. */
async function* linesOf(db: Db, header: z.output<typeof Header>): AsyncGenerator<string> {
  const { first, until, size } = header;
  const keys = header.checkpoint === null ? { keys: [] } : publicKeys();
  yield line({ kind: "log", ...header, ...keys });
  for (let start = first; start < until; start += pageSize) {
    const page = { first: start, until: Math.min(start + pageSize, until), size };
    const leaves = Leaves.parse(unwrap(await db.rpc("export_audit_leaves", page)));
    yield leaves.map(line).join("");
  }
  const end = End.parse(unwrap(await db.rpc("end_audit_export", { size })));
  yield line({ kind: "end", leaves: until - first, ...end });
}

function line(value: unknown): string {
  return JSON.stringify(value) + "\n";
}
