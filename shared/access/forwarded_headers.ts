import type { Context } from "hono";
import type { AppEnv, Caller } from "../context.ts";
import { idempotencyKey } from "../data/idempotency.ts";
import { clientAddress } from "./rate_limit.ts";

/** Headers that tell SQL about the request, for audit entries and idempotency. */
export function forwardedHeaders(c: Context<AppEnv>, caller: Caller): Record<string, string> {
  const headers: Record<string, string> = { "x-request-id": c.var.requestId };
  const key = idempotencyKey(c.req.raw.headers);
  const agent = c.req.header("user-agent");
  const address = clientAddress(c.req.raw.headers);
  if (key !== undefined) headers["idempotency-key"] = key;
  if (agent !== undefined) headers["user-agent"] = agent;
  if (address !== undefined) headers["x-forwarded-for"] = address;
  if (caller.kind === "service" && caller.clientId !== null) headers["x-client-id"] = caller.clientId;
  return headers;
}
