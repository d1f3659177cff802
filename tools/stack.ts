/**
 * The stack under test: one of its own, or with STACK=supabase the one that `supabase start` runs.
 *
 * @module
 */
import { type StackOptions, startStack } from "../supabase/local/stack.ts";
import { output, root, supabase } from "./command.ts";
import { freePorts } from "./ports.ts";

/** Receivers are on loopback; the operator's sources have secrets that tests sign with. */
const webhooks = {
  WEBHOOK_ALLOW_LOOPBACK: "true",
  STRIPE_WEBHOOK_SECRETS: "whsec_stripe_new,whsec_stripe_old",
};

export interface TestStack {
  /** Addresses and keys, as in stack.env. */
  env: Record<string, string>;
  /** Serves a function from another file. Only a stack of its own can. */
  deploy(name: string, entrypoint: string): Promise<void>;
  /** Safe to call twice at once, as Ctrl-C does. */
  stop(): Promise<void>;
}

/** Starts a stack on free ports in a folder of its own, or finds the running Supabase. */
export async function openStack(
  options: Pick<StackOptions, "durable" | "env" | "functions" | "limits" | "warm">,
): Promise<TestStack> {
  const kind = Deno.env.get("STACK") ?? "own";
  if (kind === "supabase") {
    const deploy = () => Promise.reject(new Error("the running Supabase serves its own folder"));
    return { env: await runningSupabase(), deploy, stop: () => Promise.resolve() };
  }
  if (kind !== "own") throw new Error(`STACK is "${kind}", must be "supabase" or not set`);

  const directory = await Deno.makeTempDir({ prefix: "frontline-test-" });
  await Deno.chmod(directory, 0o755); // Postgres runs as another user when we are root
  const log: string[] = [];
  try {
    const stack = await startStack({
      directory,
      port: freePorts(),
      durable: options.durable,
      functions: options.functions,
      limits: options.limits,
      warm: options.warm,
      // All tests share one address and must not meet its rate limit.
      env: { RATE_LIMITS: '{"anonymous": 100000}', ...webhooks, ...options.env },
      log: (line) => log.push(line),
    });
    const end = async () => {
      await stack.stop();
      await keepLogs(directory, options.durable ? "test-durable" : "test");
      await Deno.remove(directory, { recursive: true });
    };
    let ended: Promise<void> | undefined;
    return { env: stack.env, deploy: stack.deploy, stop: () => ended ??= end() };
  } catch (error) {
    throw new Error(`the stack did not start: ${error}\n${log.join("\n")}\nIts folder is ${directory}`);
  }
}

/** Keeps the logs of the last run's stack for finding the cause of a failure. */
async function keepLogs(directory: string, name: string): Promise<void> {
  await Deno.mkdir(`${root}/.stack/${name}`, { recursive: true });
  for (const file of ["stack.log", "functions.log"]) {
    await Deno.copyFile(`${directory}/${file}`, `${root}/.stack/${name}/${file}`);
  }
}

/** The CLI's new backend, which can run without Docker, refuses the older flag. */
const statusArguments = Deno.env.get("SUPABASE_EXPERIMENTAL_STACK") === "1"
  ? ["status", "--env", "--output-format", "text"]
  : ["status", "-o", "env"];

/** The addresses that the CLI prints, under this project's names. */
async function runningSupabase(): Promise<Record<string, string>> {
  const printed = await output(supabase, statusArguments);
  const values = new Map(
    [...printed.matchAll(/^(\w+)="?(.*?)"?$/gm)].map((match) => [match[1]!, match[2]!]),
  );
  const value = (name: string): string => {
    const found = values.get(name);
    if (!found) {
      throw new Error(
        `"supabase ${statusArguments.join(" ")}" names no ${name}; is the stack up (supabase start)?`,
      );
    }
    return found;
  };
  const redis = (name: string): string => {
    const found = Deno.env.get(name);
    if (!found) {
      throw new Error(`${name} is not set; with STACK=supabase it is the Redis that the functions use`);
    }
    return found;
  };
  const url = value("API_URL");
  const database = value("DB_URL");
  const admin = new URL(database);
  admin.username = "supabase_admin";
  return {
    SUPABASE_URL: url,
    FUNCTIONS_URL: `${url}/functions/v1`,
    SUPABASE_DB_URL: database,
    SUPABASE_ADMIN_DB_URL: admin.href,
    SUPABASE_PUBLISHABLE_KEY: value("PUBLISHABLE_KEY"),
    SUPABASE_SECRET_KEY: value("SECRET_KEY"),
    UPSTASH_REDIS_REST_URL: redis("UPSTASH_REDIS_REST_URL"),
    UPSTASH_REDIS_REST_TOKEN: redis("UPSTASH_REDIS_REST_TOKEN"),
    STACK_PORT: new URL(url).port,
  };
}
