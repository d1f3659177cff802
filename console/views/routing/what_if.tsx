/**
 * What a decision would have been if the terms of the score had counted for more or less.
 *
 * @module
 */
import type { Signal } from "@preact/signals";
import type { Schemas } from "../../../client/mod.ts";

export type Terms = Schemas["Terms"];
/** By which each term is multiplied. */
export type Factors = Terms;

export const termNames: Record<keyof Terms, string> = {
  success_rate: "Success",
  priority: "Priority",
  load: "Load",
  handling_time: "Handling time",
  capabilities: "Capabilities",
};
export const terms: (keyof Terms)[] = ["success_rate", "priority", "load", "handling_time", "capabilities"];
export const asDecided: Factors = {
  success_rate: 1,
  priority: 1,
  load: 1,
  handling_time: 1,
  capabilities: 1,
};

/** The candidates with other scores, the best first; those that are equal keep their order. */
export function reweighted<Row extends { score: number; terms: Terms }>(
  rows: Row[],
  factors: Factors,
): Row[] {
  if (factors === asDecided) return rows;
  return rows.map((row) => {
    const parts = { ...row.terms };
    for (const term of terms) parts[term] *= factors[term];
    return { ...row, terms: parts, score: terms.reduce((sum, term) => sum + parts[term], 0) };
  }).toSorted((a, b) => b.score - a.score);
}

export function WhatIf({ factors }: { factors: Signal<Factors> }) {
  const isChanged = factors.value !== asDecided;
  return (
    <fieldset>
      <legend>What if a term had counted for more or less? In percent of its weight</legend>
      <div class="row">
        {terms.map((term) => (
          <label key={term} class="part">
            {termNames[term]}
            <input
              type="number"
              min="0"
              max="1000"
              step="10"
              value={Math.round(factors.value[term] * 100)}
              onInput={({ currentTarget: { valueAsNumber } }) => {
                if (valueAsNumber >= 0) factors.value = { ...factors.value, [term]: valueAsNumber / 100 };
              }}
            />
          </label>
        ))}
        <button type="button" disabled={!isChanged} onClick={() => factors.value = asDecided}>
          As it was decided
        </button>
      </div>
    </fieldset>
  );
}
