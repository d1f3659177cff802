import type { Reader, Reading } from "./reading.ts";
import { tidy } from "../input/names.ts";

/** How numbers are written; `auto` looks at the whole column. */
export const numberFormats = ["auto", "1234.56", "1,234.56", "1.234,56", "1 234,56"] as const;
export type NumberFormat = typeof numberFormats[number];

type Style = "point" | "comma";

/**
 * Reads numbers as decimal strings, with a currency or percent sign next to them. With `auto`, the values of the
 * column that read one way only decide how those are read that could be `1,234` or `1.234`.
 */
export function numberReader(format: NumberFormat, column: Iterable<string>): Reader {
  if (format !== "auto") return (text) => readAs(format, text);
  const styles = new Set<Style>();
  for (const text of column) {
    const style = decimalStyle(text);
    if (style) styles.add(style);
  }
  const [style] = styles.size === 1 ? styles : [];
  return (text) => readAuto(style, text);
}

const decimal = /^-?\d+(\.\d+)?%?$/;

/** Reads the numbers of a sheet: its decimals are numbers already, however texts in it are written. */
export function sheetNumberReader(format: NumberFormat, column: string[]): Reader {
  const reader = numberReader(format, column.filter((text) => !decimal.test(text)));
  return (text) => decimal.test(text) ? { value: text.replace("%", "") } : reader(text);
}

/** What the decimals of a number follow, if it reads one way only. */
export function decimalStyle(text: string): Style | undefined {
  const style = styleOf(bare(text).digits);
  return style === "point" || style === "comma" ? style : undefined;
}

/** The format in which all numbers of these columns read as they do with `auto`; `auto` if there is none. */
export function numberFormatOf(columns: string[][]): NumberFormat {
  const read = columns.flatMap((column) => {
    const reader = numberReader("auto", column);
    return column.filter((text) => styleOf(bare(text).digits)).map((text) => ({
      text,
      reading: reader(text),
    }));
  });
  const fits = (format: NumberFormat) => {
    const reader = numberReader(format, []);
    return read.every(({ text, reading }) => {
      const other = reader(text);
      return "value" in reading && "value" in other && reading.value === other.value;
    });
  };
  return read.length === 0
    ? "auto"
    : numberFormats.find((format) => format !== "auto" && fits(format)) ?? "auto";
}

/** A decimal string rounded half away from zero to two decimals; other text as it is. */
export function round(text: string): string {
  const [, sign, whole, decimals] = /^([+-]?)(\d*)\.(\d{3,})$/.exec(text) ?? [];
  if (whole === undefined || decimals === undefined) return text;
  const hundredths = BigInt(whole + decimals.slice(0, 2)) + (decimals[2]! >= "5" ? 1n : 0n);
  const digits = hundredths.toString().padStart(3, "0");
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

function readAuto(style: Style | undefined, text: string): Reading {
  const { sign, digits } = bare(text);
  const own = styleOf(digits);
  if (own === undefined) return { value: text };
  if (own !== "either") return { value: sign + canonical(digits, own === "plain" ? "point" : own) };
  if (style) return { value: sign + canonical(digits, style) };
  const [point, comma] = [canonical(digits, "point"), canonical(digits, "comma")];
  return {
    code: "ambiguous",
    message: `is '${text}', which reads as ${point} or as ${comma}; ` +
      'say which with formats={"number": "1,234.56"} or {"number": "1.234,56"}',
  };
}

const patterns: Record<Exclude<NumberFormat, "auto">, { pattern: RegExp; style: Style }> = {
  "1234.56": { pattern: /^\d*(\.\d*)?$/, style: "point" },
  "1,234.56": { pattern: /^(\d{1,3}(,\d{3})+|\d*)(\.\d*)?$/, style: "point" },
  "1.234,56": { pattern: /^(\d{1,3}(\.\d{3})+|\d*)(,\d*)?$/, style: "comma" },
  "1 234,56": { pattern: /^(\d{1,3}([\s'’]\d{3})+|\d*)(,\d*)?$/, style: "comma" },
};

function readAs(format: Exclude<NumberFormat, "auto">, text: string): Reading {
  const { sign, digits } = bare(text);
  const { pattern, style } = patterns[format];
  if (/\d/.test(digits) && pattern.test(digits)) return { value: sign + canonical(digits, style) };
  return { code: "format", message: `is '${text}', must be a number like ${format}` };
}

/** The digits and separators of a number, without currency, percent sign and sign; `(5)` is -5. */
function bare(text: string): { sign: string; digits: string } {
  if (text.length > 60) return { sign: "", digits: "" };
  if (/^[\d.,]+$/.test(text)) return { sign: "", digits: text };
  const isNegative = /^\(.*\)$/.test(text);
  const unsigned = tidy(isNegative ? text.slice(1, -1) : text).replace("\u2212", "-");
  const [, before = "", , inner = "", , after = ""] =
    /^([+-]?)\s*([A-Z]{0,3}\p{Sc}|[A-Z]{3}(?![A-Z])|)\s*([+-]?.*?)\s*(\p{Sc}|(?<![A-Z])[A-Z]{3}|%|)\s*(-?)$/iu
      .exec(unsigned) ?? [];
  const [, middle = "", digits = ""] = /^([+-]?)(.*)$/s.exec(inner) ?? [];
  const signs = [isNegative ? "-" : "", before, middle, after].filter((sign) => sign !== "");
  if (signs.length > 1) return { sign: "", digits: "" };
  return { sign: signs[0] === "-" ? "-" : "", digits };
}

/** How the digits may be read; undefined if they are no number. */
function styleOf(digits: string): Style | "plain" | "either" | undefined {
  if (/^\d+$/.test(digits)) return "plain";
  if (/^\d{1,3}([\s'’]\d{3})+$/.test(digits)) return "plain";
  if (/^\d{1,3}([\s'’]\d{3})+,\d+$/.test(digits)) return "comma";
  if (/^\d{1,3}([\s'’]\d{3})+\.\d+$/.test(digits)) return "point";
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(digits)) return "either";
  if (/^\d*\.\d+$|^\d+\.$|^[1-9]\d{0,2}(,\d{3}){2,}$|^[1-9]\d{0,2}(,\d{3})+\.\d*$/.test(digits)) {
    return "point";
  }
  if (/^\d*,\d+$|^\d+,$|^[1-9]\d{0,2}(\.\d{3}){2,}$|^[1-9]\d{0,2}(\.\d{3})+,\d*$/.test(digits)) {
    return "comma";
  }
}

function canonical(digits: string, style: Style): string {
  const [whole = "", decimals = ""] = digits.replaceAll(/[\s'’]/g, "")
    .replaceAll(style === "point" ? "," : ".", "").split(style === "point" ? "." : ",");
  return decimals === "" ? whole || "0" : `${whole || "0"}.${decimals}`;
}
