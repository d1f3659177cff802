/**
 * The Data API's connections. postgres.js writes to a reserved connection that was lost, which ends the
 * process, and on another one it would go on outside of the transaction, and so outside of the caller's role.
 * Here a client holds one connection, and when that is lost, so is the client.
 *
 * @module
 */
import postgres from "postgres";
import { postgrestError } from "./errors.ts";
import { valueTypes } from "./value_types.ts";

/** The part of a reserved connection that lite's driver uses. */
export interface Lease {
  unsafe(sql: string, parameters: unknown[]): Promise<unknown>;
  release(): void;
}

// deno-lint-ignore no-explicit-any -- as in postgres.js's own signature
type Options = postgres.Options<any>;

/** How arrays are read and written, by the type's oid. */
type ArrayTypes = Pick<postgres.ParsedOptions, "parsers" | "serializers">;

interface Member {
  sql: postgres.Sql;
  isLost: boolean;
}

/** Up to `size` connections. Further requests wait in line. */
export class ConnectionPool {
  readonly #members = new Set<Member>();
  readonly #idle: Member[] = [];
  readonly #waiting: ((member: Member) => void)[] = [];

  private constructor(
    private readonly url: string,
    private readonly options: Options,
    private readonly size: number,
    private readonly arrays: ArrayTypes,
  ) {}

  /** Reads the array types from the server, which has to be up. */
  static async open(url: string, options: Options, size: number): Promise<ConnectionPool> {
    return new ConnectionPool(url, options, size, await readArrayTypes(url, options));
  }

  async reserve(): Promise<Lease> {
    const member = this.#take() ?? await new Promise<Member>((resolve) => this.#waiting.push(resolve));
    return {
      unsafe: (text, parameters) => this.#execute(member, text, parameters),
      release: () => this.#release(member),
    };
  }

  async end(): Promise<void> {
    await Promise.all([...this.#members].map(({ sql }) => sql.end({ timeout: 0 })));
  }

  async #execute(member: Member, text: string, parameters: unknown[]): Promise<unknown> {
    if (member.isLost) throw postgrestError({ code: "CONNECTION_CLOSED" });
    try {
      // The values' types are the server's matter, as they are in postgres.js itself.
      return await member.sql.unsafe(text, parameters as postgres.ParameterOrJSON<never>[]);
    } catch (error) {
      if (!(error instanceof postgres.PostgresError)) this.#lose(member);
      throw postgrestError(error);
    }
  }

  #take(): Member | undefined {
    return this.#idle.pop() ?? (this.#members.size < this.size ? this.#connect() : undefined);
  }

  #connect(): Member {
    const member: Member = {
      isLost: false,
      sql: postgres(this.url, {
        ...this.options,
        max: 1,
        // postgres.js asks for them on each connection without a handler: a failure would end the process.
        fetch_types: false,
        max_lifetime: null,
        connect_timeout: 4,
        backoff: () => 0.1,
        onnotice: () => {},
        onclose: () => this.#lose(member),
      }),
    };
    Object.assign(member.sql.options.parsers, this.arrays.parsers);
    Object.assign(member.sql.options.serializers, this.arrays.serializers);
    this.#members.add(member);
    return member;
  }

  #release(member: Member): void {
    if (member.isLost) {
      if (this.#waiting.length > 0 && this.#members.size < this.size) {
        this.#waiting.shift()?.(this.#connect());
      }
      return;
    }
    const next = this.#waiting.shift();
    if (next) next(member);
    else this.#idle.push(member);
  }

  #lose(member: Member): void {
    if (member.isLost) return;
    member.isLost = true;
    this.#members.delete(member);
    const position = this.#idle.indexOf(member);
    if (position >= 0) this.#idle.splice(position, 1);
    void member.sql.end({ timeout: 0 }).catch(() => {}); // nothing is left to be ended
  }
}

/** A pool that reads and writes values as the Data API does. */
export async function openPool(url: string, size: number): Promise<ConnectionPool> {
  return await ConnectionPool.open(url, { types: valueTypes, connection: { TimeZone: "UTC" } }, size);
}

async function readArrayTypes(url: string, options: Options): Promise<ArrayTypes> {
  const sql = postgres(url, { ...options, max: 1, onnotice: () => {} });
  try {
    await sql`select 1`;
    return { parsers: sql.options.parsers, serializers: sql.options.serializers };
  } finally {
    await sql.end();
  }
}
