import { wordsOf } from "./fold.ts";
import { isTypo, type QueryWord } from "./query.ts";
import type { Entry } from "./schema.ts";

/**
 * The query as it was probably meant, from the titles of what was found, all of which the caller may see. Null if
 * every word was found as it is.
 */
export function suggest(asked: readonly QueryWord[], hits: readonly Entry[]): string | null {
  const [best] = hits;
  if (best?.reason !== "typo") return null;
  const words = wordsOf(best.title);
  const meant = asked.map(({ word }) => words.find((one) => isTypo(one, word)) ?? word);
  const isOther = meant.some((word, at) => word !== asked[at]!.word);
  return isOther ? meant.join(" ") : null;
}
