import { assert, assertEquals } from "#assert";
import { api } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

interface Secret {
  kind: string;
  id: string;
  name: string;
  age_days: number;
  expires_at: string | null;
  ends: boolean;
  key_id: string | null;
}

async function secretsOf(tenant: Tenant): Promise<Secret[]> {
  return (await api<Secret[]>("GET", "/settings/v1/secrets", { as: tenant.admin })).body.data;
}

async function addSecrets(tenant: Tenant): Promise<void> {
  const as = tenant.owner;
  const soon = new Date(Date.now() + 10 * 86_400_000).toISOString();
  await api("POST", "/api-keys/v1", {
    as,
    json: { name: "Export", scopes: ["teams:read"], expires_at: soon },
  });
  const channel = { type: "sms", name: "Texts", credentials: { token: "secret-of-the-channel" } };
  await api("POST", "/channels/v1", { as, json: channel });
  await api("POST", "/webhooks/v1/endpoints", {
    as,
    json: { url: "http://127.0.0.1:9/hook", event_types: ["*"] },
  });
  await api("POST", "/webhooks/v1/sources", { as, json: { name: "Billing", scheme: "standard" } });
}

Deno.test("every kind of secret is listed with its age and end, and never its text", async () => {
  const tenant = await createTenant();
  await addSecrets(tenant);
  const secrets = await secretsOf(tenant);
  assertEquals(secrets.map(({ kind, name }) => `${kind} ${name}`).sort(), [
    "api_key Export",
    "channel Texts",
    "webhook_endpoint http://127.0.0.1:9/hook",
    "webhook_source Billing",
  ]);
  assertEquals(secrets.map(({ kind, ends, key_id }) => [kind, ends, key_id !== null]).sort(), [
    ["api_key", true, false],
    ["channel", false, true],
    ["webhook_endpoint", false, true],
    ["webhook_source", false, true],
  ]);
  const answer = await api("GET", "/settings/v1/secrets", { as: tenant.admin });
  assert(!/secret-of-the-channel|whsec_|fl_live_|ciphertext/.test(answer.text), answer.text);
  assertEquals((await api("GET", "/settings/v1/secrets", { as: tenant.manager })).status, 403);
  assertEquals(await secretsOf(await createTenant()), []);
});

Deno.test("a tenant hears 14 and 3 days before a secret ends or grows too old, once each", async () => {
  const tenant = await createTenant({ settings: { "secrets.max_age_days": 90 } });
  await addSecrets(tenant);
  const told = () =>
    withDatabase(async (sql) => {
      await sql`select private.tell_expiring_secrets_of(array[${tenant.id}::uuid], null)`;
      const events = await sql<{ text: string }[]>`
        select concat_ws(' ', data ->> 'kind', data ->> 'days') as text from private.outbox
        where client_id = ${tenant.id} and type = 'secret.expiring' order by 1`;
      return events.map(({ text }) => text);
    });
  assertEquals(await told(), ["api_key 14"]);
  assertEquals(await told(), ["api_key 14"], "once");
  await withDatabase((sql) =>
    sql`update private.secrets set created_at = now() - interval '88 days'
      where client_id = ${tenant.id} and kind = 'channel'`
  );
  assertEquals(await told(), ["api_key 14", "channel 3"]);
  const channel = (await secretsOf(tenant)).find(({ kind }) => kind === "channel");
  assertEquals([channel?.age_days, channel?.ends], [88, false]);
});
