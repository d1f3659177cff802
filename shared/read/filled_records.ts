import { bareRecord, type CsvRecord, OpenQuote, readRecords } from "./cells.ts";
import { lastFilled, openQuote } from "./file_faults.ts";

/** A record; `isUnclosed` if its quotes do not match. */
export type Row = Pick<CsvRecord, "line" | "cells"> & { isUnclosed?: true };

/** The records with at least one cell that is not blank; of one whose quotes do not match its first line. */
export function filledRecords(
  text: string,
  delimiter: string,
  skipped: number,
  { maxRows, isCut = false }: { maxRows: number; isCut?: boolean },
): Row[] {
  const records: Row[] = [];
  const read = (start: number, line: number): OpenQuote | undefined => {
    try {
      for (const { line: begin, cells } of readRecords(text, delimiter, start, line)) {
        if (lastFilled(cells) > 0) records.push({ line: begin + skipped, cells });
        if (records.length === maxRows + 2) return undefined;
      }
    } catch (error) {
      if (error instanceof OpenQuote) return error;
      throw error;
    }
  };
  for (let open = read(0, 1); open;) {
    if (isCut) return records;
    const { line, cells, end, nextLine } = bareRecord(text, delimiter, open);
    if (records.length === 0) throw openQuote(line + skipped);
    records.push({ line: line + skipped, cells, isUnclosed: true });
    open = read(end, nextLine);
  }
  return isCut && records.length > 1 && records.length < maxRows + 2 ? records.slice(0, -1) : records;
}

/** True if the text has more than `limit` delimiters. */
export function hasMore(text: string, delimiter: string, limit: number): boolean {
  let found = 0;
  for (let at = text.indexOf(delimiter); at >= 0; at = text.indexOf(delimiter, at + 1)) {
    if (++found > limit) return true;
  }
  return false;
}
