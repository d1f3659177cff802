/**
 * A function's app in the test's own process, on the stack under test: to count what it asks the Data API, and
 * to give it another environment.
 *
 * @module
 */
import { useEnv } from "../../shared/data/env.ts";
import { stack } from "./env.ts";
import { Answer } from "./http.ts";

/** A function's `export default app`. */
export interface App {
  fetch(request: Request): Response | Promise<Response>;
}

/** Lets functions in this process use the stack, with rate limits that no test reaches. */
export function useStack(variables: Record<string, string> = {}): void {
  useEnv({
    SUPABASE_URL: stack.url,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: stack.publishableKey }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: stack.secretKey }),
    RATE_LIMITS: JSON.stringify({ read: 100_000, write: 100_000, anonymous: 100_000 }),
    LOG_LEVEL: "error",
    TELEMETRY: "off",
    ...variables,
  });
}

/** Calls the app; the path begins after `/functions/v1`. */
export async function ask<T = Record<string, unknown>>(
  app: App,
  method: string,
  path: string,
  call: { as: { token: string }; json?: unknown; headers?: Record<string, string> },
): Promise<Answer<T>> {
  const headers = new Headers({ authorization: `Bearer ${call.as.token}`, ...call.headers });
  if (call.json !== undefined) headers.set("content-type", "application/json");
  const body = call.json === undefined ? undefined : JSON.stringify(call.json);
  const response = await app.fetch(new Request(`http://in.process${path}`, { method, headers, body }));
  return new Answer<T>(`${method} ${path}`, response.status, response.headers, await response.text());
}

/** Counts this process's requests to the Data API while the work runs alone. */
export async function dataApiRoundTrips(work: () => Promise<unknown>): Promise<number> {
  const fetch = globalThis.fetch;
  let count = 0;
  globalThis.fetch = (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.pathname.startsWith("/rest/v1/")) count++;
    return fetch(input, init);
  };
  try {
    await work();
  } finally {
    globalThis.fetch = fetch;
  }
  return count;
}
