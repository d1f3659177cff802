import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import type { secureHeaders } from "hono/secure-headers";
import { limitAddress, requiredScopes, secretOnly } from "../access/auth.ts";
import { readBody } from "./body.ts";
import type { Caller } from "../access/caller.ts";
import type { Db } from "../data/db.ts";
import { addDocument } from "./document.ts";
import { actionOf, envelope } from "./middleware.ts";
import { ApiError } from "./errors.ts";
import { problems } from "./openapi.ts";
import { asApiError, invalid, problem } from "./problem.ts";
import type { RateHeaders } from "../access/rate_limit.ts";
import { reportFault } from "../observe/sentry.ts";

/** What handlers find in `c.var`; `caller` and `db` behind `allow(scope)`. */
export interface AppEnv {
  Variables: { requestId: string; caller: Caller; db: Db; rate?: RateHeaders };
}

/** How a function differs from the others. */
export interface AppOptions {
  /** In bytes, of every body. */
  bodyLimit?: number;
  /** Answers `/openapi.json` instead of the function's own description. */
  document?: (c: Context<AppEnv>) => Response;
  /** A path below `/<name>/v1` that is asked all the time and whose successes are logged as `debug`. */
  quietPath?: string;
  /** What a page of it may load; nothing otherwise. */
  contentSecurityPolicy?: NonNullable<Parameters<typeof secureHeaders>[0]>["contentSecurityPolicy"];
}

/** How long a body may be where a function does not say otherwise: 256 kB. */
const defaultBodyLimit = 256 * 1024;

/**
 * The app of a function: everything that each request of each function has in common, so that routes hold only what
 * is theirs. Routes are added with `openapi()` and lie under `/<name>/v1`; handlers throw ApiError and catch nothing.
 * A route with a body reads it after `allow(…)`, so that nobody without a token makes us read megabytes.
 */
export function createApp(name: string, options: AppOptions = {}): OpenAPIHono<AppEnv> {
  const root = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error.issues);
    },
  });
  root.use(...envelope(name, options), methodNotAllowed({ app: root, onMethodNotAllowed: refuseMethod }));

  const app = root.basePath(`/${name}/v1`);
  app.onError((error, c) => answerError(error, c, name));
  app.notFound(async (c) => {
    await limitAddress(c);
    return problem(c, new ApiError(404, "NOT_FOUND", "There is no such path"));
  });
  addRoutesWith(app, options.bodyLimit ?? defaultBodyLimit);
  addDocument(app, name, options.document);
  return app;
}

function refuseMethod(c: Context<AppEnv>, methods: string[]): Response {
  const allowed = methods.join(", ");
  c.header("Allow", allowed);
  return problem(
    c,
    new ApiError(405, "METHOD_NOT_ALLOWED", `${c.req.method} is not possible here, only ${allowed}`),
  );
}

/**
 * Each route reads its body as it declares it, and says in the document which scope it asks for and what every route
 * may answer.
 */
function addRoutesWith(app: OpenAPIHono<AppEnv>, bodyLimit: number): void {
  const add = app.openapi;
  const addRoute: typeof app.openapi = (route, handler, hook) => {
    const before: MiddlewareHandler[] = [route.middleware ?? []].flat();
    const scope = before.map((middleware) => requiredScopes.get(middleware)).find((found) =>
      found !== undefined
    );
    const body = route.request?.body;
    const reads = body === undefined
      ? []
      : [readBody(Object.keys(body.content), bodyLimit, body.required ?? true)];
    const operator = before.some((middleware) => secretOnly.has(middleware)) ? [{ secret: [] }] : [];
    const security = scope === undefined ? operator : [{ user: [scope] }, { key: [scope] }, { secret: [] }];
    const responses = { ...problems(400, 429, 500, 503), ...route.responses };
    return add({ ...route, responses, security, middleware: [...before, ...reads] }, handler, hook);
  };
  app.openapi = addRoute;
}

function answerError(error: Error, c: Context<AppEnv>, name: string): Response {
  const known = asApiError(error);
  if (known.status === 500) {
    const { requestId, caller }: { requestId: string; caller?: Caller } = c.var;
    const context = { requestId, userId: caller?.userId ?? null, function: name, action: actionOf(c) };
    reportFault(known.cause ?? error, context);
  }
  return problem(c, known);
}
