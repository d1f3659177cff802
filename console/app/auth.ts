/**
 * Calls of Supabase Auth.
 *
 * @module
 */
import { config } from "./config.ts";

/** Supabase Auth refused: its words are for the person. */
export class AuthError extends Error {
  override readonly name = "AuthError";
}

interface Call {
  method?: "POST" | "DELETE";
  body?: Record<string, unknown>;
  /** The access token of who calls. */
  token?: string;
}

export async function callAuth(path: string, { method = "POST", body, token }: Call): Promise<unknown> {
  const response = await fetch(`${config.authUrl}/${path}`, {
    method,
    headers: {
      apikey: config.publishableKey,
      "content-type": "application/json",
      ...token === undefined ? {} : { authorization: `Bearer ${token}` },
    },
    body: JSON.stringify(body ?? {}),
  });
  const answer = response.status === 204 ? undefined : await response.json();
  if (response.ok) return answer;
  throw new AuthError(
    answer?.msg ?? answer?.error_description ?? answer?.message ?? `Sign-in answered ${response.status}`,
  );
}
