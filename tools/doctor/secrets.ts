/**
 * Which secrets the project has, by name: the management API never returns a value.
 *
 * @module
 */
import { z } from "zod";
import type { Deployment } from "./deployment.ts";
import { get } from "./get.ts";

const required = [
  "AUDIT_SIGNING_KEYS",
  "CREDENTIAL_KEYS",
  "JWT_SIGNING_KEY",
  "UPSTASH_REDIS_REST_URL",
  "UPSTASH_REDIS_REST_TOKEN",
];

const Names = z.array(z.object({ name: z.string() }));
const KeySet = z.object({
  keys: z.array(z.object({ alg: z.string().optional(), crv: z.string().optional() })),
});

/** One sentence for each secret that is missing, and one when no public key verifies ES256 tokens. */
export async function examineSecrets(deployment: Deployment): Promise<string[]> {
  return (await Promise.all([examineNames(deployment), examineKeys(deployment)])).flat();
}

async function examineNames(deployment: Deployment): Promise<string[]> {
  const { SUPABASE_ACCESS_TOKEN: token, SUPABASE_API_URL: api, SUPABASE_URL } = deployment;
  if (token === undefined) return [];
  const ref = deployment.SUPABASE_PROJECT_REF ?? new URL(SUPABASE_URL).hostname.split(".")[0];
  const { status, body } = await get(`${api}/v1/projects/${ref}/secrets`, {
    authorization: `Bearer ${token}`,
  });
  const names = Names.safeParse(body);
  if (!names.success) {
    return [`The secrets of the project ${ref} cannot be listed: the API answers ${status ?? "nothing"}.`];
  }
  const set = names.data.map(({ name }) => name);
  return required.filter((name) => !set.includes(name)).map((name) => `The secret ${name} is not set.`);
}

async function examineKeys({ SUPABASE_URL }: Deployment): Promise<string[]> {
  const { body } = await get(`${SUPABASE_URL}/auth/v1/.well-known/jwks.json`);
  const keys = KeySet.safeParse(body);
  const verifies = keys.success && keys.data.keys.some(({ alg, crv }) => alg === "ES256" || crv === "P-256");
  return verifies ? [] : ["The project has no ES256 signing key: import JWT_SIGNING_KEY under JWT Keys."];
}
