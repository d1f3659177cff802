import { assertEquals, assertMatch, assertStringIncludes } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { signStandard } from "../../shared/outbound/signature.ts";
import { hookSecret } from "../../supabase/local/mail/events.ts";
import { stack } from "../support/env.ts";
import { eventually } from "../support/eventually.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, createUser } from "../support/tenant.ts";
import { inbox } from "./support.ts";

const mailTo = (to: string) => eventually(`a mail to ${to}`, async () => (await inbox(to))[0]);

Deno.test("an invitation is mailed, its page accepts it, and the database keeps only the token's hash", async () => {
  const tenant = await createTenant();
  const user = await createUser(`${crypto.randomUUID()}@invited.test`);
  const json = { email: user.email, role: "manager" };
  const sent = await api<Schemas["SentInvitation"]>("POST", "/accounts/v1/invitations", {
    as: tenant.admin,
    json,
  });
  const mail = await mailTo(user.email);
  assertStringIncludes(mail.text, tenant.name);
  const link = /http:\S+\/invitations\/accept\?token=[\w-]+/.exec(mail.text)![0];
  assertStringIncludes(link, sent.data.token!);
  const found = await withDatabase((sql) =>
    sql`select 1 from public.job_queue where payload::text like ${`%${sent.data.token!}%`}
      union all select 1 from public.email_messages m where m::text like ${`%${sent.data.token!}%`}`
  );
  assertEquals(found.length, 0);
  assertMatch(await (await fetch(link)).text(), /<button>Accept<\/button>/);
  const form = new URLSearchParams({ token: sent.data.token!, email: user.email, password: user.password });
  const accepted = await fetch(link, { method: "POST", body: form });
  assertMatch(await accepted.text(), /You are manager/);
  await eventually(
    "a mail that welcomes",
    async () => (await inbox(user.email)).find(({ subject }) => subject === `Welcome to ${tenant.name}`),
    60_000,
    () => inbox(user.email),
  );
});

Deno.test("each member gets one digest a week, whoever asks how often", async () => {
  const tenant = await createTenant();
  const send = () =>
    withDatabase((sql) =>
      sql`select private.send_digests_of(array[${tenant.id}::uuid], '{"at": "2026-11-02T12:00:00Z"}')::integer as sent`
    );
  const counts = await Promise.all([send(), send(), send()]);
  assertEquals(counts.map(([row]) => row?.sent).reduce((sum, sent) => sum + sent, 0), 5);
  const mail = await mailTo(tenant.viewer.email);
  assertStringIncludes(mail.subject, "2026-W44");
  assertEquals((await inbox(tenant.viewer.email)).length, 1);
});

Deno.test("an alert with the channel email tells those who may change it", async () => {
  const tenant = await createTenant();
  await withDatabase(async (sql) => {
    const [alert] =
      await sql`insert into private.alerts (client_id, name, metric, comparison, threshold, for_minutes, channels)
      values (${tenant.id}, 'Slow', 'p95_ms', 'above', 100, 1, '{email}') returning id`;
    await sql`select private.notify_alert(a, 'alert.firing') from private.alerts a where a.id = ${alert!.id}`;
  });
  assertStringIncludes((await mailTo(tenant.admin.email)).subject, "Alert: Slow");
  assertEquals(await inbox(tenant.viewer.email), []);
});

Deno.test("Auth's hook is not answered without its signature", async () => {
  const answer = await fetch(`${stack.functionsUrl}/email/v1/hooks/auth`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user: { email: "a@b.test" }, email_data: { email_action_type: "signup" } }),
  });
  await answer.body?.cancel();
  assertEquals(answer.status, 401);
});

Deno.test("Auth's mails of a change of address go to both addresses, once for each message of the hook", async () => {
  const [now, next] = [`${crypto.randomUUID()}@a.test`, `${crypto.randomUUID()}@a.test`];
  const body = JSON.stringify({
    user: { email: now, new_email: next, user_metadata: { locale: "de" } },
    email_data: {
      email_action_type: "email_change",
      token: "111111",
      token_hash: "hn",
      token_new: "222222",
      token_hash_new: "ho",
    },
  });
  const message = { id: `msg_${crypto.randomUUID()}`, timestamp: Math.floor(Date.now() / 1000), body };
  const headers = { "content-type": "application/json", ...signStandard(message, [hookSecret]) };
  for (let times = 0; times < 2; times++) {
    const answer = await fetch(`${stack.functionsUrl}/email/v1/hooks/auth`, {
      method: "POST",
      headers,
      body,
    });
    assertEquals([answer.status, await answer.json()], [200, {}]);
  }
  const [old, fresh] = await Promise.all([mailTo(now), mailTo(next)]);
  assertEquals(old.subject, "Bestätigen Sie Ihre E-Mail-Adresse");
  assertMatch(old.text, /111111[^]*\/auth\/confirm\?token_hash=ho&type=email_change/);
  assertMatch(fresh.text, /222222[^]*token_hash=hn&type=email_change/);
  assertEquals((await Promise.all([inbox(now), inbox(next)])).map(({ length }) => length), [1, 1]);
});

Deno.test("who may change settings is told once of a limit that the tenant reached, until it was below it", async () => {
  const tenant = await createTenant({ settings: { "limits.teams": 1 } });
  const sent = () =>
    withDatabase(async (sql) => {
      const [row] = await sql<[{ sent: number }]>`
        select private.send_usage_alerts_of(array[${tenant.id}::uuid], null)::integer as sent`;
      return row.sent;
    });
  const raise = (maximum: number) =>
    withDatabase((sql) =>
      sql`update public.settings set value = ${sql.json(maximum)}
        where client_id = ${tenant.id} and key = 'limits.teams'`
    );
  assertEquals(await sent(), 0);
  const json = { name: "Sales", sector: "sales" };
  assertEquals((await api("POST", "/teams/v1", { as: tenant.manager, json })).status, 201);
  assertEquals([await sent(), await sent()], [2, 0]);
  await raise(2);
  assertEquals(await sent(), 0);
  await raise(1);
  assertEquals(await sent(), 2);
  const mail = await mailTo(tenant.owner.email);
  assertStringIncludes(mail.subject, "Limit reached");
  assertStringIncludes(mail.text, "1 of 1 are used");
  assertEquals(await inbox(tenant.manager.email), []);
});

Deno.test("a payment of today gets one receipt with Stripe's link, if the tenant wants receipts", async () => {
  const to = `${crypto.randomUUID()}@customer.test`;
  const now = Math.floor(Date.now() / 1000);
  const charge = (id: string, created: number) => ({
    source: "s",
    event_id: `evt_${id}`,
    type: "charge.succeeded",
    payload: {
      data: {
        object: {
          id,
          amount: 5_000,
          currency: "eur",
          created,
          customer: "cus_1",
          description: "Stapler",
          receipt_url: `https://pay.example/${id}`,
          billing_details: { name: "Ada", email: to },
        },
      },
    },
  });
  const events = [charge("ch_new", now), charge("ch_old", now - 2 * 86_400)];
  for (const wanted of [false, true]) {
    const tenant = await createTenant({ settings: { "email.payment_receipts": wanted } });
    for (let times = 0; times < 2; times++) {
      await withDatabase((sql) =>
        sql`select private.record_stripe_events(${tenant.id}, array(
          select e from jsonb_populate_recordset(null::public.inbound_events, ${sql.json(events)}) e))`
      );
    }
  }
  const mail = await mailTo(to);
  assertStringIncludes(mail.subject, "ch_new");
  assertStringIncludes(mail.text, "50.00 EUR");
  assertStringIncludes(mail.html, "pay.example&#x2F;ch_new");
  assertEquals((await inbox(to)).length, 1);
});
