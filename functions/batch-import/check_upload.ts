import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { type Column, matchColumns, unknownColumns } from "../../shared/read/columns.ts";
import { lastFilled } from "../../shared/read/file_faults.ts";
import type { Reader } from "../../shared/read/reading.ts";
import { convertRows, encodingWarnings, target, textsOf } from "./csv_rows.ts";
import { valueReaders } from "./csv_values.ts";
import { leaveOutForeignIds } from "./foreign_ids.ts";
import type { Field } from "./opportunity.ts";
import type { Warning } from "./problem.ts";
import { tidyRows } from "./tidy_rows.ts";
import { stored, type WorkedUpload } from "./upload_state.ts";
import { decidingTexts, rowOfIds } from "./upload_survey.ts";
import { addFacts, warningsOf } from "./warnings.ts";

const Slice = z.object({ first_row: z.int(), rows: z.array(z.array(z.string())).nullable() });

/** Checks the rows of an upload slice by slice, when its file is known to the end. */
export class UploadChecker {
  readonly #columns: Column<Field>[];
  readonly #warnings: Warning[];
  readonly #readers: { [field in Field]?: Reader };

  constructor(private readonly db: Db, private readonly upload: WorkedUpload) {
    const { state, reading } = upload;
    const { header, charset } = state.file!;
    const matched = matchColumns(header.slice(0, state.width), reading.mapping, target);
    const { columns, warnings } = leaveOutForeignIds(matched, [rowOfIds(state.survey, matched.length)]);
    this.#columns = columns;
    this.#warnings = [...warnings, ...encodingWarnings(charset)];
    this.#readers = valueReaders(decidingTexts(state.survey), reading.formats);
    state.columns = header.slice(0, state.width);
    state.unknown_columns = unknownColumns(columns);
  }

  /** Checks the next slice; returns the status of the upload then. */
  async next(slice: number): Promise<string> {
    const { tenant, upload_id, reading, state, options } = this.upload;
    const read = Slice.parse(unwrap(await this.db.rpc("read_upload_slice", { tenant, upload_id, slice })));
    if (read.rows === null) return "stale";
    const rows = read.rows.map((cells) => trimmed(cells, state.width));
    const converted = convertRows({
      rows,
      columns: this.#columns,
      texts: textsOf(rows, this.#columns, reading.values, options.empty === "clear"),
      readers: this.#readers,
      isIntact: state.isIntact,
      firstRow: read.first_row,
    });
    const opportunities = tidyRows(converted.opportunities, reading.round);
    state.facts = addFacts(state.facts, opportunities);
    state.warnings = [...this.#warnings, ...warningsOf(state.facts, options)];
    return z.string().parse(unwrap(
      await this.db.rpc("check_upload_slice", {
        tenant,
        upload_id,
        slice,
        opportunities,
        problems: converted.problems,
        state: stored(state),
      }),
    ));
  }
}

/** A row without the surplus cells that are empty. */
function trimmed(cells: string[], width: number): string[] {
  return cells.length > width ? cells.slice(0, Math.max(width, lastFilled(cells))) : cells;
}
