import { z } from "zod";

type Variables = Record<string, string | undefined>;

/** Reads some variables of the environment, checked together at the first use. */
export interface EnvReader<Values> {
  (): Values;
  /** Checks other variables than the process's. The error names each that is missing or wrong, never a value. */
  parse(variables: Variables): Values;
}

/** Replaces the process's environment in tests. */
let replaced: Variables | undefined;

/** Makes every reader read these variables from now on; for tests, which share one process environment. */
export function useEnv(variables: Variables): void {
  replaced = { ...variables };
}

/**
 * A reader for the variables that one module needs. A wrong variable fails only what reads it: variables of one function
 * are in `functions/<name>/env.ts`, those of every function below.
 */
export function defineEnv<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
): EnvReader<z.output<z.ZodObject<Shape>>> {
  let read: { from: Variables | undefined; values: z.output<z.ZodObject<Shape>> } | undefined;
  const parse = (variables: Variables) => {
    const parsed = schema.safeParse(variables);
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.map(({ path, message }) => {
      const name = path.join(".");
      return `${name} ${variables[name] === undefined ? "is missing" : message}`;
    });
    throw new Error(`The function's environment cannot be used: ${faults.join("; ")}`);
  };
  const reader = () => {
    if (read === undefined || read.from !== replaced) {
      read = { from: replaced, values: parse(replaced ?? processVariables(Object.keys(schema.shape))) };
    }
    return read.values;
  };
  return Object.assign(reader, { parse });
}

function processVariables(names: string[]): Variables {
  return Object.fromEntries(names.map((name) => [name, Deno.env.get(name)]));
}

/** A list with commas. */
export function list() {
  return z.string().default("").transform((text) =>
    text.split(",").map((item) => item.trim()).filter(Boolean)
  );
}

export function httpUrl() {
  return z.url({ protocol: /^https?$/, error: "must be an http(s) URL" });
}

/** An empty variable counts as missing. */
export function optional<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => value === "" ? undefined : value, schema.optional());
}

const projectKeys = z.string().transform((text, context) => {
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

/** What every function reads. */
export const env = defineEnv(
  z.object({
    SUPABASE_URL: httpUrl().transform((text) => text.replace(/\/+$/, "")),
    SUPABASE_PUBLISHABLE_KEYS: projectKeys,
    SUPABASE_SECRET_KEYS: projectKeys,
    /** Without Redis, each instance counts requests by itself. */
    UPSTASH_REDIS_REST_URL: optional(httpUrl()),
    UPSTASH_REDIS_REST_TOKEN: optional(z.string()),
    /** Requests per minute by tier, to replace the built-in rates: `{"anonymous": 1000}`. */
    RATE_LIMITS: rates,
    ALLOWED_ORIGINS: list(),
    SENTRY_DSN: optional(httpUrl()),
    /** `off`: nothing is counted into the database. */
    TELEMETRY: optional(z.enum(["on", "off"])).transform((text) => text ?? "on"),
    /** Where spans go as OTLP/HTTP JSON, such as http://collector:4318. Without it none are made. */
    OTEL_EXPORTER_OTLP_ENDPOINT: optional(httpUrl()),
    /** `name=value,…`, with values in URL encoding, as OpenTelemetry has them. */
    OTEL_EXPORTER_OTLP_HEADERS: list(),
    /** What is deployed, such as a commit: reports and errors carry it. */
    RELEASE: z.string().max(100).default(""),
    LOG_LEVEL: optional(z.enum(["debug", "info", "warn", "error"])).transform((level) => level ?? "info"),
  }).refine(
    (env) => (env.UPSTASH_REDIS_REST_URL === undefined) === (env.UPSTASH_REDIS_REST_TOKEN === undefined),
    { path: ["UPSTASH_REDIS_REST_TOKEN"], error: "must be set together with UPSTASH_REDIS_REST_URL" },
  ),
);

/** The values of {@link env}. */
export type Env = ReturnType<typeof env>;
