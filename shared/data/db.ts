import { createClient, type PostgrestSingleResponse } from "@supabase/supabase-js";
import { z } from "zod";
import { unauthorized } from "../access/bearer.ts";
import type { Db } from "../context.ts";
import type { Database } from "./database.types.ts";
import { env } from "./env.ts";
import {
  ApiError,
  errorCodes,
  type ErrorExtra,
  internalError,
  isErrorCode,
  unavailable,
} from "../http/errors.ts";
import { replayHeaders } from "./idempotency.ts";
import { signContext } from "./request_context.ts";
import { currentScope, timed } from "../observe/scope.ts";

/** Between the Data API's statement timeout (8 s), so that normally Postgres answers, and the 10 s of a request. */
const timeoutMs = 9_000;

// Not supabase-js's own db.timeout, which stops at the headers: this one ends a body that stalls, too. A call with a
// signal has a limit of its own.
export const fetchWithTimeout: typeof fetch = (input, init) => {
  const { signal }: { signal?: AbortSignal | null } = init ?? {};
  const request = { ...init, signal: signal ?? AbortSignal.timeout(timeoutMs) };
  return measured(() => fetch(input, request));
};

/** Postgres's own time where the Data API tells it in Server-Timing, otherwise that of the whole call. */
async function measured(call: () => Promise<Response>): Promise<Response> {
  const began = performance.now();
  const response = await timed("database", call, ({ status }) => status);
  const scope = currentScope();
  if (scope !== undefined) scope.databaseMs += ownTime(response.headers) ?? performance.now() - began;
  return response;
}

function ownTime(headers: Headers): number | undefined {
  const found = /(?:^|,)\s*transaction;dur=([\d.]+)/.exec(headers.get("server-timing") ?? "");
  return found === null ? undefined : Number(found[1]);
}

function client(key: string, token: string, headers: Record<string, string>): Db {
  return createClient<Database>(env().SUPABASE_URL, key, {
    // With accessToken no auth client is made: nothing refreshes, stores or reads a session.
    accessToken: () => Promise.resolve(token),
    // Retries of its own would make a read take four timeouts; the caller is told when to come back instead.
    db: { retry: false },
    global: { headers, fetch: fetchWithTimeout },
  });
}

/** Acts as the caller, under RLS. `headers` go to SQL: request id, idempotency key, address, user agent. */
export function userClient(token: string, headers: Record<string, string>): Db {
  return client(env().SUPABASE_PUBLISHABLE_KEYS.default, token, headers);
}

/** Acts as the service role and sees every tenant: only for work that has no caller, or a caller with the secret key. */
export function adminClient(headers: Record<string, string> = {}): Db {
  const key = env().SUPABASE_SECRET_KEYS.default;
  const context = signContext({ request_id: headers["x-request-id"] }, key);
  return client(key, key, { "x-request-context": context, ...headers });
}

/**
 * The data of a Data API answer. Throws the ApiError that `private.fail` raised, 503 when the database is away or
 * overloaded, and for every other error 500, with the details in the log only.
 */
export function unwrap<T>(result: PostgrestSingleResponse<T>): T {
  if (result.error !== null) throw dataApiError(result.error, result.status);
  return result.data;
}

const Settled = z.object({ status: z.int(), body: z.looseObject({}), replayed: z.boolean().default(false) });
const Refused = z.looseObject({ code: z.string().refine(isErrorCode), message: z.string() });

/** What an RPC that keeps something even when it refuses has answered. */
export interface Settlement<Body> {
  status: number;
  body: Body;
  /** The stored answer to the same Idempotency-Key. */
  replayed: boolean;
}

/** The answer of an RPC that returns `{status, body, replayed?}`. Throws its ApiError for a status from 400 on. */
export function settle(result: PostgrestSingleResponse<unknown>): Settlement<Record<string, unknown>>;
export function settle<T extends z.ZodType>(
  result: PostgrestSingleResponse<unknown>,
  schema: T,
): Settlement<z.output<T>>;
export function settle(result: PostgrestSingleResponse<unknown>, schema?: z.ZodType): Settlement<unknown> {
  const { status, body, replayed } = Settled.parse(unwrap(result));
  if (status < 400) return { status, body: schema?.parse(body) ?? body, replayed };
  const { code, message, ...extra } = Refused.parse(body);
  const headers = replayHeaders({ replayed });
  throw new ApiError(errorCodes[code].status, code, message, extra, { headers });
}

// Query cancelled, serialization, deadlock, out of resources, connection lost, shutting down, no pool connection.
const transient = /^(57014|40001|40P01|53...|08...|57P0[123]|PGRST00[0-3])$/;

/** What the Data API refuses with. */
type Refusal = { code: string; message: string; details?: string | null; hint?: string | null };

/** The error for a refusal; `httpStatus` 0 if there was no answer. */
export function dataApiError(error: Refusal, httpStatus: number): ApiError {
  const { code, message, details = null, hint = "" } = error;
  if (/^PT\d{3}$/.test(code) && isErrorCode(hint)) {
    if (hint === "UNAUTHORIZED") return unauthorized("", message);
    return new ApiError(errorCodes[hint].status, hint, message, extraOf(details));
  }
  if (/^PGRST30[1-3]$/.test(code)) {
    return unauthorized("", "The token is not valid any more: sign in again");
  }
  if (code === "PGRST116") return new ApiError(404, "NOT_FOUND", "Not found");
  // Status 0 is supabase-js's for "no answer at all", 502 to 504 are the platform's for "nobody behind me answers".
  const away = httpStatus === 0 || (httpStatus >= 502 && httpStatus <= 504) || transient.test(code);
  // Without details: they quote rows.
  const cause = new Error(`Data API, status ${httpStatus}, code ${code}: ${message}`);
  return away ? unavailable("The database", cause) : internalError(cause);
}

function extraOf(details: string | null): ErrorExtra {
  if (!details) return {};
  const extra: unknown = JSON.parse(details);
  return typeof extra === "object" && extra !== null ? { ...extra } : {};
}
