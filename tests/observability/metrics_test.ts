import { assert, assertEquals, assertMatch } from "#assert";
import parse from "parse-prometheus-text-format";
import { z } from "zod";
import { textOf } from "../../functions/observability/open_metrics.ts";
import { stack } from "../support/env.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const Families = z.array(z.object({
  name: z.string(),
  type: z.string(),
  metrics: z.array(z.looseObject({
    value: z.string().optional(),
    labels: z.record(z.string(), z.string()).optional(),
    buckets: z.record(z.string(), z.string()).optional(),
  })),
}));

const scrape = () => api("GET", "/observability/v1/metrics", { headers: { apikey: stack.secretKey } });

/** Name and labels of a line, without its value and exemplar. */
function seriesOf(line: string): string {
  return line.replace(/ # \{.*$/, "").replace(/ \S+$/, "");
}

/** Requests of the route GET /teams/v1, by the parser; no answer yet is 0. */
function teamsIn(text: string): number {
  const family = Families.parse(parse(text)).find(({ name }) => name === "frontline_requests_total");
  const found = family?.metrics.filter(({ labels }) =>
    labels?.route === "GET /teams/v1" && labels.status === "2xx"
  );
  return Number(found?.[0]?.value ?? 0);
}

/** Marks that an isolate which is gone has left behind. */
async function mark(count: number): Promise<void> {
  await withDatabase(async (sql) => {
    const isolate = { id: crypto.randomUUID(), function: "teams", started_at: new Date(), cold_start_ms: 1 };
    const report = JSON.stringify({ ...isolate, release: "", peak_memory_bytes: 1, dropped: 0 });
    const stat = {
      kind: "request",
      function: "teams",
      version: "v1",
      name: "GET /teams/v1",
      minute: new Date(),
      client_id: null,
      status: 2,
      buckets: [56],
      counts: [count],
      total_ms: 9 * count,
      max_ms: 9,
      users: [],
    };
    await sql`select public.record_telemetry(${report}::text::jsonb, 1, ${
      JSON.stringify([stat])
    }::text::jsonb)`;
    await sql`select private.roll_up_stats()`;
  });
}

Deno.test("metrics count what every isolate reported, and never go back when its minutes are dropped", async () => {
  await mark(3);
  const before = teamsIn((await scrape()).text);
  assert(before >= 3);
  await mark(4);
  await withDatabase((sql) =>
    sql`delete from private.stat_minutes s using private.series k
      where k.id = s.series_id and k.name = 'GET /teams/v1' and s.client_id is null`
  );
  assert(teamsIn((await scrape()).text) >= before + 4);
});

Deno.test("a parser reads every line, histograms grow towards their count, and the text ends as it must", async () => {
  const tenant = await createTenant();
  await api("GET", "/teams/v1", { as: tenant.viewer });
  await mark(1);
  const answer = await scrape();
  assertEquals(
    answer.headers.get("content-type"),
    "application/openmetrics-text; version=1.0.0; charset=utf-8",
  );
  const lines = answer.text.split("\n");
  assertEquals(lines.slice(-2), ["# EOF", ""]);
  const sample =
    /^frontline_[a-z_]+(?:\{(?:[a-z_]+="(?:[^"\\\n]|\\["\\n])*",?)*\})? \S+(?: # \{request_id="[^"]+"\} \S+ \S+)?$/;
  const samples = lines.slice(0, -2).filter((line) => !line.startsWith("# "));
  for (const line of samples) assertMatch(line, sample);
  const series = samples.map(seriesOf);
  assertEquals(series.filter((one, index) => series.indexOf(one) !== index), [], "stand twice");

  const type = "# TYPE frontline_request_duration_seconds histogram";
  const ofHistogram = samples.filter((line) => line.startsWith("frontline_request_duration_seconds"));
  // One at a time: the parser takes the histograms of a family for one.
  const labelsIn = (line: string) => /\{(.*?)(?:,le=[^,]*)?\}$/.exec(seriesOf(line))?.[1];
  const histograms = Map.groupBy(ofHistogram, labelsIn);
  for (const [labels, lines] of histograms) {
    const [family] = Families.parse(parse([type, ...lines].join("\n")));
    const values = Object.values(family?.metrics[0]?.buckets ?? {}).map(Number);
    const count = lines.find((line) => line.includes("_count"))?.split(" ").at(-1);
    assertEquals([labels, values.length, values.at(-1)], [labels, 12, Number(count)]);
    assert(values.every((value, index) => value >= (values[index - 1] ?? 0)), `${labels} goes down`);
  }
  assert(histograms.size > 0);
});

Deno.test("labels are escaped, and an exemplar that is too long is left out", () => {
  const name = "frontline_test";
  const exemplar = { labels: { request_id: "x".repeat(200) }, value: 1, at: 2 };
  const samples = [{ labels: { route: 'a"b\\c\nd' }, value: 1, exemplar }];
  const text = textOf([{ name, help: "Test", type: "gauge", samples }]);
  assertEquals(text.split("\n")[2], String.raw`frontline_test{route="a\"b\\c\nd"} 1`);
  const [family] = Families.parse(parse(text));
  assertEquals(family?.metrics[0]?.labels, { route: 'a"b\\c\nd' });
});

Deno.test("only the secret key reads metrics", async () => {
  const { owner } = await createTenant();
  assertEquals((await api("GET", "/observability/v1/metrics", { as: owner })).status, 403);
  assertEquals((await api("GET", "/observability/v1/metrics")).status, 401);
});
