/**
 * The main jobs once, over HTTP as an app would: signs in to the demo tenant, imports 500 opportunities from a CSV
 * file, receives the webhook that tells of it, and takes three calls from their routing to their metrics.
 *
 * @module
 */
import { opportunitiesCsv } from "./opportunities.ts";
import { type CallApi, demonstrateCalls } from "./calls.ts";
import { startReceiver } from "./receiver.ts";

const rows = 500;
const email = "owner@acme.test";
const password = "frontline-demo";

interface ImportedBatch {
  id: string;
  created: number;
  failed_records: number;
}

/** Imports and routes, and prints what happened, where everything is and what to try; throws when an answer is an error. */
export async function demonstrate(env: Record<string, string>): Promise<void> {
  const token = await signIn(env);
  const url = `${env.FUNCTIONS_URL}/batch-import/v1/batches`;
  const authorization = `Bearer ${token}`;

  // Another file at each start: the same content again would be refused as a duplicate.
  const { pagination } = await json(
    await fetch(`${url}?limit=1&count=exact`, { headers: { authorization } }),
  );
  const number = Number(pagination?.total ?? 0) + 1;
  const csv = opportunitiesCsv(rows, number);
  await using receiver = await startReceiver(env.FUNCTIONS_URL ?? "", token);

  const startedAt = performance.now();
  const response = await fetch(`${url}?create_missing=organizations,products&filename=demo-${number}.csv`, {
    method: "POST",
    headers: { authorization, "content-type": "text/csv" },
    body: csv,
  });
  const batch: ImportedBatch = (await json(response)).data;
  const milliseconds = Math.round(performance.now() - startedAt);
  await receiver.received(batch.id);
  const delivered = Math.round(performance.now() - startedAt) - milliseconds;

  console.log(`
Imported demo-${number}.csv as ${email} of Acme: ${batch.created} opportunities in ${milliseconds} ms, ${batch.failed_records} failed
(batch ${batch.id}; checked, deduplicated, audited and written in one transaction)
Its event batch.completed reached ${receiver.url} ${delivered} ms later, signature verified by the package standardwebhooks`);
  await demonstrateCalls(as(token, env));
  console.log(`
  Functions        ${env.FUNCTIONS_URL}
  Data API, auth   ${env.SUPABASE_URL}
  Database         ${env.SUPABASE_DB_URL}
  Publishable key  ${env.SUPABASE_PUBLISHABLE_KEY}
  Secret key       ${env.SUPABASE_SECRET_KEY}
  Sign in as       owner|admin|manager|member|viewer@acme.test or owner@globex.test, password ${password}

Try it:

  TOKEN=$(curl -s '${env.SUPABASE_URL}/auth/v1/token?grant_type=password' -H 'apikey: ${env.SUPABASE_PUBLISHABLE_KEY}' \\
    -H 'content-type: application/json' -d '{"email":"${email}","password":"${password}"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s '${url}' -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
    -d '{"opportunities":[{"name":"First deal","organization":"New Customer","amount":"1200.00"}],"options":{"create_missing":["organizations"],"force":true}}'`);
}

function as(token: string, env: Record<string, string>): CallApi {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return async (method, path, body) => {
    const response = await fetch(env.FUNCTIONS_URL + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return (await json(response)).data;
  };
}

async function signIn(env: Record<string, string>): Promise<string> {
  const response = await fetch(`${env.SUPABASE_URL}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY ?? "", "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  return (await json(response)).access_token;
}

async function json(response: Response) {
  const text = await response.text();
  if (!response.ok) throw new Error(`the demo's ${response.url} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
