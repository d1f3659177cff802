import { assertEquals } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { base, newSale, record, revenueOf } from "../fixtures/analytics.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Person } from "../support/tenant.ts";

const send = (as: Person, events: unknown[]) =>
  api<Schemas["RecordedEvents"]>("POST", `${base}/events`, { as, json: { events } });

Deno.test("an event with a dedupe_key is counted once, however often and at once it is sent", async () => {
  const tenant = await createTenant();
  const events = [{ event_type: "report.opened", dedupe_key: "1" }, { event_type: "report.opened" }];
  const answers = await Promise.all(Array.from({ length: 4 }, () => send(tenant.member, events)));
  assertEquals(answers.map(({ data }) => data.recorded).sort(), [1, 1, 1, 2]);
  const usage = () =>
    api<Schemas["AnalyticsUsage"]>("GET", `${base}/usage?by=event_type&group_by=month`, {
      as: tenant.viewer,
    });
  assertEquals((await usage()).data.totals.events, 5);
  await withDatabase((sql) => sql`select private.sum_own_events(array[${tenant.id}::uuid])`);
  const { totals, periods } = (await usage()).data;
  assertEquals([totals.events, periods[0]?.groups.map(({ group, events }) => [group, events])], [5, [[
    "report.opened",
    5,
  ]]]);
});

Deno.test("usage counts the mails that were sent, by user", async () => {
  const tenant = await createTenant();
  await withDatabase((sql) =>
    sql`insert into public.email_messages (client_id, template, recipient, created_by, sent_at)
      select ${tenant.id}, (select k.template from private.email_kinds k order by 1 limit 1), 'ada@example.com',
        ${tenant.owner.id}::uuid, s.sent_at from unnest(array[now(), null::timestamptz]) s (sent_at)`
  );
  const { data } = await api<Schemas["AnalyticsUsage"]>("GET", `${base}/usage?by=user`, {
    as: tenant.viewer,
  });
  const groups = data.periods[0]?.groups.map(({ group, emails }) => [group, emails]);
  assertEquals([data.totals.emails, groups], [1, [[tenant.owner.id, 1]]]);
});

Deno.test("each bad event is reported, and the request records none", async () => {
  const tenant = await createTenant();
  const refused = await send(tenant.member, [
    { event_type: "good" },
    { event_type: "has a blank" },
    { event_type: "late", occurred_at: "2199-01-01T00:00:00Z" },
    { event_type: "big", metadata: { text: "x".repeat(5_000) } },
    { event_type: "key", dedupe_key: "" },
    "event",
  ]);
  assertEquals(refused.error.details?.map(({ row, field }) => [row, field]), [
    [2, "event_type"],
    [3, "occurred_at"],
    [4, "metadata"],
    [5, "dedupe_key"],
    [6, null],
  ], `${refused}`);
  const many = await send(tenant.member, Array.from({ length: 1001 }, () => ({ event_type: "x" })));
  assertEquals([many.status, many.error.code], [413, "BATCH_TOO_LARGE"]);
  assertEquals((await send(tenant.viewer, [{ event_type: "x" }])).status, 403);
  assertEquals((await api("GET", `${base}/usage?by=password`, { as: tenant.viewer })).status, 422);
});

Deno.test("the pipeline tells open, won and lost deals apart", async () => {
  const tenant = await createTenant();
  await withDatabase(async (sql) => {
    const organization = crypto.randomUUID();
    await sql`insert into public.organizations (client_id, id, name) values (${tenant.id}, ${organization}, 'Initech')`;
    await sql`insert into public.opportunities (client_id, name, organization_id, stage, amount, currency,
        probability_percent, deal_owner, expected_close_date)
      select ${tenant.id}, 'Deal', ${organization}, d.stage::public.opportunity_stage, d.amount, d.currency, 40, 'Ada',
        '2026-11-20'
      from (values ('proposal', 100, 'USD'), ('won', 50, 'USD'), ('lost', 10, 'USD'), ('proposal', 7, 'EUR'))
        d (stage, amount, currency)`;
  });
  const get = (query: string) =>
    api<Schemas["Pipeline"]>("GET", `${base}/pipeline?${query}`, { as: tenant.viewer });
  assertEquals((await get("group_by=owner")).data.groups, [{
    group: "Ada",
    open: 1,
    open_amount: "100.00",
    weighted_amount: "40.00",
    won: 1,
    won_amount: "50.00",
    lost: 1,
    win_rate: 0.5,
  }]);
  assertEquals((await get("")).data.groups.map(({ group }) => group), ["proposal", "won", "lost"]);
  assertEquals((await get("group_by=month&currency=EUR")).data.groups.map((g) => [g.group, g.open_amount]), [[
    "2026-11",
    "7.00",
  ]]);
  assertEquals((await get("group_by=year")).status, 422);
});

Deno.test("an answer that says the same again is not sent again", async () => {
  const tenant = await createTenant();
  await record(tenant.member, [newSale()]);
  const tag = (await revenueOf(tenant.viewer)).headers.get("etag")!;
  const again = () =>
    api("GET", `${base}/revenue?from=2026-11-01&to=2026-11-30`, {
      as: tenant.viewer,
      headers: { "if-none-match": tag },
    });
  assertEquals((await again()).status, 304);
  await record(tenant.member, [newSale()]);
  assertEquals((await again()).status, 200);
});
