import { createRoute, type RouteConfig, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { type Access, admit, scopeOf } from "../access/auth.ts";
import type { AppEnv } from "../context.ts";
import { readBody } from "./body.ts";
import { problems } from "./openapi.ts";
import { refuseUnknownParameters } from "./parameters.ts";

type Definition = Omit<RouteConfig, "security" | "middleware"> & {
  access: Access;
  /** Largest body in bytes, if not the function's. */
  bodyLimit?: number;
};
type Request = NonNullable<RouteConfig["request"]>;

/**
 * A route with its access rule as data. The access check, the body check, OpenAPI's `security` and every error status
 * that follows from `access` and `request` are derived; `responses` names only the route's own.
 */
export function defineRoute<P extends string, R extends Definition & { path: P }>(definition: R) {
  const { access, request, bodyLimit } = definition;
  const responses: R["responses"] = {
    ...hasHeader(request?.headers, "if-none-match") ? { 304: { description: "Unchanged, no body" } } : {},
    ...problems(...impliedStatuses(access, request)),
    ...definition.responses,
  };
  const derived = {
    responses,
    security: security(access),
    middleware: middleware(access, request, bodyLimit),
  };
  const route = createRoute<P, R & typeof derived>({ ...definition, ...derived });
  // Not enumerable, so that they stay out of the OpenAPI operation.
  return Object.defineProperties(route, { access: { enumerable: false }, bodyLimit: { enumerable: false } });
}

/** The access check runs before the body is read, so that nobody without a token makes us read megabytes. */
function middleware(
  access: Access,
  { body, query }: Request = {},
  bodyLimit?: number,
): MiddlewareHandler<AppEnv>[] {
  // Senders, monitors and the database may add what they like to the addresses that they were given.
  const isOurs = access !== "open" && access !== "worker" && access !== "public";
  const check = isOurs ? [...admit(access), refuseUnknownParameters(query)] : admit(access);
  if (body === undefined) return check;
  return [...check, readBody(Object.keys(body.content), body.required ?? true, bodyLimit)];
}

function security(access: Access): Record<string, string[]>[] {
  const scope = scopeOf(access);
  if (scope !== undefined) return [{ user: [scope] }, { key: [scope] }, { secret: [] }];
  if (access === "authenticated") return [{ user: [] }, { key: [] }, { secret: [] }];
  if (access === "signed_in") return [{ user: [] }];
  return access === "operator" || access === "worker" ? [{ secret: [] }] : [];
}

function impliedStatuses(access: Access, { params, query, headers, body }: Request = {}) {
  const isGuarded = access !== "public" && access !== "open";
  return [
    ...[400, 429, 500, 503] as const,
    ...isGuarded ? [401, 403] as const : [],
    ...params ? [404, 422] as const : [],
    ...query || isGuarded ? [422] as const : [],
    ...body ? [413, 415, 422] as const : [],
    ...hasHeader(headers, "if-match") ? [412] as const : [],
    ...hasHeader(headers, "idempotency-key") ? [409] as const : [],
  ];
}

function hasHeader(headers: Request["headers"], name: string): boolean {
  return headers instanceof z.ZodObject && Object.hasOwn(headers.shape, name);
}
