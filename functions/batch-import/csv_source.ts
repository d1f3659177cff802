import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { storable } from "../../shared/input/text.ts";
import { z } from "@hono/zod-openapi";
import { ByteFacts, isWesternFile } from "../../shared/read/byte_facts.ts";
import { type CsvRecord, OpenQuote, readRecords } from "../../shared/read/cells.ts";
import { ChunkedText } from "../../shared/read/chunked_text.ts";
import { charsetOf, withoutMark } from "../../shared/read/decode.ts";
import { findDelimiter } from "../../shared/read/delimiter.ts";
import { checkWidth, emptyFile, lastFilled, openQuote, unreadable } from "../../shared/read/file_faults.ts";
import { foreignKind } from "../../shared/read/kind.ts";
import type { RecordSource, SourceRecord } from "./record_source.ts";
import { uploadBytes } from "./upload_bytes.ts";
import type { WorkedUpload } from "./upload_state.ts";

/** A slice ends after so many rows or characters, wherever a worker began: equal files have equal slices. */
const sliceRows = 2_000;
const sliceCharacters = 2_000_000;
/** What is loaded at once; more than the beginning that tells the delimiter. */
const chunkBytes = 256 * 1024;
/** A cell that is longer has a quote that is never closed. */
const longestRecord = 5_000_000;

/** The records of a CSV file. */
export class CsvSource implements RecordSource {
  #text!: ChunkedText;
  #at = 0;

  constructor(private readonly db: Db, private readonly upload: WorkedUpload) {}

  get isAtEnd(): boolean {
    return this.#text.isWhole && this.#at >= this.#text.text.length;
  }

  get isIntact(): boolean {
    return this.#text.isIntact;
  }

  async open(): Promise<void> {
    const { state } = this.upload;
    if (!state.file) return await this.#begin();
    this.#text = new ChunkedText(state.start, state.bytes, state.file.charset, (start) => this.#load(start));
    await this.#text.extend(0);
    this.#at = state.offset;
  }

  next(): Promise<SourceRecord[]> {
    return this.#records(this.upload.state.file!.delimiter, sliceRows);
  }

  keepPlace(): void {
    Object.assign(this.upload.state, this.#text.placeOf(this.#at));
  }

  /** Looks at the beginning of the file: what it is, how it is encoded, what parts its cells, and its header. */
  async #begin(): Promise<void> {
    const { state, reading, tenant, upload_id } = this.upload;
    const first = await this.#load(0);
    const kind = foreignKind(first);
    if (kind) throw unreadable(kind);
    const facts = z.array(ByteFacts).safeParse(
      unwrap(await this.db.rpc("upload_facts", { tenant, upload_id })),
    );
    const encoding = reading.encoding ?? reading.formats.encoding ?? "auto";
    const charset = charsetOf(first, encoding, () => facts.success && isWesternFile(facts.data));
    const text = this.#text = new ChunkedText(
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
    const [header] = await this.#records(delimiter, 1);
    if (!header) throw emptyFile();
    const names = lastFilled(header.cells);
    checkWidth(names);
    const columns = header.cells.map(storable);
    state.width = names;
    state.file = { charset, delimiter, header: columns };
    state.delimiter = delimiter;
  }

  /** Records that hold anything, from the present place on; fewer only at the end of a slice or of the file. */
  async #records(delimiter: string, most: number): Promise<CsvRecord[]> {
    const { state } = this.upload;
    const text = this.#text;
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

  #load(start: number): Promise<Uint8Array> {
    return uploadBytes(this.db, this.upload, start, chunkBytes);
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
