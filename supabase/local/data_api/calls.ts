/**
 * Calls of functions as PostgREST makes them: one statement whose arguments and result are JSON that nobody here takes
 * apart. Lite maps both value by value, which costs several times what most calls do in Postgres.
 *
 * @module
 */
import { keys } from "../addresses.ts";
import type { AuthTokens } from "../auth/tokens.ts";
import { type Auth, type DataApiConnection, quoted, type Statement } from "./connection.ts";
import { errorAnswer } from "./errors.ts";

type Introspection = Awaited<ReturnType<DataApiConnection["introspect"]>>;
type Signature = NonNullable<Introspection["functions"]>[number];

const headers = {
  "content-range": "0-0/*",
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Content-Range, Content-Location, Preference-Applied",
};
const jsonHeaders = { ...headers, "content-type": "application/json; charset=utf-8" };

/** Answers a call. Returns undefined, with the body unread, if lite has to answer it. */
export async function callFunction(
  request: Request,
  connection: DataApiConnection,
  tokens: AuthTokens,
): Promise<Response | undefined> {
  const url = new URL(request.url);
  const name = url.pathname.match(/^\/rest\/v1\/rpc\/(\w+)$/)?.[1];
  if (name === undefined || url.search !== "" || !isPlain(request)) return undefined;
  const auth = await callerOf(request.headers, tokens);
  const { functions = [] } = await connection.introspect({ useCache: true });
  const [signature, another] = functions.filter((one) => one.schema === "public" && one.name === name);
  const isBinary = typeOf(request) === binary;
  if (!auth || !signature || another || !isCallable(signature, isBinary)) return undefined;

  let statement: Statement;
  if (isBinary) {
    statement = binaryStatement(signature, await request.arrayBuffer());
  } else {
    const body = await request.text() || "{}";
    const given = keysOf(body);
    if (!given) return answer(400, { code: "PGRST102", message: "Empty or invalid json" });
    if (!fits(signature, given)) return answer(404, notFound(name, given));
    statement = jsonStatement(signature, given, body);
  }
  try {
    const readOnly = signature.volatility !== "v"; // as PostgREST decides it
    const result = await connection.call(auth, `/rpc/${name}`, readOnly, statement);
    return signature.return_type === "void"
      ? new Response(null, { status: 204, headers })
      : new Response(result ?? "null", { headers: jsonHeaders });
  } catch (error) {
    return errorAnswer(error, headers);
  }
}

const binary = "application/octet-stream";
const largeText = 32 * 1024;

function typeOf({ headers }: Request): string | undefined {
  return headers.get("content-type")?.split(";")[0];
}

/** A POST of JSON or bytes that wants JSON. */
function isPlain(request: Request): boolean {
  const { method, headers } = request;
  return method === "POST" && ["application/json", binary].includes(typeOf(request) ?? "") &&
    /^(\*\/\*|application\/json)?$/.test(headers.get("accept") ?? "") &&
    !headers.has("prefer") && (headers.get("content-profile") ?? "public") === "public";
}

/** The secret key, or a user's token; undefined for anyone else. */
async function callerOf(headers: Headers, tokens: AuthTokens): Promise<Auth | undefined> {
  const key = headers.get("apikey");
  const bearer = headers.get("authorization")?.replace(/^Bearer /i, "");
  if (key === keys.secret && (bearer ?? key) === key) {
    return { role: "service_role", jwt: { role: "service_role" } };
  }
  if ((key !== keys.publishable && key !== keys.secret) || !bearer?.startsWith("ey")) return undefined;
  const claims = await tokens.claims(bearer).catch(() => undefined);
  return claims?.role === "authenticated" ? { role: claims.role, uid: claims.sub, jwt: claims } : undefined;
}

/** Named arguments, or one of bytes without a name; one value. */
function isCallable(signature: Signature, isBinary: boolean): boolean {
  const { arg_names, arg_types } = signature;
  return !signature.return_is_setof && !signature.has_out_args && !signature.has_variadic &&
    (isBinary
      ? arg_names.length === 0 && arg_types.join() === "bytea"
      : arg_names.length === arg_types.length) &&
    (signature.return_typtype === "b" || signature.return_type === "void");
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

function binaryStatement(signature: Signature, body: ArrayBuffer): Statement {
  return { sql: resultOf(signature, "$1::bytea"), parameters: [new Uint8Array(body)] };
}

function jsonStatement(signature: Signature, given: string[], body: string): Statement {
  const { arg_names, arg_types } = signature;
  const columns = given.map((arg) => `${identifier(arg)} ${arg_types[arg_names.indexOf(arg)]}`);
  const call = resultOf(signature, given.map((arg) => `${identifier(arg)} => _.${identifier(arg)}`).join());
  if (columns.length === 0) return { sql: call, parameters: [] };
  // A parameter costs a round trip more, and Postgres takes ten times as long for a large literal.
  const isLarge = body.length > largeText;
  const from = `from json_to_record(${isLarge ? "$1" : quoted(body)}::json) as _ (${columns})`;
  return { sql: `${call} ${from}`, parameters: isLarge ? [body] : [] };
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
  return { code: "PGRST202", details, message };
}

function answer(status: number, problem: { code: string; message: string; details?: string }): Response {
  return Response.json({ details: null, hint: null, ...problem }, { status, headers });
}
