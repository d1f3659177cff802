import { assert, assertEquals, assertGreaterOrEqual, assertStringIncludes } from "#assert";
import { arm, details, inbox, newDomain, report, requestsFor, send, settled } from "../email/support.ts";
import { connect, type Database } from "../support/sql.ts";
import { createTenant, type Person } from "../support/tenant.ts";
import { functionPid, killFunction, promptly } from "./parts.ts";
import { restProviders, ringMailWorkers, sendWhileKilled, withShortMailLeases } from "./mails.ts";

async function withProviders(work: (sql: Database, member: Person) => Promise<void>): Promise<void> {
  const sql = connect(undefined, { max: 2 });
  const { member } = await createTenant();
  await restProviders(sql);
  try {
    await work(sql, member);
  } finally {
    await restProviders(sql);
    await sql.end();
  }
}

/** Sends a mail and returns what became of it, how it was asked for, and its job's attempts. */
async function sendTo(sql: Database, as: Person, domain = newDomain()) {
  const { id } = (await send(as, `grace@${domain}`)).data;
  const mail = await settled(as, id, "sent");
  const [job] = await sql<{ attempts: number }[]>`
    select attempts from public.job_queue where payload ->> 'message_id' = ${id}`;
  const requests = await requestsFor(domain);
  return {
    attempts: mail.attempts.map(({ provider, status }) => `${provider} ${status}`),
    asked: requests.map(({ provider, end }) => `${provider} ${end}`),
    requests,
    job: job!.attempts,
  };
}

/** The next mail is sent by another isolate. */
async function replaceIsolate(sql: Database): Promise<void> {
  if (await functionPid("email") !== undefined) await killFunction("email");
  await ringMailWorkers(sql);
}

const end = (sql: Database, provider: string) =>
  sql`update private.email_providers set rests_until = now() where provider = ${provider}`;

Deno.test("after a 429, which is no attempt, no isolate asks that provider until its time is over", async () => {
  await withProviders(async (sql, member) => {
    const domain = newDomain();
    await arm(domain, { provider: "resend", kind: "limit", times: 1, seconds: 600 });
    const first = await sendTo(sql, member, domain);
    assertEquals([first.attempts, first.job], [["sendgrid taken"], 1]);
    assertEquals(first.asked, ["resend limit", "sendgrid taken"]);
    await replaceIsolate(sql);
    assertEquals((await sendTo(sql, member)).asked, ["sendgrid taken"]);
    await end(sql, "resend");
    assertEquals((await sendTo(sql, member)).asked, ["resend taken"]);
  });
});

Deno.test("mails wait for as long as all providers ask for, and for a window that is full", async () => {
  await withProviders(async (sql, member) => {
    const domain = newDomain();
    await arm(domain, { kind: "limit", times: 2 }, { kind: "exhaust", times: 1, seconds: 2 });
    const { asked, attempts, job, requests } = await sendTo(sql, member, domain);
    assertEquals([attempts, job], [["resend taken"], 1]);
    assertEquals(asked, ["resend limit", "sendgrid limit", "resend exhaust"]);
    assertGreaterOrEqual(requests[2]!.at - requests[0]!.at, 1_000);
    const next = await sendTo(sql, member);
    assertEquals(next.asked, ["resend taken"]);
    assertGreaterOrEqual(next.requests[0]!.at - requests[2]!.at, 1_900);
  });
});

Deno.test("a provider that failed five times rests for all isolates, and then gets one mail to try", async () => {
  await withProviders(async (sql, member) => {
    const domain = newDomain();
    assertEquals((await sendTo(sql, member)).asked, ["resend taken"]);
    await arm(domain, { provider: "resend", kind: "refuse" });
    const failures = await Promise.all(
      Array.from({ length: 6 }, (_, i) => send(member, `p${i}@${domain}`)),
    );
    for (const { data } of failures) await settled(member, data.id, "sent");
    // It rests for 15 s, which a busy machine may need for what follows.
    const opened = await sql`update private.email_providers set rests_until = now() + interval '10 minutes'
      where provider = 'resend' and failures >= 5 and rests_until > '-infinity' returning 1`;
    assertEquals(opened.length, 1, "the breaker is not open");
    await replaceIsolate(sql);
    assertEquals((await sendTo(sql, member)).asked, ["sendgrid taken"]);
    await end(sql, "resend");
    const before = (await requestsFor(domain)).length;
    const tries = await Promise.all(Array.from({ length: 4 }, (_, i) => send(member, `q${i}@${domain}`)));
    for (const { data } of tries) await settled(member, data.id, "sent");
    const trial = (await requestsFor(domain)).slice(before).filter(({ provider }) => provider === "resend");
    // On a busy machine the mails may outlast the 15 s for which it rests again.
    const pauses = trial.slice(1).map(({ at }, i) => at - trial[i]!.at);
    assert(trial.length > 0, "no mail tried the provider");
    assertEquals(pauses.filter((ms) => ms < 15_000), [], "two mails tried a provider that had failed");
    await end(sql, "resend");
    assertEquals((await sendTo(sql, member)).asked, ["resend taken"]);
    assertEquals((await sendTo(sql, member)).asked, ["resend taken"]);
  });
});

Deno.test("a provider that may have a mail is asked for it until it answers, and no other one is", async () => {
  await withProviders(async (sql, member) => {
    const domain = newDomain();
    await arm(
      domain,
      { provider: "resend", kind: "drop", times: 1 },
      { provider: "resend", kind: "limit", times: 1 },
      { provider: "resend", kind: "refuse", times: 1 },
    );
    const sent = send(member, `grace@${domain}`);
    await promptly(
      "it is refused",
      async () => (await requestsFor(domain)).length >= 3,
      30_000,
    );
    const { id } = (await sent).data;
    await promptly("its pause is moved", async () => {
      const rows = await sql`update public.job_queue set scheduled_for = now()
        where payload ->> 'message_id' = ${id} and phase = 'scheduled' returning 1`;
      return rows.length > 0;
    });
    const mail = await settled(member, id, "sent");
    assertEquals(mail.attempts.map(({ provider, status }) => `${provider} ${status}`), [
      "resend unknown",
      "resend refused",
      "resend taken",
    ]);
    const requests = await requestsFor(domain);
    assertEquals(requests.map(({ end }) => end), ["drop", "limit", "refuse", "repeated"]);
    assertEquals(
      new Set(requests.map(({ provider, key }) => `${provider} ${key}`)),
      new Set([`resend ${id}`]),
    );
    assertEquals((await inbox(`grace@${domain}`)).length, 1);
  });
});

Deno.test("a mail whose provider hangs is asked for again under its key, or settled by an event", async () => {
  await withProviders(async (_, member) => {
    const [keyed, keyless] = [newDomain(), newDomain()];
    await arm(keyed, { provider: "resend", kind: "hang", times: 1 });
    await arm(keyless, { provider: "resend", kind: "refuse" }, { provider: "sendgrid", kind: "hang" });
    const one = (await send(member, `grace@${keyed}`)).data.id;
    const other = (await send(member, `grace@${keyless}`)).data.id;
    const again = await settled(member, one, "sent");
    assertEquals(again.attempts.map(({ provider, status }) => `${provider} ${status}`), [
      "resend unknown",
      "resend taken",
    ]);
    assertStringIncludes(again.attempts[0]!.error ?? "", "did not answer within");
    assertEquals((await requestsFor(keyed)).map(({ key, end }) => [key, end]), [[one, "hang"], [
      one,
      "repeated",
    ]]);
    await promptly(
      "the other one hangs too",
      async () => (await details(member, other)).attempts.at(-1)?.status === "unknown",
      60_000,
    );
    const [mail] = await inbox(`grace@${keyless}`);
    await report(mail!, "delivered");
    await settled(member, other, "delivered");
    assertEquals((await requestsFor(keyless)).map(({ provider, end }) => `${provider} ${end}`), [
      "resend refuse",
      "sendgrid hang",
    ]);
  });
});

Deno.test("of 200 mails none is lost and none comes twice while answers are lost and the worker is killed", async () => {
  await withShortMailLeases(async (sql) => {
    const { lost, doubled, ends } = await sendWhileKilled(sql, 200, 2);
    assertEquals([lost, doubled], [0, 0]);
    assert(ends.drop! > 10 && ends.refuse! > 10, Deno.inspect(ends));
  });
});
