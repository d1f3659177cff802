import { assert, assertEquals } from "#assert";
import channels from "../../functions/channels/index.ts";
import settings from "../../functions/settings/index.ts";
import { type App, ask, dataApiRoundTrips, useStack } from "../support/in_process.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

useStack({ CREDENTIAL_KEYS: `test:${btoa("k".repeat(32))}` });

async function roundTrips(
  app: App,
  tenant: Tenant,
  method: string,
  path: string,
  json?: unknown,
): Promise<number> {
  return await dataApiRoundTrips(async () => {
    const answer = await ask(app, method, path, { as: tenant.admin, json });
    assert(answer.status < 300, `${answer}`);
  });
}

Deno.test("every route of settings asks the Data API once", async () => {
  const tenant = await createTenant();
  for (
    const [method, path, json] of [
      ["GET", ""],
      ["PATCH", "", { "import.max_rows": 7 }],
      ["GET", "/definitions"],
      ["GET", "/audit?limit=1"],
      ["GET", "/audit?count=exact&key=import.max_rows"],
      ["GET", "/import.max_rows"],
      ["PUT", "/import.max_rows", { value: 8 }],
      ["DELETE", "/import.max_rows"],
    ] as const
  ) {
    assertEquals(
      await roundTrips(settings, tenant, method, `/settings/v1${path}`, json),
      1,
      `${method} ${path}`,
    );
  }
});

Deno.test("every route of channels asks the Data API once, and re-encrypting twice: to read and to write", async () => {
  const tenant = await createTenant();
  const credentials = { token: "a" };
  const body = { type: "sms", name: "One", credentials };
  const { data: { id } } = await ask<{ id: string }>(channels, "POST", "/channels/v1", {
    as: tenant.admin,
    json: body,
  });
  for (
    const [method, path, json, expected] of [
      ["POST", "", { ...body, name: "Two" }, 1],
      ["GET", "", undefined, 1],
      ["GET", "?count=exact&type=sms&enabled=true&limit=1", undefined, 1],
      ["GET", `/${id}`, undefined, 1],
      ["PUT", `/${id}`, { name: "Three" }, 1],
      ["POST", `/${id}/disable`, undefined, 1],
      ["POST", `/${id}/enable`, undefined, 1],
      ["POST", `/${id}/rotate`, { credentials }, 1],
      ["POST", "/re-encrypt", undefined, 2],
      ["DELETE", `/${id}`, undefined, 1],
    ] as const
  ) {
    const asked = await roundTrips(channels, tenant, method, `/channels/v1${path}`, json);
    assertEquals(asked, expected, `${method} ${path}`);
  }
});
