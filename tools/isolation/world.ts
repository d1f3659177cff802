/**
 * Two tenants with something of theirs in every table, and everyone who may come along; all of it in one transaction
 * that nobody else sees and that never commits.
 *
 * @module
 */
import { addKey, claims, type People, seed } from "./contents.ts";
import { type Claims, connect, type Role, roles } from "../database.ts";
import type { ReservedSql } from "postgres";

/** Someone who calls the database. */
export interface Caller {
  name:
    | Role
    | "anon"
    | "outsider"
    | "removed"
    | "suspended"
    | "aal1"
    | "aal2"
    | "revoked"
    | "key"
    | "teams-key";
  claims: Claims;
  /** The tenant that its token names. */
  tenant: string;
  /** SQL that the operator runs before the call. */
  before?: string;
}

export interface World {
  sql: ReservedSql;
  /** The tenant of all callers but `outsider`. */
  tenant: string;
  /** The tenant of `outsider`. */
  otherTenant: string;
  callers: Caller[];
}

/** Builds the world on its own superuser connection, runs the work in it, and rolls everything back. */
export async function inWorld<T>(adminDatabaseUrl: string, work: (world: World) => Promise<T>): Promise<T> {
  const pool = connect(adminDatabaseUrl, { max: 1 });
  const sql = await pool.reserve();
  try {
    // Within the world they would lock the tables that scheduled tasks wait for. They are postgres's own.
    await sql`set role postgres`;
    await sql`select private.require_partition('stat_' || level, width, now()) from private.stat_levels`;
    await sql`select private.require_partition('log_lines', '1 day', now())`;
    await sql`reset role`;
    await sql`begin`;
    // Two worlds at once would wait for each other's rows and partitions.
    await sql`select pg_advisory_xact_lock(hashtext('world'))`;
    const tenant = crypto.randomUUID();
    const otherTenant = crypto.randomUUID();
    const people = await seed(sql, tenant);
    const others = await seed(sql, otherTenant);
    const keys = {
      none: await addKey(sql, tenant, people.owner, []),
      teams: await addKey(sql, tenant, people.owner, ["teams:read", "teams:write"]),
    };
    await addKey(sql, otherTenant, others.owner, ["teams:read"]);
    return await work({
      sql,
      tenant,
      otherTenant,
      callers: callers(tenant, people, otherTenant, others, keys),
    });
  } finally {
    await sql`rollback`;
    sql.release();
    await pool.end();
  }
}

/** Runs the work and rolls back to a savepoint. */
export async function undone<T>(sql: ReservedSql, work: () => Promise<T>): Promise<T> {
  await sql`savepoint attempt`;
  try {
    return await work();
  } finally {
    await sql`rollback to savepoint attempt`;
    await sql`release savepoint attempt`;
  }
}

function callers(
  tenant: string,
  people: People,
  otherTenant: string,
  others: People,
  keys: Record<"none" | "teams", Claims>,
): Caller[] {
  const owner = claims(tenant, "owner", people.owner);
  const leave = `delete from public.client_members where user_id = '${people.owner}'`;
  const suspend = `update public.clients set status = 'suspended' where id = '${tenant}'`;
  const requireFactor = `update public.clients set mfa_required_from = now() where id = '${tenant}'`;
  return [
    { name: "anon", claims: { role: "anon" }, tenant },
    ...roles.map((role): Caller => ({ name: role, claims: claims(tenant, role, people[role]), tenant })),
    { name: "outsider", claims: claims(otherTenant, "owner", others.owner), tenant: otherTenant },
    // Their token has not expired yet, but they are no longer a member, or the tenant is closed.
    { name: "removed", claims: owner, tenant, before: leave },
    { name: "suspended", claims: owner, tenant, before: suspend },
    // The tenant requires a second factor; the session of the token has ended.
    { name: "aal1", claims: { ...owner, aal: "aal1" }, tenant, before: requireFactor },
    { name: "aal2", claims: { ...owner, aal: "aal2" }, tenant, before: requireFactor },
    { name: "revoked", claims: { ...owner, session_id: crypto.randomUUID() }, tenant },
    // Live API keys that the owner made: without a scope, whatever its token says, and with those of teams.
    { name: "key", claims: keys.none, tenant },
    { name: "teams-key", claims: keys.teams, tenant },
  ];
}
