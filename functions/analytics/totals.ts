import { z } from "@hono/zod-openapi";
import type { PostgrestSingleResponse } from "@supabase/supabase-js";
import type { Db } from "../../shared/context.ts";
import { unwrap } from "../../shared/data/db.ts";
import { State } from "../../shared/cache/entry.ts";

const TotalsState = State.extend({ pending: z.boolean(), behind: z.boolean() });

/**
 * The state of a tenant's totals. If transactions wait to be counted, they are counted first, so that the answer has
 * what its caller wrote before. Undefined while more of them wait than a reader can wait for. Raises 401 and 403.
 */
export async function totalsState(db: Db): Promise<State | undefined> {
  const ask = async () => TotalsState.parse(unwrap(await db.rpc("totals_state")));
  const state = await ask();
  if (!state.pending) return state.behind ? undefined : state;
  unwrap(await db.rpc("sum_transactions"));
  const summed = await ask();
  return summed.behind ? undefined : summed;
}

const Dated = z.looseObject({ pending: z.boolean() });

/** Asks a question about totals, again if transactions waited to be counted: see {@link totalsState}. */
export async function askTotals(
  db: Db,
  question: () => PromiseLike<PostgrestSingleResponse<unknown>>,
): Promise<unknown> {
  const { pending, ...answer } = Dated.parse(unwrap(await question()));
  if (!pending) return answer;
  unwrap(await db.rpc("sum_transactions"));
  const { pending: _, ...fresh } = Dated.parse(unwrap(await question()));
  return fresh;
}

/** What every question about totals has in common. */
export const ofTotals = { scope: "analytics:read", lifetime: "totals", state: totalsState } as const;
