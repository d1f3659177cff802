import type { Reader } from "./reading.ts";

/** A day has 24 hours, so that what is longer counts minutes and seconds. */
const longestHours = 24;

/**
 * Reads durations like `0:02:23` as seconds, other texts as `numbers` does. What could be hours and minutes or minutes
 * and seconds is decided by the column.
 */
export function durationReader(numbers: Reader, column: string[]): Reader {
  const isShort = column.some((text) => Number(/^(\d{1,3}):[0-5]\d$/.exec(text)?.[1]) > longestHours);
  return (text) => {
    const [, hours = "0", minutes, seconds, decimals = ""] =
      /^(?:(\d{1,2}):(?=[0-5]\d:))?(\d{1,3}):([0-5]\d)(?:[.,](\d{1,9}))?$/.exec(text) ?? [];
    if (minutes === undefined || seconds === undefined) return numbers(text);
    if (!isShort && !/:.*:/.test(text)) return { code: "ambiguous", message: choices(text) };
    const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    return { value: /[1-9]/.test(decimals) ? `${whole}.${decimals}` : String(whole) };
  };
}

function choices(text: string): string {
  const padded = text.padStart(5, "0");
  return `is '${text}', which may be hours and minutes or minutes and seconds; ` +
    `write ${padded}:00 or 0:${padded}, or seconds`;
}
