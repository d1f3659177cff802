/**
 * What PostgREST sets at the start of a transaction, so that a statement runs as the caller.
 *
 * @module
 */
import type { ConnectionPool } from "./pool.ts";

/** Who calls: what the token says. */
export interface Auth {
  role?: string | null;
  uid?: string | null;
  jwt?: unknown;
}

/** What the transaction is told of its request. */
export interface RequestSettings {
  auth: Auth;
  method: string;
  path: string;
  /** By lower-case names. */
  headers: Record<string, string>;
  readOnly: boolean;
}

/** PostgREST sets the role's own timeout for the transaction, and else has that of its login role. */
const statementTimeouts: Record<string, string> = { anon: "3s" };
const defaultStatementTimeout = "8s";

/** All settings as one statement without parameters. */
export function setUp({ auth, method, path, headers, readOnly }: RequestSettings): string {
  const role = auth.role || "anon";
  const settings = {
    role,
    "request.jwt.claims": auth.jwt ? JSON.stringify(auth.jwt) : "",
    "request.jwt.claim.sub": auth.uid ?? "",
    "request.jwt.claim.role": role,
    "request.method": method,
    "request.path": path,
    "request.headers": JSON.stringify(headers),
    "response.status": "",
    "response.headers": "",
    "statement_timeout": statementTimeouts[role] ?? defaultStatementTimeout,
    "transaction_read_only": readOnly ? "on" : "off",
  };
  const calls = Object.entries(settings).map(([name, value]) =>
    `set_config('${name}', ${quoted(value)}, true)`
  );
  return `select ${calls.join(", ")}`;
}

/** A literal; the server's standard_conforming_strings leaves nothing else to escape. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** PostgREST's db-pre-request, which it reads from the settings of its login role. */
export class PreRequest {
  #hook: Promise<string> | undefined;

  constructor(private readonly pool: ConnectionPool) {}

  /** A call to follow the set-up; empty if there is none. Takes a connection when it was not read yet. */
  async call(): Promise<string> {
    this.#hook ??= this.#read().catch((error) => {
      this.#hook = undefined;
      throw error;
    });
    return await this.#hook;
  }

  /** Has it read anew by the next call. */
  forget(): void {
    this.#hook = undefined;
  }

  async #read(): Promise<string> {
    const connection = await this.pool.reserve();
    try {
      const [row] = await connection.unsafe(preRequestSetting, []) as [{ hook: string }?];
      return row === undefined ? "" : `; select ${row.hook}()`;
    } finally {
      connection.release();
    }
  }
}

const preRequestSetting = `
  select substring(s from '=(.*)') as hook
  from pg_db_role_setting r, unnest(r.setconfig) s
  where r.setrole = 'authenticator'::regrole and s like 'pgrst.db_pre_request=%'
    and r.setdatabase in (0, (select oid from pg_database where datname = current_database()))
  order by r.setdatabase desc limit 1`;
