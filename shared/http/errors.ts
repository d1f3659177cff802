import type { ContentfulStatusCode } from "hono/utils/http-status";

/** Every error code that an answer can carry, with its HTTP status and what it means. */
export const errorCodes = {
  BAD_REQUEST: {
    status: 400,
    description: "The request cannot be read: invalid JSON, or a malformed header or cursor",
  },
  UNAUTHORIZED: {
    status: 401,
    description: "The token or API key is missing, invalid, expired or revoked",
  },
  FORBIDDEN: { status: 403, description: "The caller has no tenant, or the role or API key lacks the scope" },
  MFA_REQUIRED: {
    status: 403,
    description: "The tenant requires a second factor and the caller's session has none",
  },
  INVITATION_FOR_ANOTHER: {
    status: 403,
    description: "The invitation is for another address than the caller's confirmed one",
  },
  ADDRESS_NOT_ALLOWED: { status: 403, description: "The API key does not work from the caller's address" },
  NOT_FOUND: { status: 404, description: "Not found, or not visible to the caller" },
  INVITATION_NOT_FOUND: { status: 404, description: "The invitation is unknown, used, expired or withdrawn" },
  METHOD_NOT_ALLOWED: { status: 405, description: "The path does not support this method; see Allow" },
  CONFLICT: { status: 409, description: "The request conflicts with the current state" },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    description: "The Idempotency-Key was already used with a different body",
  },
  DUPLICATE_BATCH: { status: 409, description: "The same content was imported in the last 24 hours" },
  BATCH_NOT_PROCESSING: { status: 409, description: "Only a batch that is processing can be cancelled" },
  BATCH_NOT_ROLLBACKABLE: { status: 409, description: "Only a completed batch can be rolled back" },
  BATCH_ALREADY_ROLLED_BACK: { status: 409, description: "The batch has already been rolled back" },
  UPLOAD_NOT_OPEN: {
    status: 409,
    description: "The upload takes no more parts: it is complete or has ended",
  },
  UPLOAD_INCOMPLETE: { status: 409, description: "Parts of the upload are missing; see missing" },
  UPLOAD_NOT_READY: { status: 409, description: "Only an upload that is ready can be promoted" },
  UPLOAD_ENDED: { status: 409, description: "Only an unfinished upload can be cancelled" },
  LAST_OWNER: { status: 409, description: "The tenant would have no owner left" },
  LIMIT_REACHED: {
    status: 409,
    description: "The tenant has as many as its limit allows; details name limit, used and maximum",
  },
  API_KEY_INACTIVE: { status: 409, description: "The API key is revoked or expired" },
  CHANNEL_NAME_TAKEN: { status: 409, description: "The tenant already has a channel with this name" },
  DECISION_COMPLETED: {
    status: 409,
    description: "The decision is completed; it cannot be released or get another outcome",
  },
  DECISION_RELEASED: { status: 409, description: "The decision was released and cannot be completed" },
  NO_AGENT_AVAILABLE: { status: 409, description: "No agent has a free slot; see Retry-After" },
  TEAM_NAME_TAKEN: { status: 409, description: "Another active team of the tenant has this name" },
  JOB_NOT_RETRYABLE: {
    status: 409,
    description: "Only a dead, cancelled or waiting job can be retried",
  },
  JOB_NOT_CANCELLABLE: { status: 409, description: "Only a waiting job can be cancelled" },
  TASK_RUNNING: { status: 409, description: "The scheduled task is already running" },
  ENDPOINT_DISABLED: { status: 409, description: "The endpoint is disabled, so nothing can be sent to it" },
  VERSION_IN_USE: { status: 409, description: "Tenants still call what would end; see details" },
  VERSION_SUNSET: { status: 410, description: "The route has ended; the message names what to use instead" },
  VERSION_MISMATCH: { status: 412, description: "If-Match does not match the current version" },
  PAYLOAD_TOO_LARGE: { status: 413, description: "The body is larger than this function accepts" },
  BATCH_TOO_LARGE: { status: 413, description: "The batch has more rows than the tenant's limit" },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, description: "The route does not accept this content type" },
  VALIDATION_ERROR: { status: 422, description: "The request is readable but invalid; see details" },
  DIGEST_MISMATCH: { status: 422, description: "Content-Digest is not the digest of the body" },
  URL_NOT_ALLOWED: {
    status: 422,
    description: "The URL is not https or resolves to an address that is not public",
  },
  RATE_LIMITED: { status: 429, description: "Too many requests; see Retry-After" },
  BLOCKED: {
    status: 429,
    description: "The caller was refused for so many minutes in a row that it is blocked; see Retry-After",
  },
  BATCH_QUOTA_EXCEEDED: { status: 429, description: "Too many batches in the last hour; see Retry-After" },
  ACCOUNT_QUOTA_EXCEEDED: {
    status: 429,
    description: "The user created as many tenants as a day allows; see Retry-After",
  },
  STORAGE_BUDGET_EXCEEDED: {
    status: 429,
    description: "The tenant would store more than its budget; details name limit, used and maximum",
  },
  CPU_BUDGET_EXCEEDED: {
    status: 429,
    description: "The tenant's requests of the last minute took more database time than its budget",
  },
  INTERNAL_ERROR: { status: 500, description: "An error on our side, logged under the request id" },
  SERVICE_UNAVAILABLE: { status: 503, description: "A dependency is unavailable; see Retry-After" },
} as const satisfies Record<string, { status: ContentfulStatusCode; description: string }>;

/** A code of {@link errorCodes}. */
export type ErrorCode = keyof typeof errorCodes;

/** Whether a text, such as a hint from SQL, is one of our codes. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === "string" && Object.hasOwn(errorCodes, code);
}

/** What an error carries beside code and message. */
export interface ErrorExtra {
  /** One entry a problem, shown as `error.details`. */
  details?: unknown[];
  /** Seconds until a retry makes sense, sent as Retry-After. */
  retry_after?: number;
  /** Shown beside `code`, such as `batch_id`. */
  [key: string]: unknown;
}

/**
 * An error whose message may be shown to the caller. Anything else that is thrown answers 500 and says nothing
 * about the inside; `cause` is logged and never shown.
 */
export class ApiError extends Error {
  override readonly name = "ApiError";

  constructor(
    readonly status: ContentfulStatusCode,
    readonly code: ErrorCode,
    message: string,
    readonly extra: ErrorExtra = {},
    readonly options: { headers?: Record<string, string>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
  }

  /** The body of the answer, as `components.schemas.Error` describes it. */
  body(requestId: string): { error: Record<string, unknown> } {
    const { details = [], retry_after: _, ...beside } = this.extra;
    return {
      error: {
        ...beside,
        code: this.code,
        message: this.message,
        details,
        request_id: requestId,
        timestamp: new Date().toISOString(),
      },
    };
  }
}

/** The answer to a fault: the cause goes to the log, the caller learns only that it was us. */
export function internalError(cause: unknown): ApiError {
  return new ApiError(
    500,
    "INTERNAL_ERROR",
    "Something went wrong on our side; quote the request id to ask about it",
    {},
    {
      cause,
    },
  );
}

/** The answer when a part we depend on does not answer: a retry may work. */
export function unavailable(what: string, cause?: unknown): ApiError {
  return new ApiError(503, "SERVICE_UNAVAILABLE", `${what} does not answer at the moment, please try again`, {
    retry_after: 2,
  }, { cause });
}
