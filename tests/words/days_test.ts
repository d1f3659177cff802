import { assertEquals, assertMatch } from "#assert";
import { hire } from "../fixtures/routing.ts";
import { importRows } from "../fixtures/imports.ts";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant } from "../support/tenant.ts";

/** UTC+14 and UTC-11: far enough that today is another day there, most of the time. */
const zones = ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York"];

Deno.test("days in the filters of lists are the tenant's days, both included", async () => {
  for (const timeZone of zones) {
    const tenant = await createTenant({ timeZone });
    await hire(tenant, "sales", [{}]);
    await api("POST", "/routing/v1/decisions", { as: tenant.member, json: { sector: "sales" } });
    await importRows(tenant.owner, [{ name: "Oak", organization: "Orchard" }], {
      create_missing: ["organizations"],
    });
    const [row] = await withDatabase((sql) =>
      sql`select (now() at time zone ${timeZone})::date::text as today, (now() at time zone ${timeZone})::date - 1 || '' as before,
        (now() at time zone ${timeZone})::date + 1 || '' as after`
    );
    const { today, before, after } = {
      today: String(row?.today),
      before: String(row?.before),
      after: String(row?.after),
    };
    for (const list of ["/routing/v1/decisions", "/batch-import/v1/batches"]) {
      const count = async (query: string) =>
        (await api<unknown[]>("GET", `${list}?${query}`, { as: tenant.owner })).data.length;
      assertEquals(
        [
          await count(`from=${today}&to=${today}`),
          await count(`from=${before}&to=${before}`),
          await count(`from=${after}&to=${after}`),
          await count(`from=${before}`),
          await count(`to=${after}`),
          await count(`from=${today}T00:00:00-12:00&to=${after}`),
        ].map(Boolean).slice(0, 5),
        [true, false, false, true, true],
        `${list} ${timeZone}`,
      );
    }
  }
});

Deno.test("days around a change of the clock are 23 and 25 hours long", async () => {
  const tenant = await createTenant({ timeZone: "America/New_York" });
  const hours = (day: string) =>
    withDatabase(async (sql) => {
      return await sql.begin(async (tx) => {
        const claims = {
          sub: tenant.owner.id,
          role: "authenticated",
          app_metadata: { client_id: tenant.id, role: "owner" },
        };
        await tx`select set_config('request.jwt.claims', ${JSON.stringify(claims)}, true)`;
        await tx`set local role authenticated`;
        const [row] =
          await tx`select extract(epoch from (b ->> 'until')::timestamptz - (b ->> 'from')::timestamptz) / 3600 as hours
          from public.day_bounds(${day}, ${day}) b`;
        return Number(row?.hours);
      });
    });
  assertEquals([await hours("2026-03-08"), await hours("2026-11-01"), await hours("2026-11-02")], [
    23,
    25,
    24,
  ]);
});

Deno.test("a from after to is refused with that reason, in lists and metrics", async () => {
  const tenant = await createTenant();
  const [agent] = await hire(tenant, "sales", [{}]);
  const paths = [
    "/routing/v1/decisions?",
    "/batch-import/v1/batches?",
    "/aggregation/v1/compare?kind=agents&",
    `/aggregation/v1/agents/${agent}/trends?`,
  ];
  for (const path of paths) {
    const answer = await api("GET", `${path}from=2026-11-02&to=2026-11-01`, { as: tenant.owner });
    assertEquals(answer.status, 422, path);
    assertMatch(answer.error.message, /from: must not be after to$/);
    assertEquals(
      (await api("GET", `${path}from=2026-11-02&to=2026-11-02`, { as: tenant.owner })).status,
      200,
    );
  }
  const moments = "from=2026-11-02T00:00:00Z&to=2026-11-01T23:00:00%2B05:00";
  assertEquals((await api("GET", `/routing/v1/decisions?${moments}`, { as: tenant.owner })).status, 422);
  const long = await api("GET", "/aggregation/v1/compare?kind=agents&from=2020-01-01&to=2026-11-01", {
    as: tenant.owner,
  });
  assertMatch(long.error.message, /from: must be at most 1,100 days before to/);
});

Deno.test("an API key that expires on a day ends with that day in the tenant's time zone", async () => {
  const tenant = await createTenant({ timeZone: "America/New_York" });
  const make = (expires_at: string) =>
    api<{ expires_at: string }>("POST", "/api-keys/v1", {
      as: tenant.owner,
      json: { name: "Export", scopes: ["teams:read"], expires_at },
    });
  assertEquals(Date.parse((await make("2098-07-04")).data.expires_at), Date.parse("2098-07-05T04:00:00Z"));
  const today = new Date().toLocaleDateString("en-CA", { timeZone: "America/New_York" });
  assertEquals((await make(today)).status, 201);
  for (const past of ["2020-01-01", "2020-01-01T00:00:00Z", "2098-02-30", "tomorrow"]) {
    assertEquals((await make(past)).status, 422, past);
  }
});
