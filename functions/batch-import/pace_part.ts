import type { Context } from "hono";
import { takeWhole } from "../../shared/access/memory_buckets.ts";
import { rateLimiter } from "../../shared/access/rate_limit.ts";
import type { AppEnv } from "../../shared/context.ts";
import { ApiError } from "../../shared/http/errors.ts";

const megabyte = 1_000_000;
/** The bucket holds what the rate gives in so many seconds, so that a usual file is not delayed. */
const burstSeconds = 10;
/** Eight parts that are sent at once wait less, and clients give up later. */
const longestMs = 15_000;

/** Bytes of each tenant that this process let through and has not taken out of the bucket yet. */
const untaken = new Map<string, number>();

/**
 * Delays a part to the tenant's rate, `limits.upload` in MB a minute, as a slower network would; all of a tenant's parts
 * share it. Throws 429 RATE_LIMITED for a part that would wait for more than 15 s.
 */
export async function pacePart(c: Context<AppEnv>, bytes: number): Promise<void> {
  const { caller } = c.var;
  const tenant = caller.clientId ?? "service";
  const megabytes = takeWhole(untaken, tenant, bytes, megabyte);
  if (megabytes === 0) return;

  const perMinute = rateLimiter().limit("upload", caller.limits);
  const burst = Math.max(Math.ceil(perMinute * burstSeconds / 60), megabytes);
  const latest = Date.now() + longestMs;
  for (;;) {
    const { allowed, reset } = await rateLimiter().takeOfRoute(
      "upload",
      tenant,
      { perMinute, burst },
      megabytes,
    );
    if (allowed) return;
    if (reset > latest) throw tooFast(perMinute);
    await new Promise((resolve) => setTimeout(resolve, reset - Date.now()));
  }
}

function tooFast(perMinute: number): ApiError {
  const message = `More than ${perMinute} MB of uploads a minute by your tenant: send fewer parts at once`;
  return new ApiError(429, "RATE_LIMITED", message, { retry_after: 5 });
}
