import { z } from "@hono/zod-openapi";

/** ISO 8601 has a year 0, Postgres has not; nothing that happens here is anywhere near. */
const isKnownYear = (text: string) => !text.startsWith("0");
const unknownYear = "must be in the year 1000 or later";

/** A day, as YYYY-MM-DD. */
export const day = () => z.iso.date().refine(isKnownYear, unknownYear);

/** A time with its offset. */
export const time = () => z.iso.datetime({ offset: true }).refine(isKnownYear, unknownYear);

/** What lists are filtered by. */
export const dayOrTime = () => z.union([day(), time()]);

/** The time that a filter `to` reaches to: a day is meant whole. Postgres knows hour 24, so the last year has an end. */
export function endOf(moment: string): string {
  return moment.length === "2026-11-01".length ? `${moment}T24:00:00Z` : moment;
}
