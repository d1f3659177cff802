import { z } from "@hono/zod-openapi";
import { adminClient, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { ApiError } from "../../shared/http/errors.ts";
import { json, problems } from "../../shared/http/openapi.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { onwardHeaders } from "../../shared/observe/scope.ts";
import { verifyStandard } from "../../shared/outbound/signature.ts";
import { env } from "./env.ts";

/** The route of Supabase Auth's send-email hook: https://supabase.com/docs/guides/auth/auth-hooks/send-email-hook */
export const authHook = createRoutes();

const text = z.string().max(2000).default("");
const HookBody = z.looseObject({
  user: z.looseObject({
    email: text,
    new_email: text,
    user_metadata: z.looseObject({ locale: z.unknown() }).nullish(),
  }),
  email_data: z.looseObject({
    email_action_type: z.string().max(50),
    token: text,
    token_hash: text,
    token_new: text,
    token_hash_new: text,
    redirect_to: text,
  }),
}).openapi("SendEmailHook");
type HookBody = z.output<typeof HookBody>;

const receiveHook = defineRoute({
  method: "post",
  path: "/hooks/auth",
  summary: "Send a mail of Supabase Auth; signed by its hook",
  access: "public",
  request: { body: json(HookBody) },
  responses: { 200: json(z.object({}), "It will be sent"), ...problems(401) },
});

authHook.openapi(receiveHook, async (c) => {
  const secrets = env().SEND_EMAIL_HOOK_SECRETS.filter((secret) => secret.includes("whsec_"));
  const body = new Uint8Array(await c.req.arrayBuffer());
  const hook_id = verifyStandard(c.req.raw.headers, body, secrets);
  const mails = mailsOf(c.req.valid("json"));
  unwrap(await adminClient(onwardHeaders()).rpc("send_auth_emails", { hook_id, mails }));
  return c.json({}, 200);
});

/**
 * The mails of a hook. A change of address asks both addresses; Auth's names are crossed: token_hash_new belongs to the
 * present address and token_hash to the new one.
 */
export function mailsOf({ user, email_data: data }: HookBody) {
  const { email_action_type: type, token, token_hash, token_new, token_hash_new, redirect_to } = data;
  const { locale } = user.user_metadata ?? {};
  const language = typeof locale === "string" && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(locale)
    ? locale
    : "en";
  const mail = (to: string, code: string, hash: string) => {
    const query = new URLSearchParams({ token_hash: hash, type, ...redirect_to ? { redirect_to } : {} });
    const url = `/auth/confirm?${query}`;
    if (type === "recovery") {
      return { to, locale: language, template: "password_reset", variables: { url, code } };
    }
    if (type === "invite") {
      const variables = { tenant: "Frontline", inviter: "An administrator", role: "user", url };
      return { to, locale: language, template: "team_invitation", variables };
    }
    return { to, locale: language, template: "email_verification", variables: { url, code } };
  };
  if (type !== "email_change") return [mail(user.email, token, token_hash)];
  if (token_hash_new === "") return [mail(user.new_email || user.email, token || token_new, token_hash)];
  if (user.new_email === "") throw new ApiError(422, "VALIDATION_ERROR", "user.new_email is missing");
  return [mail(user.email, token, token_hash_new), mail(user.new_email, token_new, token_hash)];
}
