import { isUtf8 } from "node:buffer";
import type { z } from "@hono/zod-openapi";
import type { HonoRequest } from "hono";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { encodingOf } from "../../shared/read/charset.ts";
import { isSpreadsheet } from "../../shared/read/kind.ts";
import { formContent, xlsxContent } from "../../shared/read/options.ts";
import { readTable, type Table } from "../../shared/read/table.ts";
import { analyse } from "./analysis.ts";
import { Analysis, AnalysisQuery, maxSample, Sample } from "./analysis_schema.ts";
import { readForm, validate } from "../../shared/read/form.ts";
import { withSaved } from "../../shared/read/saved_mapping.ts";
import { savedOpportunities } from "./mapping_schema.ts";
import { maxRows } from "./schema.ts";

/** The route that looks at a file before it is imported. */
export const analysis = createRoutes();
analysis.openAPIRegistry.register("Sample", Sample);

const analyseFile = defineRoute({
  method: "post",
  path: "/analyse",
  summary: "Suggest how to import a file",
  description:
    "Send the start of a CSV file (256 kB are enough, more is not read), an .xlsx file, or columns and some rows as JSON. " +
    "Nothing is stored. Import with the `mapping`, `values` and `formats` of the answer, corrected where needed.",
  access: "opportunities:import",
  request: {
    query: AnalysisQuery,
    body: {
      required: true,
      // References, not zod schemas: the body is read by its content type.
      content: {
        "application/json": { schema: { $ref: "#/components/schemas/Sample" } },
        "text/csv": {
          schema: { type: "string" },
          example: "Deal Name;Company;Amount\nRenewal;Northwind;1.054,00\n",
        },
        ...xlsxContent,
        ...formContent,
      },
    },
  },
  responses: { 200: json(data(Analysis), "What an import would do with the file"), ...problems(404) },
});

analysis.openapi(analyseFile, async (c) => {
  const { table, query } = await readSample(c.req, c.req.valid("query"));
  return c.json({ data: analyse(table, await withSaved(c.var.db, savedOpportunities, query)) }, 200);
});

type Query = z.output<typeof AnalysisQuery>;

/** The start of the file in the body, with its parameters. Raises 400, 415 and 422. */
async function readSample(request: HonoRequest, query: Query): Promise<{ table: Table; query: Query }> {
  const contentType = request.header("content-type") ?? "";
  switch (contentType.split(";", 1)[0]!.trim().toLowerCase()) {
    case "application/json":
      return { table: tableOf(validate(Sample, await request.json())), query };
    case "multipart/form-data": {
      const { file, fields } = await readForm(request);
      const all = { ...query, ...validate(AnalysisQuery, fields) };
      return { table: startOf(new Uint8Array(await file.arrayBuffer()), all), query: all };
    }
    default: {
      const encoding = encodingOf(contentType, query.encoding);
      return { table: startOf(new Uint8Array(await request.arrayBuffer()), { ...query, encoding }), query };
    }
  }
}

function tableOf({ columns, rows }: z.output<typeof Sample>): Table {
  const cells = rows.map((row) => row.map((value) => value === null ? "" : String(value)));
  const lines = rows.map((_, index) => index + 1);
  return {
    columns,
    rows: cells,
    lines,
    delimiter: null,
    encoding: null,
    isSheet: false,
    isIntact: true,
    unclosed: new Set(),
  };
}

function startOf(bytes: Uint8Array, { delimiter, encoding, sheet, formats, partial = false }: Query): Table {
  const isLonger = bytes.length > maxSample && !isSpreadsheet(bytes);
  return readTable(isLonger ? cut(bytes) : bytes, {
    maxRows,
    delimiter,
    encoding: encoding ?? formats?.encoding,
    sheet,
    isSample: true,
    isCut: partial || isLonger,
  });
}

/** The first bytes, which end between two characters of UTF-8, UTF-16 and UTF-32. */
function cut(bytes: Uint8Array): Uint8Array {
  const start = bytes.subarray(0, maxSample);
  const shorter = [0, 1, 2, 3].map((less) => start.subarray(0, start.length - less));
  return shorter.find((part) => isUtf8(part)) ?? start;
}
