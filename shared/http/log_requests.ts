import type { Context, MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { AppEnv, Caller, Person } from "../context.ts";
import { ApiError } from "./errors.ts";
import { describeError, isLogged, log, type LogLevel } from "../observe/log.ts";

/** Writes one log line per request. Requests to the quiet path are only logged at the level debug. */
export function logged(name: string, quietPath?: string): MiddlewareHandler<AppEnv> {
  const quiet = quietPath && `/${name}/v1${quietPath}`;
  return async (c, next) => {
    const began = performance.now();
    await next();
    const { status } = c.res;
    const level: LogLevel = status >= 500 ? "error" : c.req.path === quiet ? "debug" : "info";
    if (!isLogged(level)) return;
    const caller: Caller | Person | undefined = c.get("caller") ?? c.get("person");
    log(level, {
      requestId: c.get("requestId"),
      userId: caller?.userId ?? null,
      clientId: caller?.clientId ?? null,
      ...(caller?.kind === "key" ? { keyId: caller.keyId } : {}),
      function: name,
      action: actionOf(c),
      status,
      duration: Math.round(performance.now() - began),
      ...(c.error ? { error: errorOf(c.error) } : {}),
    });
  };
}

/** Method and route pattern: the path itself may hold ids and names. */
export function actionOf(c: Context<AppEnv>): string {
  return `${c.req.method} ${routePath(c, -1)}`;
}

/** For a caller's mistake only the code, because the message may quote the body. */
function errorOf(error: Error): string {
  if (error instanceof ApiError && error.status < 500) return error.code;
  return describeError(error);
}
