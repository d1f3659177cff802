import { Buffer, isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import { ApiError } from "../http/errors.ts";

/** A CSV file as it was sent: nothing trimmed, mapped or replaced. */
export interface CsvFile {
  columns: string[];
  /** May be shorter or longer than `columns`. */
  rows: string[][];
  /** Bytes that are not UTF-8 are U+FFFD in the cells, and only then this is false. */
  isUtf8: boolean;
}

const delimiters = [",", ";", "\t"];

/** A wider table is not an import. */
const maxColumns = 200;
/** What 1,000 rows of 200 columns have; a cell is one byte of text and thirty of memory. */
const maxDelimiters = 200_000;
/** A header row is shorter. */
const headerBytes = 64 * 1024;

/**
 * Reads a CSV file (RFC 4180; `,` `;` or tab; UTF-8 with or without byte order mark).
 * Raises 400 for what is no such file, 413 for more than `maxRows` rows, 422 for one without rows.
 */
export function parseCsv(bytes: Uint8Array, maxRows: number): CsvFile {
  if (isUtf16(bytes)) throw unreadable("The file is UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)");
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const delimiter = delimiterOf(buffer);
  if (hasMore(buffer, delimiter, maxDelimiters)) {
    throw unreadable(`The file has more than ${maxDelimiters} delimiters ("${delimiter}"): split it`);
  }
  const [columns, ...rows] = records(buffer, delimiter, maxRows + 2);
  if (!columns) throw invalid("The file is empty: it needs a header row and at least one row below it");
  if (columns.length > maxColumns) {
    throw invalid(`The header has ${columns.length} columns, at most ${maxColumns} are allowed`);
  }
  if (rows.length === 0) throw invalid("The file has a header row only: it needs at least one row below it");
  if (rows.length > maxRows) {
    throw new ApiError(413, "BATCH_TOO_LARGE", `More than ${maxRows} rows: split the file`);
  }
  return { columns, rows, isUtf8: isUtf8(buffer) };
}

/** Throws 415 for a CSV file whose content type names another charset than UTF-8. */
export function refuseOtherCharset(contentType: string): void {
  const charset = /charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1];
  if (charset && !/^utf-?8$/i.test(charset)) {
    throw new ApiError(415, "UNSUPPORTED_MEDIA_TYPE", `The charset is ${charset}: save the file as UTF-8`);
  }
}

function isUtf16([first, second]: Uint8Array): boolean {
  const hasMark = first === 0xff && second === 0xfe || first === 0xfe && second === 0xff;
  return hasMark || first === 0 || second === 0;
}

/** The delimiter that cuts the header row into the most columns. */
function delimiterOf(file: Buffer): string {
  const columns = delimiters.map((delimiter) => {
    try {
      return records(file.subarray(0, headerBytes), delimiter, 1)[0]?.length ?? 0;
    } catch (error) {
      if (error instanceof ApiError) return 0; // with another delimiter the quotes may match
      throw error;
    }
  });
  return delimiters[columns.indexOf(Math.max(...columns))]!;
}

function hasMore(file: Buffer, delimiter: string, limit: number): boolean {
  const byte = delimiter.charCodeAt(0);
  let found = 0;
  for (let at = file.indexOf(byte); at >= 0; at = file.indexOf(byte, at + 1)) {
    if (++found > limit) return true;
  }
  return false;
}

function records(file: Buffer, delimiter: string, to: number): string[][] {
  let line = 1;
  try {
    return parse(file, {
      bom: true,
      delimiter,
      record_delimiter: ["\r\n", "\n", "\r"], // left to itself the parser searches a long header for minutes
      relax_column_count: true, // a ragged row is one bad row, not an unreadable file
      skip_empty_lines: true,
      to,
      on_record: (record: string[], { lines }) => {
        line = lines + 1;
        return record;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw unreadable(
      `The quotes of the row that begins at line ${line} do not match: ` +
        'a quoted cell ends with a quote, and a quote inside it is written twice ("")',
    );
  }
}

function unreadable(message: string): ApiError {
  return new ApiError(400, "BAD_REQUEST", message);
}

function invalid(message: string): ApiError {
  return new ApiError(422, "VALIDATION_ERROR", message);
}
