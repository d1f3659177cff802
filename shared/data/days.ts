import { z } from "zod";
import type { Db } from "../context.ts";
import { invalid } from "../http/problem.ts";
import { unwrap } from "./db.ts";

/** Bounds as a request names them: each a moment, or a day of the tenant. */
interface Range {
  from?: string;
  to?: string;
}

const Bounds = z.object({ from: z.string().nullable(), until: z.string().nullable() });

/**
 * The moments of a range: `until` is exclusive. Days are the tenant's, both included. Throws 422 if `from` is after
 * `to`.
 */
export async function boundsOf(db: Db, { from, to }: Range): Promise<{ from?: string; until?: string }> {
  const days = { first_day: dayOf(from), last_day: dayOf(to) };
  const isDays = days.first_day !== undefined || days.last_day !== undefined;
  const found = isDays ? Bounds.parse(unwrap(await db.rpc("day_bounds", days))) : { from: null, until: null };
  const bounds = { from: found.from ?? from, until: found.until ?? to };
  if (isAfter(days.first_day, days.last_day) || isAfter(bounds.from, bounds.until)) {
    throw invalid([{ path: ["from"], code: "range", message: "must not be after to" }]);
  }
  return bounds;
}

/** The moment, or the end of the day in the tenant's time zone. */
export async function endOf(db: Db, to: string): Promise<string> {
  return (await boundsOf(db, { to })).until ?? to;
}

function dayOf(bound: string | undefined): string | undefined {
  return bound === undefined || bound.includes("T") ? undefined : bound;
}

function isAfter(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && Date.parse(one) > Date.parse(other);
}
