/**
 * @supabase/lite's Postgres connection with its differences from PostgREST corrected by overriding; the tests
 * in tests/local show each.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { PostgresConnection } from "@supabase/lite/postgres";
import { ConnectionPool } from "./pool.ts";
import { postgrestError, withDeadline } from "./errors.ts";

type Base = PostgresConnection;
type WithContext = Base["withContext"];
type Context = Parameters<WithContext>[0];
type Options = Parameters<WithContext>[2];
type Executor = Parameters<Parameters<WithContext>[1]>[0];
type IntrospectOptions = Parameters<Base["introspect"]>[0];
type Introspection = Awaited<ReturnType<Base["introspect"]>>;

/** Who calls: what the token says. */
export interface Auth {
  role?: string | null;
  uid?: string | null;
  jwt?: unknown;
}

/** A statement that gives one row with one text named `result`. */
export interface Statement {
  sql: string;
  parameters: (string | Uint8Array)[];
}

/** Method and headers (lower-case) of the request at hand; lite hands them on for rpc only. */
export const requestAtHand = new AsyncLocalStorage<{ method: string; headers: Record<string, string> }>();

/** PostgREST sets the role's own timeout for the transaction, and else has that of its login role. */
const statementTimeouts: Record<string, string> = { anon: "3s" };
const defaultStatementTimeout = "8s";

const json = (oid: number) => ({
  to: oid,
  from: [oid],
  // Lite has encoded already: a string here is JSON, not a value.
  serialize: (value: unknown) => typeof value === "string" ? value : JSON.stringify(value),
  parse: (value: string) => JSON.parse(value),
});
const timestamp = (oid: number) => ({
  to: oid,
  from: [oid],
  serialize: (value: unknown) => value,
  parse: (value: string) => value.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00"),
});
const text = (oid: number) => ({ to: oid, from: [oid], serialize: String, parse: (value: string) => value });
const types = {
  // postgres.js's own goes through a Buffer, which takes Deno ten times as long.
  bytea: { to: 17, from: [], serialize: (bytes: Uint8Array) => `\\x${bytes.toHex()}`, parse: String },
  bigint: { to: 20, from: [20], serialize: String, parse: Number },
  date: text(1082),
  time: text(1083),
  timetz: text(1266),
  json: json(114),
  jsonb: json(3802),
  numeric: { to: 1700, from: [1700], serialize: String, parse: Number },
  timestamp: timestamp(1114),
  timestamptz: timestamp(1184),
};

/** A pool of connections as the superuser; each request's transaction is in the caller's role. */
export class DataApiConnection extends PostgresConnection {
  readonly #pool: ConnectionPool;

  private constructor(url: string, private readonly schemas: string[], pool: ConnectionPool) {
    super({ url });
    this.#pool = pool;
    // Lite's driver takes every connection through this method.
    Object.assign(this.driver, { reserve: () => this.#pool.reserve() });
  }

  static async open(url: string, schemas: string[]): Promise<DataApiConnection> {
    const pool = await ConnectionPool.open(url, { types, connection: { TimeZone: "UTC" } }, 20);
    return new DataApiConnection(url, schemas, pool);
  }

  override async close(): Promise<void> {
    await Promise.all([this.#pool.end(), this.driver.end({ timeout: 0 })]);
  }

  /**
   * Switches to the caller's role in each transaction, and reports errors as PostgREST does. Lite's own does
   * so only once some table has RLS, and then grants everything to everyone.
   */
  override async withContext<T>(
    context: Context,
    work: (db: Executor) => Promise<T>,
    options?: Options,
  ): Promise<T> {
    try {
      if (options?.transaction) {
        if (context) await options.transaction.executeQuery(rawQuery(setUp(context, options)));
        return await work(options.transaction);
      }
      return await withDeadline((begun) => this.#transaction(context, work, options, begun));
    } catch (error) {
      throw postgrestError(error);
    }
  }

  async #transaction<T>(
    context: Context,
    work: (db: Executor) => Promise<T>,
    options: Options,
    begun: () => void,
  ): Promise<T> {
    // Before a connection is taken: reading the hook takes one too, and all others may wait for it.
    const preRequest = context ? await this.#preRequest() : "";
    return await this.kysely.connection().execute(async (connection) => {
      const execute = (sql: string) => connection.executeQuery(rawQuery(sql));
      try {
        // One message to the server instead of lite's sixteen.
        await execute(`begin; ${context ? setUp(context, options) : ""}${preRequest}`);
        begun();
        const result = await work(connection);
        await execute(options?.forceRollback ? "rollback" : "commit");
        return result;
      } catch (error) {
        await execute("rollback").catch(() => {}); // a lost connection has no transaction any more
        throw error;
      }
    });
  }

  /** The text that a statement gives, in a transaction in the caller's role. */
  async call(auth: Auth, path: string, readOnly: boolean, statement: Statement): Promise<string | null> {
    return await withDeadline(async (begun) => {
      const preRequest = await this.#preRequest();
      const connection = await this.#pool.reserve();
      try {
        const settings = setUp({ auth }, { rpc: { method: "POST", path, readOnly } });
        const begin = `begin; ${settings}${preRequest}; ${ownTimeout(path)}`;
        const results = await connection.unsafe(begin, []) as { ms?: number }[][];
        begun(results.at(-1)?.[0]?.ms);
        const { sql, parameters } = statement;
        const isAlone = parameters.length > 0; // Postgres takes parameters with one statement only
        const found = await connection.unsafe(isAlone ? sql : `${sql}; commit`, parameters);
        if (isAlone) await connection.unsafe("commit", []);
        const [row] = found as [{ result: string | null }?];
        return row?.result ?? null;
      } catch (error) {
        await connection.unsafe("rollback", []).catch(() => {}); // a lost connection has no transaction any more
        throw error;
      } finally {
        connection.release();
      }
    });
  }

  #hook: Promise<string> | undefined;

  /**
   * PostgREST's db-pre-request, which it reads from the settings of its login role: a call to follow the
   * set-up.
   */
  async #preRequest(): Promise<string> {
    this.#hook ??= this.#readHook().catch((error) => {
      this.#hook = undefined;
      throw error;
    });
    return await this.#hook;
  }

  async #readHook(): Promise<string> {
    const connection = await this.#pool.reserve();
    try {
      const [row] = await connection.unsafe(preRequestSetting, []) as [{ hook: string }?];
      return row === undefined ? "" : `; select ${row.hook}()`;
    } finally {
      connection.release();
    }
  }

  #introspecting: Promise<Introspection> | undefined;
  #generation = 0;

  /** A read that is in progress is out of date, too. */
  override async clearSchemaCache(): Promise<void> {
    this.#generation++;
    this.#hook = undefined;
    await super.clearSchemaCache();
  }

  /** One read at a time. An unreachable database is an error, not an empty schema. */
  override async introspect(options?: IntrospectOptions): Promise<Introspection> {
    const cached = await this.readCachedIntrospection({ useCache: options?.useCache ?? false });
    if (cached) return cached;
    this.#introspecting ??= this.#read(options).finally(() => this.#introspecting = undefined);
    return await this.#introspecting;
  }

  async #read(options: IntrospectOptions): Promise<Introspection> {
    for (;;) {
      const generation = this.#generation;
      const introspection = this.#exposed(await super.introspect(options));
      if (!introspection.timezones) throw postgrestError({ code: "CONNECTION_CLOSED" });
      await this.writeCachedIntrospection(introspection);
      if (generation === this.#generation) return introspection;
      await super.clearSchemaCache();
    }
  }

  /** Lite looks tables up by bare name: auth.users would hide public.users. */
  #exposed(introspection: Introspection): Introspection {
    const isExposed = ({ schema }: { schema?: string }) =>
      schema !== undefined && this.schemas.includes(schema);
    const { tables, columns, foreign_keys, primary_keys, functions } = introspection;
    return {
      ...introspection,
      tables: tables.filter(isExposed),
      columns: columns.filter(isExposed),
      foreign_keys: foreign_keys.filter(isExposed),
      primary_keys: primary_keys.filter(isExposed),
      functions: functions?.filter(isExposed),
    };
  }
}

const preRequestSetting = `
  select substring(s from '=(.*)') as hook
  from pg_db_role_setting r, unnest(r.setconfig) s
  where r.setrole = 'authenticator'::regrole and s like 'pgrst.db_pre_request=%'
    and r.setdatabase in (0, (select oid from pg_database where datname = current_database()))
  order by r.setdatabase desc limit 1`;

/** All that PostgREST sets for a transaction, as one statement without parameters. */
function setUp(context: NonNullable<Context>, options: Options): string {
  const auth: Auth = context.auth ?? {};
  const role = auth.role || "anon";
  const rpc = options?.rpc;
  const request = requestAtHand.getStore();
  const settings = {
    role,
    "request.jwt.claims": auth.jwt ? JSON.stringify(auth.jwt) : "",
    "request.jwt.claim.sub": auth.uid ?? "",
    "request.jwt.claim.role": role,
    "request.method": rpc?.method ?? request?.method ?? "",
    "request.path": rpc?.path ?? "",
    "request.headers": JSON.stringify(request?.headers ?? rpc?.requestHeaders ?? {}),
    "response.status": "",
    "response.headers": "",
    "statement_timeout": statementTimeouts[role] ?? defaultStatementTimeout,
    "transaction_read_only": rpc?.readOnly ? "on" : "off",
  };
  const calls = Object.entries(settings).map(([name, value]) =>
    `set_config('${name}', ${quoted(value)}, true)`
  );
  return `select ${calls.join(", ")}`;
}

/** PostgREST takes a function's own `set statement_timeout` over for the transaction that calls it. Gives it, if any. */
function ownTimeout(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  return `select set_config('statement_timeout', substr(c, 19), true),
      1000 * extract(epoch from substr(c, 19)::interval)::integer as ms
    from pg_proc p, unnest(p.proconfig) c
    where p.proname = ${
    quoted(name)
  } and p.pronamespace = 'public'::regnamespace and c like 'statement_timeout=%'`;
}

/** A literal; the server's standard_conforming_strings leaves nothing else to escape. */
export function quoted(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

function rawQuery(sql: string): Parameters<Executor["executeQuery"]>[0] {
  return {
    sql,
    parameters: [],
    query: { kind: "RawNode", sqlFragments: [sql], parameters: [] },
    queryId: { queryId: "raw" },
  };
}
