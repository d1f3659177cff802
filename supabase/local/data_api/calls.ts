/**
 * Calls of functions as PostgREST makes them: one statement whose arguments and result are JSON that nobody here takes
 * apart. Lite maps both value by value, which costs several times what most calls do in Postgres.
 *
 * @module
 */
import { keys } from "../addresses.ts";
import type { AuthTokens } from "../auth/tokens.ts";
import { type Auth, type DataApiConnection, quoted } from "./connection.ts";
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
  if (!auth || !signature || another || !isCallable(signature)) return undefined;

  const body = await request.text() || "{}";
  const given = keysOf(body);
  if (!given) return answer(400, { code: "PGRST102", message: "Empty or invalid json" });
  if (!fits(signature, given)) return answer(404, notFound(name, given));
  try {
    const readOnly = signature.volatility !== "v"; // as PostgREST decides it
    const result = await connection.call(auth, `/rpc/${name}`, readOnly, statementOf(signature, given, body));
    return signature.return_type === "void"
      ? new Response(null, { status: 204, headers })
      : new Response(result ?? "null", { headers: jsonHeaders });
  } catch (error) {
    return errorAnswer(error, headers);
  }
}

/** A POST of JSON that wants JSON. */
function isPlain({ method, headers }: Request): boolean {
  return method === "POST" && headers.get("content-type")?.split(";")[0] === "application/json" &&
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

/** Named arguments, one value. */
function isCallable(signature: Signature): boolean {
  return !signature.return_is_setof && !signature.has_out_args && !signature.has_variadic &&
    signature.arg_names.length === signature.arg_types.length &&
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

function statementOf(signature: Signature, given: string[], body: string): string {
  const { name, arg_names, arg_types, return_type } = signature;
  const columns = given.map((arg) => `${identifier(arg)} ${arg_types[arg_names.indexOf(arg)]}`);
  const call = `public.${identifier(name)}(${
    given.map((arg) => `${identifier(arg)} => _.${identifier(arg)}`)
  })`;
  const from = columns.length > 0 ? ` from json_to_record(${quoted(body)}::json) as _ (${columns})` : "";
  return `select ${return_type === "void" ? call : `to_json(${call})`}::text as result${from}`;
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
