import { z } from "@hono/zod-openapi";

/** Postgres has no year 0 and shows the days before year 1 otherwise; what lies beyond 9999 in UTC could not be shown again. */
function isStorableTime(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  return year >= 1000 && year <= 9999;
}

/** Postgres takes offsets of less than 16 hours. */
function isKnownOffset(text: string): boolean {
  const hours = /[+-](\d\d):?\d\d$/.exec(text)?.[1] ?? "0";
  return Number(hours) < 16;
}

/** A day that goes to the database. */
export function day() {
  return z.iso.date().refine(isStorableTime, "must be in the years 1000 to 9999");
}

/** A moment that goes to the database, with the offset of its time zone. */
export function moment() {
  return z.iso.datetime({ offset: true })
    .refine(isStorableTime, "must be in the years 1000 to 9999, in UTC")
    .refine(isKnownOffset, "must have an offset of less than 16 hours");
}

/** A bound of a list: a moment, or a day of the tenant. */
export function dayOrMoment() {
  return z.union([day(), moment()]);
}
