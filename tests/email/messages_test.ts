import { assert, assertEquals, assertStringIncludes } from "#assert";
import { api } from "../support/http.ts";
import { createTenant } from "../support/tenant.ts";
import { arm, details, type Email, inbox, newDomain, send, settled } from "./support.ts";

Deno.test("a mail reaches the first provider once, as HTML and as text", async () => {
  const { member, viewer } = await createTenant();
  const to = `grace@${newDomain()}`;
  const sent = await send(
    member,
    to,
    { variables: { tenant: "Tom & <b>Co</b>", url: "/start" } },
    "welcome-grace",
  );
  assertEquals([sent.status, sent.data.status, sent.data.to], [202, "queued", to]);
  const mail = await settled(viewer, sent.data.id, "sent");
  assertEquals(mail.attempts.map(({ provider, status, status_code }) => [provider, status, status_code]), [
    ["resend", "taken", 200],
  ]);
  const [kept, ...more] = await inbox(to);
  assertEquals([kept?.provider, kept?.subject, more.length], ["resend", "Welcome to Tom & <b>Co</b>", 0]);
  assertStringIncludes(kept!.html, "Tom &amp; &lt;b&gt;Co&lt;&#x2F;b&gt;");
  assertStringIncludes(kept!.text, "Welcome to Tom & <b>Co</b>");
  assert(/Open Tom .* \(http:\/\/127\.0\.0\.1:\d+\/app\/start\)/.test(kept!.text), kept!.text);
  const again = await send(
    member,
    to,
    { variables: { tenant: "Tom & <b>Co</b>", url: "/start" } },
    "welcome-grace",
  );
  assertEquals([again.data.id, again.headers.get("idempotency-replayed")], [sent.data.id, "true"]);
});

Deno.test("a mail is written in the recipient's language", async () => {
  const { member } = await createTenant();
  const to = `grace@${newDomain()}`;
  const sent = await send(member, to, { locale: "de-AT" });
  await settled(member, sent.data.id, "sent");
  assertEquals((await inbox(to))[0]?.subject, "Willkommen bei Initech");
});

Deno.test("bad requests name the field and send nothing", async () => {
  const { member, viewer } = await createTenant();
  const ok = { tenant: "Initech", url: "/start" };
  const cases: [unknown, Record<string, unknown>, string][] = [
    ["grace@a.test\r\nBcc: eve@b.test", {}, "to"],
    [Array.from({ length: 1000 }, (_, i) => `p${i}@a.test`), {}, "to"],
    ["a@a.test,b@b.test", {}, "to"],
    ["Grace <grace@a.test>", {}, "to"],
    ['"grace hopper"@a.test', {}, "to"],
    ["grace@a.test", { variables: { ...ok, tenant: "Initech\r\nBcc: eve@b.test" } }, "variables.tenant"],
    ["grace@a.test", { variables: { ...ok, url: "javascript:alert(1)" } }, "variables.url"],
    ["grace@a.test", { variables: { ...ok, colour: "red" } }, "variables.colour"],
    ["grace@a.test", { variables: { tenant: "Initech" } }, "variables.url"],
    ["grace@a.test", { template: "newsletter" }, "template"],
    ["grace@a.test", { locale: "de_DE; x" }, "locale"],
  ];
  for (const [to, more, path] of cases) {
    const refused = await send(member, to, more);
    assertEquals([refused.status, refused.error.details?.[0]?.path], [422, path], `${refused}`);
  }
  const list = await api<Email[]>("GET", "/email/v1/messages?count=exact", { as: viewer });
  assertEquals(list.pagination.total, 0);
  assertEquals((await send(viewer, "grace@a.test")).status, 403);
});

Deno.test("a domain in another script is sent in the form that DNS has", async () => {
  const { member } = await createTenant();
  const domain = newDomain();
  const sent = await send(member, `Jörg.Müller@Bücher.${domain}`.replace("ö", "o").replace("ü", "u"));
  assertEquals(sent.data.to, `jorg.muller@xn--bcher-kva.${domain}`);
});

Deno.test("a refused mail goes to the next provider, with the refusal in its attempts", async () => {
  const { member } = await createTenant();
  const domain = newDomain();
  await arm(domain, { provider: "resend", kind: "refuse" });
  const sent = await send(member, `grace@${domain}`);
  const mail = await settled(member, sent.data.id, "sent");
  assertEquals(mail.attempts.map(({ provider, status }) => [provider, status]), [
    ["resend", "refused"],
    ["sendgrid", "taken"],
  ]);
  assertEquals((await inbox(`grace@${domain}`)).map(({ provider }) => provider), ["sendgrid"]);
});

Deno.test("a mail whose answer was lost is asked for again at the same provider and arrives once", async () => {
  const { member } = await createTenant();
  const domain = newDomain();
  await arm(domain, { provider: "resend", kind: "drop", times: 1 });
  const sent = await send(member, `grace@${domain}`);
  const mail = await settled(member, sent.data.id, "sent");
  assertEquals(mail.attempts.map(({ provider, status }) => [provider, status]), [
    ["resend", "unknown"],
    ["resend", "taken"],
  ]);
  const kept = await inbox(`grace@${domain}`);
  assertEquals(kept.map(({ provider, key }) => [provider, key]), [["resend", sent.data.id]]);
});

Deno.test("a mail that every provider rejects fails and can be sent again", async () => {
  const { member, viewer } = await createTenant();
  const domain = newDomain();
  await arm(domain, { kind: "reject" });
  const { id } = (await send(member, `grace@${domain}`)).data;
  const failed = await settled(member, id, "failed");
  assertEquals(failed.attempts.map(({ provider, status_code }) => [provider, status_code]), [
    ["resend", 422],
    ["sendgrid", 422],
  ]);
  await arm(domain);
  assertEquals((await api("POST", `/email/v1/messages/${id}/retry`, { as: viewer })).status, 403);
  assertEquals(
    (await api<Email>("POST", `/email/v1/messages/${id}/retry`, { as: member })).data.status,
    "queued",
  );
  await settled(member, id, "sent");
  assertEquals((await api("POST", `/email/v1/messages/${id}/retry`, { as: member })).error.code, "CONFLICT");
});

Deno.test("another tenant's mail is not found, and the variables of a sent one are gone", async () => {
  const [mine, other] = await Promise.all([createTenant(), createTenant()]);
  const { id } = (await send(mine.member, `grace@${newDomain()}`)).data;
  await settled(mine.viewer, id, "sent");
  assertEquals((await api("GET", `/email/v1/messages/${id}`, { as: other.owner })).status, 404);
  assertEquals((await api("POST", `/email/v1/messages/${id}/retry`, { as: other.owner })).status, 404);
  assertEquals("variables" in await details(mine.owner, id), false);
});
