import { decode, type Decoded, type encodings } from "./decode.ts";
import { type DelimiterName, findDelimiter } from "./delimiter.ts";
import { checkWidth, emptyFile, headerOnly, lastFilled, maxColumns, unreadable } from "./file_faults.ts";
import { foreignKind, isSpreadsheet } from "./kind.ts";
import { filledRecords, hasMore, type Row } from "./filled_records.ts";
import { readXlsx } from "./xlsx/read.ts";

/** A CSV file or a sheet of a spreadsheet as it was sent: nothing trimmed, mapped or replaced. */
export interface Table {
  columns: string[];
  /** Rows that hold something. They may be shorter or longer than `columns`, not by empty cells. */
  rows: string[][];
  /** The line of the file that each row begins at, or its row in the sheet, from 1. */
  lines: number[];
  /** The places of rows whose quotes do not match, from 0. */
  unclosed: Set<number>;
  /** Null for a table that was no CSV. */
  delimiter: string | null;
  encoding: Decoded["encoding"] | null;
  /** True for a sheet of a spreadsheet, whose numbers are decimals however people write them. */
  isSheet: boolean;
  /** False if the cells have U+FFFD in place of bytes that could not be read. */
  isIntact: boolean;
}

export interface TableOptions {
  delimiter?: DelimiterName;
  encoding?: typeof encodings[number];
  /** The name or number of a sheet; the first that is not hidden if left out. */
  sheet?: string;
  /** One row more is read, so that the caller can refuse with the limit that holds. */
  maxRows: number;
  /** True for a look at the file, which then may have no rows. */
  isSample?: boolean;
  /** True if the bytes are the start of a longer file: the last record may be cut off and is left out. */
  isCut?: boolean;
}

/** What 1,000 rows of 1,000 columns have; a cell is one byte of text and thirty of memory. */
const maxCells = 1_000_000;

/** Reads a CSV file or a spreadsheet. Raises 400 for a file that is neither, 422 for one without columns or rows. */
export function readTable(bytes: Uint8Array, options: TableOptions): Table {
  return isSpreadsheet(bytes) ? readSheet(bytes, options) : readCsv(bytes, options);
}

function readSheet(bytes: Uint8Array, options: TableOptions): Table {
  const limits = { rows: maxCells, columns: maxColumns, cells: maxCells };
  const filled = readXlsx(bytes, options.sheet, limits).filter(({ cells }) => lastFilled(cells) > 0);
  const { rows, ...table } = withHeader(filled.slice(0, options.maxRows + 2), options);
  // A sheet has no cells behind the last filled one of a row.
  const padded = rows.map((cells) => [
    ...cells,
    ...Array<string>(Math.max(0, table.columns.length - cells.length)).fill(""),
  ]);
  return { ...table, rows: padded, delimiter: null, encoding: null, isSheet: true, isIntact: true };
}

function readCsv(bytes: Uint8Array, options: TableOptions): Table {
  const kind = foreignKind(bytes);
  if (kind) throw unreadable(kind);
  const { text, encoding, isIntact } = decode(bytes, options.encoding);
  const { delimiter, body, skipped } = findDelimiter(text, options.delimiter);
  if (hasMore(body, delimiter, maxCells)) {
    throw unreadable(
      `The file has more than ${maxCells.toLocaleString("en")} delimiters ("${delimiter}"): split it`,
    );
  }
  const table = withHeader(filledRecords(body, delimiter, skipped, options), options);
  return { ...table, delimiter, encoding, isSheet: false, isIntact };
}

/** Takes the header off and surplus empty cells away. */
function withHeader(
  [header, ...records]: Row[],
  options: TableOptions,
): Pick<Table, "columns" | "rows" | "lines" | "unclosed"> {
  if (!header) throw emptyFile();
  const width = Math.max(
    lastFilled(header.cells),
    ...records.map(({ cells }) => cells.length <= header.cells.length ? lastFilled(cells) : 0),
  );
  const columns = header.cells.slice(0, width);
  checkWidth(columns.length);
  if (records.length === 0 && !options.isSample) throw headerOnly();
  const rows = records.map(({ cells }) =>
    cells.length > width ? cells.slice(0, Math.max(width, lastFilled(cells))) : cells
  );
  const unclosed = new Set(records.flatMap(({ isUnclosed }, index) => isUnclosed ? [index] : []));
  return { columns, rows, lines: records.map(({ line }) => line), unclosed };
}
