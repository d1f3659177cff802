import { similarity } from "../../shared/read/words.ts";
import { isUnspaced, wordsOf } from "./fold.ts";

/** A word that a query asks for. */
export interface QueryWord {
  word: string;
  /** Whether words that begin with it match too. */
  isPrefix: boolean;
}

/** The words that the hits of a query may have, in order. `or`, and what is excluded, are left out. */
export function wordsAskedFor(q: string): QueryWord[] {
  const parts = [...q.matchAll(/(-?)"([^"]*)(?:"|$)|(\S+)/g)];
  return parts.flatMap(([, minus, phrase, bare], at) => {
    if (minus === "-" || bare?.startsWith("-") || bare?.toLowerCase() === "or") return [];
    const words = wordsOf(phrase ?? bare ?? "");
    const isLast = bare !== undefined && at === parts.length - 1 && !/\s$/.test(q);
    return words.map((word, i) => ({ word, isPrefix: isLast && i === words.length - 1 }));
  });
}

/** Whether a folded word of a text is one that was asked for, with at most one typo in words of five letters. */
export function isAskedFor(found: string, asked: readonly QueryWord[]): boolean {
  return asked.some(({ word, isPrefix }) =>
    found === word || (isPrefix && word.length > 1 && found.startsWith(word)) || isTypo(found, word)
  );
}

/** Whether two words differ by one letter left out, put in, replaced or swapped, and are long enough for a typo. */
export function isTypo(one: string, other: string): boolean {
  const longest = Math.max(one.length, other.length);
  if (longest < 5 || Math.abs(one.length - other.length) > 1 || isUnspaced(one)) return false;
  return one !== other && similarity(one, other) >= 1 - 1 / longest;
}
