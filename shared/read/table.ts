import { type CsvRecord, OpenQuote, readRecords } from "./cells.ts";
import { decode, type Decoded, type encodings } from "./decode.ts";
import { type DelimiterName, findDelimiter } from "./delimiter.ts";
import { checkWidth, emptyFile, headerOnly, lastFilled, openQuote, unreadable } from "./file_faults.ts";
import { foreignKind } from "./kind.ts";
import { tidy } from "./text.ts";

/** A CSV file as it was sent: nothing trimmed, mapped or replaced. */
export interface Table {
  columns: string[];
  /** Rows that hold something. They may be shorter or longer than `columns`, not by empty cells. */
  rows: string[][];
  /** The line of the file that each row begins at, from 1. */
  lines: number[];
  /** Null for a table that was no CSV. */
  delimiter: string | null;
  encoding: Decoded["encoding"] | null;
  /** False if the cells have U+FFFD in place of bytes that could not be read. */
  isIntact: boolean;
}

export interface TableOptions {
  delimiter?: DelimiterName;
  encoding?: typeof encodings[number];
  /** One row more is read, so that the caller can refuse with the limit that holds. */
  maxRows: number;
  /** True for a look at the file, which then may have no rows. */
  isSample?: boolean;
  /** True if the bytes are the start of a longer file: the last record may be cut off and is left out. */
  isCut?: boolean;
}

/** What 1,000 rows of 200 columns have; a cell is one byte of text and thirty of memory. */
const maxDelimiters = 200_000;

/** Reads a CSV file. Raises 400 for a file that is none, 422 for one without columns or rows. */
export function readTable(bytes: Uint8Array, options: TableOptions): Table {
  const kind = foreignKind(bytes);
  if (kind) throw unreadable(kind);
  const { text, encoding, isIntact } = decode(bytes, options.encoding);
  const { delimiter, body, skipped } = findDelimiter(text, options.delimiter);
  if (hasMore(body, delimiter, maxDelimiters)) {
    throw unreadable(`The file has more than ${maxDelimiters} delimiters ("${delimiter}"): split it`);
  }
  const [header, ...records] = filled(body, delimiter, skipped, options);
  if (!header) throw emptyFile();
  const names = header.cells.slice(0, header.cells.findLastIndex((name) => tidy(name) !== "") + 1);
  const width = Math.max(
    names.length,
    ...records.map(({ cells }) => cells.length <= header.cells.length ? lastFilled(cells) : 0),
  );
  const columns = header.cells.slice(0, width);
  checkWidth(columns.length);
  if (records.length === 0 && !options.isSample) throw headerOnly();
  const rows = records.map(({ cells }) =>
    cells.length > width ? cells.slice(0, Math.max(width, lastFilled(cells))) : cells
  );
  return { columns, rows, lines: records.map(({ line }) => line), delimiter, encoding, isIntact };
}

type Row = Pick<CsvRecord, "line" | "cells">;

/** The records with at least one cell that is not blank. */
function filled(text: string, delimiter: string, skipped: number, options: TableOptions): Row[] {
  const { maxRows, isCut = false } = options;
  const records: Row[] = [];
  try {
    for (const { line, cells } of readRecords(text, delimiter)) {
      if (lastFilled(cells) > 0) records.push({ line: line + skipped, cells });
      if (records.length === maxRows + 2) return records;
    }
  } catch (error) {
    if (!(error instanceof OpenQuote)) throw error;
    if (isCut) return records;
    throw openQuote(error.line + skipped);
  }
  return isCut && records.length > 1 ? records.slice(0, -1) : records;
}

function hasMore(text: string, delimiter: string, limit: number): boolean {
  let found = 0;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) {
    if (++found > limit) return true;
  }
  return false;
}
