import { OpenAPIHono, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { methodNotAllowed } from "hono/method-not-allowed";
import { limitAddress } from "../access/auth.ts";
import type { AppEnv, Caller } from "../context.ts";
import { describe, noteError } from "../observe/errors.ts";
import { reportFault } from "../observe/sentry.ts";
import { startTracing } from "../observe/otlp.ts";
import { startTelemetry } from "../observe/telemetry.ts";
import { describeVersions } from "./described.ts";
import { addDocument } from "./document.ts";
import { ApiError } from "./errors.ts";
import { actionOf } from "./log_requests.ts";
import { requestMiddleware } from "./middleware.ts";
import type { AppOptions } from "./options.ts";
import { asApiError, invalid, problem } from "./problem.ts";
import { inWords } from "./words.ts";

z.config({ customError: inWords });

/**
 * A function's app, with everything that all functions have in common. Its routes come from `defineRoute`, are added
 * with `openapi()` and lie under `/<name>/v1`, those of `options.versions` under `/<name>/v2` and so on. Handlers throw ApiError and catch nothing.
 */
export function createApp(name: string, options: AppOptions = {}): OpenAPIHono<AppEnv> {
  startTelemetry(name);
  startTracing();
  const root = createRoutes();
  root.use(
    ...requestMiddleware(name, options),
    methodNotAllowed({ app: root, onMethodNotAllowed: refuseMethod }),
  );
  const app = root.basePath(`/${name}/v1`);
  app.onError((error, c) => answerError(error, c, name));
  app.notFound(async (c) => {
    await limitAddress(c);
    return problem(c, new ApiError(404, "NOT_FOUND", "This path does not exist"));
  });
  const later = Object.entries(options.versions ?? {}).map(([version, routes]) =>
    root.basePath(`/${name}/${version}`).route("/", routes)
  );
  describeVersions(app, later);
  addDocument(app, name, options.document);
  return app;
}

/** The routes of one resource; `app.route("/", routes)` adds them to a function's app. */
export function createRoutes(): OpenAPIHono<AppEnv> {
  return new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error.issues);
    },
  });
}

function refuseMethod(c: Context<AppEnv>, methods: string[]): Response {
  const allowed = methods.join(", ");
  c.header("Allow", allowed);
  const message = `${c.req.method} is not allowed here; use ${allowed}`;
  return problem(c, new ApiError(405, "METHOD_NOT_ALLOWED", message));
}

function answerError(error: Error, c: Context<AppEnv>, name: string): Response {
  const known = asApiError(error);
  const { requestId, caller }: { requestId: string; caller?: Caller } = c.var;
  const context = { requestId, userId: caller?.userId ?? null, action: actionOf(c) };
  const what = {
    error: known.cause ?? error,
    code: known.code,
    status: known.status,
    action: context.action,
  };
  noteError({ ...what, ...context, clientId: caller?.clientId ?? null });
  if (known.status === 500) {
    reportFault(what.error, { ...context, function: name, fingerprint: describe(what).fingerprint });
  }
  return problem(c, known);
}
