import { type DateFormat, dateReader } from "./dates.ts";
import type { Reader, Reading } from "./reading.ts";

/**
 * Reads moments as `2026-11-01T09:30:00`, with the offset that is written behind them or without one. Days are read as
 * {@link dateReader} does. The day and the time may come from two columns. A day without a time is an error unless
 * `takesDays`.
 */
export function momentReader(
  format: DateFormat,
  column: string[],
  { takesDays = false }: { takesDays?: boolean } = {},
): Reader {
  const days = dateReader(format, column.flatMap((text) => partsOf(text)?.day ?? []));
  return (text) => fromSerial(format, text) ?? read(days, text, takesDays);
}

interface Parts {
  day: string;
  /** Undefined for a day without a time. */
  time?: string;
  offset: string;
}

const clock = "\\d{1,2}:\\d\\d(?::\\d\\d(?:[.,]\\d{1,9})?)?(?: ?[AP]\\.?M\\.?)?";
// A day of its own column may have an empty time, and a time of its own column the day that spreadsheets begin with.
const pattern = new RegExp(
  `^(\\d{1,5}(?:[-/.]\\d{1,2}[-/.]\\d{1,4})?)(?:[T ]00:00(?::00(?:[.,]0+)?)?(?=[T ,]+(?:1[89]|\\d{1,2}:)))?` +
    `(?:[T ,]+(?:1899-12-3[01][T ]|1900-01-0[01][T ])?(${clock}))?( ?Z| ?[+-]\\d\\d:?\\d\\d| ?[+-]\\d\\d)?$`,
  "i",
);

function partsOf(text: string): Parts | undefined {
  const [, day, time, offset = ""] = pattern.exec(text) ?? [];
  return day === undefined ? undefined : { day, ...(time && { time }), offset: offset.trim() };
}

function read(days: Reader, text: string, takesDays: boolean): Reading {
  const parts = partsOf(text);
  if (!parts) return { value: text };
  const reading = days(parts.day);
  if (!("value" in reading)) {
    return { ...reading, message: reading.message.replace(`'${parts.day}'`, `'${text}'`) };
  }
  if (parts.time === undefined && takesDays && parts.offset === "") return reading;
  if (parts.time === undefined) {
    return {
      code: "format",
      message: `is '${text}', which has no time of day; it must be like 2026-11-01 09:30`,
    };
  }
  const time = timeOf(parts.time);
  if (time === undefined || !/^\d{4}-/.test(reading.value)) return { value: text };
  return { value: `${reading.value}T${time}${offsetOf(parts.offset)}` };
}

/** `9:12:58 PM` as 21:12:58. Undefined for 13:00 PM. */
function timeOf(text: string): string | undefined {
  const [, hours = "", rest = "", half] = /^(\d{1,2})(:[\d:.,]+) ?([AP])?/i.exec(text) ?? [];
  const hour = Number(hours);
  if (half !== undefined && (hour < 1 || hour > 12)) return undefined;
  const shown = half === undefined ? hour : hour % 12 + (half.toUpperCase() === "P" ? 12 : 0);
  const minutes = rest.replace(",", ".");
  return `${String(shown).padStart(2, "0")}${minutes.length === 3 ? `${minutes}:00` : minutes}`;
}

function offsetOf(text: string): string {
  return /^[+-]\d\d$/.test(text) ? `${text}:00` : text.toUpperCase();
}

/** A spreadsheet's day number with the time as its fraction, to the second. */
function fromSerial(format: DateFormat, text: string): Reading | undefined {
  if (format !== "excel" || !/^\d{1,6}[.,]\d+$/.test(text)) return undefined;
  const seconds = Math.round(Number(text.replace(",", ".")) * 86_400);
  const moment = new Date(Date.UTC(1899, 11, 30) + seconds * 1000);
  return { value: moment.toISOString().slice(0, 19) };
}
