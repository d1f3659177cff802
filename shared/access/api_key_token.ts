import { z } from "zod";
import { digestApiKey, type KeyDigest } from "./api_key.ts";
import { adminClient, unwrap } from "../data/db.ts";
import { ApiError } from "../http/errors.ts";
import { signToken } from "./sign_token.ts";

const Exchanged = z.object({
  key_id: z.guid(),
  client_id: z.guid(),
  user_id: z.guid(),
  scopes: z.array(z.string()),
  limits: z.record(z.string(), z.number()),
  seconds: z.int(),
  counted: z.boolean(),
});

/** A token for the Data API in the name of an API key, and its claims. */
export interface ExchangedKey {
  token: string;
  claims: KeyClaims;
}

/** What such a token says beside what every token does; the database asks the key's row about the rest. */
export interface KeyClaims {
  /** Who made the key, for `created_by` columns. */
  sub: string;
  key_id: string;
  key_prefix: string;
  scopes: string[];
  app_metadata: { client_id: string; limits: Record<string, number> };
}

/** A token is not used in its last seconds, so that it does not expire on its way. */
const marginSeconds = 10;
/** Keys that one process remembers. */
const maxRemembered = 1_000;

interface Answer {
  exchanged: ExchangedKey;
  /** How long the token lives. */
  seconds: number;
  /** Whether the uses that were told of are written down. */
  counted: boolean;
}

interface Remembered {
  answer: Promise<Answer>;
  /** From when on the token is too old, in ms since 1970. */
  until: number;
  /** Requests since the database was last told. */
  uses: number;
}

const remembered = new Map<string, Remembered>();

/**
 * Exchanges an API key for a token of at most 60 s: one round trip, and none while this process remembers the last one.
 * A remembered token opens nothing by itself: in each statement the database asks whether its key is alive. `beforeAsking`
 * may refuse before the database is asked. Throws 401 for a key that is none or dead.
 */
export async function exchangeKey(key: string, beforeAsking: () => void = () => {}): Promise<ExchangedKey> {
  const digested = await digestApiKey(key);
  if (digested === undefined) {
    throw new ApiError(401, "UNAUTHORIZED", "This is no API key of this environment, or not all of it");
  }
  const known = remembered.get(digested.digest);
  if (known !== undefined && Date.now() < known.until) {
    known.uses++;
    return (await known.answer).exchanged;
  }
  beforeAsking();
  return await remember(digested, (known?.uses ?? 0) + 1);
}

/** Requests that come while the database is asked wait for the same answer. */
async function remember(key: KeyDigest, uses: number): Promise<ExchangedKey> {
  const entry: Remembered = { answer: ask(key, uses), until: Infinity, uses: 0 };
  remembered.delete(key.digest);
  remembered.set(key.digest, entry);
  if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value ?? key.digest);
  try {
    const { exchanged, seconds, counted } = await entry.answer;
    entry.until = Date.now() + (seconds - marginSeconds) * 1000;
    if (!counted) entry.uses += uses;
    return exchanged;
  } catch (error) {
    remembered.delete(key.digest);
    throw error;
  }
}

async function ask({ prefix, digest }: KeyDigest, uses: number): Promise<Answer> {
  const answer = unwrap(await adminClient().rpc("exchange_api_key", { prefix, digest, uses }));
  const { key_id, client_id, user_id, scopes, limits, seconds, counted } = Exchanged.parse(answer);
  const app_metadata = { client_id, limits };
  const claims = { sub: user_id, key_id, key_prefix: prefix, scopes, app_metadata };
  return { exchanged: { token: await signToken(claims, seconds), claims }, seconds, counted };
}
