/**
 * A typed client of the API. Paths, parameters, bodies and answers are typed by the OpenAPI document.
 *
 * ```ts
 * const client = createClient({ url: "https://<ref>.supabase.co/functions/v1", token });
 * const team = dataOf(await client.GET("/teams/v1/{team}", { params: { path: { team: id } } }));
 * ```
 *
 * @module
 */
import createFetchClient, { type Client as FetchClient, type ClientOptions } from "openapi-fetch";
import type { components, paths } from "./api.generated.ts";

/** The shapes of the API by name: `Schemas["Team"]`. */
export type Schemas = components["schemas"];
/** The query parameters of a GET: `Query<"/teams/v1">`. */
export type Query<Path extends keyof paths> = paths[Path] extends
  { get: { parameters: { query?: infer Parameters } } } ? NonNullable<Parameters> : never;
export type Client = FetchClient<paths>;

export interface Options {
  /** The address of the functions; ends in `/functions/v1`. */
  url: string;
  /** A signed-in user's access token. */
  token?: string;
  /** An API key, `fl_live_…`, instead of a token. */
  key?: string;
  /** Replaces the global `fetch`. */
  fetch?: ClientOptions["fetch"];
}

/** Makes a client that calls as a user, with an API key or, without either, anonymously. */
export function createClient({ url, token, key, fetch }: Options): Client {
  const headers = {
    ...token === undefined ? {} : { authorization: `Bearer ${token}` },
    ...key === undefined ? {} : { "x-api-key": key },
  };
  return createFetchClient<paths>({ baseUrl: url, headers, fetch });
}

/** The API refused a request; `code` is one of the documented error codes. */
export class RequestError extends Error {
  override readonly name = "RequestError";

  constructor(readonly status: number, readonly code: string, message: string, readonly requestId?: string) {
    super(message);
  }
}

interface Result<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/** `data` of a successful answer; throws {@linkcode RequestError} for any other. */
export function dataOf<Body extends { data: unknown }>(
  { data, error, response }: Result<Body>,
): Body["data"] {
  if (data !== undefined) return data.data;
  throw asRequestError(response, error);
}

function asRequestError({ status, url }: Response, body: unknown): RequestError {
  if (isErrorBody(body)) {
    const { code, message, request_id } = body.error;
    return new RequestError(status, code, message, request_id);
  }
  return new RequestError(status, "UNKNOWN", `${url} answered ${status}`);
}

function isErrorBody(body: unknown): body is Schemas["Error"] {
  return typeof body === "object" && body !== null && "error" in body;
}
