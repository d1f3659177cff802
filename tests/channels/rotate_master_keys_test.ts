/**
 * The apps run in this process, because their key ring changes under them.
 */
import { assert, assertEquals, assertGreater, assertGreaterOrEqual } from "#assert";
import { createHmac } from "node:crypto";
import channels from "../../functions/channels/index.ts";
import webhooks from "../../functions/webhooks/index.ts";
import { open } from "../../shared/data/encryption.ts";
import { eventually } from "../support/eventually.ts";
import { stack } from "../support/env.ts";
import { ask, useStack } from "../support/in_process.ts";
import { type Database, withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

interface Owned {
  id: string;
}

const issued = "issued by the sender";
const useKeys = (...ids: string[]) =>
  useStack({ CREDENTIAL_KEYS: ids.map((id) => `${id}:${btoa(id.padEnd(32, "."))}`).join(",") });

const secretsOf = (sql: Database, tenant: Tenant) =>
  sql<{ kind: string; owner_id: string; key_id: string; ciphertext: string }[]>`
    select kind, owner_id, key_id, translate(encode(ciphertext, 'base64'), E'\n', '') as ciphertext
    from private.secrets where client_id = ${tenant.id}`;

async function send(source: string): Promise<number> {
  const body = JSON.stringify({ id: crypto.randomUUID(), type: "order.paid" });
  const headers = {
    "content-type": "application/json",
    "x-signature": createHmac("sha256", issued).update(body).digest("hex"),
  };
  const request = new Request(`http://in.process/webhooks/v1/in/${source}`, {
    method: "POST",
    body,
    headers,
  });
  return (await webhooks.fetch(request)).status;
}

async function reencryptAll(tenant: Tenant): Promise<number> {
  for (let moved = 0;;) {
    const request = new Request("http://in.process/channels/v1/re-encrypt?limit=7", {
      method: "POST",
      headers: { apikey: stack.secretKey, "x-client-id": tenant.id },
    });
    const { data } = await (await channels.fetch(request)).json();
    assertEquals(data.failed, 0);
    moved += data.moved;
    if (data.remaining === 0) return moved;
  }
}

Deno.test("all master keys can be replaced twice under load, and every secret still opens", async () => {
  const tenant = await createTenant();
  const create = async (app: typeof channels, path: string, json: Record<string, unknown>) => {
    const answer = await ask<Owned>(app, "POST", path, { as: tenant.admin, json });
    assertEquals(answer.status, 201, `${answer}`);
    return answer.data.id;
  };
  useKeys("a");
  const sources: string[] = [];
  for (let i = 0; i < 6; i++) {
    const credentials = { token: `secret ${i}` };
    await create(channels, "/channels/v1", { type: "sms", name: `Channel ${i}`, credentials });
    const url = `https://93.184.216.34/${i}`;
    await create(webhooks, "/webhooks/v1/endpoints", { url, event_types: ["team.created"] });
    sources.push(
      await create(webhooks, "/webhooks/v1/sources", { name: `S${i}`, preset: "generic", secret: issued }),
    );
  }
  const [rotated] = sources;
  assert(rotated);

  await withDatabase(async (sql) => {
    const work = { left: true };
    let received = 0;
    let rotations = 0;
    const sender = async () => {
      for (let i = 0; work.left; i++) {
        assertEquals(await send(sources[i % sources.length]!), 200);
        received++;
      }
    };
    const rotator = async () => {
      while (work.left) {
        const path = `/webhooks/v1/sources/${rotated}/rotate-secret`;
        const json = { secret: issued, overlap_hours: 1 };
        const answer = await ask(webhooks, "POST", path, { as: tenant.admin, json });
        assertEquals(answer.status, 200, `${answer}`);
        rotations++;
      }
    };
    // A rotation that began under the former keys has ended then.
    const nextRotation = async () => {
      const after = rotations + 2;
      await eventually("two rotations", () => rotations >= after ? rotations : undefined);
    };
    const masters = async () => {
      for (const [former, next] of [["a", "b"], ["b", "c"]] as const) {
        useKeys(former, next);
        await nextRotation();
        assertGreaterOrEqual(await reencryptAll(tenant), 17);
        useKeys(next);
      }
    };
    const load = Promise.all([sender(), sender(), rotator()]);
    await masters().finally(() => work.left = false);
    await load;
    assertGreater(received, 0);

    const kept = await secretsOf(sql, tenant);
    assertEquals(new Set(kept.map(({ key_id }) => key_id)), new Set(["c"]));
    assertEquals(
      [...new Set(kept.map(({ kind }) => kind))].sort(),
      ["channel", "webhook_endpoint", "webhook_source"],
    );
    for (const { kind, owner_id, ...sealed } of kept) await open(sealed, [kind, tenant.id, owner_id]);
  });
});
