/**
 * The app runs in this process, because its key ring changes under it. Channels of other tests lie under keys that are
 * in no ring here, so that they stay as they are.
 */
import { assert, assertEquals, assertRejects } from "#assert";
import channels from "../../functions/channels/index.ts";
import { ownerOf } from "../../functions/channels/credentials.ts";
import { open } from "../../shared/data/encryption.ts";
import { stack } from "../support/env.ts";
import { ask, useStack } from "../support/in_process.ts";
import { type Database, withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

interface Channel {
  id: string;
  version: number;
  credentials: { fingerprint: string; key_id: string; updated_at: string };
}
interface Reencryption {
  moved: number;
  remaining: number;
  failed: number;
}

const path = "/channels/v1";
const key = (id: string) => `${id}:${btoa(id.padEnd(32, "."))}`;
const useKeys = (...ids: string[]) => useStack({ CREDENTIAL_KEYS: ids.map(key).join(",") });

async function add(tenant: Tenant, count: number): Promise<Channel[]> {
  return await Promise.all(Array.from({ length: count }, async (_, i) => {
    const json = { type: "sms", name: `Channel ${i}`, credentials: { token: `secret ${i}` } };
    return (await ask<Channel>(channels, "POST", path, { as: tenant.admin, json })).data;
  }));
}

async function reencrypt(tenant: Tenant, limit = 100): Promise<Reencryption> {
  return (await ask<Reencryption>(channels, "POST", `${path}/re-encrypt?limit=${limit}`, {
    as: tenant.admin,
  })).data;
}

/** Reads credentials as a function does that sends over the channel. */
async function decrypt(
  sql: Database,
  tenant: Tenant,
  channel: string,
): Promise<{ key_id: string; token: string }> {
  const [row] = await sql<{ key_id: string; ciphertext: string }[]>`
    select key_id, translate(encode(ciphertext, 'base64'), E'\n', '') as ciphertext from private.secrets
    where client_id = ${tenant.id} and kind = 'channel' and owner_id = ${channel}`;
  assert(row);
  return { key_id: row.key_id, ...JSON.parse(await open(row, ownerOf(tenant.id, channel))) };
}

Deno.test("credentials move to the newest key in pages, and an interrupted run can continue", async () => {
  const tenant = await createTenant();
  useKeys("a");
  const before = await add(tenant, 5);
  useKeys("a", "b");
  assertEquals(await reencrypt(tenant, 2), { moved: 2, remaining: 3, failed: 0 });
  assertEquals(await reencrypt(tenant, 2), { moved: 2, remaining: 1, failed: 0 });
  assertEquals(await reencrypt(tenant, 2), { moved: 1, remaining: 0, failed: 0 });
  assertEquals(await reencrypt(tenant, 2), { moved: 0, remaining: 0, failed: 0 });

  useKeys("b");
  await withDatabase(async (sql) => {
    for (const [i, channel] of before.entries()) {
      assertEquals(await decrypt(sql, tenant, channel.id), { key_id: "b", token: `secret ${i}` });
      const { data } = await ask<Channel>(channels, "GET", `${path}/${channel.id}`, { as: tenant.viewer });
      const { credentials, version } = channel;
      assertEquals(
        [data.version, data.credentials],
        [version, { ...credentials, key_id: "b" }],
        "nothing but the key",
      );
    }
  });
});

Deno.test("a ciphertext swapped with another channel's or tenant's cannot be decrypted", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  useKeys("a");
  const [one, two] = await add(tenant, 2);
  const [theirs] = await add(other, 1);
  assert(one && two && theirs);
  await withDatabase(async (sql) => {
    for (const [from, channel] of [[tenant, two], [other, theirs]] as const) {
      await sql`update private.secrets k set ciphertext = s.ciphertext from private.secrets s
                where s.client_id = ${from.id} and s.owner_id = ${channel.id}
                  and k.client_id = ${tenant.id} and k.owner_id = ${one.id}`;
      await assertRejects(() => decrypt(sql, tenant, one.id));
    }
    assertEquals((await decrypt(sql, tenant, two.id)).token, "secret 1");
  });
});

Deno.test("credentials that cannot be decrypted are reported, left alone, and do not stop the others", async () => {
  const tenant = await createTenant();
  useKeys("a");
  const [damaged, ...good] = await add(tenant, 4);
  useKeys("gone");
  const { data: lost } = await ask<Channel>(channels, "POST", path, {
    as: tenant.admin,
    json: { type: "sms", name: "Lost", credentials: { token: "lost" } },
  });
  await withDatabase(async (sql) => {
    await sql`update private.secrets set ciphertext = decode(repeat('00', 40), 'hex')
              where client_id = ${tenant.id} and owner_id = ${damaged?.id ?? ""}`;
    useKeys("a", "b");
    let last: Reencryption = { moved: 1, remaining: 0, failed: 0 };
    for (let i = 0; i < 8; i++) last = await reencrypt(tenant, 1);
    assertEquals(last, { moved: 0, remaining: 2, failed: 1 });
    for (const { id } of good) assertEquals((await decrypt(sql, tenant, id)).key_id, "b");
    // The lost key is restored, and the damaged credentials are entered again.
    useKeys("gone", "a", "b");
    const credentials = { token: "new" };
    await ask(channels, "POST", `${path}/${damaged?.id}/rotate`, { as: tenant.admin, json: { credentials } });
    assertEquals(await reencrypt(tenant), { moved: 1, remaining: 0, failed: 0 });
    assertEquals(await decrypt(sql, tenant, lost.id), { key_id: "b", token: "lost" });
  });
});

Deno.test("a tenant re-encrypts its own credentials, the secret key those of one or all tenants", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  useKeys("a");
  const [[mine], [theirs]] = await Promise.all([add(tenant, 1), add(other, 1)]);
  useKeys("a", "b");
  assertEquals(await reencrypt(tenant), { moved: 1, remaining: 0, failed: 0 });
  const keyOf = async (tenant: Tenant, id = "") =>
    (await ask<Channel>(channels, "GET", `${path}/${id}`, { as: tenant.viewer })).data.credentials.key_id;
  assertEquals([await keyOf(tenant, mine?.id), await keyOf(other, theirs?.id)], ["b", "a"]);
  const operator = (headers: Record<string, string> = {}) =>
    channels.fetch(
      new Request(`http://in.process${path}/re-encrypt?limit=500`, {
        method: "POST",
        headers: { apikey: stack.secretKey, ...headers },
      }),
    );
  const { data } = await (await operator({ "x-client-id": other.id })).json();
  assertEquals(data, { moved: 1, remaining: 0, failed: 0 });
  assertEquals((await operator()).status, 200);
});

Deno.test("re-encryption concurrent with rotations, reads and itself loses no change and breaks no decryption", async () => {
  const tenant = await createTenant();
  useKeys("a");
  const all = await add(tenant, 40);
  useKeys("a", "b");
  const latest = new Map(all.map(({ id }, i) => [id, [`secret ${i}`]]));
  let reads = 0;
  let moved = 0;
  const work = { left: true };

  const rotator = async (which: Channel[]) => {
    for (let round = 0; round < 3; round++) {
      for (const { id } of which) {
        const token = crypto.randomUUID();
        latest.get(id)?.push(token);
        const json = { credentials: { token } };
        const answer = await ask(channels, "POST", `${path}/${id}/rotate`, { as: tenant.admin, json });
        assertEquals(answer.status, 200, `${answer}`);
      }
    }
  };
  const editor = async (which: Channel[]) => {
    for (const { id } of which) {
      const json = { name: `Renamed ${id}` };
      assertEquals((await ask(channels, "PUT", `${path}/${id}`, { as: tenant.admin, json })).status, 200);
    }
  };
  const mover = async () => {
    for (let last: Reencryption = { moved: 0, remaining: 1, failed: 0 }; last.remaining > 0;) {
      last = await reencrypt(tenant, 7);
      assertEquals(last.failed, 0);
      moved += last.moved;
    }
  };
  const reader = async (sql: Database) => {
    while (work.left) {
      const channel = all[reads++ % all.length];
      assert(channel);
      const { token } = await decrypt(sql, tenant, channel.id);
      assert(latest.get(channel.id)?.includes(token), "a token that nobody set");
    }
  };
  await withDatabase(async (sql) => {
    const readers = Promise.all([reader(sql), reader(sql)]);
    const writers = [rotator(all.slice(0, 10)), rotator(all.slice(10, 20)), editor(all.slice(15, 25))];
    await Promise.all([...writers, mover(), mover(), mover()]).finally(() => work.left = false);
    await readers;
    assert(reads > 40, `only ${reads} reads`);
    for (const { id } of all) {
      const { key_id, token } = await decrypt(sql, tenant, id);
      assertEquals([key_id, token], ["b", latest.get(id)?.at(-1)]);
    }
  });
  // One of the movers re-encrypts the half that nobody rotates, once.
  assert(moved >= 20 && moved <= 40, `${moved} were moved`);
});
