/** How a cell's number is shown. */
export type NumberKind = "number" | "percent" | "date" | "time" | "moment";

/** The built-in formats that show days or times (ECMA-376, 18.8.30). */
const builtIn: [number, number, NumberKind][] = [
  [9, 10, "percent"],
  [14, 17, "date"],
  [18, 21, "time"],
  [22, 22, "moment"],
  [27, 31, "date"],
  [32, 35, "time"],
  [36, 36, "date"],
  [45, 47, "time"],
  [50, 58, "date"],
];

/** What a number format shows, by its id, or by its own code. */
export function kindOfFormat(id: number, code: string | undefined): NumberKind {
  if (code === undefined) return builtIn.find(([from, to]) => id >= from && id <= to)?.[2] ?? "number";
  // Quoted and escaped characters, colours and locales show no part of a date; `[h]` does.
  const shown = (code.split(";", 1)[0] ?? "").replaceAll(/"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]/gi, "");
  if (/^general$/i.test(shown.trim())) return "number";
  const hasDay = /[yd]/i.test(shown) || /m/i.test(shown) && !/[hs]/i.test(shown);
  const hasTime = /[hs]/i.test(shown);
  if (hasDay || hasTime) return hasDay && hasTime ? "moment" : hasDay ? "date" : "time";
  return shown.includes("%") ? "percent" : "number";
}

/** A cell's number as text: days as YYYY-MM-DD, times as h:mm:ss, numbers as decimals that read one way only. */
export function writeNumber(text: string, kind: NumberKind, is1904: boolean): string {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return text;
  switch (kind) {
    case "number":
      return decimal(value);
    case "percent":
      return `${decimal(value * 100)}%`;
    case "time":
      return duration(value);
    default:
      return day(value, is1904) ?? decimal(value);
  }
}

/** Fifteen digits, as spreadsheets keep; `1.234` gets a zero, because it would read as 1234 too. */
function decimal(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const shortest = String(Number(value.toPrecision(15)));
  const plain = shortest.includes("e-") ? value.toFixed(18).replace(/0+$/, "") : shortest;
  return /^-?\d{1,3}\.\d{3}$/.test(plain) ? `${plain}0` : plain;
}

function duration(days: number): string {
  const seconds = Math.round(Math.abs(days) * 86_400);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (number: number) => String(number).padStart(2, "0");
  return `${days < 0 ? "-" : ""}${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

/** Undefined for a number that is no day from 1900 to 9999. */
function day(serial: number, is1904: boolean): string | undefined {
  if (serial < 0) return undefined;
  // 1900 counts from 1899-12-31, and has a 29 February that never was as day 60.
  const whole = Math.floor(serial) + (is1904 ? 1462 : serial < 60 ? 1 : 0);
  const moment = new Date(Date.UTC(1899, 11, 30 + whole));
  if (Number.isNaN(moment.getTime()) || moment.getUTCFullYear() > 9999) return undefined;
  const date = moment.toISOString().slice(0, 10);
  const rest = serial - Math.floor(serial);
  return Math.round(rest * 86_400) === 0
    ? date
    : `${date} ${duration(Math.min(rest, 86_399 / 86_400)).padStart(8, "0")}`;
}
