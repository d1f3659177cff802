import { type CsvRecord, OpenQuote, readRecords } from "./cells.ts";
import { tidy } from "../input/names.ts";

/** The names of delimiters in the option `delimiter`. */
export const delimiterNames = ["auto", ",", ";", "tab", "pipe"] as const;
export type DelimiterName = typeof delimiterNames[number];

const characters = { ",": ",", ";": ";", tab: "\t", pipe: "|" };
const sample = { characters: 64 * 1024, records: 50 };

/** The text without a first line like `sep=;`, with the delimiter that the option, that line or the records ask for. */
export function findDelimiter(text: string, name: DelimiterName = "auto"): {
  delimiter: string;
  body: string;
  /** Lines taken off before `body`. */
  skipped: number;
} {
  const line = /^\s*"?sep=([^\w\s"]|\t)"?[,;\t|]*(\r\n|\r|\n|$)/i.exec(text.slice(0, 100));
  const body = line ? text.slice(line[0].length) : text;
  const skipped = line ? 1 : 0;
  if (name !== "auto") return { delimiter: characters[name], body, skipped };
  return { delimiter: line?.[1] ?? chooseDelimiter(body), body, skipped };
}

/** The delimiter by which most rows have as many cells as the header, and of several the one with the most columns. */
function chooseDelimiter(text: string): string {
  const start = text.slice(0, sample.characters);
  const scores = Object.values(characters).map((delimiter) => {
    const [header, ...rows] = firstRecords(start, delimiter);
    const width = header ? widthOf(header) : 0;
    if (width < 2) return { delimiter, fit: 0, width: 0 };
    const fitting = rows.filter((row) => row.cells.length === width || widthOf(row) === width).length;
    return { delimiter, fit: 1 + (rows.length > 0 ? fitting / rows.length : 0), width };
  });
  return scores.reduce((best, next) =>
    next.fit > best.fit || next.fit === best.fit && next.width > best.width ? next : best
  ).delimiter;
}

/** The first records that hold anything; those after a quote that does not end are left out. */
function firstRecords(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  try {
    for (const record of readRecords(text, delimiter)) {
      if (widthOf(record) > 0) records.push(record);
      if (records.length > sample.records) break;
    }
  } catch (error) {
    if (!(error instanceof OpenQuote)) throw error;
  }
  return records;
}

/** How many cells a record has up to its last one that holds anything. */
function widthOf({ cells }: CsvRecord): number {
  return cells.findLastIndex((cell) => tidy(cell) !== "") + 1;
}
