/**
 * Requests by many callers at once.
 *
 * @module
 */
import { stack } from "../../support/env.ts";
import { milliseconds, type Side } from "../measure.ts";

const callers = 16;

/** Sends the request again and again over kept connections; a side's time is that of all of them. */
export function load(path: string, init: RequestInit = {}, requests = 800): Side {
  return () =>
    milliseconds(async () => {
      let left = requests;
      await Promise.all(Array.from({ length: callers }, async () => {
        while (left-- > 0) await expectSuccess(await fetch(stack.functionsUrl + path, init), path);
      }));
    });
}

async function expectSuccess(response: Response, path: string): Promise<void> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
}
