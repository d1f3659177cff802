/**
 * Files of calls are read as files of imports are: mapping, values, formats, forms, spreadsheets, and the invalid rows
 * to correct and send again.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "#assert";
import type { Schemas } from "../../client/mod.ts";
import { spreadsheet } from "../fixtures/spreadsheets.ts";
import { staffedTeam } from "../fixtures/teams.ts";
import { type Answer, api, type Call } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

type Recorded = Schemas["Recorded"];

const path = "/aggregation/v1/calls";
/** The columns of a public call center data set. */
const header =
  "Call Id,Agent,Date,Time,Topic,Answered (Y/N),Resolved,Speed of answer in seconds,AvgTalkDuration,Satisfaction rating";
const mapping = {
  "Call Id": "external_id",
  "Date+Time": "started_at",
  "Answered (Y/N)": "outcome",
  "Speed of answer in seconds": "wait_seconds",
  "AvgTalkDuration": "handling_seconds",
  "Satisfaction rating": "satisfaction",
};
const values = { outcome: { Y: "successful", N: "abandoned" }, satisfaction: { 0: "" } };

async function center(zone = "America/New_York"): Promise<Tenant> {
  const tenant = await createTenant();
  await staffedTeam(tenant);
  await withDatabase((sql) => sql`update public.clients set time_zone = ${zone} where id = ${tenant.id}`);
  return tenant;
}

function send(tenant: Tenant, options: Record<string, unknown>, call: Call): Promise<Answer<Recorded>> {
  const query = new URLSearchParams(
    Object.entries(options).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
  return api<Recorded>("POST", `${path}?${query}`, { as: tenant.member, ...call });
}

async function stored(tenant: Tenant): Promise<Record<string, unknown>[]> {
  const rows = await withDatabase((sql) =>
    sql`select external_id, outcome, resolved, satisfaction, handling_seconds, wait_seconds, started_at
      from public.calls where client_id = ${tenant.id} order by external_id`
  );
  return rows.map(({ started_at, ...row }) => ({ ...row, started_at: started_at.toISOString() }));
}

Deno.test("a public call center export is recorded, its date and time joined in the tenant's zone", async () => {
  const tenant = await center();
  const csv = `${header}
ID0001,Ada,2021-01-01,9:12:58,Contract related,Y,Y,109.0,0:02:23,3.0
ID0002,Ada,2021-07-01,09:12:58 PM,Payment,N,N,,0:00:00,0
`;
  const answer = await send(tenant, { mapping, values }, { csv });
  assertEquals(answer.status, 201, `${answer}`);
  assertEquals(answer.data.unknown_columns, []);
  assertEquals(answer.data.warnings?.map(({ code }) => code), ["time_zone"]);
  assertStringIncludes(answer.text, "America/New_York");
  assertEquals(await stored(tenant), [{
    external_id: "ID0001",
    outcome: "successful",
    resolved: true,
    satisfaction: 3,
    handling_seconds: 143,
    wait_seconds: 109,
    started_at: "2021-01-01T14:12:58.000Z",
  }, {
    external_id: "ID0002",
    outcome: "abandoned",
    resolved: false,
    satisfaction: null,
    handling_seconds: 0,
    wait_seconds: null,
    started_at: "2021-07-02T01:12:58.000Z",
  }]);
});

Deno.test("days that read two ways are refused until formats says how they are written", async () => {
  const tenant = await center();
  const csv = `${header}\nID1,Ada,01/02/2021,9:12:58,,Y,Y,1,60,5\n`;
  const refused = await send(tenant, { mapping, values }, { csv });
  assertEquals(refused.error.details?.map(({ row, line, field, code }) => [row, line, field, code]), [
    [1, 2, "started_at", "ambiguous"],
  ], `${refused}`);
  assertStringIncludes(refused.text, "MM/DD/YYYY");
  const taken = await send(tenant, { mapping, values, formats: { date: "MM/DD/YYYY" } }, { csv });
  assertEquals(taken.status, 201, `${taken}`);
  assertEquals((await stored(tenant)).map(({ started_at }) => started_at), ["2021-01-02T14:12:58.000Z"]);
});

Deno.test("a time that the clocks skipped or showed twice is a row error that gives the two offsets", async () => {
  const tenant = await center("Europe/Berlin");
  const row = (id: string, at: string) => `${id},Ada,successful,true,60,${at}\n`;
  const csv = "external_id,agent,outcome,resolved,handling_seconds,started_at\n" +
    row("gap", "2026-03-29 02:30") + row("twice", "2026-10-25T02:30:00") +
    row("first", "2026-10-25 02:30+02:00") + row("after", "2026-10-25 03:00");
  const answer = await send(tenant, { on_error: "skip" }, { csv });
  assertEquals(answer.status, 201, `${answer}`);
  assertEquals(answer.data.errors?.map(({ row, code }) => [row, code]), [[1, "range"], [2, "ambiguous"]]);
  assertStringIncludes(answer.data.errors?.[1]?.message ?? "", "write +02:00 or +01:00 behind it");
  assertEquals((await stored(tenant)).map((call) => [call.external_id, call.started_at]), [
    ["after", "2026-10-25T02:00:00.000Z"],
    ["first", "2026-10-25T00:30:00.000Z"],
  ]);
});

Deno.test("on_error=skip records the valid calls, and the corrected error file records the rest", async () => {
  const tenant = await center();
  const csv = `${header.replaceAll(",", ";")}
ID1;Ada;2021-01-01;9:12;;Y;Y;1;60;5
ID2;Ada;2021-01-01;9:12;;maybe;Y;1;2:23;5
ID3;Ada;2021-01-01;;;Y;Y;1;60;5
`;
  const answer = await send(tenant, { mapping, values, on_error: "skip" }, { csv });
  assertEquals([answer.status, answer.data.received, answer.data.created, answer.data.failed], [
    201,
    3,
    1,
    2,
  ]);
  const errors = answer.data.errors?.map(({ row, line, field, code }) => [row, line, field, code]);
  assertEquals(errors, [
    [2, 3, "handling_seconds", "ambiguous"],
    [2, 3, "outcome", "unknown_value"],
    [3, 4, "started_at", "format"],
  ]);
  const file = `/aggregation/v1/batches/${answer.data.batch_id}/errors.csv`;
  const bad = await api("GET", file, { as: tenant.member });
  assertEquals(bad.text.split("\n")[0]?.trim(), `${header.replaceAll(",", ";")};error`);
  assertStringIncludes(bad.text, "outcome is 'maybe'");
  const corrected = bad.text.replace(";maybe;", ";N;").replace(";2:23;", ";0:02:23;").replace(
    "01;;",
    "01;9:13;",
  );
  const again = await send(tenant, { mapping, values }, { csv: corrected });
  assertEquals([again.status, again.data.created], [201, 2], `${again}`);
  assertEquals((await api("GET", file, { as: tenant.viewer })).status, 403);
  assertEquals((await api("GET", file, { as: tenant.manager })).status, 200);
  const other = await createTenant();
  assertEquals((await api("GET", file, { as: other.owner })).status, 404);
});

Deno.test("a file without a valid call records nothing, keeps its rows, and its key may be used again", async () => {
  const tenant = await center();
  const csv = `${header}\nID1,Nobody,2021-01-01,9:12,,Y,Y,1,60,5\n`;
  for (const on_error of ["abort", "skip"]) {
    const answer = await send(tenant, { mapping, values, on_error }, { csv, key: "one" });
    assertEquals(answer.status, 422, `${answer}`);
    assertEquals(answer.error.message, "No call was recorded: row 1: agent 'Nobody' is not known");
    const file = await api("GET", `/aggregation/v1/batches/${answer.error.batch_id}/errors.csv`, {
      as: tenant.member,
    });
    assertStringIncludes(file.text, "ID1,Nobody,");
  }
  const good = csv.replace("Nobody", "Ada");
  assertEquals((await send(tenant, { mapping, values }, { csv: good, key: "one" })).status, 201);
  const replayed = await send(tenant, { mapping, values }, { csv: good, key: "one" });
  assertEquals([replayed.status, replayed.headers.get("idempotency-replayed")], [201, "true"]);
});

Deno.test("a tenant keeps its 20 newest files of invalid calls", async () => {
  const tenant = await center();
  const ids: unknown[] = [];
  for (let n = 0; n < 21; n++) {
    const csv = `${header}\nID${n},Nobody,2021-01-01,9:12,,Y,Y,1,60,5\n`;
    ids.push((await send(tenant, { mapping, values }, { csv })).error.batch_id);
  }
  const status = async (id: unknown) =>
    (await api("GET", `/aggregation/v1/batches/${id}/errors.csv`, { as: tenant.member })).status;
  assertEquals([await status(ids[0]), await status(ids[1]), await status(ids[20])], [404, 200, 200]);
});

Deno.test("calls come in a form, whose blank fields were not sent", async () => {
  const tenant = await center();
  const csv = `${header}\nID1,Ada,2021-01-01,9:12,,Y,Y,1,60,5\n`;
  const form = new FormData();
  form.set("file", new File([csv], "calls.csv"));
  form.set("mapping", JSON.stringify(mapping));
  form.set("values", JSON.stringify(values));
  form.set("formats", "");
  const answer = await send(tenant, {}, { body: form });
  assertEquals(answer.status, 201, `${answer}`);
});

Deno.test("a spreadsheet's days, times and durations are read by their styles", async () => {
  const tenant = await center();
  const [day, time] = [{ value: 44197, style: "date" }, { value: 0.3840046296, style: "time" }] as const;
  const file = spreadsheet({
    sheets: {
      Calls: [
        header.split(","),
        ["ID1", "Ada", day, time, "x", "Y", "Y", 109, { value: 143 / 86_400, style: "time" }, 3],
      ],
    },
  });
  const type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  const answer = await send(tenant, { mapping, values }, { body: file, headers: { "content-type": type } });
  assertEquals(answer.status, 201, `${answer}`);
  const [call] = await stored(tenant);
  assertEquals([call?.handling_seconds, call?.started_at], [143, "2021-01-01T14:12:58.000Z"]);
});

Deno.test("a mapping saved for calls reads them by name; one saved for opportunities does not", async () => {
  const tenant = await center();
  const save = (name: string, json: unknown) =>
    api("PUT", `/batch-import/v1/mappings/${name}`, { as: tenant.member, json });
  const options = { on_error: "skip", round: true };
  assertEquals((await save("pbx", { target: "calls", mapping, values, options })).status, 201);
  assertEquals((await save("crm", { mapping: { Deal: "name" } })).status, 201);
  const wrong = await save("x", {
    target: "calls",
    mapping: { Deal: "name" },
    options: { on_conflict: "skip" },
  });
  assertEquals(wrong.error.details?.map(({ path }) => path), ["mapping.Deal", "options.on_conflict"]);
  const csv = `${header}\nID1,Ada,2021-01-01,9:12,,Y,Y,1,60,4.5\nID2,Ada,2021-01-01,9:12,,?,Y,1,60,5\n`;
  const answer = await send(tenant, { mapping: "@PBX" }, { csv });
  assertEquals([answer.status, answer.data.created, answer.data.failed], [201, 1, 1], `${answer}`);
  assertEquals((await stored(tenant)).map(({ satisfaction }) => satisfaction), [5]);
  const crm = await send(tenant, { mapping: "@crm" }, { csv });
  assertEquals(crm.status, 422);
  assertStringIncludes(crm.text, 'the mapping \\"crm\\" was saved for opportunities, not for calls');
  assertEquals((await send(tenant, { mapping: "@none" }, { csv })).status, 404);
});

Deno.test("JSON calls take a mapping, values, formats and options", async () => {
  const tenant = await center();
  const calls = [
    {
      "Call Id": "1",
      agent: "Ada",
      Result: "Y",
      resolved: "yes",
      handling_seconds: "0:01:00",
      At: "31/12/2020 23:30",
    },
    {
      "Call Id": "2",
      agent: "Ada",
      Result: "?",
      resolved: true,
      handling_seconds: 60,
      At: "01/12/2020 23:30",
    },
  ];
  const json = {
    calls,
    mapping: { "Call Id": "external_id", Result: "outcome", At: "started_at" },
    values: { outcome: { Y: "successful" } },
    options: { on_error: "skip" },
  };
  const answer = await send(tenant, {}, { json });
  assertEquals([answer.status, answer.data.created, answer.data.failed], [201, 1, 1], `${answer}`);
  assertEquals((await stored(tenant)).map(({ started_at }) => started_at), ["2021-01-01T04:30:00.000Z"]);
  const file = await api("GET", `/aggregation/v1/batches/${answer.data.batch_id}/errors.csv`, {
    as: tenant.member,
  });
  assertEquals(file.text.split(/\r?\n/)[0], "agent,resolved,handling_seconds,At,Result,Call Id,error");
});

Deno.test("a JSON call without an offset is still refused, because nobody said that its time is local", async () => {
  const tenant = await center();
  const call = { external_id: "1", agent: "Ada", outcome: "failed", resolved: false, handling_seconds: 1 };
  const answer = await send(tenant, {}, {
    json: { calls: [{ ...call, started_at: "2026-11-02T10:00:00" }] },
  });
  assertEquals([answer.status, answer.error.batch_id], [422, undefined], `${answer}`);
  assert(answer.error.details?.some(({ field, code }) => field === "started_at" && code === "format"));
});
