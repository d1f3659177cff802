import type { Context, MiddlewareHandler } from "hono";
import type { AppEnv, Caller } from "../context.ts";
import { ApiError } from "../http/errors.ts";
import { routeName } from "../http/version.ts";
import { actorOf, type AuditNote, noteForAudit } from "../observe/audit_notes.ts";
import { clientAddress } from "./rate_limit.ts";

/** Notes for the audit log which requests of a tenant's callers were refused, and why. */
export const noteDenials: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const { error } = c;
  const caller: Caller | undefined = c.get("caller");
  if (!(error instanceof ApiError) || caller === undefined) return;
  const action = actionOf(error);
  if (action !== undefined && caller.clientId !== null) {
    noteForAudit(noteOf(c, caller, caller.clientId, action, error.code));
  }
};

function actionOf({ status, code }: ApiError): AuditNote["action"] | undefined {
  if (code === "LIMIT_REACHED") return "limit_reached";
  return status === 403 ? "denied" : status === 429 ? "rate_limited" : undefined;
}

function noteOf(
  c: Context<AppEnv>,
  caller: Caller,
  client_id: string,
  action: AuditNote["action"],
  code: string,
): AuditNote {
  return {
    client_id,
    action,
    resource: "requests",
    details: { route: routeName(c).slice(0, 200), code },
    ...actorOf(caller),
    request_id: c.var.requestId,
    ip: clientAddress(c.req.raw.headers),
    user_agent: c.req.header("user-agent")?.slice(0, 500),
  };
}
