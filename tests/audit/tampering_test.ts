import { assert, assertEquals } from "#assert";
import { dataOf } from "../../client/mod.ts";
import { addEntries, endEntries, holdHourlyCheckpoints } from "../fixtures/audit.ts";
import { checkExportIn, verifyIn } from "../fixtures/audit_log.ts";
import { tamper, tamperWithYounger, undone, verifyUntouched, world } from "../fixtures/tampered_logs.ts";
import { tamperings } from "../fixtures/tampering.ts";
import { clientOf } from "../support/http.ts";

Deno.test("14 tamperings of entries under a checkpoint are all found, by verify and from an export", async () => {
  assertEquals(await tamper(await world(), 14), []);
});

Deno.test("14 tamperings are all found in a log whose first entries ended by retention", async () => {
  assertEquals(await tamper(await world(15, 2, 6), 14), []);
});

Deno.test("what is younger than the checkpoint is not said to be proven, once tampered with", async () => {
  assertEquals(await tamperWithYounger(await world(7, 3), 2), 0);
});

Deno.test("logs that nobody tampers with verify, also after retention, an erasure and a rotation of keys", async () => {
  assertEquals(await verifyUntouched(await world(), 6), []);
  assertEquals(await verifyUntouched(await world(15, 2, 6), 6), []);
});

Deno.test("ended entries are unproven in an export until the entry that says so is sealed", async () => {
  const { owner, target, signed, keys } = await world(15, 2, 6);
  const trusted = { signature: signed.signature, keys };
  await undone(async (tx) => {
    const sealed = await checkExportIn(tx, owner, trusted);
    assertEquals([sealed.ended, sealed.unproven, sealed.faults], [target.ended, 0, []]);
    const ended = await endEntries(tx, target.tenant, target.ended + 4);
    const waiting = await checkExportIn(tx, owner, trusted);
    assertEquals([waiting.ended, waiting.unproven, waiting.faults], [ended, ended - target.ended, []]);
  });
});

Deno.test("entries that end while an export is read are no fault, and others that go are", async () => {
  const { owner, target, signed, keys } = await world(15, 2, 6);
  const trusted = { signature: signed.signature, keys };
  await undone(async (tx) => {
    const ending = await checkExportIn(
      tx,
      owner,
      trusted,
      () => endEntries(tx, target.tenant, target.ended + 4),
    );
    assertEquals(ending.faults, []);
    assert(ending.unproven > 0);
    const losing = await checkExportIn(
      tx,
      owner,
      trusted,
      () => tamperings["an entry is deleted"]!(tx, target, target.size - 1),
    );
    assertEquals(losing.faults.map(({ kind }) => kind), ["missing"]);
  });
});

Deno.test("a change names its entry and kind", async () => {
  const { owner, target, keys } = await world();
  for (
    const [what, kind] of [
      ["a value is changed", "changed"],
      ["an entry is deleted", "missing"],
      ["two leaves change places", "reordered"],
      ["two entries change places", "reordered"],
    ] as const
  ) {
    await undone(async (tx) => {
      const [{ entry_id }] = await tx<[{ entry_id: string }]>`
        select entry_id from private.audit_seals where client_id = ${target.tenant} and number = 7`;
      await tamperings[what]!(tx, target, 7);
      const { first_fault } = await verifyIn(tx, owner, keys);
      assertEquals(first_fault?.kind, kind, what);
      if (kind !== "reordered") assertEquals(first_fault?.id, Number(entry_id), what);
    });
  }
});

Deno.test("nothing of what was erased is left in the log", async () => {
  const { target } = await world();
  await undone(async (tx) => {
    await tx`select private.erase_from_audit(${target.tenant}, 'team ')`;
    const [{ left }] = await tx<[{ left: number }]>`select count(*)::integer as left from public.audit_log
      where client_id = ${target.tenant} and after::text like '%Team %'`;
    assertEquals(left, 0);
  });
});

Deno.test("verify compares a window, and says what is not proven yet", async () => {
  await using _hold = await holdHourlyCheckpoints();
  const { tenant, signed } = await world();
  await addEntries(tenant, 2);
  const whole = dataOf(await clientOf(tenant.owner).GET("/audit/v1/verify"));
  assertEquals([whole.verified, whole.first_fault, whole.proven], [true, null, signed.size]);
  assert(whole.sealed_until);
  const query = { from: signed.sealed_until };
  const window = dataOf(await clientOf(tenant.owner).GET("/audit/v1/verify", { params: { query } }));
  assertEquals([window.verified, window.proven], [true, 1]);
});
