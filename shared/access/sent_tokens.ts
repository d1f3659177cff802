import { ApiError } from "../http/errors.ts";
import { isMeantAsApiKey } from "./api_key.ts";
import { unauthorized } from "./bearer.ts";

/** The keys and tokens that a request carries. */
export interface SentTokens {
  /** An API key of a tenant. */
  key: string | null;
  /** A user's token. */
  token: string | null;
  /** The project's publishable or secret key. */
  apikey: string | null;
}

/** Without a signed-in user, supabase-js sends the project's key as bearer token as well; that is not a user's token. */
export function sentTokens(headers: Headers): SentTokens {
  const authorization = single(headers, "authorization");
  const apikey = single(headers, "apikey");
  const key = single(headers, "x-api-key");
  if (authorization === null) return { key, token: null, apikey };
  const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
  if (token === undefined) {
    throw unauthorized("", "The Authorization header must be `Bearer <token>`");
  }
  if (token.startsWith("sb_")) return { key, token: null, apikey: token };
  if (key !== null && key !== token) {
    throw new ApiError(400, "BAD_REQUEST", "Send either x-api-key or Authorization: who calls must be one");
  }
  return isMeantAsApiKey(token) ? { key: token, token: null, apikey } : { key, token, apikey };
}

/** A header sent twice arrives as one value with a comma, and nothing says which one was meant. */
function single(headers: Headers, name: string): string | null {
  const value = headers.get(name);
  if (!value?.includes(",")) return value;
  throw new ApiError(400, "BAD_REQUEST", `The header ${name} was sent more than once`);
}
