import { assertEquals } from "#assert";
import { day, dayOrMoment, moment } from "../../../shared/input/time.ts";
import { hire } from "../../fixtures/routing.ts";
import { api } from "../../support/http.ts";
import { withDatabase } from "../../support/sql.ts";
import { createTenant } from "../../support/tenant.ts";

const days = ["1000-01-01", "2028-02-29", "9999-12-31"];
const moments = [
  "1000-01-01T00:00:00Z",
  "2026-11-20T10:00:00.123456+00:00",
  "2026-11-20T10:00:00+15:59",
  "2026-11-20T10:00:00-15:59",
  "9999-12-31T23:59:59.999Z",
];
const noDays = ["0000-01-01", "0999-12-31", "2027-02-29", "10000-01-01", "today"];
const noMoments = [
  "0000-12-31T23:59:59Z",
  "1000-01-01T00:00:00+01:00",
  "9999-12-31T23:59:59-01:00",
  "2026-11-20T10:00:00+16:00",
  "2026-11-20T10:00:00-23:59",
  "2026-11-20T10:00:00",
  "now",
];

Deno.test("every accepted day or moment means the same to Postgres", async () => {
  await withDatabase(async (sql) => {
    for (const text of [...days, ...moments]) {
      assertEquals(dayOrMoment().safeParse(text).success, true, text);
      const [row] = await sql`select extract(epoch from ${text}::text::timestamptz) * 1000 as ms`;
      assertEquals(Math.trunc(Number(row?.ms)), Date.parse(text), text);
    }
  });
});

Deno.test("days and moments that Postgres or JSON cannot represent are refused", () => {
  assertEquals(noDays.filter((text) => day().safeParse(text).success), []);
  assertEquals(noMoments.filter((text) => moment().safeParse(text).success), []);
});

Deno.test("no bound of a list causes a server error", async () => {
  const { owner } = await createTenant();
  const team = crypto.randomUUID();
  const lists = ["/batch-import/v1/batches", "/routing/v1/decisions"];
  const metrics = ["/aggregation/v1/compare", `/teams/v1/${team}/performance`];
  const statuses = async (paths: string[], bound: string, text: string) => {
    const query = `${bound}=${encodeURIComponent(text)}`;
    return await Promise.all(
      paths.map(async (path) => {
        const kind = path.endsWith("/compare") ? "kind=agents&" : "";
        return (await api("GET", `${path}?${kind}${query}`, { as: owner })).status;
      }),
    );
  };
  for (const bound of ["from", "to"]) {
    for (const text of [...days, ...moments]) {
      assertEquals(await statuses(lists, bound, text), [200, 200], `${bound} ${text}`);
    }
    for (const text of [...noDays, ...noMoments]) {
      assertEquals(await statuses([...lists, ...metrics], bound, text), [422, 422, 422, 422], text);
    }
  }
});

Deno.test("a list up to a bare date includes the whole day", async () => {
  const tenant = await createTenant();
  await hire(tenant, "sales", [{}]);
  await api("POST", "/routing/v1/decisions", { as: tenant.member, json: { sector: "sales" } });
  const [made] =
    (await api<{ created_at: string }[]>("GET", "/routing/v1/decisions", { as: tenant.viewer })).data;
  const day = made!.created_at.slice(0, 10);
  const before = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  const count = async (to: string) =>
    (await api<unknown[]>("GET", `/routing/v1/decisions?to=${to}`, { as: tenant.viewer })).data.length;
  assertEquals([await count(day), await count(before)], [1, 0]);
});
