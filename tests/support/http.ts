/**
 * Calls to the functions, as an app makes them; each answer is checked for what every answer must have, and
 * against the OpenAPI document: a status, type or field that it does not declare fails the test.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { type Client, createClient } from "../../client/mod.ts";
import { nonconformance } from "./conformance.ts";
import { stack } from "./env.ts";

/** The error of an answer. */
export interface ErrorBody {
  code: string;
  message: string;
  details?: {
    path?: string;
    row?: number;
    line?: number;
    field?: string | null;
    code: string;
    message: string;
  }[];
  request_id: string;
  timestamp: string;
  batch_id?: string;
  [extra: string]: unknown;
}

/** The pagination of a list. */
export interface Pagination {
  limit: number;
  next_cursor: string | null;
  has_more: boolean;
  total?: number;
}

export interface Call {
  /** The caller: a tenant's user, or a token. Without it the call is not signed in. */
  as?: { token: string } | string;
  /** Sent as application/json. */
  json?: unknown;
  /** Sent as text/csv. */
  csv?: string | Uint8Array<ArrayBuffer>;
  /** Sent unchanged. A FormData brings its own content type. */
  body?: BodyInit;
  headers?: Record<string, string>;
  /** The Idempotency-Key. */
  key?: string;
  signal?: AbortSignal;
}

/** An answer, read to its end. */
export class Answer<T> {
  constructor(
    readonly request: string,
    readonly status: number,
    readonly headers: Headers,
    readonly text: string,
  ) {}

  /** The whole JSON body. */
  get body(): { data: T; pagination: Pagination; error: ErrorBody } {
    return JSON.parse(this.text);
  }

  /** `data` of a success; an error fails the test with its body. */
  get data(): T {
    assert(this.status < 400, `${this} was expected to succeed`);
    return this.body.data;
  }

  get pagination(): Pagination {
    assert(this.status < 400, `${this} was expected to succeed`);
    return this.body.pagination;
  }

  /** `error` of a failure; a success fails the test with its body. */
  get error(): ErrorBody {
    assert(this.status >= 400, `${this} was expected to fail`);
    return this.body.error;
  }

  toString(): string {
    return `${this.request}: ${this.status} ${this.text.slice(0, 2000)}`;
  }
}

/**
 * Calls a function: `api<Batch>("POST", "/batch-import/v1/batches", { as: tenant.member, json })`.
 * The path begins after `/functions/v1`.
 */
export async function api<T = Record<string, unknown>>(
  method: string,
  path: string,
  call: Call = {},
): Promise<Answer<T>> {
  const headers = new Headers({ apikey: stack.publishableKey });
  const token = typeof call.as === "string" ? call.as : call.as?.token;
  if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
  if (call.key !== undefined) headers.set("idempotency-key", call.key);
  let body = call.body;
  if (call.json !== undefined) {
    headers.set("content-type", "application/json");
    body = JSON.stringify(call.json);
  } else if (call.csv !== undefined) {
    headers.set("content-type", "text/csv");
    body = call.csv;
  }
  for (const [name, value] of Object.entries(call.headers ?? {})) headers.set(name, value);

  const { signal } = call;
  const sent = { method, headers, body, signal, redirect: "manual" as const };
  const response = await fetch(stack.functionsUrl + path, sent);
  const answer = new Answer<T>(`${method} ${path}`, response.status, response.headers, await response.text());
  check(method, path, answer, headers.get("x-request-id"));
  return answer;
}

/** The parts of each answer, by the Response that the client returns. */
const received = new WeakMap<Response, ConstructorParameters<typeof Answer>>();

/** The typed client, signed in as this person if given. Checks answers as `api` does. */
export function clientOf(person?: { token: string }): Client {
  return createClient({
    url: stack.functionsUrl,
    token: person?.token,
    fetch: async (request) => {
      const response = await fetch(request);
      const text = await response.text();
      const { method } = request;
      const path = request.url.slice(stack.functionsUrl.length);
      const answer = new Answer(`${method} ${path}`, response.status, response.headers, text);
      check(method, path, answer, request.headers.get("x-request-id"));
      const returned = new Response(response.status === 204 ? null : text, response);
      received.set(returned, [answer.request, answer.status, answer.headers, text]);
      return returned;
    },
  });
}

type DataOf<Body> = Body extends { data: infer Data } ? Data : unknown;

/** The answer to a call of `clientOf`: `await answerOf(clientOf(tenant.viewer).GET("/teams/v1"))`. */
export async function answerOf<Body>(
  call: Promise<{ data?: Body; response: Response }>,
): Promise<Answer<DataOf<Body>>> {
  const parts = received.get((await call).response);
  assert(parts, "the call was not made by a client of clientOf");
  return new Answer<DataOf<Body>>(...parts);
}

function check(method: string, path: string, answer: Answer<unknown>, sentId: string | null): void {
  checkForm(answer, sentId);
  const problem = nonconformance(method, path, answer);
  assert(problem === undefined, `${answer}\ndoes not match the OpenAPI document: ${problem}`);
}

/** Checks what every answer of every function must have. */
function checkForm(answer: Answer<unknown>, sentId: string | null): void {
  const id = answer.headers.get("x-request-id");
  assert(id, `${answer}: it has no x-request-id`);
  if (sentId !== null && /^[\w.-]{1,64}$/.test(sentId)) {
    assertEquals(id, sentId, `${answer}: other request id`);
  }
  if (answer.status < 400) return;

  const type = answer.headers.get("content-type") ?? "";
  assert(/^application\/(health\+)?json\b/.test(type), `${answer}: an error of type "${type}"`);
  if (type.startsWith("application/health")) return;
  const { error } = answer.body;
  assert(/^[A-Z][A-Z_]+$/.test(error.code), `${answer}: the error has no code`);
  assert(error.message.length > 0, `${answer}: the error has no message`);
  assertEquals(error.request_id, id, `${answer}: request_id is not the one of the header`);
  assert(!Number.isNaN(Date.parse(error.timestamp)), `${answer}: the error has no timestamp`);
  if (answer.status === 429 || answer.status === 503) {
    assert(Number(answer.headers.get("retry-after")) > 0, `${answer}: it has no Retry-After`);
  }
}
