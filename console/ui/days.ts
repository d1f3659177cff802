/**
 * Days of a range, among them those without rows.
 *
 * @module
 */

/** Each day from the first to the last, as `2026-11-20`; at most ten years. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  const last = Date.parse(to);
  for (let at = Date.parse(from); at <= last && days.length < 3653; at += 86_400_000) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** The first day of a range of so many days that ends today. */
export function firstDayOf(days: number): string {
  return new Date(Date.now() - (days - 1) * 86_400_000).toISOString().slice(0, 10);
}

/** The ranges that views offer, by days. */
export const ranges: [days: string, title: string][] = [
  ["7", "7 days"],
  ["30", "30 days"],
  ["90", "90 days"],
  ["365", "a year"],
];
