import type { Bytes } from "../input/bytes.ts";
import { ApiError } from "../http/errors.ts";
import { onwardHeaders, timed } from "../observe/scope.ts";

/** What is sent. */
export interface OutboundRequest {
  method?: string;
  headers?: HeadersInit;
  body?: string | Bytes;
  signal?: AbortSignal;
}

/** Makes a connection and sends a request: `fetch`, or the guard's (shared/outbound/ssrf.ts) for URLs that somebody else chose. */
export type Send = (
  url: string | URL,
  request: OutboundRequest,
) => Promise<{ status: number; headers: Headers; body: AsyncIterable<Uint8Array> | null }>;

/** How a call to another system is made. */
export interface OutboundOptions extends OutboundRequest {
  /** For one attempt including its body. */
  timeoutMs?: number;
  /** In all. More than one only for calls that may be repeated: GET, HEAD, PUT, DELETE or with an Idempotency-Key. */
  attempts?: number;
  /** Bytes of the answer that are taken at most. */
  maxBytes?: number;
  send?: Send;
  /** How a pause is waited out. */
  pause?: (ms: number) => Promise<void>;
}

/** The whole answer of another system. */
export interface OutboundAnswer {
  status: number;
  headers: Headers;
  body: Bytes;
}

/** A pause that the other side asks for is kept up to this; a longer one is the caller's to plan. */
const maxPauseMs = 5_000;
const firstPauseMs = 200;

/**
 * Calls another system: with a timeout, with an answer of bounded length, and where that is safe once more after a
 * network error, 429 or 5xx, with growing, jittered pauses or the one in Retry-After.
 * The last answer is returned whatever its status. Throws 503 SERVICE_UNAVAILABLE when none came.
 */
export async function outbound(url: string | URL, options: OutboundOptions = {}): Promise<OutboundAnswer> {
  const { attempts = 3, pause = wait, ...attempt } = options;
  const last = isRepeatable(options) ? attempts : 1;
  for (let made = 1;; made++) {
    const outcome = await tryOnce(url, attempt);
    const again = outcome instanceof Error ? outcome : isTransient(outcome.status);
    const pauseMs = outcome instanceof Error ? backoff(made) : retryAfterMs(outcome.headers) ?? backoff(made);
    if (again && made < last && pauseMs <= maxPauseMs) {
      await pause(pauseMs);
      continue;
    }
    if (!(outcome instanceof Error)) return outcome;
    const { host } = new URL(url);
    throw new ApiError(
      503,
      "SERVICE_UNAVAILABLE",
      "A system we depend on does not answer, please try again",
      {
        retry_after: 2,
      },
      { cause: new Error(`${host} did not answer in ${made} attempts`, { cause: outcome }) },
    );
  }
}

async function tryOnce(url: string | URL, options: OutboundOptions): Promise<OutboundAnswer | Error> {
  const { timeoutMs = 10_000, maxBytes = 1_048_576, send = fetch, ...init } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
  try {
    const { host } = new URL(url);
    const request = { ...init, headers: carryOn(init.headers), signal };
    const response = await timed(host, () => send(url, request), ({ status }) => status);
    return { status: response.status, headers: response.headers, body: await readUpTo(response, maxBytes) };
  } catch (error) {
    init.signal?.throwIfAborted();
    return error instanceof Error ? error : new Error(String(error));
  }
}

function carryOn(given: HeadersInit = {}): Headers {
  const headers = new Headers(given);
  for (const [name, value] of Object.entries(onwardHeaders())) {
    if (!headers.has(name)) headers.set(name, value);
  }
  return headers;
}

async function readUpTo(
  response: Awaited<ReturnType<Send>>,
  maxBytes: number,
): Promise<Bytes> {
  const chunks: Bytes[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`The answer is longer than ${maxBytes} bytes`);
    chunks.push(new Uint8Array(chunk));
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function isRepeatable({ method = "GET", headers }: OutboundOptions): boolean {
  return /^(GET|HEAD|OPTIONS|PUT|DELETE)$/i.test(method) || new Headers(headers).has("idempotency-key");
}

function isTransient(status: number): boolean {
  return status === 429 || status >= 500;
}

/** Full jitter: callers that failed together do not come back together. */
function backoff(made: number): number {
  return Math.random() * Math.min(maxPauseMs, firstPauseMs * 2 ** made);
}

/** Seconds or an HTTP date, RFC 9110 10.2.3; undefined for anything else. */
function retryAfterMs(headers: Headers): number | undefined {
  const value = headers.get("retry-after");
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
