/**
 * Requests by many callers at once.
 *
 * @module
 */
import { stack } from "../../support/env.ts";
import { milliseconds, type Side } from "../measure.ts";

const callers = 16;

/** Repeats the request over kept-alive connections. A side's time is the sum of all requests. */
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
