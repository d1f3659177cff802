import type { Context } from "hono";
import { routePath } from "hono/route";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/** The API version in a path or route pattern: `v1` of `/teams/v1/{team}`. */
export function versionOf(path: string): string | undefined {
  return /^\/[\w-]+\/(v\d+)(?:\/|$)/.exec(path)?.[1];
}

/**
 * Method and pattern of the request's route, such as `GET /teams/v1/{team}`; `GET *` where none matches. Never the path
 * itself: names are bounded by the routes that exist.
 */
export function routeName(c: Context): string {
  const pattern = routePath(c, -1).replaceAll(/:(\w+)(\{[^}]*\})?/g, "{$1}");
  const method = methods.includes(c.req.method) ? c.req.method : "OTHER";
  return pattern.endsWith("*") ? `${method} *` : `${method} ${pattern}`;
}
