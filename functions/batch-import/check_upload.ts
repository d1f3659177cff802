import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { type Column, matchColumns, unknownColumns } from "../../shared/read/columns.ts";
import { lastFilled } from "../../shared/read/file_faults.ts";
import { encodingWarnings, type Warning } from "../../shared/read/problem.ts";
import type { Readers } from "../../shared/read/reading.ts";
import { convertRows, textsOf } from "../../shared/read/rows.ts";
import { target } from "./csv_rows.ts";
import { valueReaders } from "./csv_values.ts";
import { leaveOutForeignIds } from "./foreign_ids.ts";
import type { Field } from "./opportunity.ts";
import { tidyRows } from "./tidy_rows.ts";
import { stored, type WorkedUpload } from "./upload_state.ts";
import { decidingTexts, rowOfIds } from "./upload_survey.ts";
import { addFacts, warningsOf } from "./warnings.ts";

const ReadSlice = z.object({ first_row: z.int(), rows: z.array(z.array(z.string())).nullable() });
type ReadSlice = z.output<typeof ReadSlice>;

/** Checks the rows of an upload slice by slice, when its file is known to the end. */
export class UploadChecker {
  readonly #columns: Column<Field>[];
  readonly #warnings: Warning[];
  readonly #readers: Readers<Field>;

  constructor(private readonly db: Db, private readonly upload: WorkedUpload) {
    const { state, reading } = upload;
    const { header, charset } = state.file!;
    const matched = matchColumns(header.slice(0, state.width), reading.mapping, target);
    const { columns, warnings } = leaveOutForeignIds(matched, [rowOfIds(state.survey, matched.length)]);
    this.#columns = columns;
    this.#warnings = [...warnings, ...encodingWarnings(charset)];
    this.#readers = valueReaders(decidingTexts(state.survey), reading.formats, state.sheet !== undefined);
    state.columns = header.slice(0, state.width);
    state.unknown_columns = unknownColumns(columns);
  }

  /** Loads a slice as it was read. */
  async load(slice: number): Promise<ReadSlice> {
    const { tenant, upload_id } = this.upload;
    return ReadSlice.parse(unwrap(await this.db.rpc("read_upload_slice", { tenant, upload_id, slice })));
  }

  /** Converts the next slice; returns the call that checks it, which returns the status of the upload then. */
  next(slice: number, { first_row, rows: sent }: ReadSlice): () => Promise<string> {
    const { tenant, upload_id, reading, state, options } = this.upload;
    if (sent === null) return () => Promise.resolve("stale");
    const rows = sent.map((cells) => trimmed(cells, state.width));
    const converted = convertRows({
      rows,
      columns: this.#columns,
      texts: textsOf(rows, this.#columns, reading.values, options.empty === "clear"),
      readers: this.#readers,
      isIntact: state.isIntact,
      firstRow: first_row,
    });
    const opportunities = tidyRows(converted.rows, reading.round);
    state.facts = addFacts(state.facts, opportunities);
    state.warnings = [...this.#warnings, ...warningsOf(state.facts, options)];
    const { problems } = converted;
    const call = { tenant, upload_id, slice, opportunities, problems, state: stored(state) };
    return async () => z.string().parse(unwrap(await this.db.rpc("check_upload_slice", call)));
  }
}

/** A row without the surplus cells that are empty. */
function trimmed(cells: string[], width: number): string[] {
  return cells.length > width ? cells.slice(0, Math.max(width, lastFilled(cells))) : cells;
}
