/**
 * Errors in PostgREST's form. Source: https://docs.postgrest.org/en/v14/references/errors.html
 *
 * @module
 */

/**
 * How long a request may wait for a connection of the pool; PostgREST waits 10 s, which is longer than
 * callers do.
 */
const acquisitionMilliseconds = 4000;

/** By so much more than its statement_timeout a call may take: what still waits has a database that does not answer. */
const graceMilliseconds = 1000;

/** Codes of the operating system and of postgres.js, such as ECONNRESET, EPIPE and CONNECTION_CLOSED. */
const connectionError = /^(E[A-Z]+|CONNECT[A-Z_]+)$/;

interface DatabaseError {
  name?: string;
  code: string;
  message?: string;
  detail?: string;
  hint?: string;
}

/**
 * An error that lite turns into exactly this answer. SQLSTATEs that lite knows pass as they are; the others it would
 * answer with 500 and no details.
 */
export function postgrestError(error: unknown): unknown {
  if (!isDatabaseError(error)) return error;
  const { code } = error;
  if (connectionError.test(code)) {
    return answering(
      503,
      "PGRST001",
      "Database client error. Retrying the connection.",
      error.message ?? code,
    );
  }
  if (error.name !== "PostgresError" || isKnownToLite(code)) return error;
  return answerTo(error);
}

/** The complete answer to a database error, whether lite knows its code or not. Rethrows any other error. */
export function errorAnswer(error: unknown): { status: number; body: string } {
  const known = isDatabaseError(error) && error.name === "PostgresError" ? answerTo(error) : error;
  if (known instanceof Answer) return { status: known.status, body: known.message };
  throw known;
}

/** Says that a connection was found, and how long statements may take, in milliseconds. */
type Begun = (statementTimeout?: number) => void;

/**
 * Runs work that begins with waiting for a connection that answers; it calls `begun` when it has one. What comes too
 * late to be answered is not begun any more.
 */
export async function withDeadline<T>(work: (begun: Begun) => Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const tooLate = answering(503, "PGRST003", "Timed out acquiring connection from connection pool.");
  let timer = setTimeout(() => reject(tooLate), acquisitionMilliseconds);
  let over = false;
  const begun: Begun = (statementTimeout = 8000) => {
    if (over) throw tooLate;
    clearTimeout(timer);
    timer = setTimeout(
      () =>
        reject(answering(503, "PGRST001", "Database client error. Retrying the connection.", "no answer")),
      statementTimeout + graceMilliseconds,
    );
  };
  try {
    const working = work(begun);
    working.catch(() => {}); // when it is late, its error has nobody left to hear it
    return await Promise.race([working, late]);
  } finally {
    over = true;
    clearTimeout(timer);
  }
}

/** What lite turns into an answer. */
class Answer extends Error {
  readonly code = "PGRST";
  readonly detail: string;

  constructor(readonly status: number, private readonly body: Record<string, string | null>) {
    super(JSON.stringify(body));
    this.detail = JSON.stringify({ status, headers: {} });
  }

  /** For what lite reads outside of its routes, such as the session of a token. */
  getResponse(): Response {
    return Response.json(this.body, { status: this.status });
  }
}

/** An error with this answer, in PostgREST's form. */
export function answering(
  status: number,
  code: string,
  message: string,
  details?: string,
  hint?: string,
): Answer {
  return new Answer(status, { code, message, details: details ?? null, hint: hint ?? null });
}

function answerTo({ code, message, detail, hint }: DatabaseError): Answer {
  return answering(statusOf(code), code, message ?? "", detail, hint);
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" &&
    error.code !== "PGRST" && !("httpStatus" in error);
}

function isKnownToLite(code: string): boolean {
  return code.startsWith("PT") || ["42", "22", "21"].includes(code.slice(0, 2)) ||
    ["23505", "23503", "23502", "25006"].includes(code);
}

/** PostgREST's table of SQLSTATE classes. */
function statusOf(code: string): number {
  if (/^PT[1-5]\d\d$/.test(code)) return Number(code.slice(2));
  const exact: Record<string, number> = {
    "23503": 409,
    "23505": 409,
    "25006": 405,
    "42501": 403,
    "42883": 404,
    "42P01": 404,
    "42P17": 500,
    "57P01": 503,
    "57P02": 503,
    "57P03": 503,
    "53400": 500,
    P0001: 400,
  };
  const byClass: Record<string, number> = { "08": 503, "0L": 403, "0P": 403, "28": 403, "53": 503 };
  const internal = ["09", "25", "2D", "38", "39", "3B", "40", "54", "55", "57", "58", "F0", "HV", "P0", "XX"];
  const group = code.slice(0, 2);
  return exact[code] ?? byClass[group] ?? (internal.includes(group) ? 500 : 400);
}
