/**
 * Which requests are calls of functions that are made without lite, and who calls.
 *
 * @module
 */
import { keys } from "../addresses.ts";
import type { AuthTokens } from "../auth/tokens.ts";
import { type Call, type CallAnswer, makeCall, type Signature } from "./make_call.ts";
import type { DataApiConnection } from "./connection.ts";
import type { LargeCalls } from "./large_calls.ts";
import type { Auth } from "./set_up.ts";

type Introspection = Awaited<ReturnType<DataApiConnection["introspect"]>>;
type Described = NonNullable<Introspection["functions"]>[number];

const headers = {
  "content-range": "0-0/*",
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "Content-Range, Content-Location, Preference-Applied",
};
const jsonHeaders = { ...headers, "content-type": "application/json; charset=utf-8" };

/** From so many bytes on, a call has a thread of its own. */
const largeBytes = 256 * 1024;

/** Answers a call. Returns undefined, with the body unread, if lite has to answer it. */
export async function callFunction(
  request: Request,
  { connection, tokens, largeCalls }: {
    connection: DataApiConnection;
    tokens: AuthTokens;
    largeCalls: LargeCalls;
  },
): Promise<Response | undefined> {
  const url = new URL(request.url);
  const name = url.pathname.match(/^\/rest\/v1\/rpc\/(\w+)$/)?.[1];
  if (name === undefined || url.search !== "" || !isPlain(request)) return undefined;
  const auth = await callerOf(request.headers, tokens);
  const { functions = [] } = await connection.introspect({ useCache: true });
  const [described, another] = functions.filter((one) => one.schema === "public" && one.name === name);
  const isBinary = typeOf(request) === binary;
  if (!auth || !described || another || !isCallable(described, isBinary)) return undefined;

  const call: Call = {
    auth,
    method: "POST",
    path: `/rpc/${name}`,
    headers: Object.fromEntries(request.headers),
    readOnly: described.volatility !== "v", // as PostgREST decides it
    signature: signatureOf(described),
    isBinary,
    body: await request.arrayBuffer(),
  };
  const isLarge = call.body.byteLength >= largeBytes;
  return toResponse(await (isLarge ? largeCalls.make(call) : makeCall(connection, call)));
}

function toResponse({ status, body }: CallAnswer): Response {
  return new Response(body, { status, headers: body === null ? headers : jsonHeaders });
}

const binary = "application/octet-stream";

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
function isCallable(described: Described, isBinary: boolean): boolean {
  const { arg_names, arg_types } = described;
  return !described.return_is_setof && !described.has_out_args && !described.has_variadic &&
    (isBinary
      ? arg_names.length === 0 && arg_types.join() === "bytea"
      : arg_names.length === arg_types.length) &&
    (described.return_typtype === "b" || described.return_type === "void");
}

function signatureOf({ name, arg_names, arg_types, arg_defaults, return_type }: Described): Signature {
  return { name, arg_names, arg_types, arg_defaults, return_type };
}
