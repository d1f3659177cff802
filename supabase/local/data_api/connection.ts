/**
 * @supabase/lite's Postgres connection with its differences from PostgREST corrected by overriding; the tests
 * in tests/local show each.
 *
 * @module
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { PostgresConnection } from "@supabase/lite/postgres";
import { postgrestError, withDeadline } from "./errors.ts";
import { type ConnectionPool, openPool } from "./pool.ts";
import { type Auth, PreRequest, setUp } from "./set_up.ts";

type Base = PostgresConnection;
type WithContext = Base["withContext"];
type Context = Parameters<WithContext>[0];
type Options = Parameters<WithContext>[2];
type Executor = Parameters<Parameters<WithContext>[1]>[0];
type IntrospectOptions = Parameters<Base["introspect"]>[0];
type Introspection = Awaited<ReturnType<Base["introspect"]>>;

/** Method and headers (lower-case) of the request at hand; lite hands them on for rpc only. */
export const requestAtHand = new AsyncLocalStorage<{ method: string; headers: Record<string, string> }>();

/** A pool of connections as the superuser; each request's transaction is in the caller's role. */
export class DataApiConnection extends PostgresConnection {
  readonly preRequest: PreRequest;

  private constructor(url: string, private readonly schemas: string[], readonly pool: ConnectionPool) {
    super({ url });
    this.preRequest = new PreRequest(pool);
    // Lite's driver takes every connection through this method.
    Object.assign(this.driver, { reserve: () => pool.reserve() });
  }

  static async open(url: string, schemas: string[]): Promise<DataApiConnection> {
    const pool = await openPool(url, 20);
    return new DataApiConnection(url, schemas, pool);
  }

  override async close(): Promise<void> {
    await Promise.all([this.pool.end(), this.driver.end({ timeout: 0 })]);
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
        if (context) await options.transaction.executeQuery(rawQuery(setUpOf(context, options)));
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
    const preRequest = context ? await this.preRequest.call() : "";
    return await this.kysely.connection().execute(async (connection) => {
      const execute = (sql: string) => connection.executeQuery(rawQuery(sql));
      try {
        // One message to the server instead of lite's sixteen.
        await execute(`begin; ${context ? setUpOf(context, options) : ""}${preRequest}`);
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

  #introspecting: Promise<Introspection> | undefined;
  #generation = 0;

  /** A read that is in progress is out of date, too. */
  override async clearSchemaCache(): Promise<void> {
    this.#generation++;
    this.preRequest.forget();
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

function setUpOf(context: NonNullable<Context>, options: Options): string {
  const auth: Auth = context.auth ?? {};
  const rpc = options?.rpc;
  const request = requestAtHand.getStore();
  return setUp({
    auth,
    method: rpc?.method ?? request?.method ?? "",
    path: rpc?.path ?? "",
    headers: request?.headers ?? rpc?.requestHeaders ?? {},
    readOnly: rpc?.readOnly ?? false,
  });
}

function rawQuery(sql: string): Parameters<Executor["executeQuery"]>[0] {
  return {
    sql,
    parameters: [],
    query: { kind: "RawNode", sqlFragments: [sql], parameters: [] },
    queryId: { queryId: "raw" },
  };
}
