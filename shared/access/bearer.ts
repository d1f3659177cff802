import { ApiError } from "../http/errors.ts";
import type { Scope } from "./scopes.ts";

/** 401 as RFC 6750 has it: a request without a token is only told how to sign in, one with a token what is wrong with it. */
export function unauthorized(token: string | null, reason: string): ApiError {
  if (token === null) {
    const message = "Sign in first: send `Authorization: Bearer <access token or API key>`";
    return new ApiError(401, "UNAUTHORIZED", message, {}, challenge(""));
  }
  const message = reason.replace(/^\[@supabase\/server\] /, "");
  const quoted = message.replaceAll('"', "'").replace(/[^\x20-\x7e]/g, "");
  return new ApiError(
    401,
    "UNAUTHORIZED",
    message,
    {},
    challenge(`, error="invalid_token", error_description="${quoted}"`),
  );
}

/** 403 for a caller that is known and may not, because of what its `giver` does not give. */
export function insufficientScope(scope: Scope, giver: string): ApiError {
  const message = `This needs the scope ${scope}, which ${giver}`;
  return new ApiError(
    403,
    "FORBIDDEN",
    message,
    {},
    challenge(`, error="insufficient_scope", scope="${scope}"`),
  );
}

function challenge(parameters: string) {
  return { headers: { "WWW-Authenticate": `Bearer realm="frontline"${parameters}` } };
}
