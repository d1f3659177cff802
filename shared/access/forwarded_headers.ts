import type { Context } from "hono";
import type { AppEnv, Caller, Person } from "../context.ts";
import { traceHeaders } from "../observe/trace.ts";
import { env } from "../data/env.ts";
import { idempotencyKey } from "../data/idempotency.ts";
import { signContext } from "../data/request_context.ts";
import { versionOf } from "../http/version.ts";
import { clientAddress } from "./rate_limit.ts";

/** Headers that tell SQL about the request, for audit entries and idempotency. */
export function forwardedHeaders(c: Context<AppEnv>, caller: Caller | Person): Record<string, string> {
  const headers: Record<string, string> = traceHeaders(c.var.requestId, c.var.traceId, c.var.spanId);
  const key = idempotencyKey(c.req.raw.headers);
  const agent = c.req.header("user-agent");
  const address = clientAddress(c.req.raw.headers);
  if (key !== undefined) headers["idempotency-key"] = key;
  if (agent !== undefined) headers["user-agent"] = agent;
  if (address !== undefined) headers["x-forwarded-for"] = address;
  const context = {
    request_id: c.var.requestId,
    ip: address,
    user_agent: agent?.slice(0, 500),
    version: versionOf(c.req.path),
  };
  headers["x-request-context"] = signContext(context, env().SUPABASE_SECRET_KEYS.default);
  if (caller.kind === "service" && caller.clientId !== null) headers["x-client-id"] = caller.clientId;
  return headers;
}
