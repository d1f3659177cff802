import { Buffer } from "node:buffer";
import { assert, assertEquals, assertMatch } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { stack } from "../support/env.ts";
import { eventually } from "../support/eventually.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { arm, details, inbox, newDomain, report, send, settled } from "./support.ts";

type Suppression = Schemas["EmailSuppression"];

const digest = {
  template: "weekly_digest",
  variables: { tenant: "A", week: "W1", calls: 1, resolved: 1, revenue: "1 EUR", opportunities: 1, url: "/" },
};

async function delivered(tenant: Tenant, to: string, more: Record<string, unknown> = {}) {
  const { id } = (await send(tenant.member, to, more)).data;
  await settled(tenant.member, id, "sent");
  const [mail] = await inbox(to);
  return { id, mail: mail! };
}

const suppressions = async (tenant: Tenant) =>
  (await api<Suppression[]>("GET", "/email/v1/suppressions", { as: tenant.viewer })).data;

Deno.test("every order of six events, some of them twice, gives one state", async () => {
  const tenant = await createTenant();
  const types = ["sent", "delayed", "delivered", "opened", "bounced", "complained"];
  const states = await withDatabase(async (sql) => {
    const orders = permutations(types);
    const found = new Set<string>();
    await sql.begin(async (tx) => {
      for (const order of orders) {
        const [{ id }] = await tx<
          [{ id: string }]
        >`insert into public.email_messages (client_id, template, recipient, status)
          values (${tenant.id}, 'welcome', ${`${crypto.randomUUID()}@a.test`}, 'queued') returning id`;
        for (const type of [...order, order[0]!]) {
          const event = {
            message_id: id,
            type,
            source: "resend",
            event_id: type,
            occurred_at: "2026-01-01T00:00:00Z",
          };
          await tx`select private.record_email_events(${tx.json([event])})`;
        }
        const [state] = await tx`select m.status, s.reason, count(e)::integer as events
          from public.email_messages m
          join public.email_suppressions s on s.client_id = m.client_id and s.email = m.recipient
          join public.email_events e on e.message_id = m.id where m.id = ${id} group by 1, 2`;
        found.add(JSON.stringify(state));
      }
    });
    assertEquals(orders.length, 720);
    return [...found];
  });
  assertEquals(states, ['{"status":"complained","reason":"complaint","events":6}']);
});

function permutations<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

for (const provider of ["resend", "sendgrid"] as const) {
  Deno.test(`signed events of ${provider} change the mail and suppress its address`, async () => {
    const tenant = await createTenant();
    const domain = newDomain();
    if (provider === "sendgrid") await arm(domain, { provider: "resend", kind: "reject" });
    const { id, mail } = await delivered(tenant, `grace@${domain}`);
    assertEquals(mail.provider, provider);
    await report(mail, "bounced", "delivered", "delivered", "sent");
    const found = await settled(tenant.viewer, id, "bounced");
    await eventually(
      "three events",
      async () => (await details(tenant.viewer, id)).events.length === 3,
      60_000,
      () => details(tenant.viewer, id),
    );
    assertEquals(found.events.every(({ source }) => source === provider), true);
    assertEquals(
      (await suppressions(tenant)).map(({ email, reason, message_id }) => [email, reason, message_id]),
      [
        [`grace@${domain}`, "bounce", id],
      ],
    );
    assertEquals((await send(tenant.member, `Grace@${domain}`)).data.status, "suppressed");
    const reset = { template: "password_reset", variables: { url: "/r", code: "123456" } };
    assertEquals((await send(tenant.member, `grace@${domain}`, reset)).data.status, "queued");
  });

  Deno.test(`events that ${provider} did not sign are refused`, async () => {
    const answer = await fetch(`${stack.functionsUrl}/webhooks/v1/in/${provider}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '[{"event":"bounce"}]',
    });
    await answer.body?.cancel();
    assertEquals(answer.status, 401);
  });
}

Deno.test("suppressions are added and deleted by hand, for one tenant alone", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const to = `grace@${newDomain()}`;
  const json = { email: to, reason: "asked by telephone" };
  const path = "/email/v1/suppressions";
  assertEquals((await api("POST", path, { as: tenant.member, json })).status, 403);
  assertEquals((await api<Suppression>("POST", path, { as: tenant.admin, json })).data.reason, json.reason);
  assertEquals((await send(tenant.member, to)).data.status, "suppressed");
  assertEquals((await send(other.member, to)).data.status, "queued");
  assertEquals((await api("DELETE", `${path}/${to}`, { as: other.admin })).status, 404);
  assertEquals((await api("DELETE", `${path}/${to}`, { as: tenant.admin })).status, 204);
  assertEquals((await send(tenant.member, to)).data.status, "queued");
});

Deno.test("one click on List-Unsubscribe ends optional mail of that tenant, and a GET changes nothing", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  const to = `grace@${newDomain()}`;
  const { mail } = await delivered(tenant, to, digest);
  assertEquals(mail.headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click");
  const url = mail.headers["List-Unsubscribe"]!.slice(1, -1);
  const seen = await fetch(url, { redirect: "manual" });
  assertEquals([seen.status, (await suppressions(tenant)).length], [303, 0]);
  const page = await fetch(seen.headers.get("location")!);
  assert((await page.text()).includes("Unsubscribe"));
  const body = new URLSearchParams({ "List-Unsubscribe": "One-Click" });
  const { mail: theirs } = await delivered(other, to, digest);
  const [mine, foreign] = [mail, theirs].map(({ headers }) =>
    Buffer.from(headers["List-Unsubscribe"]!.slice(1, -1).split("/").at(-1)!, "base64url")
  );
  const altered = Buffer.from(mine!);
  altered[altered.length - 1]! ^= 1;
  // The id of another tenant's mail under the signature of this one.
  const mixed = Buffer.concat([foreign!.subarray(0, 16), mine!.subarray(16)]);
  for (const token of [altered, mixed]) {
    const forged = url.slice(0, url.lastIndexOf("/") + 1) + token.toString("base64url");
    assertEquals((await fetch(forged, { method: "POST", body })).status, 404);
  }
  const done = await fetch(url, { method: "POST", body });
  assertEquals([done.status, (await done.json()).data], [200, { unsubscribed: true }]);
  assertEquals((await suppressions(tenant)).map(({ reason }) => reason), ["unsubscribe"]);
  assertEquals((await send(tenant.member, to, digest)).data.status, "suppressed");
  assertEquals((await send(other.member, to, digest)).data.status, "queued");
});

Deno.test("opens and clicks are counted, machines apart, and a click leads only where the mail did", async () => {
  const tenant = await createTenant({ settings: { "email.tracking": true } });
  const to = `grace@${newDomain()}`;
  const { id, mail } = await delivered(tenant, to, {
    variables: { tenant: "A", url: "https://example.com/start?a=1&b=2" },
  });
  const click = /href="([^"]*\/click\/[^"]*)"/.exec(mail.html)![1]!.replaceAll("&amp;", "&");
  const open = /src="([^"]*\/open\/[^"]*)"/.exec(mail.html)![1]!;
  const visit = async (url: string, agent: string) => {
    const answer = await fetch(url, { redirect: "manual", headers: { "user-agent": agent } });
    await answer.body?.cancel();
    return answer;
  };
  const person = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  assertEquals(
    (await visit(open, "Googlebot/2.1 (+http://www.google.com/bot.html)")).headers.get("content-type"),
    "image/gif",
  );
  const gone = await visit(click, person);
  assertEquals([gone.status, gone.headers.get("location")], [302, "https://example.com/start?a=1&b=2"]);
  const evil = click.slice(0, click.lastIndexOf(".") + 1) + btoa("https://evil.example/").replaceAll("=", "");
  assertEquals((await visit(evil, person)).status, 404);
  const { events } = await details(tenant.viewer, id);
  assertEquals(events.map(({ type, machine, reason }) => [type, machine, reason]), [
    ["opened", true, "user agent of a program"],
    ["clicked", false, ""],
  ]);
  assertMatch(mail.text, /https:\/\/example\.com\/start\?a=1&b=2/);
  const metrics = await api<Schemas["EmailMetrics"][]>("GET", "/email/v1/metrics?group_by=template", {
    as: tenant.viewer,
  });
  const [{ template, sent, opened, clicked, machine } = {}] = metrics.data;
  assertEquals([template, sent, opened, clicked, machine], ["welcome", 1, 1, 1, 1]);
});
