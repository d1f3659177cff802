import { AsyncLocalStorage } from "node:async_hooks";
import { count, type Measured } from "./counters.ts";
import { mask } from "./mask.ts";
import { addSpan } from "./spans.ts";
import { newSpanId, traceHeaders } from "./trace.ts";

type Sample = Pick<Measured, "kind" | "name" | "status"> & { ms: number };

/** A request or a job: what it calls is counted for its tenant, which is known only after sign-in. */
export class Scope {
  clientId: string | null = null;
  databaseMs = 0;
  #samples: Sample[] | undefined = [];
  #waiting: ((clientId: string | null) => void)[] | undefined = [];

  constructor(
    readonly requestId?: string,
    readonly traceId?: string,
    readonly spanId: string = newSpanId(),
  ) {}

  /** Notes a call. After {@link end}, in background work, it is counted at once. */
  add(sample: Sample): void {
    if (this.#samples !== undefined) this.#samples.push(sample);
    else this.#count(sample);
  }

  /** Calls back with the tenant, at the end of the request or job. */
  whenKnown(tell: (clientId: string | null) => void): void {
    if (this.#waiting === undefined) tell(this.clientId);
    else this.#waiting.push(tell);
  }

  end(clientId: string | null): void {
    this.clientId = clientId;
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const tell of waiting) tell(clientId);
    const samples = this.#samples ?? [];
    this.#samples = undefined;
    for (const sample of samples) this.#count(sample);
  }

  #count({ ms, ...measured }: Sample): void {
    count({ ...measured, clientId: this.clientId }, ms);
  }
}

const scopes = new AsyncLocalStorage<Scope | undefined>();

/** The request or job that the running code belongs to. */
export function currentScope(): Scope | undefined {
  return scopes.getStore();
}

export function inScope<T>(scope: Scope | undefined, work: () => T): T {
  return scopes.run(scope, work);
}

/** Headers that carry the current request or job on to others. */
export function onwardHeaders(): Record<string, string> {
  const scope = currentScope();
  return scope?.requestId === undefined ? {} : traceHeaders(scope.requestId, scope.traceId, scope.spanId);
}

/** Measures a call of the current request or job; an error counts as no answer. Elsewhere it measures nothing. */
export async function timed<T>(
  name: string,
  work: () => Promise<T>,
  statusOf: (result: T) => number = () => 200,
): Promise<T> {
  const scope = currentScope();
  if (scope === undefined) return await work();
  const began = performance.now();
  let status = 0;
  try {
    const result = await work();
    status = Math.trunc(statusOf(result) / 100);
    return result;
  } finally {
    const ms = performance.now() - began;
    scope.add({ kind: "dependency", name: mask(name), status, ms });
    addSpan(scope, { name, kind: "client", ms, tags: { status }, failed: status === 0 || status === 5 });
  }
}

/** Counts a look into a cache. */
export function countCacheUse(name: string, hit: boolean): void {
  currentScope()?.add({ kind: "cache", name, status: hit ? 2 : 4, ms: 0 });
}
