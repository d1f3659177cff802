import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "../context.ts";
import { adminClient, unwrap } from "../data/db.ts";
import { type Deprecation, deprecations } from "./deprecations.ts";
import { ApiError } from "./errors.ts";
import { routeName } from "./version.ts";

const byRoute = new Map(deprecations.flatMap((one) => one.routes.map((route) => [route, one] as const)));

/** The deprecation of a route, such as `GET /teams/v1/{team}`, if it has one. */
export function deprecationOf(route: string): Deprecation | undefined {
  return byRoute.get(route.replace(/^HEAD /, "GET "));
}

/**
 * The headers of a deprecated route's answers: Deprecation (RFC 9745), Sunset (RFC 8594), and Link with what replaces
 * the route and where to read about it.
 */
export function deprecationHeaders(
  { deprecated_at, sunset_at, successor }: Deprecation,
): Record<string, string> {
  return {
    Deprecation: `@${Math.floor(Date.parse(deprecated_at) / 1000)}`,
    Sunset: new Date(sunset_at).toUTCString(),
    Link: `</functions/v1/docs/v1>; rel="deprecation", </functions/v1${successor}>; rel="successor-version"`,
  };
}

/** Says on each answer of a deprecated route that it ends, and answers 410 once its sunset has begun. */
export const deprecated: MiddlewareHandler<AppEnv> = async (c, next) => {
  const deprecation = deprecationOf(routeName(c));
  if (deprecation === undefined) return await next();
  const headers = deprecationHeaders(deprecation);
  if (await hasBegun(deprecation)) {
    const message = `This route ended on ${deprecation.sunset_at.slice(0, 10)}: use ${deprecation.successor}`;
    throw new ApiError(410, "VERSION_SUNSET", message, {}, { headers });
  }
  await next();
  for (const [name, value] of Object.entries(headers)) c.res.headers.set(name, value);
};

/** How long a process answers from what it read last. */
const keptMs = 60_000;
let begun: { sunsets: Promise<string[]>; until: number } | undefined;

/** Only after the announced day does the database have to be asked. */
async function hasBegun({ deprecation, sunset_at }: Deprecation): Promise<boolean> {
  if (Date.now() < Date.parse(sunset_at)) return false;
  if (begun === undefined || begun.until <= Date.now()) {
    const sunsets = readBegun();
    begun = { sunsets, until: Date.now() + keptMs };
    // What could not be read is asked for again by the next request; this one gets the error.
    sunsets.catch(() => begun = undefined);
  }
  return (await begun.sunsets).includes(deprecation);
}

async function readBegun(): Promise<string[]> {
  return unwrap(await adminClient().rpc("begun_sunsets"));
}
