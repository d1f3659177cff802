/**
 * The one public origin of the stack: `/rest/v1`, `/auth/v1`, `/functions/v1/<name>`, as on Supabase; and `/console/`.
 *
 * @module
 */
import { jwtVerify } from "jose";
import type { Console } from "../console.ts";
import type { DataApi } from "../data_api/data_api.ts";
import { portInUse } from "../running.ts";
import type { FunctionConfig, Functions } from "../functions/functions.ts";
import type { Isolate } from "../functions/isolate.ts";

/** The servers behind the gateway. Undefined while the stack starts. */
export interface Backends {
  dataApi?: DataApi;
  functions?: Functions;
  console?: Console;
}

const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "authorization, x-client-info, apikey, content-type",
};

/** Takes the port at once, so that only one stack can have it; answers 503 until the backends are there. */
export function serveGateway(
  port: number,
  backends: Backends,
  note: (line: string) => void,
): Deno.HttpServer {
  const handle = async (request: Request, info: Deno.ServeHandlerInfo<Deno.NetAddr>): Promise<Response> => {
    const { pathname } = new URL(request.url);
    const { dataApi, functions, console } = backends;
    if (console && /^\/console(\/|$)/.test(pathname)) return await console.fetch(request);
    if (pathname === "/_internal/processes") return processes(functions);
    if (!dataApi || !functions) return problem(503, "STARTING", "The stack is starting");
    if (/^\/(rest|auth)\/v1(\/|$)/.test(pathname)) return await dataApi.fetch(request);
    const [, name, rest] = pathname.match(/^\/functions\/v1\/([\w-]+)(\/.*)?$/) ?? [];
    const config = name ? functions.configs.get(name) : undefined;
    if (!config) return problem(404, "NOT_FOUND", "Requested function was not found");
    const refused = config.verifyJwt ? await verify(request, dataApi) : undefined;
    return refused ??
      await forward(request, rest ?? "", info.remoteAddr.hostname, { config, functions, note });
  };
  const onError = (error: unknown) => {
    note(`gateway: ${Deno.inspect(error)}`);
    return problem(500, "INTERNAL_ERROR", "The gateway failed; its log says why");
  };
  try {
    return Deno.serve({ hostname: "127.0.0.1", port, onListen: () => {}, onError }, handle);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) throw portInUse(port);
    throw error;
  }
}

async function forward(
  request: Request,
  rest: string,
  address: string,
  { config, functions, note }: { config: FunctionConfig; functions: Functions; note: (line: string) => void },
): Promise<Response> {
  let isolate: Isolate;
  try {
    isolate = await functions.isolate(config);
  } catch (error) {
    note(`${config.name}: ${error}`);
    return unavailable(request, "The function did not start, please try again");
  }
  const url = new URL(request.url);
  const headers = new Headers(request.headers);
  const forwarded = request.headers.get("x-forwarded-for");
  headers.set("x-forwarded-for", forwarded ? `${forwarded}, ${address}` : address);
  headers.set("x-real-ip", address);
  headers.set("cf-connecting-ip", address); // Cloudflare, in front of hosted projects, overwrites it too
  headers.set("x-forwarded-host", url.host);
  headers.set("x-forwarded-proto", "http");
  headers.set("accept-encoding", "identity"); // compressing pays on a network, which begins here
  try {
    return await isolate.fetch(`/${config.name}${rest}${url.search}`, {
      method: request.method,
      headers,
      body: request.body,
      redirect: "manual",
    });
  } catch (error) {
    note(`${config.name}: ${error}`);
    if (isolate.killed) return problem(546, "WORKER_LIMIT", workerLimit);
    return unavailable(request, "The function ended before it answered, please try again");
  }
}

/** The hosted platform's words. */
const workerLimit = "Function failed due to not having enough compute resources (please check logs)";

/** The check that hosted Supabase makes before a function with `verify_jwt`. */
async function verify(request: Request, dataApi: DataApi): Promise<Response | undefined> {
  if (request.method === "OPTIONS") return undefined;
  const token = request.headers.get("authorization")?.replace(/^Bearer /i, "");
  if (!token) return problem(401, "UNAUTHORIZED_NO_AUTH_HEADER", "Missing authorization header");
  try {
    await jwtVerify(token, dataApi.tokens.publicKey, { algorithms: ["ES256"] });
  } catch {
    return problem(401, "UNAUTHORIZED_INVALID_JWT_FORMAT", "Invalid JWT");
  }
}

function processes(functions: Functions | undefined): Response {
  const running = [...functions?.running ?? []].map((
    [name, { pid, coldStartMs }],
  ) => [name, { pid, cold_start_ms: coldStartMs }]);
  return Response.json(Object.fromEntries(running));
}

/** The functions' own error form, so that a caller sees one form whichever of the two is down. */
function unavailable(request: Request, message: string): Response {
  const id = request.headers.get("x-request-id") ?? crypto.randomUUID();
  const error = { code: "SERVICE_UNAVAILABLE", message, details: [], request_id: id };
  return Response.json({ error: { ...error, timestamp: new Date().toISOString() } }, {
    status: 503,
    headers: { ...cors, "retry-after": "1", "x-request-id": id },
  });
}

/** The hosted gateway's form. */
function problem(status: number, code: string, message: string): Response {
  return Response.json({ code, message }, { status, headers: cors });
}
