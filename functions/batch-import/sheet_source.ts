import { z } from "@hono/zod-openapi";
import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { storable } from "../../shared/input/text.ts";
import { checkWidth, emptyFile } from "../../shared/read/file_faults.ts";
import type { SheetRow } from "../../shared/read/xlsx/sheet.ts";
import { WorkbookStream } from "../../shared/read/xlsx/stream.ts";
import type { RecordSource, SourceRecord } from "./record_source.ts";
import { uploadBytes } from "./upload_bytes.ts";
import type { WorkedUpload } from "./upload_state.ts";

/** The workbook of an upload. */
export function workbookOf(db: Db, upload: WorkedUpload): Promise<WorkbookStream> {
  return WorkbookStream.open((start, count) => uploadBytes(db, upload, start, count), upload.state.bytes);
}

const Texts = z.record(z.string(), z.string());

/** The rows of a sheet, whose shared texts are stored by now. */
export class SheetSource implements RecordSource {
  isAtEnd = false;
  readonly isIntact = true;
  #at = 0;
  #line = 0;
  #workbook!: WorkbookStream;
  #pieces!: AsyncGenerator<{ rows: SheetRow[]; at: number; isLast: boolean }>;
  #ahead: SourceRecord[] = [];

  constructor(private readonly db: Db, private readonly upload: WorkedUpload) {}

  async open(): Promise<void> {
    const { state } = this.upload;
    const sheet = state.sheet!;
    [this.#at, this.#line] = [sheet.at, state.line];
    this.#workbook = await workbookOf(this.db, this.upload);
    this.#pieces = this.#workbook.rows(sheet.part, sheet.at, state.line);
    if (state.file) return;
    while (this.#ahead.length === 0 && !this.isAtEnd) this.#ahead = await this.#piece();
    const header = this.#ahead.shift();
    if (!header) throw emptyFile();
    checkWidth(header.cells.length);
    state.width = header.cells.length;
    state.file = { charset: "utf-8", delimiter: ",", header: header.cells.map(storable) };
  }

  /** A sheet has no cells behind the last filled one of a row. */
  async next(): Promise<SourceRecord[]> {
    const width = this.upload.state.file!.header.length;
    const records = this.#ahead.length > 0 || this.isAtEnd ? this.#ahead.splice(0) : await this.#piece();
    return records.map(({ line, cells }) => ({
      line,
      cells: [...cells, ...Array<string>(Math.max(0, width - cells.length)).fill("")],
    }));
  }

  keepPlace(): void {
    const { state } = this.upload;
    state.sheet!.at = this.#at;
    state.line = this.#line;
    // What the progress is computed from.
    state.start = Math.min(
      state.bytes,
      Math.round(state.bytes * this.#at / this.#workbook.sizeOf(state.sheet!.part)),
    );
  }

  async #piece(): Promise<SourceRecord[]> {
    const { value, done } = await this.#pieces.next();
    this.isAtEnd = done === true || value.isLast;
    if (done) return [];
    this.#at = value.at;
    this.#line = value.rows.at(-1)?.row ?? this.#line;
    const texts = await this.#texts(value.rows);
    return value.rows.map(({ row, cells }) => ({
      line: row,
      cells: cells.map((cell) => typeof cell === "number" ? texts[cell] ?? "" : cell),
    }));
  }

  /** The shared texts of these rows by their places. */
  async #texts(rows: SheetRow[]): Promise<Record<string, string>> {
    const places = [
      ...new Set(rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell === "number"))),
    ];
    if (places.length === 0) return {};
    const { tenant, upload_id } = this.upload;
    return Texts.parse(unwrap(await this.db.rpc("read_upload_texts", { tenant, upload_id, places })));
  }
}
