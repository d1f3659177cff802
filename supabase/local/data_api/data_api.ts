/**
 * `/rest/v1` and `/auth/v1`: @supabase/lite on the stack's Postgres, with its differences from Supabase
 * corrected.
 *
 * @module
 */
import { App } from "@supabase/lite";
import postgres from "postgres";
import { keys } from "../addresses.ts";
import { authAdmin, problem } from "../auth/admin.ts";
import { authFactors } from "../auth/factors.ts";
import { notePassword } from "../auth/hooks.ts";
import { sessionOf, withIssuedToken } from "../auth/sessions.ts";
import { AuthTokens } from "../auth/tokens.ts";
import { callFunction } from "./calls.ts";
import { DataApiConnection, requestAtHand } from "./connection.ts";
import { LargeCalls } from "./large_calls.ts";

/** The schemas that the Data API serves. */
const schemas = ["public"];

export interface DataApi {
  fetch(request: Request): Promise<Response>;
  /** What a token verifies against. */
  tokens: AuthTokens;
  /** Reads the schema ahead of the first request. */
  warm(): Promise<void>;
  stop(): Promise<void>;
}

/** Creates the schema auth if it is missing, and serves as long as the process lives. */
export async function startDataApi(options: {
  databaseUrl: string;
  directory: string;
  origin: string;
  note: (line: string) => void;
}): Promise<DataApi> {
  quietLite(options.note);
  const tokens = await AuthTokens.load(options.directory, `${options.origin}/auth/v1`);
  const connection = await DataApiConnection.open(options.databaseUrl, schemas);
  const app = new App({
    connection,
    api: { schemas, max_rows: 1000 },
    db: { migrations: { enabled: false } },
    auth: {
      enabled: true,
      jwt_secret: tokens.internalSecret,
      publishable_key: keys.publishable,
      secret_key: keys.secret,
      email: { enable_confirmations: false },
    },
    options: {
      server: {
        // Lite looks the user and the session of each token up unless they are set; PostgREST does not. Its
        // own /rest/v1 verifies the token afterwards and sets them anew.
        middlewares: [async (context, next) => {
          const isRest = context.req.path.startsWith("/rest/v1/");
          if (isRest && /^Bearer ey/i.test(context.req.header("authorization") ?? "")) {
            context.set("userId", "not verified yet");
            context.set("sessionId", "not verified yet");
          }
          await next();
        }],
      },
    },
  });
  await app.ensureSystemSchema();
  const sql = postgres(options.databaseUrl, {
    max: 4,
    fetch_types: false, // as in pool.ts
    onnotice: () => {},
    connect_timeout: 4,
    backoff: () => 0.1,
  });
  await sql.unsafe(await Deno.readTextFile(new URL("../auth/auth.sql", import.meta.url)));
  const largeCalls = new LargeCalls(options.databaseUrl);
  const reload = () => {
    void connection.clearSchemaCache();
    largeCalls.clearSchemaCache();
  };
  await sql.listen("pgrst", reload, reload);

  return {
    tokens,
    fetch: (request) => answer(request, { app, connection, largeCalls, sql, tokens }),
    async warm() {
      await connection.introspect({ useCache: true });
    },
    async stop() {
      largeCalls.stop();
      await Promise.all([sql.end({ timeout: 0 }), connection.close()]);
    },
  };
}

/** Lite prints every database error, even expected ones. Within a request they go to the log. */
function quietLite(note: (line: string) => void): void {
  const print = console.error;
  console.error = (...values: unknown[]) => {
    if (!requestAtHand.getStore()) return print(...values);
    note(
      `data api: ${
        values.map((value) => value instanceof Error ? value.message : Deno.inspect(value)).join(" ")
      }`,
    );
  };
}

interface Parts {
  app: App;
  connection: DataApiConnection;
  largeCalls: LargeCalls;
  sql: postgres.Sql;
  tokens: AuthTokens;
}

async function answer(request: Request, parts: Parts): Promise<Response> {
  const { sql, tokens } = parts;
  const { pathname, searchParams } = new URL(request.url);
  if (pathname === "/auth/v1/.well-known/jwks.json") return Response.json(tokens.jwks);
  if (/^\/auth\/v1\/admin\/users(\/|$)/.test(pathname)) {
    if (request.headers.get("apikey") !== keys.secret) return problem(403, "not_admin", "User not allowed");
    return await authAdmin(sql, request);
  }
  if (/^\/auth\/v1\/factors(\/|$)/.test(pathname)) {
    const session = await sessionOf(request, sql, tokens);
    if (!session) {
      return problem(403, "session_not_found", "Session from session_id claim in JWT does not exist");
    }
    return await authFactors(request, { sql, tokens, session });
  }
  if (pathname === "/auth/v1/token" && searchParams.get("grant_type") === "password") {
    const body = await request.text();
    const { method, headers } = request;
    const response = await answerLite(new Request(request.url, { method, headers, body }), parts);
    await notePassword(sql, body, response.clone());
    return response;
  }
  return await answerLite(request, parts);
}

/** What lite answers, in the form of Supabase. */
async function answerLite(request: Request, parts: Parts): Promise<Response> {
  const { app, sql, tokens } = parts;
  const atHand = { method: request.method, headers: Object.fromEntries(request.headers) };
  const response = await requestAtHand.run(atHand, async () => {
    return await callFunction(request, parts) ??
      await app.fetch(await withInternalToken(request, tokens), { peerAddress: null });
  });
  return new URL(request.url).pathname.startsWith("/auth/v1/")
    ? await withIssuedToken(response, request.headers, sql, tokens)
    : response;
}

/** A token that does not verify becomes one that lite refuses for the same reason. */
async function withInternalToken(request: Request, tokens: AuthTokens): Promise<Request> {
  const token = request.headers.get("authorization")?.match(/^Bearer (ey.*)$/i)?.[1];
  if (!token) return request;
  const headers = new Headers(request.headers);
  try {
    headers.set("authorization", `Bearer ${await tokens.translate(token)}`);
  } catch (error) {
    const isExpired = error instanceof Error && "code" in error && error.code === "ERR_JWT_EXPIRED";
    headers.set("authorization", `Bearer ${isExpired ? await tokens.internal({ exp: 1 }) : "not.a.token"}`);
  }
  // Not new Request(request, …): the copy would watch the request's signal, which Deno warns about.
  return new Request(request.url, { method: request.method, headers, body: request.body });
}
