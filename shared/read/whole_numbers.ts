import type { Reader } from "./reading.ts";

/** Reads whole numbers, also those written `4.0`. A share or an amount of money is none, and left for SQL to refuse. */
export function wholeReader(numbers: Reader, rounds: boolean): Reader {
  return (text) => {
    if (!/^[-+\d.,'’\s]+$/.test(text)) return { value: text };
    const reading = numbers(text);
    return "value" in reading ? { value: whole(reading.value, rounds) } : reading;
  };
}

/** The decimal string without decimals that are zero, or rounded half away from zero. */
export function whole(text: string, rounds: boolean): string {
  const [, sign = "", digits, decimals = ""] = /^(-?)(\d+)\.(\d+)$/.exec(text) ?? [];
  if (digits === undefined || !rounds && /[1-9]/.test(decimals)) return text;
  return sign + (BigInt(digits) + (decimals >= "5" ? 1n : 0n)).toString();
}
