import { nameKey } from "../input/names.ts";

/** A column name in lower-case words without accents, as `closeDate`, `Close_Date` and `CLOSE DATE (UTC)` have in common. */
export function wordsOf(name: string): string[] {
  const spaced = name.replace(/__c$/i, "").replaceAll(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2");
  return nameKey(spaced).normalize("NFKD").replaceAll(/\p{M}/gu, "").split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** The name without what stands in parentheses, unless that is all of it. */
export function withoutRemark(name: string): string {
  const rest = name.replaceAll(/\([^()]*\)|\[[^[\]]*\]/g, " ").trim();
  return rest === "" ? name : rest;
}

/** How often each letter occurs in a text; some letters count as one. */
export function lettersOf(text: string): Uint8Array {
  const letters = new Uint8Array(32);
  for (let at = 0; at < text.length; at++) letters[text.charCodeAt(at) & 31]!++;
  return letters;
}

/** At most this similar are texts with these letters, whatever their order; much quicker than {@link similarity}. */
export function similarityOfLetters(a: Uint8Array, b: Uint8Array, longest: number): number {
  let apart = 0;
  for (let letter = 0; letter < 32; letter++) apart += Math.abs(a[letter]! - b[letter]!);
  return 1 - Math.ceil(apart / 2) / longest;
}

/**
 * How alike two texts are, 0–1: 1 minus the share of letters to change, insert, delete or swap with a neighbour
 * (Damerau and Levenshtein, optimal string alignment).
 */
export function similarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const next = [row];
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      next.push(Math.min(
        last[column]! + 1,
        next[column - 1]! + 1,
        last[column - 1]! + (isSame ? 0 : 1),
        isSwapped ? before[column - 2]! + 1 : Infinity,
      ));
    }
    [before, last] = [last, next];
  }
  return 1 - last[b.length]! / longest;
}
