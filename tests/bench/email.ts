/**
 * Mails a second through the queue compared to bare fetches, and 10,000 mails through providers that lose answers and
 * refuse while the worker is killed.
 *
 * @module
 */
import { sendWhileKilled, withShortMailLeases } from "../faults/mails.ts";
import { eventually } from "../support/eventually.ts";
import { stack } from "../support/env.ts";
import { connect } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";
import { Measurements, milliseconds } from "./measure.ts";

const measure = new Measurements("email");
const sql = connect(undefined, { max: 4 });
/** As a worker has. */
const parallelism = 40;
const tenants: string[] = [];
for (let i = 0; i < 20; i++) tenants.push((await createTenant()).id);
const perRun = 1_000;

async function taken(): Promise<number> {
  const { resend, sendgrid } = await (await fetch(`${stack.inboxUrl}/asked`)).json();
  return resend + sendgrid;
}

async function queueAll(): Promise<number> {
  const before = await taken();
  return await milliseconds(async () => {
    await sql`
      select count(private.queue_email(t.id, 'welcome', 'p' || i || '@bench.test', '{"tenant": "A", "url": "/"}'))
      from unnest(${tenants}::uuid[]) t (id), generate_series(1, ${perRun / tenants.length}::integer) i`;
    await eventually("all are sent", async () => await taken() >= before + perRun, 120_000);
  });
}

await queueAll();
const [sample] = await (await fetch(`${stack.inboxUrl}/messages?to=p1@bench.test`)).json();
const { from, to, subject, html, text, headers } = sample;
const body = JSON.stringify({ from, to: [to], subject, html, text, headers, tags: [] });

function fetchAll(): Promise<number> {
  let left = perRun;
  return milliseconds(() =>
    Promise.all(Array.from({ length: parallelism }, async () => {
      while (left-- > 0) {
        const answer = await fetch(`${stack.inboxUrl}/resend/emails`, {
          method: "POST",
          headers: {
            authorization: "Bearer re_local",
            "content-type": "application/json",
            "idempotency-key": crypto.randomUUID(),
          },
          body,
        });
        await answer.body?.cancel();
      }
    }))
  );
}

console.log(`  ${perRun} mails of ${tenants.length} tenants, and bare fetches, ${parallelism} at a time`);
await measure.againstItself("bare fetches / themselves", fetchAll);
await measure.compare("mails through the queue, as a share of bare fetches", queueAll, fetchAll, {
  target: { atLeast: 0.3 },
  pairs: 15,
});

const [mails, kills] = [10_000, 25];
console.log(`  ${mails} mails; of ten requests one loses its answer and one is refused; ${kills} kills`);
await withShortMailLeases(async (admin) => {
  const { lost, doubled, ends, seconds } = await sendWhileKilled(admin, mails, kills);
  console.log(`    ${seconds.toFixed(0)} s; requests: ${JSON.stringify(ends)}`);
  measure.exactly("mails lost", lost, 0);
  measure.exactly("mails doubled", doubled, 0);
}, 5);

await sql.end();
Deno.exit(await measure.finish());
