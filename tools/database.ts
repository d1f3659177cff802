/**
 * Connections to Postgres, and a way to act as one of its callers.
 *
 * @module
 */
import postgres from "postgres";

/** A connection pool of the `postgres` package. */
export type Database = postgres.Sql;
/** A transaction of such a pool. */
export type Transaction = postgres.TransactionSql;
/** The claims of a user's token, as PostgREST hands them to SQL. */
export type Claims = { sub?: string; role: string; [claim: string]: postgres.JSONValue | undefined };

/** The roles, from the one that may do least to the one that may do most. */
export const roles = ["viewer", "member", "manager", "admin", "owner"] as const;
export type Role = typeof roles[number];

/** A small pool on the given address. The caller must end it. */
export function connect(address: string, options: { max?: number } = {}): Database {
  return postgres(address, { max: options.max ?? 4, onnotice: () => {} });
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
