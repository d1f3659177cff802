import { z } from "zod";
import { digestApiKey, type KeyDigest } from "./api_key.ts";
import { adminClient, unwrap } from "../data/db.ts";
import { ApiError } from "../http/errors.ts";
import { addUsage, takeUsage } from "./key_usage.ts";
import { countCacheUse } from "../observe/scope.ts";
import { signToken } from "./sign_token.ts";

const Exchanged = z.object({
  key_id: z.guid(),
  client_id: z.guid(),
  user_id: z.guid(),
  scopes: z.array(z.string()),
  limits: z.record(z.string(), z.unknown()),
  seconds: z.int(),
  counted: z.boolean(),
  /** True if the key works only from certain addresses. */
  restricted: z.boolean().default(false),
  /** False if this address is not one of them. */
  allowed: z.boolean().default(true),
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
  app_metadata: { client_id: string; limits: Record<string, unknown> };
}

/** A token is not used in its last seconds, so that it does not expire on its way. */
const marginSeconds = 10;
/** Keys that one process remembers. */
const maxRemembered = 1_000;

type Answer = ExchangedKey & Pick<z.output<typeof Exchanged>, "seconds" | "restricted" | "allowed">;

interface Remembered {
  answer: Promise<Answer>;
  /** From when on the token is too old, in ms since 1970. */
  until: number;
  /** Known once the key was exchanged. */
  keyId?: string;
}

/** By digest; keys that work only from certain addresses, and answers that are awaited, by digest and address. */
const remembered = new Map<string, Remembered>();

/**
 * Exchanges an API key for a token of at most 60 s: one round trip, and none while this process remembers the last one.
 * A remembered token opens nothing by itself: in each statement the database asks whether its key is alive.
 * `beforeAsking` may refuse before the database is asked. Throws 401 if the key is mistyped, unknown or dead, 403 if it
 * does not work from this address.
 */
export async function exchangeKey(
  key: string,
  address: string | undefined,
  beforeAsking: () => void = () => {},
): Promise<ExchangedKey> {
  const digested = await digestApiKey(key);
  if (digested === undefined) {
    throw new ApiError(
      401,
      "UNAUTHORIZED",
      "This is not one of our API keys, or it is incomplete or mistyped",
    );
  }
  const here = `${digested.digest} ${address ?? ""}`;
  const entries = [remembered.get(digested.digest), remembered.get(here)].filter((entry) =>
    entry !== undefined
  );
  const fresh = entries.find(({ until }) => Date.now() < until);
  countCacheUse("api_keys", fresh !== undefined);
  if (fresh !== undefined) {
    const answer = await fresh.answer;
    addUsage(answer.claims.key_id, { requests: 1, denials: answer.allowed ? 0 : 1 });
    return orRefuse(answer);
  }
  beforeAsking();
  return orRefuse(await remember(digested, here, ask(digested, address, entries[0]?.keyId)));
}

function orRefuse(answer: Answer): ExchangedKey {
  if (answer.allowed) return answer;
  throw new ApiError(403, "ADDRESS_NOT_ALLOWED", "This API key does not work from your address");
}

/** Requests from one address that come while the database is asked wait for the same answer. */
async function remember({ digest }: KeyDigest, here: string, asked: Promise<Answer>): Promise<Answer> {
  const entry: Remembered = { answer: asked, until: Infinity };
  keep(here, entry);
  try {
    const { seconds, restricted, allowed, claims } = await asked;
    entry.keyId = claims.key_id;
    entry.until = allowed ? Date.now() + (seconds - marginSeconds) * 1000 : 0;
    if (!restricted) {
      remembered.delete(here);
      keep(digest, entry);
    }
    return await asked;
  } catch (error) {
    remembered.delete(here);
    throw error;
  }
}

function keep(slot: string, entry: Remembered): void {
  remembered.delete(slot);
  remembered.set(slot, entry);
  if (remembered.size > maxRemembered) remembered.delete(remembered.keys().next().value ?? slot);
}

async function ask({ prefix, digest }: KeyDigest, address?: string, keyId?: string): Promise<Answer> {
  const earlier = keyId === undefined ? { requests: 0, denials: 0 } : takeUsage(keyId);
  const usage = { requests: earlier.requests + 1, denials: earlier.denials };
  const exchanged = await adminClient().rpc("exchange_api_key", {
    prefix,
    digest,
    uses: usage.requests,
    denials: usage.denials,
    ...(address === undefined ? {} : { address }),
  });
  const { key_id, client_id, user_id, scopes, limits, counted, ...rest } = Exchanged.parse(unwrap(exchanged));
  if (!counted) addUsage(key_id, { ...usage, denials: usage.denials + (rest.allowed ? 0 : 1) });
  const claims = { sub: user_id, key_id, key_prefix: prefix, scopes, app_metadata: { client_id, limits } };
  return { token: await signToken(claims, rest.seconds), claims, ...rest };
}
