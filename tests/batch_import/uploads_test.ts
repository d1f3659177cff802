import { assertEquals, assertMatch } from "#assert";
import { opportunitiesCsv } from "../../supabase/local/demo/opportunities.ts";
import { countsOf, importCsv } from "../fixtures/imports.ts";
import {
  beginUpload,
  cancelUpload,
  completeUpload,
  contentOf,
  cut,
  getUpload,
  promoteUpload,
  putPart,
  settled,
  type Upload,
  upload,
} from "../fixtures/uploads.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

const creating = { create_missing: ["organizations", "products"] };
const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const good = "name,organization\nRefit,Acme\n";

Deno.test("an upload writes the rows, batch, audit entry and events that a small import of the same file does", async () => {
  const [small, large] = await Promise.all([createTenant(), createTenant()]);
  const file = opportunitiesCsv(500, 7);
  const batch = (await importCsv(small.member, file, { create_missing: "organizations,products" })).data;
  const id = await upload(large.member, file, { options: creating }, 10_001);
  const done = await settled(large.member, id);
  assertEquals([done.status, done.rows_written, done.error, done.progress], [
    "completed",
    batch.created,
    null,
    1,
  ]);
  assertEquals(await contentOf(large), await contentOf(small));
  await withDatabase(async (sql) => {
    const entries = (tenant: string) =>
      sql`select action, resource, after - '{id,client_id,created_by,created_at,completed_at,filename}'::text[] as after
          from public.audit_log where client_id = ${tenant} and resource <> 'settings'
          and resource not in ('client_members', 'clients', 'sign_ins') order by id`;
    assertEquals([...await entries(large.id)], [...await entries(small.id)]);
    const events =
      await sql`select distinct type from private.outbox where client_id = ${large.id} order by 1`;
    assertEquals(events.map(({ type }) => type), ["batch.completed", "import.completed", "import.progress"]);
  });
});

Deno.test("two bytes a part in any order are the same file", async () => {
  const tenant = await createTenant();
  const file = 'name,organization,notes\r\nCafé,Müller,"Zeile\r\n“zwei”"\r\nRefit,Acme,\r\n';
  const { id } = (await beginUpload(tenant.member, { options: creating })).data;
  const parts = cut(file, 2);
  const places = parts.map((bytes, index) => ({ bytes, part: index + 1 })).toReversed();
  for (const { bytes, part } of places) (await putPart(tenant.member, id, part, bytes)).data;
  (await completeUpload(tenant.member, id, parts.length)).data;
  assertEquals((await settled(tenant.member, id)).status, "completed");
  const rows = await contentOf(tenant);
  assertEquals(rows.map(({ name, organization, notes }) => [name, organization, notes]), [
    ["Café", "Müller", "Zeile\r\n“zwei”"],
    ["Refit", "Acme", null],
  ]);
});

Deno.test("missing parts are named, a surplus one too, and another size than announced", async () => {
  const { member } = await createTenant();
  const { id } = (await beginUpload(member, { size: 5 })).data;
  (await putPart(member, id, 2, bytesOf("name"))).data;
  const { status, error } = await completeUpload(member, id, 4);
  assertEquals([status, error.code, error.missing], [409, "UPLOAD_INCOMPLETE", [1, 3, 4]]);
  assertEquals(error.message, "3 of 4 parts are missing: 1, 3, 4");
  (await putPart(member, id, 1, bytesOf("x"))).data;
  assertEquals(
    (await completeUpload(member, id, 1)).error.details?.[0]?.message,
    "is 1, but part 2 was sent",
  );
  (await putPart(member, id, 1, bytesOf("xy"))).data;
  assertEquals(
    (await completeUpload(member, id, 2)).error.message,
    "The parts have 6 bytes, the announced size is 5",
  );
  assertEquals((await getUpload(member, id)).data.status, "uploading");
});

Deno.test("a part with a wrong digest is refused and the right one taken; a part sent again replaces the first", async () => {
  const tenant = await createTenant();
  const { member } = tenant;
  const { id } = (await beginUpload(member, { options: creating })).data;
  const digest = "sha-256=:uU0nuZNNPgilLlLX2n2r+sSE7+N6U4DukIj3rOLvzek=:"; // of "hello world"
  const wrong = await putPart(member, id, 1, bytesOf(good), { "content-digest": digest });
  assertEquals([wrong.status, wrong.error.code], [422, "DIGEST_MISMATCH"]);
  assertEquals(
    (await putPart(member, id, 1, bytesOf("hello world"), { "content-digest": digest })).status,
    200,
  );
  const odd = await putPart(member, id, 1, bytesOf(good), { "content-digest": "md5=:AAAA:" });
  assertEquals([odd.status, odd.error.code], [400, "BAD_REQUEST"]);
  assertEquals((await putPart(member, id, 1, bytesOf(good))).data, { part: 1, bytes: good.length });
  (await completeUpload(member, id, 1)).data;
  assertEquals((await settled(member, id)).status, "completed");
  assertEquals((await contentOf(tenant)).map(({ name }) => name), ["Refit"]);
});

Deno.test("a completed upload takes no more parts, and completing it again changes nothing", async () => {
  const { member } = await createTenant();
  const id = await upload(member, good, { options: creating });
  const late = await putPart(member, id, 1, bytesOf(good));
  assertEquals([late.status, late.error.code], [409, "UPLOAD_NOT_OPEN"]);
  assertEquals((await completeUpload(member, id, 1)).status, 202);
  assertEquals((await completeUpload(member, id, 2)).error.code, "UPLOAD_NOT_OPEN");
  await settled(member, id, "completed");
});

Deno.test("nothing is written before promote is asked for, and then everything", async () => {
  const tenant = await createTenant();
  const { member } = tenant;
  const id = await upload(member, `${good}Bad,\n`, {
    options: { ...creating, on_error: "skip" },
    auto_promote: false,
  });
  const early = await promoteUpload(member, (await beginUpload(member)).data.id);
  assertEquals([early.status, early.error.code], [409, "UPLOAD_NOT_READY"]);
  const ready = await settled(member, id);
  assertEquals([ready.status, ready.rows_good, ready.rows_bad, ready.would_create], ["ready", 1, 1, 1]);
  assertEquals(ready.errors_by_kind, [{ field: "organization", code: "required", count: 1, first_row: 2 }]);
  assertEquals(await countsOf(tenant), { opportunities: 0, batches: 0 });
  assertEquals((await promoteUpload(member, id)).status, 202);
  const done = await settled(member, id, "completed");
  assertEquals([done.rows_written, await countsOf(tenant)], [1, { opportunities: 1, batches: 1 }]);
  assertEquals((await promoteUpload(member, id)).data.status, "completed");
});

Deno.test("an upload can be cancelled in each state until it is completed, and leaves nothing behind", async () => {
  const tenant = await createTenant();
  const { member } = tenant;
  const open = (await beginUpload(member)).data.id;
  const completed = await upload(member, good, {
    options: { ...creating, on_error: "skip" },
    auto_promote: false,
  });
  const ready = await upload(member, `${good}x,y\n`, { options: creating, auto_promote: false });
  await settled(member, ready, "ready");
  for (const id of [open, completed, ready]) {
    const [first, second] = await Promise.all([cancelUpload(member, id), cancelUpload(member, id)]);
    assertEquals([first.data.status, second.data.status], ["cancelled", "cancelled"]);
    assertEquals((await promoteUpload(member, id)).status, 409);
    assertEquals((await putPart(member, id, 1, bytesOf("x"))).status, 409);
  }
  assertEquals(await countsOf(tenant), { opportunities: 0, batches: 0 });
  const done = await upload(member, good, { options: creating });
  await settled(member, done, "completed");
  const late = await cancelUpload(member, done);
  assertEquals([late.status, late.error.code], [409, "UPLOAD_ENDED"]);
});

Deno.test("the batch of an upload can be rolled back, and the upload says so", async () => {
  const tenant = await createTenant();
  const { member } = tenant;
  const id = await upload(member, opportunitiesCsv(2_500, 3), { options: creating });
  const { batch_id, rows_written } = await settled(member, id);
  const undone = await api("POST", `/batch-import/v1/batches/${batch_id}/rollback`, { as: member });
  assertEquals([undone.status, undone.data.deleted, rows_written], [200, 2_500, 2_500]);
  assertEquals((await getUpload(member, id)).data.status, "rolled_back");
  assertEquals((await countsOf(tenant)).opportunities, 0);
});

Deno.test("uploads are listed newest first, to their creator and to managers", async () => {
  const { member, manager, viewer } = await createTenant();
  const first = (await beginUpload(member)).data.id;
  const second = (await beginUpload(manager)).data.id;
  const list = (as: typeof member) => api<Upload[]>("GET", "/batch-import/v1/uploads?count=exact", { as });
  assertEquals((await list(manager)).data.map(({ id }) => id), [second, first]);
  const own = await list(member);
  assertEquals([own.data.map(({ id }) => id), own.pagination.total], [[first], 1]);
  assertEquals((await list(viewer)).data, []);
});

Deno.test("a viewer may not upload, and another tenant's upload does not exist", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  assertEquals((await beginUpload(tenant.viewer)).status, 403);
  const { id } = (await beginUpload(tenant.member)).data;
  assertEquals((await putPart(tenant.viewer, id, 1, bytesOf("x"))).status, 403);
  const foreign = [
    await getUpload(other.owner, id),
    await putPart(other.owner, id, 1, bytesOf("x")),
    await completeUpload(other.owner, id, 1),
    await promoteUpload(other.owner, id),
    await cancelUpload(other.owner, id),
    await api("GET", `/batch-import/v1/uploads/${id}/errors.csv`, { as: other.owner }),
  ];
  assertEquals(foreign.map(({ status }) => status), foreign.map(() => 404));
});

Deno.test("an upload counts once to the hourly quota, and equal requests with one key begin one upload", async () => {
  const { member } = await createTenant({ settings: { "import.batches_per_hour": 2 } });
  const begun = await Promise.all(Array.from({ length: 5 }, () => beginUpload(member, {}, "one")));
  assertEquals(new Set(begun.map(({ data }) => data.id)).size, 1);
  const { id } = begun[0]!.data;
  (await putPart(member, id, 1, bytesOf(good))).data;
  (await completeUpload(member, id, 1)).data;
  await settled(member, id);
  assertEquals((await importCsv(member, good, { create_missing: "organizations" })).status, 201);
  const over = await beginUpload(member);
  assertEquals([over.status, over.error.code], [429, "BATCH_QUOTA_EXCEEDED"]);
});

Deno.test("all bad rows are in errors.csv, page after page, with the columns and delimiter of the file", async () => {
  const { member } = await createTenant();
  const rows = Array.from({ length: 2_345 }, (_, i) => `Deal ${i};;=${i}`);
  const id = await upload(member, ["Name;Organization;Notes", ...rows, ""].join("\n"), {}, 9_999);
  const failed = await settled(member, id);
  assertEquals([failed.status, failed.error?.message], [
    "failed",
    "2345 of 2345 rows are not valid, nothing was imported",
  ]);
  const file = await api("GET", `/batch-import/v1/uploads/${id}/errors.csv`, { as: member });
  const lines = file.text.trimEnd().split("\n");
  assertEquals([lines.length, lines[0]], [2_346, "Name;Organization;Notes;error"]);
  assertEquals(lines[1], 'Deal 0;;\'=0;"organization is missing, give its name or organization_id"');
  assertMatch(lines[2_345]!, /^Deal 2344;;'=2344;/);
  assertEquals(lines.filter((line) => line.includes("Organization;Notes")).length, 1);
});
