/**
 * A call of a function as PostgREST makes it: one statement whose arguments and result are JSON that nobody here takes
 * apart. Lite maps both value by value, which costs several times what most calls do in Postgres.
 *
 * @module
 */
import { answering, errorAnswer, withDeadline } from "./errors.ts";
import type { ConnectionPool } from "./pool.ts";
import { type PreRequest, quoted, type RequestSettings, setUp } from "./set_up.ts";

/** A function of the schema public, as lite reads it from the catalog. */
export interface Signature {
  name: string;
  arg_names: string[];
  arg_types: string[];
  arg_defaults: number;
  return_type: string;
}

/** All that a call needs, as it can be handed to another thread. */
export interface Call extends RequestSettings {
  signature: Signature;
  body: ArrayBuffer;
  /** If true, the body is the one argument, and JSON otherwise. */
  isBinary: boolean;
}

/** What is answered; `body` is JSON. */
export interface CallAnswer {
  status: number;
  body: string | null;
}

/** The connections that calls are made with. */
export interface Connections {
  pool: ConnectionPool;
  preRequest: PreRequest;
}

/** Makes a call in a transaction of its own, in the caller's role. Without connections it answers 503. */
export async function makeCall(
  connections: Connections | Promise<Connections>,
  call: Call,
): Promise<CallAnswer> {
  try {
    const result = await execute(await connections, call, statementOf(call));
    return call.signature.return_type === "void"
      ? { status: 204, body: null }
      : { status: 200, body: result ?? "null" };
  } catch (error) {
    return errorAnswer(error);
  }
}

/** A statement that gives one row with one text named `result`. */
interface Statement {
  sql: string;
  parameters: (string | Uint8Array)[];
}

function execute(
  { pool, preRequest }: Connections,
  call: Call,
  statement: Statement,
): Promise<string | null> {
  return withDeadline(async (begun) => {
    const hook = await preRequest.call();
    const connection = await pool.reserve();
    try {
      const begin = `begin; ${setUp(call)}${hook}; ${ownTimeout(call.signature.name)}`;
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

/** PostgREST takes a function's own `set statement_timeout` over for the transaction that calls it. Gives it, if any. */
function ownTimeout(name: string): string {
  return `select set_config('statement_timeout', substr(c, 19), true),
      1000 * extract(epoch from substr(c, 19)::interval)::integer as ms
    from pg_proc p, unnest(p.proconfig) c
    where p.proname = ${quoted(name)} and p.pronamespace = 'public'::regnamespace
      and c like 'statement_timeout=%'`;
}

const largeText = 32 * 1024;

function statementOf({ signature, body, isBinary }: Call): Statement {
  if (isBinary) return { sql: resultOf(signature, "$1::bytea"), parameters: [new Uint8Array(body)] };
  const text = new TextDecoder().decode(body) || "{}";
  const given = keysOf(text);
  if (!given) throw answering(400, "PGRST102", "Empty or invalid json");
  if (!fits(signature, given)) throw notFound(signature.name, given);
  const { arg_names, arg_types } = signature;
  const columns = given.map((arg) => `${identifier(arg)} ${arg_types[arg_names.indexOf(arg)]}`);
  const call = resultOf(signature, given.map((arg) => `${identifier(arg)} => _.${identifier(arg)}`).join());
  if (columns.length === 0) return { sql: call, parameters: [] };
  // A parameter costs a round trip more, and Postgres takes ten times as long for a large literal.
  const isLarge = text.length > largeText;
  const from = `from json_to_record(${isLarge ? "$1" : quoted(text)}::json) as _ (${columns})`;
  return { sql: `${call} ${from}`, parameters: isLarge ? [text] : [] };
}

function keysOf(body: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.keys(value)
      : undefined;
  } catch {
    return undefined;
  }
}

function fits({ arg_names, arg_defaults }: Signature, given: string[]): boolean {
  const required = arg_names.slice(0, arg_names.length - arg_defaults);
  return given.every((name) => arg_names.includes(name)) && required.every((name) => given.includes(name));
}

function resultOf({ name, return_type }: Signature, args: string): string {
  const call = `public.${identifier(name)}(${args})`;
  return `select ${return_type === "void" ? call : `to_json(${call})`}::text as result`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function notFound(name: string, given: string[]) {
  const details = `Searched for the function public.${name} with ${
    given.length > 0 ? `parameters ${given.join(", ")}` : "no parameters"
  }, but no matches were found in the schema cache.`;
  const message = `Could not find the function public.${name}(${given.join(", ")}) in the schema cache`;
  return answering(404, "PGRST202", message, details);
}
