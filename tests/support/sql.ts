/**
 * Connections to the stack's Postgres, and a way to act as one of its callers.
 *
 * @module
 */
import {
  actAs,
  type Claims,
  connect as connectTo,
  type Database,
  type Transaction,
} from "../../tools/database.ts";
import { stack } from "./env.ts";

export { actAs };
export type { Claims, Database, Transaction };

/** A small pool on the stack's database, or on the given address. The caller must end it. */
export function connect(address = stack.databaseUrl, options: { max?: number } = {}): Database {
  return connectTo(address, options);
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
