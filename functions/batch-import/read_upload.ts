import { Buffer } from "node:buffer";
import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { isStorable, storable } from "../../shared/input/text.ts";
import { z } from "@hono/zod-openapi";
import { ByteFacts, isWesternFile } from "../../shared/read/byte_facts.ts";
import { type CsvRecord, OpenQuote, readRecords } from "../../shared/read/cells.ts";
import { ChunkedText } from "../../shared/read/chunked_text.ts";
import { type Column, matchColumns } from "../../shared/read/columns.ts";
import { charsetOf, withoutMark } from "../../shared/read/decode.ts";
import { findDelimiter } from "../../shared/read/delimiter.ts";
import {
  checkWidth,
  emptyFile,
  headerOnly,
  lastFilled,
  openQuote,
  unreadable,
} from "../../shared/read/file_faults.ts";
import { foreignKind } from "../../shared/read/kind.ts";
import { tidy } from "../../shared/input/names.ts";
import { unguard } from "../../shared/read/text.ts";
import { translator } from "../../shared/read/values.ts";
import { target } from "./csv_rows.ts";
import type { Field } from "./opportunity.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { stored, type WorkedUpload } from "./upload_state.ts";
import { Surveyor } from "./upload_survey.ts";

/** A slice ends after so many rows or characters, wherever a worker began: equal files have equal slices. */
const sliceRows = 2_000;
const sliceCharacters = 2_000_000;
/** What is loaded at once; more than the beginning that tells the delimiter. */
const chunkBytes = 512 * 1024;
/** A cell that is longer has a quote that is never closed. */
const longestRecord = 5_000_000;

/** Reads the file of an upload slice by slice, until it is at its end or the time is up. */
export class UploadReader {
  #text: ChunkedText | undefined;
  #at = 0;
  #columns: Column<Field>[] = [];

  constructor(private readonly db: Db, private readonly upload: WorkedUpload) {}

  /** Reads and stores the next slice; returns the status of the upload then. */
  async next(slice: number): Promise<string> {
    const { state, reading, tenant, upload_id } = this.upload;
    const text = this.#text ??= await this.#open();
    const file = state.file!;
    const records = await this.#records(text, file.delimiter, sliceRows);
    const isLast = text.isWhole && this.#at >= text.text.length;
    this.upload.rows += records.length;
    if (this.upload.rows > this.upload.maxRows) throw tooManyRows(this.upload.maxRows);
    if (isLast && this.upload.rows === 0) throw headerOnly();

    const translate = translator(reading.values);
    const surveyor = new Surveyor(this.#columns, translate, state.survey);
    const id = this.#columns.findIndex(({ fields }) => fields.includes("external_id"));
    for (const { cells } of records) {
      if (cells.length <= file.header.length) state.width = Math.max(state.width, lastFilled(cells));
      surveyor.add(cells);
    }
    state.isIntact &&= text.isIntact && records.every(({ cells }) => cells.every(isStorable));
    const rows = records.map(({ cells }) => cells.every(isStorable) ? cells : cells.map(storable));
    Object.assign(state, text.placeOf(this.#at));
    state.content_hash = await chained(state.content_hash, rows);
    return z.string().parse(unwrap(
      await this.db.rpc("store_upload_slice", {
        tenant,
        upload_id,
        slice,
        rows,
        lines: records.map(({ line }) => line),
        external_ids: rows.map((cells) => externalId(cells[id], translate)),
        state: stored(state),
        is_last: isLast,
      }),
    ));
  }

  async #open(): Promise<ChunkedText> {
    const { state } = this.upload;
    if (!state.file) return await this.#begin();
    const text = new ChunkedText(state.start, state.bytes, state.file.charset, (start) => this.#load(start));
    await text.extend(0);
    this.#at = state.offset;
    this.#columns = matchColumns(state.file.header, this.upload.reading.mapping, target);
    return text;
  }

  /** Looks at the beginning of the file: what it is, how it is encoded, what parts its cells, and its header. */
  async #begin(): Promise<ChunkedText> {
    const { state, reading, tenant, upload_id } = this.upload;
    const first = await this.#load(0);
    const kind = foreignKind(first);
    if (kind) throw unreadable(kind);
    const facts = z.array(ByteFacts).safeParse(
      unwrap(await this.db.rpc("upload_facts", { tenant, upload_id })),
    );
    const encoding = reading.encoding ?? reading.formats.encoding ?? "auto";
    const charset = charsetOf(first, encoding, () => facts.success && isWesternFile(facts.data));
    const text = new ChunkedText(
      0,
      state.bytes,
      charset,
      (start) => start === 0 ? Promise.resolve(first) : this.#load(start),
    );
    await text.extend(0);
    const whole = withoutMark(text.text);
    const { delimiter, body, skipped } = findDelimiter(whole, reading.delimiter);
    this.#at = text.text.length - body.length;
    state.line += skipped;
    const [header] = await this.#records(text, delimiter, 1);
    if (!header) throw emptyFile();
    const names = lastFilled(header.cells);
    checkWidth(names);
    const columns = header.cells.map(storable);
    this.#columns = matchColumns(columns, reading.mapping, target);
    state.width = names;
    state.file = { charset, delimiter, header: columns };
    state.delimiter = delimiter;
    return text;
  }

  /** Records that hold anything, from the present place on; fewer only at the end of a slice or of the file. */
  async #records(text: ChunkedText, delimiter: string, most: number): Promise<CsvRecord[]> {
    const { state } = this.upload;
    const records: CsvRecord[] = [];
    let characters = 0;
    while (records.length < most && characters < sliceCharacters) {
      for (const record of complete(text, delimiter, this.#at, state.line)) {
        characters += record.end - this.#at;
        this.#at = record.end;
        state.line = record.nextLine;
        if (lastFilled(record.cells) > 0) records.push(record);
        if (records.length === most || characters >= sliceCharacters) return records;
      }
      if (text.isWhole) return records;
      if (text.text.length - this.#at > longestRecord) throw openQuote(state.line);
      await text.extend(this.#at);
      this.#at = 0;
    }
    return records;
  }

  async #load(start: number): Promise<Uint8Array> {
    const { tenant, upload_id } = this.upload;
    const content = await this.db.rpc("read_upload_bytes", { tenant, upload_id, start, count: chunkBytes });
    return Buffer.from(unwrap(content), "base64");
  }
}

/** The records of the text that cannot go on in the next chunk. */
function* complete(text: ChunkedText, delimiter: string, at: number, line: number): Generator<CsvRecord> {
  try {
    for (const record of readRecords(text.text, delimiter, at, line)) {
      const isAtEnd = record.end === text.text.length && !text.text.endsWith("\n");
      if (isAtEnd && !text.isWhole) return;
      yield record;
    }
  } catch (error) {
    if (!(error instanceof OpenQuote)) throw error;
    if (text.isWhole) throw openQuote(error.line);
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
