/**
 * The files that are generated from the database: `npm run types` writes them, the gate compares them.
 *
 * @module
 */
import postgres from "postgres";
import { output, supabase } from "./command.ts";
import { format } from "./format.ts";

/** Their texts as they should be, by path from the project's folder. */
export async function generate(databaseUrl: string): Promise<Map<string, string>> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    return new Map([
      ["shared/data/database.types.ts", await format(await databaseTypes(databaseUrl))],
      ["shared/access/scopes.ts", await format(await scopes(sql))],
      ["shared/access/rate_tiers.ts", await format(await rateTiers(sql))],
      ["shared/http/deprecations.ts", await format(await deprecations(sql))],
      ["tools/openapi/event_types.generated.ts", await format(await eventTypes(sql))],
    ]);
  } finally {
    await sql.end();
  }
}

async function databaseTypes(databaseUrl: string): Promise<string> {
  const flags = ["--lang=typescript", "--schema", "public", `--remote=${databaseUrl}`];
  const types = await output(supabase, ["gen", "types", ...flags]);
  return `// Generated from the migrations by "npm run types"; do not edit.\n// deno-lint-ignore-file\n\n${types}`;
}

async function scopes(sql: postgres.Sql): Promise<string> {
  const rows = await sql<{ role: string; scopes: string[] }[]>`
    select role::text, array_agg(scope order by scope collate "C") as scopes
    from private.role_scopes group by role_scopes.role order by role_scopes.role desc`;
  const roles = rows.map(({ role, scopes }) => `${role}: [\n${scopes.map((s) => `"${s}",\n`).join("")}],\n`);
  return `// Generated from private.role_scopes by "npm run types"; do not edit.

/** What each role may do. */
export const roleScopes = {
${roles.join("")}} as const;

/** A member's role in a tenant, the mightiest first. */
export type Role = keyof typeof roleScopes;

/** \`resource:action\`, what a route asks for. */
export type Scope = typeof roleScopes[Role][number];
`;
}

async function rateTiers(sql: postgres.Sql): Promise<string> {
  const rows = await sql<{ tier: string; per_minute: number }[]>`
    select tier, per_minute from private.rate_tiers order by tier collate "C"`;
  const [slow] = await sql<{ after: number }[]>`
    select default_value as after from private.setting_definitions where key = 'limits.slow_after'`;
  const tiers = rows.map(({ tier, per_minute }) => `${tier}: ${per_minute},\n`);
  return `// Generated from private.rate_tiers by "npm run types"; do not edit.

/** Requests a minute by caller: user, API key, source of webhooks or address. They are also the size of the bucket. */
export const rateTiers = {
${tiers.join("")}} as const;

/** Share of a rate above which requests are delayed, unless the tenant has its own. */
export const slowAfter = ${slow?.after};

/** The bucket that a route's requests are taken from. */
export type RateTier = keyof typeof rateTiers;
`;
}

async function deprecations(sql: postgres.Sql): Promise<string> {
  const rows = await sql<{ deprecation: string }[]>`
    select deprecation, routes, deprecated_at, sunset_at, successor
    from private.deprecations order by deprecation collate "C"`;
  return `// Generated from private.deprecations by "npm run types"; do not edit.

/** Routes that end. */
export interface Deprecation {
  deprecation: string;
  /** Method and pattern, such as \`GET /teams/v1/{team}\`. */
  routes: string[];
  deprecated_at: string;
  sunset_at: string;
  /** The function and version to call instead. */
  successor: string;
}

export const deprecations: readonly Deprecation[] = ${JSON.stringify(rows)};
`;
}

async function eventTypes(sql: postgres.Sql): Promise<string> {
  const rows = await sql<{ type: string; description: string }[]>`
    select type, description from private.event_types order by type collate "C"`;
  const types = rows.map((row) => `${JSON.stringify(row)},\n`);
  return `// Generated from private.event_types by "npm run types"; do not edit.

/** The event types that endpoints can subscribe to. */
export const eventTypes = [
${types.join("")}] as const;

export type EventType = typeof eventTypes[number]["type"];
`;
}
