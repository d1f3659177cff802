/**
 * Reads what a backup of the database lacks, or what a restored database should have.
 *
 * @module
 */
import { z } from "zod";
import { connect } from "../database.ts";
import type { Deployment } from "../doctor/deployment.ts";
import { get } from "../doctor/get.ts";

/** Values by thing, such as `extension pg_cron`. Secrets appear as fingerprints only. */
export type Manifest = Record<string, string>;

const Functions = z.array(
  z.object({
    slug: z.string(),
    version: z.number(),
    ezbr_sha256: z.string().nullish(),
    verify_jwt: z.boolean(),
  }),
);
const Secrets = z.array(z.object({ name: z.string(), value: z.string() }));
const Settings = z.record(z.string(), z.unknown());

/** Reads all that the env file gives access to. Throws if a part cannot be read. */
export async function readManifest(deployment: Deployment): Promise<Manifest> {
  const parts = await Promise.all([readDatabase(deployment), readAuth(deployment), readProject(deployment)]);
  return Object.fromEntries(parts.flat().sort(([a], [b]) => a < b ? -1 : 1));
}

type Entries = [thing: string, value: string][];

/** Extensions, schedules, role settings, and the Vault's secrets. */
async function readDatabase({ SUPABASE_DB_URL }: Deployment): Promise<Entries> {
  if (SUPABASE_DB_URL === undefined) return [];
  const sql = connect(SUPABASE_DB_URL, { max: 1 });
  try {
    const rows = await sql<{ thing: string; value: string }[]>`
      select 'database server' as thing, current_setting('server_version') as value
      union all
      select 'extension ' || extname, extversion from pg_extension
      union all
      select 'schedule ' || jobname, concat(schedule, case when active then ': ' else ' (off): ' end, command)
      from cron.job where jobname is not null
      union all
      select 'setting ' || coalesce(nullif(setrole, 0)::regrole::text, 'every role') || ' ' || split_part(s, '=', 1),
        substr(s, strpos(s, '=') + 1)
      from pg_db_role_setting r, unnest(r.setconfig) s
      where r.setdatabase in (0, (select oid from pg_database where datname = current_database()))`;
    const secrets = await sql<{ name: string; decrypted_secret: string }[]>`
      select name, decrypted_secret from vault.decrypted_secrets where name is not null`;
    const fingerprints = secrets.map(async ({ name, decrypted_secret }): Promise<[string, string]> => [
      `vault secret ${name}`,
      fingerprint(await digest(decrypted_secret)),
    ]);
    return [
      ...rows.map(({ thing, value }): [string, string] => [thing, value]),
      ...await Promise.all(fingerprints),
    ];
  } finally {
    await sql.end();
  }
}

/** How people sign in: with the token everything that is set, without it what the auth service publishes. */
async function readAuth(deployment: Deployment): Promise<Entries> {
  const { SUPABASE_ACCESS_TOKEN, SUPABASE_URL, SUPABASE_SECRET_KEY: apikey } = deployment;
  const found = SUPABASE_ACCESS_TOKEN === undefined
    ? await read(`${SUPABASE_URL}/auth/v1/settings`, { apikey }, Settings)
    : await ask(deployment, "config/auth", Settings);
  return await Promise.all(
    flatten(found).map(async ([name, value]): Promise<[string, string]> => [
      `auth ${name}`,
      isSecret(name) && value !== "" ? fingerprint(await digest(value)) : value,
    ]),
  );
}

/** The functions' versions and the secrets, which only the management API knows. */
async function readProject(deployment: Deployment): Promise<Entries> {
  if (deployment.SUPABASE_ACCESS_TOKEN === undefined) return [];
  const [functions, secrets] = await Promise.all([
    ask(deployment, "functions", Functions),
    ask(deployment, "secrets", Secrets),
  ]);
  return [
    ...functions.map(({ slug, version, ezbr_sha256, verify_jwt }): [string, string] => [
      `function ${slug}`,
      `version ${version}, sha256 ${ezbr_sha256 ?? "unknown"}, verify_jwt ${verify_jwt}`,
    ]),
    // The API answers a secret's SHA-256 as its value.
    ...secrets.map(({ name, value }): [string, string] => [`secret ${name}`, fingerprint(value)]),
  ];
}

async function ask<T>(deployment: Deployment, path: string, schema: z.ZodType<T>): Promise<T> {
  const { SUPABASE_ACCESS_TOKEN: token, SUPABASE_API_URL: api, SUPABASE_URL } = deployment;
  const ref = deployment.SUPABASE_PROJECT_REF ?? new URL(SUPABASE_URL).hostname.split(".")[0];
  return await read(`${api}/v1/projects/${ref}/${path}`, { authorization: `Bearer ${token}` }, schema);
}

async function read<T>(url: string, headers: Record<string, string>, schema: z.ZodType<T>): Promise<T> {
  const { status, body } = await get(url, headers);
  const parsed = schema.safeParse(body);
  if (status === 200 && parsed.success) return parsed.data;
  throw new Error(`${url} cannot be read: it answers ${status ?? "nothing"}.`);
}

function flatten(value: Record<string, unknown>, prefix = ""): [string, string][] {
  return Object.entries(value).flatMap(([name, inner]): [string, string][] => {
    const path = `${prefix}${name}`;
    const parsed = Settings.safeParse(inner);
    if (parsed.success && !Array.isArray(inner)) return flatten(parsed.data, `${path}.`);
    return [[path, typeof inner === "string" ? inner : JSON.stringify(inner ?? null)]];
  });
}

function isSecret(name: string): boolean {
  return /secret|pass|token|key|hooks?_.*uri/i.test(name);
}

function fingerprint(sha256: string): string {
  return `sha256 ${sha256.slice(0, 16)}`;
}

async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(bytes).toHex();
}
