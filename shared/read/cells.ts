import { isBlank } from "../input/names.ts";

/** A record of a CSV text. */
export interface CsvRecord {
  /** The line of the text that it begins at, from 1. */
  line: number;
  cells: string[];
  /** Where the next record begins; the length of the text after the last one, even if no line end follows. */
  end: number;
  /** The line that the next record begins at. */
  nextLine: number;
}

/** A quoted cell that never ends. */
export class OpenQuote extends Error {
  /** `line`: the line that its record begins at; `at`: where that is in the text. */
  constructor(readonly line: number, readonly at: number) {
    super(`a quote of the record at line ${line} is never closed`);
  }
}

/**
 * The records of a CSV text (RFC 4180, any line end). Blanks around quotes do not count. A quote that does not enclose
 * its whole cell is text, as in `19" rack` and `"C" street`. Raises OpenQuote.
 */
export function* readRecords(
  text: string,
  delimiter: string,
  start = 0,
  firstLine = 1,
): Generator<CsvRecord> {
  let at = start;
  let line = firstLine;
  while (at < text.length) {
    const record: CsvRecord = { line, cells: [], end: 0, nextLine: 0 };
    const begin = at;
    let hasNext = true;
    while (hasNext) {
      const cell = quotedCell(text, at, delimiter) ?? bareCell(text, at, delimiter);
      if (cell.end < 0) throw new OpenQuote(record.line, begin);
      record.cells.push(cell.value);
      line += cell.value.match(/\r\n|\r|\n/g)?.length ?? 0;
      hasNext = text[cell.end] === delimiter;
      at = cell.end + 1;
    }
    if (text[at - 1] === "\r" && text[at] === "\n") at++;
    record.end = Math.min(at, text.length);
    record.nextLine = ++line;
    yield record;
  }
}

/** The record of one line whose quotes do not match: each of them is text. */
export function bareRecord(text: string, delimiter: string, { at, line }: OpenQuote): CsvRecord {
  const stop = text.slice(at).search(/\r\n|\r|\n/);
  const end = stop < 0 ? text.length : at + stop + (text.startsWith("\r\n", at + stop) ? 2 : 1);
  const cells = text.slice(at, stop < 0 ? end : at + stop).split(delimiter);
  return { line, cells, end, nextLine: line + 1 };
}

interface Cell {
  value: string;
  /** Where the delimiter, line end or end of the text stands; -1: never. */
  end: number;
}

/** Undefined if quotes do not enclose the cell. */
function quotedCell(text: string, start: number, delimiter: string): Cell | undefined {
  const open = skipBlanks(text, start, delimiter);
  if (text[open] !== '"') return undefined;
  const close = closingQuote(text, open);
  if (close < 0) return { value: "", end: -1 };
  const end = skipBlanks(text, close + 1, delimiter);
  if (!endsCell(text[end], delimiter)) return undefined;
  return { value: text.slice(open + 1, close).replaceAll('""', '"'), end };
}

function bareCell(text: string, start: number, delimiter: string): Cell {
  let end = start;
  while (!endsCell(text[end], delimiter)) end++;
  return { value: text.slice(start, end), end };
}

function skipBlanks(text: string, start: number, delimiter: string): number {
  let at = start;
  while (!endsCell(text[at], delimiter) && isBlank(text[at]!)) at++;
  return at;
}

function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  return close;
}

function endsCell(character: string | undefined, delimiter: string): boolean {
  return character === undefined || character === delimiter || character === "\n" || character === "\r";
}
