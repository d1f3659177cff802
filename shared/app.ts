import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context, MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { methodNotAllowed } from "hono/method-not-allowed";
import { routePath } from "hono/route";
import { secureHeaders } from "hono/secure-headers";
import { type Caller, limitAddress, requiredScopes, secretOnly } from "./auth.ts";
import { readBody } from "./body.ts";
import type { Db } from "./db.ts";
import { env } from "./env.ts";
import { ApiError } from "./errors.ts";
import { describeError, log, type LogLevel } from "./log.ts";
import { ErrorBody, problems } from "./openapi.ts";
import { asApiError, invalid, problem } from "./problem.ts";
import { reportFault } from "./sentry.ts";

/** What handlers find in `c.var`; `caller` and `db` behind `allow(scope)`. */
export interface AppEnv {
  Variables: { requestId: string; caller: Caller; db: Db };
}

/** How a function differs from the others. */
export interface AppOptions {
  /** In bytes, of every body. */
  bodyLimit?: number;
  /** What `/openapi.json` answers instead of the function's own description. */
  document?: object;
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
  root.use(
    identified,
    logged(name, options.quietPath),
    secureHeaders({
      ...forPagesOnly,
      contentSecurityPolicy: options.contentSecurityPolicy ?? { defaultSrc: ["'none'"] },
    }),
    crossOrigin,
  );
  root.use(methodNotAllowed({ app: root, onMethodNotAllowed: refuseMethod }), unmerged);

  const app = root.basePath(`/${name}/v1`);
  app.onError((error, c) => answerError(error, c, name));
  app.notFound(async (c) => {
    await limitAddress(c);
    return problem(c, new ApiError(404, "NOT_FOUND", "There is no such path"));
  });
  addRoutesWith(app, options.bodyLimit ?? defaultBodyLimit);
  describe(app, name, options.document);
  return app;
}

/** Headers that say nothing to whoever reads JSON: each costs an answer as much as finding its route. */
const forPagesOnly = {
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
  removePoweredBy: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
};

const identified: MiddlewareHandler<AppEnv> = async (c, next) => {
  const sent = c.req.header("x-request-id") ?? "";
  const requestId = /^[\w.:=+/-]{1,200}$/.test(sent) ? sent : crypto.randomUUID();
  c.set("requestId", requestId);
  c.header("x-request-id", requestId);
  await next();
  if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "no-store");
};

function logged(name: string, quietPath?: string): MiddlewareHandler<AppEnv> {
  const quiet = quietPath && `/${name}/v1${quietPath}`;
  return async (c, next) => {
    const began = performance.now();
    await next();
    const { status } = c.res;
    const caller: Caller | undefined = c.var.caller;
    const level: LogLevel = status >= 500 ? "error" : c.req.path === quiet ? "debug" : "info";
    log(level, {
      requestId: c.var.requestId,
      userId: caller?.userId ?? null,
      clientId: caller?.clientId ?? null,
      ...(caller?.kind === "key" ? { keyId: caller.keyId } : {}),
      function: name,
      action: action(c),
      status,
      duration: Math.round(performance.now() - began),
      ...(c.error ? { error: errorOf(c.error) } : {}),
    });
  };
}

/** Method and route pattern: the path itself may hold ids and names. */
function action(c: Context<AppEnv>): string {
  return `${c.req.method} ${routePath(c, -1)}`;
}

/** Of the caller's mistakes only the code, because the message may quote the body. */
function errorOf(error: Error): string {
  if (error instanceof ApiError && error.status < 500) return error.code;
  return describeError(error);
}

const sharedWithOrigins = cors({
  origin: (origin) => env().ALLOWED_ORIGINS.includes(origin) ? origin : null,
  allowMethods: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
  allowHeaders: [
    "authorization",
    "apikey",
    "content-type",
    "idempotency-key",
    "if-match",
    "x-api-key",
    "x-client-info",
    "x-request-id",
  ],
  exposeHeaders: [
    "etag",
    "idempotency-replayed",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
    "www-authenticate",
    "x-request-id",
  ],
  maxAge: 600,
});

const crossOrigin: MiddlewareHandler<AppEnv> = (c, next) => {
  if (c.req.header("origin") !== undefined || c.req.method === "OPTIONS") return sharedWithOrigins(c, next);
  c.header("Vary", "Origin");
  return next();
};

/** A header sent twice arrives as one value joined by a comma: which of the two was meant cannot be known. */
const unmerged: MiddlewareHandler<AppEnv> = async (c, next) => {
  for (const name of ["authorization", "apikey", "x-api-key", "content-length", "content-encoding"]) {
    if (c.req.header(name)?.includes(",")) await refuseTwice(c, name);
  }
  if (/,\s*[\w.+-]+\/[\w.+-]+/.test(c.req.header("content-type") ?? "")) await refuseTwice(c, "content-type");
  await next();
};

async function refuseTwice(c: Context<AppEnv>, name: string): Promise<never> {
  await limitAddress(c);
  throw new ApiError(400, "BAD_REQUEST", `The header ${name} was sent more than once`);
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
 * may answer: a header sent twice is 400 everywhere.
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

function describe(app: OpenAPIHono<AppEnv>, name: string, given?: object): void {
  const { openAPIRegistry: registry } = app;
  registry.register("Error", ErrorBody);
  registry.registerComponent("securitySchemes", "user", {
    type: "http",
    scheme: "bearer",
    bearerFormat: "JWT",
    description: "The access token of a signed-in user; scopes come from the role in the tenant",
  });
  registry.registerComponent("securitySchemes", "key", {
    type: "apiKey",
    in: "header",
    name: "x-api-key",
    description: "An API key of the tenant, `fl_live_…`; also taken as `Authorization: Bearer fl_live_…`",
  });
  registry.registerComponent("securitySchemes", "secret", {
    type: "apiKey",
    in: "header",
    name: "apikey",
    description: "The project's secret key, for the operator's own servers",
  });
  let document = given;
  app.get("/openapi.json", async (c) => {
    await limitAddress(c);
    return c.json(
      document ??= app.getOpenAPI31Document({
        openapi: "3.1.0",
        info: { title: name, version: "1.0.0" },
        servers: [{ url: "/functions/v1" }],
      }),
    );
  });
}

function answerError(error: Error, c: Context<AppEnv>, name: string): Response {
  const known = asApiError(error);
  if (known.status === 500) {
    const { requestId, caller }: { requestId: string; caller?: Caller } = c.var;
    const context = { requestId, userId: caller?.userId ?? null, function: name, action: action(c) };
    reportFault(known.cause ?? error, context);
  }
  return problem(c, known);
}
