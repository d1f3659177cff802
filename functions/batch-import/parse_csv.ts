import { Buffer, isUtf8 } from "node:buffer";
import { CsvError, parse } from "csv-parse/sync";
import { ApiError } from "../../shared/errors.ts";
import { maxRows } from "./schema.ts";

/** A CSV file as it was sent: nothing trimmed, mapped or replaced. */
export interface CsvFile {
  columns: string[];
  /** May be shorter or longer than `columns`. */
  rows: string[][];
  /** Bytes that are not UTF-8 are U+FFFD in the cells, and only then this is false. */
  isUtf8: boolean;
}

const delimiters = [",", ";", "\t"];

/**
 * Reads a CSV file (RFC 4180; `,` `;` or tab; UTF-8 with or without byte order mark).
 * Raises 400 for what is no such file, 413 for more rows than any tenant may import, 422 for one without rows.
 */
export function parseCsv(bytes: Uint8Array): CsvFile {
  if (isUtf16(bytes)) throw unreadable("The file is UTF-16: save it as UTF-8 (in Excel: CSV UTF-8)");
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [columns, ...rows] = records(buffer, delimiterOf(buffer), maxRows + 2);
  if (!columns) throw invalid("The file is empty: it needs a header row and at least one row below it");
  if (rows.length === 0) throw invalid("The file has a header row only: it needs at least one row below it");
  if (rows.length > maxRows) {
    throw new ApiError(413, "BATCH_TOO_LARGE", `More than ${maxRows} rows: split the file`);
  }
  return { columns, rows, isUtf8: isUtf8(buffer) };
}

function isUtf16([first, second]: Uint8Array): boolean {
  const hasMark = first === 0xff && second === 0xfe || first === 0xfe && second === 0xff;
  return hasMark || first === 0 || second === 0;
}

/** The delimiter that cuts the header row into the most columns. */
function delimiterOf(file: Buffer): string {
  const columns = delimiters.map((delimiter) => {
    try {
      return records(file, delimiter, 1)[0]?.length ?? 0;
    } catch (error) {
      if (error instanceof ApiError) return 0; // with another delimiter the quotes may match
      throw error;
    }
  });
  return delimiters[columns.indexOf(Math.max(...columns))]!;
}

function records(file: Buffer, delimiter: string, to: number): string[][] {
  let line = 1;
  try {
    return parse(file, {
      bom: true,
      delimiter,
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
