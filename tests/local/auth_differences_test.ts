/**
 * The parts of Supabase Auth that the local stack lacks. None of them is used by the functions.
 *
 * @module
 */
import { stack } from "../support/env.ts";
import { createUser, signIn } from "../support/tenant.ts";
import { difference } from "./difference.ts";

async function post(
  path: string,
  { key = stack.publishableKey, token, json }: { key?: string; token?: string; json: unknown },
): Promise<Response> {
  return await fetch(`${stack.url}/auth/v1/${path}`, {
    method: "POST",
    headers: { apikey: key, "content-type": "application/json", authorization: `Bearer ${token ?? key}` },
    body: JSON.stringify(json),
  });
}

async function status(path: string, options: Parameters<typeof post>[1]): Promise<number> {
  const response = await post(path, options);
  await response.body?.cancel();
  return response.status;
}

async function newToken(): Promise<string> {
  const { email, password } = await createUser(`${crypto.randomUUID()}@local.test`);
  return await signIn(email, password);
}

difference("passkeys have a route", { local: false, supabase: true }, async () => {
  return await status("passkeys/registration/options", { token: await newToken(), json: {} }) !== 404;
});

difference("single sign-on has a route", { local: 401, supabase: 404 }, async () => {
  return await status("sso", { json: { domain: "no.such.domain" } });
});

for (const path of ["admin/generate_link", "invite", "admin/oauth/clients"]) {
  difference(`${path} knows the secret key`, { local: false, supabase: true }, async () => {
    const json = { type: "signup", email: `${crypto.randomUUID()}@local.test`, password: "long enough" };
    return await status(path, { key: stack.secretKey, json }) !== 401;
  });
}

difference(
  "an unknown grant is named",
  { local: "invalid_credentials", supabase: "web3_provider_disabled" },
  async () => {
    const json = { chain: "solana", message: "a", signature: "b" };
    return (await (await post("token?grant_type=web3", { json })).json()).error_code;
  },
);

difference(
  "a code sent by SMS can be verified",
  { local: "validation_failed", supabase: "otp_expired" },
  async () => {
    return (await (await post("verify", { json: { type: "sms", phone: "+15550001111", token: "123456" } }))
      .json()).error_code;
  },
);
