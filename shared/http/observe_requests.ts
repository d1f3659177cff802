import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../context.ts";
import { count, isCounting } from "../observe/counters.ts";
import { addSpan } from "../observe/spans.ts";
import { inScope, Scope } from "../observe/scope.ts";
import { countVersionUse } from "../observe/version_use.ts";
import { deprecationOf } from "./deprecated.ts";
import { routeName, versionOf } from "./version.ts";

const kindOf = { user: "user", person: "user", key: "key", service: "secret" } as const;

/**
 * Counts the request and what it calls, and sends Server-Timing: `total` and `db` in ms. Requests to the quiet path
 * are not counted.
 */
export function observed(name: string, quietPath?: string): MiddlewareHandler<AppEnv> {
  const quiet = quietPath && `/${name}/v1${quietPath}`;
  return async (c, next) => {
    const began = performance.now();
    const isQuiet = c.req.path === quiet;
    const scope = isQuiet ? undefined : new Scope(c.get("requestId"), c.get("traceId"), c.get("spanId"));
    if (scope === undefined) await next();
    else await inScope(scope, next);
    const ms = performance.now() - began;
    c.res.headers.set("server-timing", `total;dur=${rounded(ms)}, db;dur=${rounded(scope?.databaseMs ?? 0)}`);
    if (scope === undefined) return;
    // How fast we are, not how fast the caller may be.
    const ownMs = ms - (c.get("rate")?.delayedMs ?? 0);
    const caller = c.get("caller");
    const clientId = caller?.clientId ?? null;
    const userId = caller?.kind === "user" ? caller.userId : null;
    scope.end(clientId);
    const status = Math.trunc(c.res.status / 100);
    const route = routeName(c);
    const version = versionOf(route.replace(/^\w+ /, ""));
    count({ kind: "request", function: name, version, name: route, clientId, status }, ownMs, userId);
    const tags = { function: name, route, status: c.res.status, requestId: scope.requestId, clientId };
    const parent = c.get("parentSpanId");
    addSpan(scope, { name: route, kind: "server", ms, tags, failed: status === 5, parent });
    if (!isCounting()) return;
    const who = caller ?? c.get("person");
    countVersionUse({
      version: version ?? null,
      route: deprecationOf(route) === undefined ? "" : route,
      client_id: clientId,
      kind: who === undefined ? "anonymous" : kindOf[who.kind],
      caller_id: who?.kind === "key" ? who.keyId : who?.userId ?? null,
    }, c.res.status);
  };
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
