import { z } from "zod";

/** An AES-256 key in base64 and the id that ciphertexts name it by. */
export interface CredentialKey {
  id: string;
  key: string;
}

const keys = z.string().transform((text, context) => {
  try {
    return z.object({ default: z.string().min(1) }).catchall(z.string()).parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: 'must be a JSON object such as {"default": "sb_…"}' });
    return z.NEVER;
  }
});

const rates = z.string().optional().transform((text, context): Record<string, number> => {
  try {
    return z.record(z.string(), z.int().min(1).max(1_000_000)).parse(JSON.parse(text || "{}"));
  } catch {
    context.addIssue({ code: "custom", message: 'must be a JSON object such as {"anonymous": 1000}' });
    return z.NEVER;
  }
});

const keyRing = z.string().transform((text, context): CredentialKey[] => {
  const ring = text.split(",").map((entry) => /^\s*([a-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)\s*$/.exec(entry))
    .flatMap((match) => match ? [{ id: match[1] ?? "", key: match[2] ?? "" }] : []);
  const ids = new Set(ring.map(({ id }) => id));
  if (ids.size === text.split(",").length) return ring;
  context.addIssue({
    code: "custom",
    message: "must be a list such as a:<base64 of 32 bytes>,b:<base64 of 32 bytes> with a different id each",
  });
  return z.NEVER;
});

/** Without `key_ops` and `ext`, which `supabase gen signing-key` adds and Web Crypto does not take for signing. */
const SigningKey = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  kid: z.string().min(1),
  x: z.string(),
  y: z.string(),
  d: z.string(),
});

const signingKey = z.string().transform((text, context) => {
  try {
    return SigningKey.parse(JSON.parse(text));
  } catch {
    context.addIssue({ code: "custom", message: "must be a private ES256 key as JWK, with kid" });
    return z.NEVER;
  }
});

const list = z.string().default("").transform((text) =>
  text.split(",").map((item) => item.trim()).filter(Boolean)
);
const url = z.url({ protocol: /^https?$/, error: "must be an http(s) URL" });
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => value === "" ? undefined : value, schema.optional());

const Env = z.object({
  SUPABASE_URL: url.transform((text) => text.replace(/\/+$/, "")),
  SUPABASE_PUBLISHABLE_KEYS: keys,
  SUPABASE_SECRET_KEYS: keys,
  /** Without Redis every instance counts by itself. */
  UPSTASH_REDIS_REST_URL: optional(url),
  UPSTASH_REDIS_REST_TOKEN: optional(z.string()),
  /** Requests a minute by tier where the built-in ones do not fit, such as `{"anonymous": 1000}`. */
  RATE_LIMITS: rates,
  /**
   * The keys under which credentials and secrets are kept, the newest last: `2026-01:<base64 of 32 bytes>,2026-07:…`.
   * The newest encrypts, all decrypt; an old one may go when re-encrypting leaves nothing under it.
   */
  CREDENTIAL_KEYS: optional(keyRing),
  /**
   * A private ES256 key as JWK whose public half is in the project's JWKS, as `supabase gen signing-key` makes it: signs
   * the tokens that API keys are exchanged for. Without it API keys do not work.
   */
  JWT_SIGNING_KEY: optional(signingKey),
  /** The operator's own, each a list while one is being replaced. */
  STRIPE_WEBHOOK_SECRETS: list,
  RESEND_WEBHOOK_SECRETS: list,
  /** For development: see shared/outbound/ssrf.ts. */
  WEBHOOK_ALLOW_LOOPBACK: optional(z.enum(["true", "false"])).transform((text) => text === "true"),
  /** Which parts `/health/v1/ready` looks at, such as `database,auth,cron`; all that are set up without it. */
  HEALTH_CHECKS: list,
  /** With these `/health` looks at Stripe, at e-mail, and at a bucket of the storage. */
  STRIPE_SECRET_KEY: optional(z.string()),
  STRIPE_API_URL: url.default("https://api.stripe.com"),
  RESEND_API_KEY: optional(z.string()),
  RESEND_API_URL: url.default("https://api.resend.com"),
  STORAGE_BUCKET: optional(z.string()),
  ALLOWED_ORIGINS: list,
  SENTRY_DSN: optional(url),
  LOG_LEVEL: optional(z.enum(["debug", "info", "warn", "error"])).transform((level) => level ?? "info"),
}).refine(
  (env) => (env.UPSTASH_REDIS_REST_URL === undefined) === (env.UPSTASH_REDIS_REST_TOKEN === undefined),
  { path: ["UPSTASH_REDIS_REST_TOKEN"], error: "must be set together with UPSTASH_REDIS_REST_URL" },
);

/** What a function reads from its environment. */
export type Env = z.output<typeof Env>;

/** Checks an environment; the error names each variable that is missing or wrong, never a value. */
export function parseEnv(variables: Record<string, string | undefined>): Env {
  const parsed = Env.safeParse(variables);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const name = path.join(".");
    return `${name} ${variables[name] === undefined ? "is missing" : message}`;
  });
  throw new Error(`The function's environment is not usable: ${problems.join("; ")}`);
}

let parsed: Env | undefined;

/** Takes other variables than the process's from now on, for tests: an environment is shared by all of them. */
export function useEnv(variables: Record<string, string | undefined>): void {
  parsed = parseEnv(variables);
}

/** The process's environment, parsed at the first use. */
export function env(): Env {
  return parsed ??= parseEnv(
    Object.fromEntries(Object.keys(Env.shape).map((name) => [name, Deno.env.get(name)])),
  );
}
