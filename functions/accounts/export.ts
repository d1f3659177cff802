import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { defineRoute } from "../../shared/http/route.ts";

/** Everything of the caller's tenant. */
export const exports = createRoutes();

const ExportQuery = z.object({
  after: z.string().max(1000).optional().openapi({
    description: "The field `after` of the last line of a download that broke; it goes on behind it",
  }),
});

const Page = z.object({ lines: z.string().nullable(), after: z.string().nullable() });

// Not a literal type: hono would take the name for JSON.
const ndjson: string = "application/x-ndjson";

const exportTenant = defineRoute({
  method: "get",
  path: "/export",
  summary: "Export everything of your tenant but its secrets, as NDJSON that npm run import-tenant loads",
  access: "account:export",
  request: { query: ExportQuery },
  responses: {
    200: {
      description: "A line each: {kind, after, record}. The last line has the kind end",
      content: { [ndjson]: { schema: z.string() } },
    },
  },
});

// The first page decides about the status. A fault after it cuts the answer, so that nobody takes it for a whole one.
exports.openapi(exportTenant, async (c) => {
  const first = await exportPage(c.var.db, c.req.valid("query").after);
  const file = ReadableStream.from(exportLines(c.var.db, first)).pipeThrough(new TextEncoderStream());
  return c.body(file, 200, { "content-type": ndjson });
});

async function exportPage(db: Db, after?: string) {
  return Page.parse(unwrap(await db.rpc("export_page", { after })));
}

/** The lines, about a megabyte at a time, each page read when the one before was taken. */
async function* exportLines(db: Db, first: z.output<typeof Page>): AsyncGenerator<string> {
  let page = first;
  while (page.lines !== null && page.after !== null) {
    yield `${page.lines}\n`;
    page = await exportPage(db, page.after);
  }
  yield `{"kind": "end", "record": {}}\n`;
}
