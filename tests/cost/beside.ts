/**
 * A quiet tenant's operations beside a hostile one's attack.
 *
 * @module
 */
import type { Attack } from "./attacks.ts";
import { createHostile } from "./attacks.ts";
import { type Operation, operations, type Quiet } from "./quiet.ts";

/** Milliseconds of each operation. */
export type Times = Record<Operation, number[]>;

export interface Beside {
  times: Times;
  /** Operations of the quiet tenant that did not succeed. */
  errors: string[];
  /** The hostile tenant's answers by status. */
  answers: Record<number, number>;
}

/** Repeats the quiet tenant's operations in turn for a while, and as long as it is asked to. */
export async function operate(
  quiet: Quiet,
  ms: number,
  goOn = () => false,
): Promise<{ times: Times; errors: string[] }> {
  const times: Times = { import: [], decision: [], list: [], delivery: [], aggregation: [] };
  const errors: string[] = [];
  const until = performance.now() + ms;
  do {
    for (const operation of operations) {
      try {
        times[operation].push(await quiet.time(operation));
      } catch (error) {
        errors.push(`${operation}: ${error instanceof Error ? error.message : error}`);
      }
    }
  } while (performance.now() < until || goOn());
  return { times, errors };
}

/** Attacks for a while, within the tenant's rates, while the quiet tenant operates. */
export async function operateBeside(quiet: Quiet, attack: Attack, ms: number): Promise<Beside> {
  const hostile = await createHostile();
  const { strike, end } = await attack.prepare(hostile);
  const ending = new AbortController();
  const answers: Record<number, number> = {};
  const striking = Array.from({ length: attack.at }, async () => {
    while (!ending.signal.aborted) {
      try {
        const answer = await strike(ending.signal);
        await answer.body?.cancel();
        answers[answer.status] = (answers[answer.status] ?? 0) + 1;
        const pause = answer.status === 429 ? Number(answer.headers.get("retry-after") ?? 1) : 0;
        if (pause > 0) await sleep(1_000 * pause, ending.signal);
      } catch (error) {
        if (!ending.signal.aborted) throw error;
      }
    }
  });
  try {
    const isUnanswered = () => Object.keys(answers).length === 0;
    return { ...await operate(quiet, ms, isUnanswered), answers };
  } finally {
    ending.abort();
    await Promise.all(striking);
    await end?.();
  }
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    }, { once: true });
  });
}
