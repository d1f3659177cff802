import type { Context } from "hono";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { secureHeaders } from "hono/secure-headers";
import type { AppEnv } from "../context.ts";

/** Where a function differs from the others. */
export interface AppOptions {
  /** Routes of later versions by version, such as `v2`: only what differs from the version before. */
  versions?: Record<string, OpenAPIHono<AppEnv>>;
  /** Largest request body in bytes. Defaults to 256 kB. */
  bodyLimit?: number;
  /** Answers `/openapi.json` instead of the function's own description. */
  document?: (c: Context<AppEnv>) => Response;
  /** A path below `/<name>/v1` that is polled constantly: its successes are logged at level `debug`. */
  quietPath?: string;
  /** CSP for a function that serves HTML. Defaults to blocking everything. */
  contentSecurityPolicy?: NonNullable<Parameters<typeof secureHeaders>[0]>["contentSecurityPolicy"];
}
