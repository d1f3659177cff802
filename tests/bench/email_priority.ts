/**
 * How long a password reset takes while 50,000 digests wait for their turn, compared to alone.
 *
 * @module
 */
import { newDomain, requestsFor } from "../email/support.ts";
import { eventually } from "../support/eventually.ts";
import { connect } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { Measurements } from "./measure.ts";

const digests = 50_000;
const resets = 60;
const rounds = 3;

const measure = new Measurements("email_priority");
const sql = connect(undefined, { max: 4 });
const tenants: string[] = [];
for (let i = 0; i < 20; i++) tenants.push((await createTenant()).id);

/** Milliseconds from the hook's call until the provider has the mail, the 95th percentile. */
async function p95(): Promise<number> {
  const domain = newDomain();
  const times: number[] = [];
  for (let i = 0; i < resets; i++) {
    const mail = {
      template: "password_reset",
      to: `p${i}@${domain}`,
      variables: { url: "/r", code: "1" },
      locale: "en",
    };
    const began = Date.now();
    await sql`select public.send_auth_emails(${crypto.randomUUID()}, ${sql.json([mail])})`;
    await eventually("it arrives", async () => (await requestsFor(domain)).length > i, 60_000);
    times.push((await requestsFor(domain))[i]!.at - began);
  }
  return times.toSorted((a, b) => a - b)[Math.ceil(0.95 * times.length) - 1]!;
}

async function waiting(): Promise<number> {
  const [row] = await sql<[{ n: number }]>`
    select count(*)::integer as n from public.job_queue where queue = 'email' and phase in ('active', 'scheduled')`;
  return row.n;
}

await p95();
const alone: number[] = [];
for (let round = 0; round < rounds; round++) alone.push(await p95());
const variables = { tenant: "A", week: "W", calls: 1, resolved: 1, revenue: "1", opportunities: 1, url: "/" };
await sql`
  select count(private.queue_email(t.id, 'weekly_digest', 'p' || i || '@digest.test', ${sql.json(variables)}))
  from unnest(${tenants}::uuid[]) t (id), generate_series(1, ${digests / tenants.length}::integer) i`;
const ratios: number[] = [];
for (let round = 0; round < rounds; round++) ratios.push(await p95() / alone[round]!);
console.log(
  `  p95 alone ${alone.join(", ")} ms; ${await waiting()} of ${digests} digests still wait at the end`,
);
measure.ratios("p95 of a password reset while 50,000 digests wait / alone", ratios, 1.5);

await sql.end();
Deno.exit(await measure.finish());
