import type { Context } from "hono";
import { z } from "zod";
import { forwardedHeaders } from "../access/forwarded_headers.ts";
import type { AppEnv } from "../context.ts";
import { dataApiError, fetchWithTimeout } from "./db.ts";
import { env } from "./env.ts";

const Refusal = z.object({
  code: z.string().default(""),
  message: z.string().default(""),
  details: z.string().nullish(),
  hint: z.string().nullish(),
});

/**
 * Calls an SQL function as the caller, as `db.rpc` does, whose one argument without a name is `bytes`, piece by piece.
 * Raises what `unwrap` raises. Source: https://docs.postgrest.org/en/v14/references/api/functions.html
 */
export async function callWithBytes(
  c: Context<AppEnv>,
  name: string,
  bytes: Iterable<Uint8Array>,
): Promise<unknown> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEYS, SUPABASE_SECRET_KEYS } = env();
  const { caller } = c.var;
  const keys = caller.kind === "service" ? SUPABASE_SECRET_KEYS : SUPABASE_PUBLISHABLE_KEYS;
  const response = await fetchWithTimeout(`${SUPABASE_URL}/rest/v1/rpc/${name}`, {
    method: "POST",
    headers: {
      ...forwardedHeaders(c, caller),
      apikey: keys.default,
      authorization: `Bearer ${caller.token}`,
      "content-type": "application/octet-stream",
    },
    body: ReadableStream.from(bytes),
  }).catch((cause) => {
    throw dataApiError({ code: "", message: String(cause) }, 0);
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text);
  const refusal = Refusal.safeParse(parsed(text));
  throw dataApiError(refusal.data ?? { code: "", message: text.slice(0, 200) }, response.status);
}

/** Undefined for what is no JSON: an answer that is not the Data API's own. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
