/**
 * The main jobs once, over HTTP as an app would: signs in to the demo tenant, imports 500 opportunities from a CSV
 * file, receives the webhook for the import, takes three calls from routing to metrics, and reads the dashboard of
 * 10,000 transactions.
 *
 * @module
 */
import { createClient, dataOf } from "../../../client/mod.ts";
import { demonstrateCalls } from "./calls.ts";
import { demonstrateDashboard } from "./dashboard.ts";
import { opportunitiesCsv } from "./opportunities.ts";
import { startReceiver } from "./receiver.ts";

const rows = 500;
const email = "owner@acme.test";
const password = "frontline-demo";

/** Imports and routes, and prints what happened, where everything is and what to try; throws if a request fails. */
export async function demonstrate(env: Record<string, string>): Promise<void> {
  const client = createClient({ url: env.FUNCTIONS_URL ?? "", token: await signIn(env) });

  // A new file at each start: the same content would be refused as a duplicate.
  const known = await client.GET("/batch-import/v1/batches", {
    params: { query: { limit: 1, count: "exact" } },
  });
  const number = Number(known.data?.pagination.total ?? 0) + 1;
  const csv = opportunitiesCsv(rows, number);
  await using receiver = await startReceiver(client);

  const startedAt = performance.now();
  const batch = dataOf(
    await client.POST("/batch-import/v1/batches", {
      params: { query: { create_missing: ["organizations", "products"], filename: `demo-${number}.csv` } },
      headers: { "content-type": "text/csv" },
      body: csv,
      bodySerializer: (text) => text,
    }),
  );
  const milliseconds = Math.round(performance.now() - startedAt);
  if (!("id" in batch)) throw new Error("the demo's import was answered as a dry run");
  await receiver.received(batch.id);
  const delivered = Math.round(performance.now() - startedAt) - milliseconds;

  console.log(`
Imported demo-${number}.csv as ${email} of Acme: ${batch.created} opportunities in ${milliseconds} ms, ${batch.failed_records} failed
(batch ${batch.id}; checked, deduplicated, audited and written in one transaction)
Its event batch.completed reached ${receiver.url} ${delivered} ms later, signature verified by the package standardwebhooks`);
  await demonstrateCalls(client);
  await demonstrateDashboard(client);
  console.log(`
  Console          ${env.SUPABASE_URL}/console/
  Functions        ${env.FUNCTIONS_URL}
  Data API, auth   ${env.SUPABASE_URL}
  Database         ${env.SUPABASE_DB_URL}
  Publishable key  ${env.SUPABASE_PUBLISHABLE_KEY}
  Secret key       ${env.SUPABASE_SECRET_KEY}
  Sign in as       owner|admin|manager|member|viewer@acme.test or owner@globex.test, password ${password}

Try it:

  TOKEN=$(curl -s '${env.SUPABASE_URL}/auth/v1/token?grant_type=password' -H 'apikey: ${env.SUPABASE_PUBLISHABLE_KEY}' \\
    -H 'content-type: application/json' -d '{"email":"${email}","password":"${password}"}' | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s '${env.FUNCTIONS_URL}/batch-import/v1/batches' -H "authorization: Bearer $TOKEN" -H 'content-type: application/json' \\
    -d '{"opportunities":[{"name":"First deal","organization":"New Customer","amount":"1200.00"}],"options":{"create_missing":["organizations"],"force":true}}'`);
}

async function signIn(env: Record<string, string>): Promise<string> {
  const response = await fetch(`${env.SUPABASE_URL}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey: env.SUPABASE_PUBLISHABLE_KEY ?? "", "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`the demo's sign-in answered ${response.status}: ${text}`);
  return JSON.parse(text).access_token;
}
