import { createHash } from "node:crypto";
import { z } from "zod";

/** How long answers of a kind are fresh, in seconds. Afterwards they are stale for as long again. */
export const freshSeconds = { totals: 300, lists: 120, usage: 60 } as const;
export type Lifetime = keyof typeof freshSeconds;

/** What an answer depends on apart from the question. */
export const State = z.object({
  tenant: z.string(),
  version: z.string(),
  currency: z.string(),
  time_zone: z.string(),
  today: z.string(),
});
export type State = z.output<typeof State>;

/** An answer as it is kept. */
export interface Entry<Answer> {
  answer: Answer;
  /** Milliseconds since 1970. */
  freshUntil: number;
}

/**
 * The key of an answer. The version is part of it: an answer that was loaded before a change can only be stored under
 * the former version, which nobody asks for any more.
 */
export function keyOf(scope: string, route: string, query: object, state: State): string {
  const { tenant, version, currency, time_zone, today } = state;
  const normal = Object.entries(query).filter(([, value]) => value !== undefined)
    .sort(([one], [other]) => one < other ? -1 : 1);
  const digest = createHash("sha256").update(JSON.stringify([version, currency, time_zone, today, normal]));
  return `cache:1:${tenant}:${scope}:${route}:${digest.digest("hex").slice(0, 32)}`;
}

/** When an answer ends to be fresh: lifetimes differ by up to a fifth, so that not all end at once. */
export function freshUntil(lifetime: Lifetime, now = Date.now(), random = Math.random()): number {
  return now + 1_000 * freshSeconds[lifetime] * (0.8 + 0.2 * random);
}

/** The text of an entry, with the key, so that an entry never answers another question. */
export function written<Answer>(key: string, { answer, freshUntil }: Entry<Answer>): string {
  return JSON.stringify({ key, freshUntil, answer });
}

/** The entry in a text of Redis; undefined for anything that is not one of this key. */
export function read<Answer>(
  text: string,
  key: string,
  schema: z.ZodType<Answer>,
): Entry<Answer> | undefined {
  const { data } = z.object({ key: z.literal(key), freshUntil: z.number(), answer: schema }).safeParse(
    parsed(text),
  );
  return data && { answer: data.answer, freshUntil: data.freshUntil };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
