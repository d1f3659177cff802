import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { tidy } from "../../shared/input/names.ts";
import { isStorable, storable } from "../../shared/input/text.ts";
import { type Column, matchColumns } from "../../shared/read/columns.ts";
import { headerOnly, lastFilled } from "../../shared/read/file_faults.ts";
import { unguard } from "../../shared/read/text.ts";
import { translator } from "../../shared/read/values.ts";
import { target } from "./csv_rows.ts";
import { CsvSource } from "./csv_source.ts";
import type { Field } from "./opportunity.ts";
import type { RecordSource } from "./record_source.ts";
import { SheetSource } from "./sheet_source.ts";
import { stored, type WorkedUpload } from "./upload_state.ts";
import { Surveyor } from "./upload_survey.ts";

/** Reads the file of an upload slice by slice, until it is at its end or the time is up. */
export class UploadReader {
  #source: RecordSource | undefined;
  #columns: Column<Field>[] = [];

  constructor(private readonly db: Db, private readonly upload: WorkedUpload) {}

  /** True if the last slice was cut. */
  get isAtEnd(): boolean {
    return this.#source?.isAtEnd ?? false;
  }

  /** Cuts the next slice; returns the call that stores it, which returns the status of the upload then. */
  async next(slice: number): Promise<() => Promise<string>> {
    const { state, reading, tenant, upload_id } = this.upload;
    const source = this.#source ??= await this.#open();
    const { header } = state.file!;
    const records = await source.next();
    this.upload.rows += records.length;
    if (this.upload.rows > this.upload.maxRows) throw tooManyRows(this.upload.maxRows);
    if (source.isAtEnd && this.upload.rows === 0) throw headerOnly();

    const translate = translator(reading.values);
    const surveyor = new Surveyor(this.#columns, translate, state.survey);
    const id = this.#columns.findIndex(({ fields }) => fields.includes("external_id"));
    for (const { cells } of records) {
      if (cells.length <= header.length) state.width = Math.max(state.width, lastFilled(cells));
      surveyor.add(cells);
    }
    state.isIntact &&= source.isIntact && records.every(({ cells }) => cells.every(isStorable));
    const rows = records.map(({ cells }) => cells.every(isStorable) ? cells : cells.map(storable));
    source.keepPlace();
    state.content_hash = await chained(state.content_hash, rows);
    const call = {
      tenant,
      upload_id,
      slice,
      rows,
      lines: records.map(({ line }) => line),
      external_ids: rows.map((cells) => externalId(cells[id], translate)),
      state: stored(state),
      is_last: source.isAtEnd,
    };
    return async () => z.string().parse(unwrap(await this.db.rpc("store_upload_slice", call)));
  }

  async #open(): Promise<RecordSource> {
    const { state, reading } = this.upload;
    const source = state.sheet ? new SheetSource(this.db, this.upload) : new CsvSource(this.db, this.upload);
    await source.open();
    this.#columns = matchColumns(state.file!.header, reading.mapping, target);
    return source;
  }
}

/** Empty for a row without one. */
function externalId(cell: string | undefined, translate: (field: string, text: string) => string): string {
  const text = tidy(unguard(tidy(cell ?? "")));
  return text === "" ? "" : tidy(translate("external_id", text));
}

async function chained(before: string, rows: string[][]): Promise<string> {
  const bytes = new TextEncoder().encode(before + JSON.stringify(rows));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).reduce(
    (text, byte) => text + byte.toString(16).padStart(2, "0"),
    "",
  );
}

function tooManyRows(most: number): ApiError {
  const message = `The file has more than ${most.toLocaleString("en")} rows: split it, ` +
    "or raise the setting import.max_upload_rows";
  return new ApiError(413, "BATCH_TOO_LARGE", message);
}
