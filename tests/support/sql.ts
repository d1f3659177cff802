/**
 * Connections to the stack's Postgres, and a way to be one of its callers.
 *
 * @module
 */
import postgres from "postgres";
import { stack } from "./env.ts";

/** A connection pool of the `postgres` package. */
export type Database = postgres.Sql;
/** A transaction of such a pool. */
export type Transaction = postgres.TransactionSql;
/** The claims of a user's token, as PostgREST hands them to SQL. */
export type Claims = { sub?: string; role: string; [claim: string]: postgres.JSONValue | undefined };

/** A small pool on the given address; whoever opens it ends it. */
export function connect(address = stack.databaseUrl, options: { max?: number } = {}): Database {
  return postgres(address, { max: options.max ?? 4, onnotice: () => {} });
}

/** Runs the work with a connection as `postgres`, or as the superuser, and closes it afterwards. */
export async function withDatabase<T>(
  work: (sql: Database) => Promise<T>,
  as: "postgres" | "superuser" = "postgres",
): Promise<T> {
  const sql = connect(as === "superuser" ? stack.adminDatabaseUrl : stack.databaseUrl);
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

/** The claims inside a token, unverified. */
export function claimsOf(token: string): Claims {
  const payload = token.split(".")[1] ?? "";
  const bytes = Uint8Array.from(
    atob(payload.replaceAll("-", "+").replaceAll("_", "/")),
    (character) => character.charCodeAt(0),
  );
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Makes the rest of the transaction run as this caller, exactly as the Data API would. */
export async function actAs(
  tx: Transaction | postgres.ReservedSql,
  claims: Claims,
  headers: Record<string, string> = {},
): Promise<void> {
  await tx`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
                  set_config('request.headers', ${JSON.stringify(headers)}, true),
                  set_config('role', ${claims.role}, true)`;
}

class RolledBack extends Error {}

/**
 * Runs the work as the owner of the token (or claims) in one transaction, which is rolled back unless
 * `commit` says otherwise.
 */
export async function asUser<T>(
  caller: string | Claims,
  work: (tx: Transaction) => Promise<T>,
  options: { commit?: boolean; headers?: Record<string, string> } = {},
): Promise<T> {
  const claims = typeof caller === "string" ? claimsOf(caller) : caller;
  return await withDatabase(async (sql) => {
    let result: { value: T } | undefined;
    try {
      await sql.begin(async (tx) => {
        await actAs(tx, claims, options.headers);
        result = { value: await work(tx) };
        if (!options.commit) throw new RolledBack();
      });
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
    }
    if (!result) throw new Error("the transaction ended without running its work");
    return result.value;
  });
}
