/**
 * Tokens as Supabase Auth issues them. @supabase/lite signs HS256 without `kid` and `app_metadata`; here they
 * are re-signed as ES256 on the way out, verified on the way in, and the key is published as JWKS.
 *
 * @module
 */
import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { readIfThere } from "../command.ts";

/** A signed-in user as lite stores it. */
export interface SessionUser {
  phone?: string | null;
  app_metadata?: Record<string, unknown>;
  user_metadata?: Record<string, unknown>;
}

/** How far a session has shown who its user is, and by what, the newest first. */
export interface SessionLevel {
  aal: string;
  amr: { method: string; timestamp: number }[];
}

/** Translates between public tokens and those that lite understands. */
export class AuthTokens {
  /** Lite's secret; it never leaves this process. */
  readonly internalSecret = crypto.randomUUID() + crypto.randomUUID();
  readonly #internalKey = new TextEncoder().encode(this.internalSecret);
  readonly #verified = new Map<string, { claims: JWTPayload; token: string; expires: number }>();

  private constructor(
    readonly issuer: string,
    readonly jwks: { keys: JWK[] },
    private readonly privateKey: CryptoKey | Uint8Array,
    readonly publicKey: CryptoKey | Uint8Array,
  ) {}

  /** Uses the stack's key. */
  static async load(directory: string, issuer: string): Promise<AuthTokens> {
    const key: JWK = JSON.parse(await signingKey(directory));
    const { d: _private, ...open } = key;
    const published = { ...open, key_ops: ["verify"] };
    return new AuthTokens(
      issuer,
      { keys: [published] },
      await importJWK(key, "ES256"),
      await importJWK(open, "ES256"),
    );
  }

  /** The claims that Supabase Auth puts into an access token, signed. `level` is what its session has reached. */
  async issue(internalToken: string, user: SessionUser, level?: SessionLevel): Promise<string> {
    const { payload } = await jwtVerify(internalToken, this.#internalKey);
    const claims = {
      ...payload,
      iss: this.issuer,
      phone: user.phone ?? "",
      app_metadata: user.app_metadata ?? {},
      user_metadata: user.user_metadata ?? {},
      aal: level?.aal ?? "aal1",
      amr: level?.amr ?? [{ method: "password", timestamp: payload.iat }],
      is_anonymous: false,
    };
    const { kid } = this.jwks.keys[0] ?? {};
    return await new SignJWT(claims).setProtectedHeader({ alg: "ES256", typ: "JWT", kid }).sign(
      this.privateKey,
    );
  }

  /**
   * The same claims for lite. Throws jose's error if the token is malformed, signed by another key or
   * expired.
   */
  async translate(token: string): Promise<string> {
    return (await this.#verify(token)).token;
  }

  /** The token's claims. Throws like `translate`. */
  async claims(token: string): Promise<JWTPayload> {
    return (await this.#verify(token)).claims;
  }

  async #verify(token: string) {
    const known = this.#verified.get(token);
    if (known && known.expires > Date.now() / 1000) return known;
    const { payload: claims } = await jwtVerify(token, this.publicKey, { algorithms: ["ES256"] });
    const verified = { claims, token: await this.internal(claims), expires: claims.exp ?? 0 };
    if (this.#verified.size >= 10_000) this.#verified.clear();
    this.#verified.set(token, verified);
    return verified;
  }

  /** A token with these claims that only lite accepts. */
  internal(claims: JWTPayload): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: "HS256", typ: "JWT" }).sign(this.#internalKey);
  }
}

/**
 * The stack's private key as JWK, made once: sessions outlive a restart. Functions sign with it for API keys.
 */
export function signingKey(directory: string): Promise<string> {
  return keptKey(`${directory}/signing_key.json`);
}

/** The JWKS with the private key of the stack that signs audit checkpoints, made once. */
export async function auditKeys(directory: string): Promise<string> {
  return `{"keys":[${await keptKey(`${directory}/audit_key.json`)}]}`;
}

async function keptKey(path: string): Promise<string> {
  const stored = await readIfThere(path);
  if (stored) return stored;
  const key = JSON.stringify(await newKey());
  await Deno.writeTextFile(path, key, { mode: 0o600 });
  return key;
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  return { ...await exportJWK(privateKey), kid: crypto.randomUUID(), alg: "ES256", use: "sig" };
}
