import type { DateFormat } from "../../../shared/read/dates.ts";
import type { NumberFormat } from "../../../shared/read/numbers.ts";

/** A decimal string as written in a number format. */
export function writeNumber(decimal: string, format: Exclude<NumberFormat, "auto">): string {
  const [group, point] = {
    "1234.56": ["", "."],
    "1,234.56": [",", "."],
    "1.234,56": [".", ","],
    "1 234,56": ["\u00a0", ","],
  }[format] as [string, string];
  const [whole = "", decimals] = decimal.split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, group);
  return decimals === undefined ? grouped : grouped + point + decimals;
}

/** A day YYYY-MM-DD as written in a date format. */
export function writeDate(day: string, format: Exclude<DateFormat, "auto">): string {
  const [year, month, date] = day.split("-");
  switch (format) {
    case "YYYY-MM-DD":
      return day;
    case "DD/MM/YYYY":
      return `${date}/${month}/${year}`;
    case "MM/DD/YYYY":
      return `${month}/${date}/${year}`;
    case "DD.MM.YYYY":
      return `${date}.${month}.${year}`;
    case "excel":
      return String((Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000);
  }
}
