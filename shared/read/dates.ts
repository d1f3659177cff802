import type { Reader, Reading } from "./reading.ts";

/** How days are written; `auto` looks at the whole column. */
export const dateFormats = ["auto", "YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "excel"] as const;
export type DateFormat = typeof dateFormats[number];

type Order = "day first" | "month first";

/** `same`: day and month are one number. */
type Reads = Order | "either" | "same";

/**
 * Reads days as YYYY-MM-DD; of a moment its day, as written. With `auto`, the values of the column that read one way
 * only decide how those are read that could be a day and a month either way.
 */
export function dateReader(format: DateFormat, column: Iterable<string>): Reader {
  switch (format) {
    case "auto": {
      const orders = new Set<Order>();
      for (const text of column) {
        const order = dayOrder(text);
        if (order) orders.add(order);
      }
      const [order] = orders.size === 1 ? orders : [];
      return (text) => readAuto(order, text);
    }
    case "excel":
      return (text) =>
        fromSerial(text) ?? fromIso(text) ?? mismatch(text, "a spreadsheet's day number like 46387");
    case "YYYY-MM-DD":
      return (text) => fromIso(text) ?? mismatch(text, "a day like 2026-12-31");
    default: {
      const order = format === "MM/DD/YYYY" ? "month first" : "day first";
      return (text) => fromIso(text) ?? fromParts(text, order) ?? mismatch(text, `a day as ${format}`);
    }
  }
}

/** Whether day or month comes first, if the text reads one way only. */
export function dayOrder(text: string): Order | undefined {
  const order = orderOf(text);
  return order === "day first" || order === "month first" ? order : undefined;
}

/**
 * The format in which all days of a column read as they do with `auto`; `excel` if all are day numbers of 1982 to 2064;
 * `auto` if there is none.
 */
export function dateFormatOf(column: string[]): DateFormat {
  if (column.length > 0 && column.every((text) => /^[3-5]\d{4}(\.\d+)?$/.test(text))) return "excel";
  const auto = dateReader("auto", column);
  const read = column.filter((text) => fromIso(text) || orderOf(text))
    .map((text) => ({ text, reading: auto(text) }));
  const fits = (format: DateFormat) => {
    const reader = dateReader(format, []);
    return read.every(({ text, reading }) => {
      const other = reader(text);
      return "value" in reading && "value" in other && reading.value === other.value;
    });
  };
  const hasPoints = read.some(({ text }) => /^\d{1,2}\.\d/.test(text));
  const formats = dateFormats.filter((format) => format !== "auto" && format !== "excel");
  const preferred = hasPoints ? formats.toReversed() : formats;
  return read.length === 0 ? "auto" : preferred.find(fits) ?? "auto";
}

function readAuto(order: Order | undefined, text: string): Reading {
  const iso = fromIso(text);
  if (iso) return iso;
  const own = orderOf(text);
  if (own === undefined) {
    if (!/^\d{5}(\.\d+)?$/.test(text)) return { value: text };
    return {
      code: "ambiguous",
      message: `is '${text}', must be a day like 2026-12-31; ` +
        'for day numbers of a spreadsheet give formats={"date": "excel"}',
    };
  }
  const chosen = own === "either" ? order : own === "same" ? "day first" : own;
  if (chosen) return fromParts(text, chosen) ?? { value: text };
  return {
    code: "ambiguous",
    message: `is '${text}', where day and month may be either way round; ` +
      'say which with formats={"date": "DD/MM/YYYY"} or {"date": "MM/DD/YYYY"}',
  };
}

const time =
  "(?:[T ,]+\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?(?: ?[AP]\\.?M\\.?)?)?(?: ?(?:Z|[+-]\\d\\d:?(?:\\d\\d)?))?";
const isoPattern = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${time}$`, "i");
const partsPattern = new RegExp(`^(\\d{1,2})([-/.])(\\d{1,2})\\2(\\d{4})${time}$`, "i");

function fromIso(text: string): Reading | undefined {
  const [, year, , month, day] = isoPattern.exec(text) ?? [];
  return year && month && day ? dayOf(year, month, day) : undefined;
}

function fromParts(text: string, order: Order): Reading | undefined {
  const [, first, , second, year] = partsPattern.exec(text) ?? [];
  if (!first || !second || !year) return undefined;
  const [day, month] = order === "day first" ? [first, second] : [second, first];
  return Number(month) > 12 ? undefined : dayOf(year, month, day);
}

/** Spreadsheets count days from 1899-12-30; the fraction is the time of day. */
function fromSerial(text: string): Reading | undefined {
  if (!/^\d{1,6}([.,]\d+)?$/.test(text)) return undefined;
  const day = new Date(Date.UTC(1899, 11, 30 + parseInt(text, 10)));
  return { value: day.toISOString().slice(0, 10) };
}

/** How a day with its year last may be read; with points it is day first everywhere. */
function orderOf(text: string): Reads | undefined {
  const [, first, separator, second] = partsPattern.exec(text) ?? [];
  if (!first || !second) return undefined;
  if (separator === "." || Number(first) > 12) return "day first";
  if (Number(second) > 12) return "month first";
  return first.padStart(2, "0") === second.padStart(2, "0") ? "same" : "either";
}

function dayOf(year: string, month: string, day: string): Reading {
  return { value: `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` };
}

function mismatch(text: string, right: string): Reading {
  return { code: "format", message: `is '${text}', must be ${right}` };
}
