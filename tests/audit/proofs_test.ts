import { assert, assertEquals } from "#assert";
import { dataOf, type Schemas } from "../../client/mod.ts";
import { publicKeys } from "../../functions/audit/signatures.ts";
import { verify } from "../../shared/audit/checkpoint.ts";
import { commitment, isConsistent, leafHash, rootFromInclusion } from "../../shared/audit/merkle.ts";
import { addEntries, checkpoint, holdHourlyCheckpoints, seal } from "../fixtures/audit.ts";
import { receive, register } from "../fixtures/receivers.ts";
import { eventually } from "../support/eventually.ts";
import { api, clientOf } from "../support/http.ts";
import { withDatabase } from "../support/sql.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";

type Proven = Schemas["AuditEntry"] & { proof: Schemas["AuditProof"] };

/** The sealed entries; a task that finds sign-ins may have added younger ones. */
async function proven(tenant: Tenant): Promise<Proven[]> {
  const list = await api<{ id: number }[]>("GET", "/audit/v1?limit=100", { as: tenant.admin });
  const entries = await Promise.all(list.data.map(async ({ id }) => {
    return dataOf(await clientOf(tenant.admin).GET("/audit/v1/{id}", { params: { path: { id } } }));
  }));
  return entries.flatMap(({ proof, ...entry }) => proof === null ? [] : [{ ...entry, proof }]);
}

/** Fails unless the proof leads from what the entry says to the root. */
async function assertProven({ proof, ...entry }: Proven): Promise<void> {
  assertEquals(await leafHash(proof.text), proof.leaf);
  assertEquals(await rootFromInclusion(proof.leaf, proof.number, proof.size, proof.inclusion), proof.root);
  const text = JSON.parse(proof.text);
  assertEquals([text.id, text.number, text.action, text.resource], [
    entry.id,
    proof.number,
    entry.action,
    entry.resource,
  ]);
  for (const { path, salt, value } of proof.openings) {
    const [part, field] = path.split(".") as ["before" | "after" | "entry", keyof typeof entry];
    const committed = part === "entry" ? text[field] : text[part][field];
    assertEquals(committed, `sha256:${await commitment(salt, value)}`);
    assertEquals(JSON.parse(value), part === "entry" ? entry[field] : entry[part]?.[field]);
  }
}

Deno.test("each sealed entry has its own number and a proof that it is in the tenant's tree", async () => {
  const [tenant, other] = await Promise.all([createTenant(), createTenant()]);
  await Promise.all([addEntries(tenant, 13), addEntries(other, 3)]);
  await Promise.all([seal(tenant), seal(other)]);
  const all = await proven(tenant);
  await Promise.all(all.map(assertProven));
  const numbers = all.map(({ proof }) => proof.number).sort((a, b) => a - b);
  assertEquals(numbers, Array.from(all, (_, n) => n));
  assertEquals(new Set(all.map(({ proof }) => proof.root)).size, 1);
  const names = all.flatMap(({ proof }) => proof.text.match(/Team [0-9a-f-]{36}/g) ?? []);
  assertEquals(names, [], "a sealed text has a value that may be personal");
});

Deno.test("entries of writers at once get numbers without gaps in one order", async () => {
  const tenant = await createTenant();
  await Promise.all(Array.from({ length: 12 }, async () => {
    await addEntries(tenant, 5);
    await withDatabase((sql) => sql`select private.run_task('seal_audit', 'manual')`);
  }));
  await seal(tenant);
  const all = await proven(tenant);
  await Promise.all(all.map(assertProven));
  assertEquals(new Set(all.map(({ proof }) => proof.number)).size, all.length);
});

Deno.test("a checkpoint is signed, announced, and proves all checkpoints before it", async () => {
  await using _hold = await holdHourlyCheckpoints();
  const tenant = await createTenant();
  await using receiver = receive();
  await register(tenant.admin, receiver, { event_types: ["audit.checkpoint"] });
  const first = await checkpoint(tenant);
  await addEntries(tenant, 6);
  const second = await checkpoint(tenant);
  assert(second.size >= first.size + 6);
  const { data } = await clientOf(tenant.admin).GET("/audit/v1/checkpoints", {
    params: { query: { count: "exact" } },
  });
  const listed = data!.data;
  assertEquals([data!.pagination.total, listed.map(({ size }) => size)], [2, [second.size, first.size]]);
  const [newest] = listed;
  assert(await isConsistent(first, second, newest!.consistency));
  assertEquals(await isConsistent({ ...first, root: "0".repeat(64) }, second, newest!.consistency), false);

  const sizes = () => receiver.messages.map(({ data }) => data.size);
  await eventually("the event arrives", () => sizes().includes(second.size));

  const keys = dataOf(await clientOf(tenant.admin).GET("/audit/v1/keys"));
  const signed = await verify(second.signature, keys);
  assertEquals([signed?.log, signed?.size, signed?.root], [tenant.id, second.size, second.root]);
  const stranger = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, [
    "sign",
    "verify",
  ]);
  const { kty, crv, x, y } = await crypto.subtle.exportKey("jwk", stranger.publicKey);
  const forged = { kty: "EC" as const, crv: "P-256" as const, x: x!, y: y!, kid: second.key_id };
  assertEquals([kty, crv], ["EC", "P-256"]);
  assertEquals(await verify(second.signature, publicKeys([forged])), undefined);

  const [entry] = await proven(tenant);
  await assertProven(entry!);
  assertEquals([entry!.proof.checkpoint?.size, entry!.proof.size], [second.size, second.size]);
});
