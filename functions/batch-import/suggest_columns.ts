import { comparable } from "../../shared/read/text.ts";
import { type Shape, shapeOf } from "../../shared/read/shapes.ts";
import {
  lettersOf,
  similarity,
  similarityOfLetters,
  withoutRemark,
  wordsOf,
} from "../../shared/read/words.ts";
import { type Field, fields } from "./opportunity.ts";
import { fillers, qualifiers, synonyms } from "./synonyms.ts";
import { stageMeant } from "./suggest_values.ts";

/** What a column may be. */
export interface Suggestion {
  field: Field | null;
  /** 0–1. */
  confidence: number;
  looks_like: Shape;
}

/** Weaker guesses are not told. */
const least = 0.5;

/**
 * The field that each column most likely fills, by its name (own and foreign names in several languages, with typing
 * errors) and by what its values look like. No field is suggested twice.
 */
export function suggestColumns(names: string[], valuesOf: (column: number) => string[]): Suggestion[] {
  const guesses = names.map((name, column) => {
    const values = valuesOf(column);
    const shape = shapeOf(values);
    const byName = guessesByName(name).map((guess) => ({
      ...guess,
      confidence: guess.confidence * plausibility(guess.field, shape, values),
    }));
    return { column, shape, guesses: byName.length > 0 ? byName : guessesByValues(shape, values) };
  });
  const ranked = guesses.flatMap(({ column, guesses }) => guesses.map((guess) => ({ column, ...guess })))
    .filter(({ confidence }) => confidence >= least)
    .sort((a, b) => b.confidence - a.confidence || a.column - b.column);
  const chosen = new Map<number, Guess>();
  const taken = new Set<Field>();
  for (const { column, field, confidence } of ranked) {
    if (chosen.has(column) || taken.has(field)) continue;
    chosen.set(column, { field, confidence });
    taken.add(field);
  }
  return guesses.map(({ column, shape }) => {
    const { field, confidence } = chosen.get(column) ?? { field: null, confidence: 0 };
    return { field, confidence: Math.round(confidence * 100) / 100, looks_like: shape };
  });
}

interface Guess {
  field: Field;
  confidence: number;
}

const own = new Map(fields.map((field) => [comparable(field), field]));
const known = knownNames();
const longNames = [...known].filter(([name]) => name.length >= 6)
  .map(([name, guess]) => [name, { ...guess, letters: lettersOf(name) }] as const);

/** The best guess first; a sure name leaves no other. */
function guessesByName(name: string): Guess[] {
  const field = own.get(comparable(name));
  if (field && !/_id$/.test(field)) return [{ field, confidence: field === "name" ? 0.9 : 1 }];
  if (field && name.trim() === field) return [{ field, confidence: 1 }];
  const words = wordsOf(withoutRemark(name));
  const [whole, bare, core] = [
    keyOf(name),
    bareKey(words),
    bareKey(words.filter((word) => !qualifiers.has(word))),
  ];
  for (const [key, less] of [[whole, 0], [words.join(""), 0], [bare, 0.05], [core, 0.2]] as const) {
    const found = known.get(key);
    if (found) return [{ ...found, confidence: found.confidence - less }];
  }
  if (bare === "" && words.length > 0) return [{ field: "name", confidence: 0.75 }];
  return misspelt(whole);
}

const alikeEnough = 5 / 6;

/** Names of which one letter in six is wrong, missing or swapped. */
function misspelt(key: string): Guess[] {
  if (key.length < 6) return [];
  const letters = lettersOf(key);
  let best: Guess | undefined;
  for (const [name, guess] of longNames) {
    const longest = Math.max(name.length, key.length);
    if (similarityOfLetters(letters, guess.letters, longest) < alikeEnough) continue;
    const alike = similarity(key, name);
    if (alike < alikeEnough) continue;
    const confidence = Math.min(0.8, guess.confidence * alike * 0.9);
    if (!best || confidence > best.confidence) best = { field: guess.field, confidence };
  }
  return best ? [best] : [];
}

/** What the values alone say, of a column whose name says nothing. */
function guessesByValues(shape: Shape, values: string[]): Guess[] {
  if (shape === "currency") return [{ field: "currency", confidence: 0.6 }];
  if (shape === "percent") return [{ field: "probability_percent", confidence: 0.6 }];
  if (values.length > 0 && share(values, (text) => stageMeant(text) !== undefined) >= 0.6) {
    return [{ field: "stage", confidence: 0.6 }];
  }
  return [];
}

/** How well the values fit the field: 1 if they may be its own, less if most cannot. */
function plausibility(field: Field, shape: Shape, values: string[]): number {
  if (shape === "empty") return 1;
  switch (field) {
    case "amount":
    case "probability_percent":
      return shape === "number" || shape === "boolean" || shape === "percent" || shape === "money" ? 1 : 0.4;
    case "expected_close_date":
      return shape === "date" || values.every((text) => /^\d{5}(\.\d+)?$/.test(text)) ? 1 : 0.4;
    case "currency":
      return shape === "currency" ? 1 : 0.5;
    case "organization_id":
    case "principal_id":
    case "product_id":
      return shape === "uuid" ? 1 : 0.3;
    case "name":
    case "organization":
    case "deal_owner":
    case "stage":
      return shape === "date" || shape === "percent" || shape === "money" || shape === "url" ? 0.4 : 1;
    case "external_id":
      return shape === "date" || shape === "percent" || shape === "money" || shape === "boolean" ? 0.4 : 1;
    default:
      return 1;
  }
}

function share(values: string[], fits: (text: string) => boolean): number {
  return values.filter(fits).length / values.length;
}

function keyOf(name: string): string {
  return wordsOf(name).join("");
}

/** Without the words that do not tell one column from another. */
function bareKey(words: string[]): string {
  return words.filter((word) => !fillers.has(word)).join("");
}

/** Each foreign name with its field; of one that several fields claim, the first. */
function knownNames(): Map<string, Guess> {
  const names = new Map<string, Guess>();
  for (const [level, confidence] of [["sure", 0.95], ["likely", 0.75]] as const) {
    for (const field of fields) {
      for (const name of (synonyms[field]?.[level] ?? []).flatMap((line) => line.split(","))) {
        for (const key of [keyOf(name), bareKey(wordsOf(name))]) {
          if (key !== "" && !names.has(key)) names.set(key, { field, confidence });
        }
      }
    }
  }
  return names;
}
