/**
 * The whole stack in one call: Postgres, Redis, Data API, auth, pg_net, Vault, migrations, seed, functions.
 *
 * @module
 */
import postgres from "postgres";
import { databaseUrl, keys, portsFrom, project, redisToken, stackEnvironment } from "./addresses.ts";
import { auditKeys, signingKey } from "./auth/tokens.ts";
import { readIfThere } from "./command.ts";
import { Console } from "./console.ts";
import { type DataApi, startDataApi } from "./data_api/data_api.ts";
import { type FunctionConfig, Functions, readFunctionConfig } from "./functions/functions.ts";
import { type Limits, readLimits } from "./functions/limits.ts";
import { type Backends, serveGateway } from "./net/gateway.ts";
import { startSchedules } from "./postgres/cron.ts";
import { migrate } from "./postgres/migrate.ts";
import { ensurePackages } from "./postgres/packages.ts";
import { hookSecret, newSendGridKeys, resendSecret } from "./mail/events.ts";
import { serveMail } from "./mail/mail_server.ts";
import { startPgNet } from "./net/pg_net.ts";
import { psql, stopPostgres } from "./postgres/postgres.ts";
import { startProject } from "./postgres/project.ts";
import { startRedis, stopRedis } from "./redis/redis.ts";
import { requireFreePort, stopLeftBehind } from "./running.ts";
import { serveUpstash } from "./redis/upstash.ts";

export interface StackOptions {
  /** Everything the stack writes lies in this folder. */
  directory: string;
  /** The public port; the next four are used too. */
  port: number;
  /** If true, a commit reaches the disk before it is acknowledged. Tests are faster without. */
  durable: boolean;
  log: (line: string) => void;
  /** More environment for the functions. */
  env?: Record<string, string>;
  /** More functions than supabase/config.toml has. */
  functions?: FunctionConfig[];
  /** Of each isolate. Defaults to FUNCTION_LIMITS, or the hosted ones. */
  limits?: Limits | "off";
  /** If false, each function starts with its first request: for callers that need the database alone. */
  warm?: boolean;
}

export interface Stack {
  /** What `stack.env` holds. */
  env: Record<string, string>;
  /** The process of a function that runs now. */
  functionProcess(name: string): { pid: number } | undefined;
  /** Serves a function from another file from the next request on. */
  deploy(name: string, entrypoint: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts everything and returns when it is seeded and ready. If a part fails, stops the others. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const directory = await prepare(options.directory);
  const { log } = options;
  const ports = portsFrom(options.port);
  const env = stackEnvironment(directory, ports);
  const origin = `http://127.0.0.1:${ports.gateway}`;
  const backends: Backends = {};
  const cleanups: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  };
  try {
    const logFile = await Deno.open(`${directory}/stack.log`, { create: true, write: true, truncate: true });
    cleanups.push(() => Promise.resolve(logFile.close()));
    const note = (line: string) => void logFile.writeSync(new TextEncoder().encode(line.trimEnd() + "\n"));

    const gateway = serveGateway(ports.gateway, backends, note);
    cleanups.push(() => gateway.shutdown());
    await Deno.writeTextFile(`${directory}/stack.pid`, String(Deno.pid));
    cleanups.push(() => forget(directory));

    await ensurePackages(log);
    const mail = startMail(ports, env, cleanups);
    const functions = await createFunctions(
      directory,
      {
        ...functionEnvironment(env),
        CREDENTIAL_KEYS: await credentialKeys(directory),
        JWT_SIGNING_KEY: await signingKey(directory),
        ...mail,
        AUDIT_SIGNING_KEYS: await auditKeys(directory),
        ...options.env,
      },
      { ...options, report: (line) => [log, note].forEach((print) => print(line)) },
      cleanups,
    );
    // All run to their end, so that the cleanups that each adds are known when another fails.
    const results = await Promise.allSettled([
      startDatabase({ ...options, directory }, note, cleanups),
      startCaches(directory, ports, cleanups),
      options.warm === false ? undefined : functions.startAll(log),
    ]);
    const failed = results.find((result) => result.status === "rejected");
    if (failed) throw failed.reason;
    const [database] = results;
    const console = new Console({
      functionsUrl: `${origin}/functions/v1`,
      authUrl: `${origin}/auth/v1`,
      publishableKey: keys.publishable,
    });
    if (database.status === "fulfilled") {
      Object.assign(backends, { dataApi: database.value, functions, console });
    }

    const lines = Object.entries(env).map(([name, value]) => `${name}=${value}\n`);
    await Deno.writeTextFile(`${directory}/stack.env`, lines.join(""), { mode: 0o600 });
    return {
      env,
      stop,
      functionProcess: (name) => functions.running.get(name),
      deploy: (name, entrypoint) => functions.deploy({ name, entrypoint, verifyJwt: false }),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function prepare(folder: string): Promise<string> {
  await Deno.mkdir(folder, { recursive: true });
  const directory = await Deno.realPath(folder);
  await stopLeftBehind(directory);
  return directory;
}

async function forget(directory: string): Promise<void> {
  for (const name of ["stack.env", "stack.pid"]) {
    if (await readIfThere(`${directory}/${name}`) !== undefined) await Deno.remove(`${directory}/${name}`);
  }
}

async function startDatabase(
  { directory, port, durable, log }: StackOptions,
  note: (line: string) => void,
  cleanups: (() => Promise<void>)[],
): Promise<DataApi> {
  const ports = portsFrom(port);
  requireFreePort(ports.postgres);
  await startProject({ directory, port: ports.postgres, durable, log });
  cleanups.push(() => stopPostgres(directory));
  const superuser = databaseUrl(ports.postgres, "supabase_admin");
  const origin = `http://127.0.0.1:${ports.gateway}`;
  const dataApi = await startDataApi({ databaseUrl: superuser, directory, origin, note });
  cleanups.push(() => dataApi.stop());
  const pgNet = await startPgNet(superuser, note);
  cleanups.push(() => pgNet.stop());
  log("applying migrations");
  await migrate(databaseUrl(ports.postgres, "postgres"), directory);
  await psql(ports.postgres, `${project}/supabase/seed.sql`, "postgres");
  await setDoorbell(databaseUrl(ports.postgres, "postgres"), `${origin}/functions/v1`);
  await Promise.all([dataApi.warm(), startSchedules(superuser)]);
  return dataApi;
}

/** Lets the database wake the functions' workers, as an operator does once in a new project. */
async function setDoorbell(database: string, functionsUrl: string): Promise<void> {
  const sql = postgres(database, { max: 1, onnotice: () => {} });
  try {
    await sql`select private.set_doorbell(${functionsUrl}, ${keys.secret})`;
  } finally {
    await sql.end();
  }
}

async function startCaches(
  directory: string,
  ports: ReturnType<typeof portsFrom>,
  cleanups: (() => Promise<void>)[],
): Promise<void> {
  requireFreePort(ports.redis);
  await startRedis(directory, ports.redis);
  cleanups.push(() => stopRedis(directory));
  const closing = new AbortController();
  requireFreePort(ports.upstash);
  const { signal } = closing;
  const upstash = serveUpstash({ port: ports.upstash, redisPort: ports.redis, token: redisToken, signal });
  cleanups.push(async () => {
    closing.abort();
    await upstash.finished;
  });
}

/** The stand-ins of the mail providers. Returns what the functions need to reach them. */
function startMail(
  ports: ReturnType<typeof portsFrom>,
  env: Record<string, string>,
  cleanups: (() => Promise<void>)[],
): Record<string, string> {
  requireFreePort(ports.mail);
  const { publicKey, privateKey } = newSendGridKeys();
  const mail = serveMail({ port: ports.mail, functionsUrl: env.FUNCTIONS_URL ?? "", privateKey });
  cleanups.push(() => mail.stop());
  return {
    RESEND_API_URL: `${env.INBOX_URL}/resend`,
    RESEND_API_KEY: "re_local",
    RESEND_WEBHOOK_SECRETS: resendSecret,
    SENDGRID_API_URL: `${env.INBOX_URL}/sendgrid`,
    SENDGRID_API_KEY: "SG.local",
    SENDGRID_WEBHOOK_KEYS: publicKey,
    SEND_EMAIL_HOOK_SECRETS: `v1,${hookSecret}`,
    EMAIL_FROM: "Frontline <mail@frontline.test>",
    EMAIL_RATE_PER_SECOND: "200",
    APP_URL: `${env.INBOX_URL}/app`,
  };
}

async function createFunctions(
  directory: string,
  env: Record<string, string>,
  { functions: more = [], limits = readLimits() ?? "off", report }:
    & Pick<StackOptions, "functions" | "limits">
    & { report: (line: string) => void },
  cleanups: (() => Promise<void>)[],
): Promise<Functions> {
  const configs = [...await readFunctionConfig(), ...more];
  const log = await Deno.open(`${directory}/functions.log`, { create: true, write: true, truncate: true });
  const named = new Map(configs.map((config) => [config.name, config]));
  const functions = new Functions(named, env, log, limits === "off" ? undefined : limits, report);
  cleanups.push(async () => {
    await functions.stop();
    log.close();
  });
  return functions;
}

function functionEnvironment(env: Record<string, string>): Record<string, string> {
  const names = ["SUPABASE_URL", "UPSTASH_REDIS_REST_URL", "UPSTASH_REDIS_REST_TOKEN"];
  return {
    ...Object.fromEntries(names.map((name) => [name, env[name] ?? ""])),
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
  };
}

/** A key ring with one key, made once, because the stack's database holds values encrypted with it. */
async function credentialKeys(directory: string): Promise<string> {
  const file = `${directory}/credential_keys`;
  const kept = await readIfThere(file);
  if (kept !== undefined) return kept;
  const key = crypto.getRandomValues(new Uint8Array(32)).toBase64();
  const ring = `local:${key}`;
  await Deno.writeTextFile(file, ring, { mode: 0o600 });
  return ring;
}
