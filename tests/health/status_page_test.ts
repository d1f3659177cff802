import { assert, assertEquals, assertStringIncludes } from "#assert";
import { writeStatusPage } from "../../tools/status_page.ts";
import { htmlOf } from "../../tools/status_page/html.ts";
import { published } from "../../tools/status_page/published.ts";
import { stack } from "../support/env.ts";

type Page = Parameters<typeof published>[0];

const uptime = { "24h": 1, "7d": 0.999_999_9, "90d": null };
const incident = {
  id: crypto.randomUUID(),
  component: "redis",
  status: "open" as const,
  opened_at: "2026-11-20T09:30:00Z",
  detected_at: "2026-11-20T09:33:00Z",
  resolved_at: null,
  severity: "P2" as const,
  timeline: [],
};
const page: Page = {
  status: "pass",
  components: [
    { component: "database", status: "pass", since: "2026-11-01T00:00:00Z", uptime },
    { component: "redis", status: "pass", since: "2026-11-01T00:00:00Z", uptime },
  ],
  open_incidents: [],
  past_incidents: [],
  maintenance: [],
};
const at = new Date("2026-11-20T10:00:00Z");
const statuses = ({ status, components }: { status: string; components: { status: string }[] }) => [
  status,
  ...components.map(({ status }) => status),
];

Deno.test("the static status page is never greener than an open incident", () => {
  assertEquals(statuses(published(page, at)), ["pass", "pass", "pass"]);
  const open = { ...page, open_incidents: [incident] };
  assertEquals(statuses(published(open, at)), ["warn", "pass", "warn"]);
  const elsewhere = { ...page, open_incidents: [{ ...incident, component: "gone" }] };
  assertEquals(statuses(published(elsewhere, at)), ["warn", "pass", "pass"]);
  assertEquals(published({ ...open, status: "fail" }, at).status, "fail");
});

Deno.test("the static status page escapes texts and rounds uptime down", () => {
  const window = { starts_at: at.toISOString(), ends_at: at.toISOString(), created_at: at.toISOString() };
  const maintenance = [{ id: incident.id, title: "<script>", components: [], ...window }];
  const html = htmlOf(published({ ...page, maintenance, open_incidents: [incident] }, at));
  assert(!html.includes("<script>"));
  assertStringIncludes(html, "&lt;script&gt; (the whole service)");
  assertStringIncludes(html, "<td>100.000 %</td><td>99.999 %</td><td>–</td>");
  assertStringIncludes(html, "redis: 2026-11-20 09:30 UTC – now");
});

Deno.test("the status page is written from the service, and says unknown when that does not answer", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const written = await writeStatusPage(stack.functionsUrl, folder);
    assertEquals(JSON.parse(await Deno.readTextFile(`${folder}/status.json`)), { ...written });
    assert(written.components.length > 0 && written.status !== "unknown");
    const closed = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = closed.addr;
    closed.close();
    assertEquals((await writeStatusPage(`http://127.0.0.1:${port}`, folder)).status, "unknown");
    assertStringIncludes(await Deno.readTextFile(`${folder}/index.html`), "is not known");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
