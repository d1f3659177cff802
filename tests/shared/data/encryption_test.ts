import { assert, assertEquals, assertMatch, assertNotEquals, assertRejects } from "#assert";
import { fingerprint, newestKeyId, open, type Owner, seal } from "../../../shared/data/encryption.ts";
import { useEnv } from "../../../shared/data/env.ts";
import { keys } from "../../support/project.ts";

const owner: Owner = ["channel", "tenant", "line"];
const a = `a:${btoa("a".repeat(32))}`;
const b = `b:${btoa("b".repeat(32))}`;

function useKeys(ring: string | undefined): void {
  useEnv({
    SUPABASE_URL: "http://127.0.0.1:1",
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
    CREDENTIAL_KEYS: ring,
  });
}

Deno.test("an encrypted secret opens for its owner, and each encryption gives another ciphertext", async () => {
  useKeys(a);
  const [one, two] = [await seal("s3cret €", owner), await seal("s3cret €", owner)];
  assertEquals([await open(one, owner), await open(two, owner)], ["s3cret €", "s3cret €"]);
  assertNotEquals(one.ciphertext, two.ciphertext);
  assert(!atob(one.ciphertext).includes("s3cret"));
});

Deno.test("a ciphertext opens for no other tenant, channel or kind of thing", async () => {
  useKeys(a);
  const sealed = await seal("s3cret", owner);
  const others: Owner[] = [
    ["channel", "other", "line"],
    ["channel", "tenant", "other"],
    ["webhook", "tenant", "line"],
    ["channel", "tenantline"],
    ["channel", "tenant", "line", ""],
  ];
  for (const other of others) await assertRejects(() => open(sealed, other));
});

Deno.test("a ciphertext with any bit changed does not open", async () => {
  useKeys(a);
  const sealed = await seal("s", owner);
  const bytes = Uint8Array.from(atob(sealed.ciphertext), (character) => character.charCodeAt(0));
  for (let i = 0; i < bytes.length; i++) {
    const changed = bytes.with(i, bytes[i]! ^ 1);
    await assertRejects(() => open({ ...sealed, ciphertext: btoa(String.fromCharCode(...changed)) }, owner));
  }
  await assertRejects(() => open({ ...sealed, ciphertext: "" }, owner));
});

Deno.test("the last key of the ring encrypts, the others still decrypt", async () => {
  useKeys(a);
  const old = await seal("s3cret", owner);
  useKeys(`${a}, ${b}`);
  assertEquals([newestKeyId(), (await seal("s3cret", owner)).key_id], ["b", "b"]);
  assertEquals(await open(old, owner), "s3cret");
  useKeys(b);
  await assertRejects(() => open(old, owner), Error, "CREDENTIAL_KEYS has no key a");
});

Deno.test("a key of the same id with other bytes does not open what the first sealed", async () => {
  useKeys(a);
  const sealed = await seal("s3cret", owner);
  useKeys(`a:${btoa("x".repeat(32))}`);
  await assertRejects(() => open(sealed, owner));
});

Deno.test("fingerprints are equal only for equal secrets of one owner under one key", async () => {
  useKeys(a);
  const print = await fingerprint("s3cret", owner);
  assertMatch(print, /^[0-9a-f]{16}$/);
  assertEquals(await fingerprint("s3cret", owner), print);
  assertNotEquals(await fingerprint("s3cret!", owner), print);
  assertNotEquals(await fingerprint("s3cret", ["channel", "other", "line"]), print);
  useKeys(b);
  assertNotEquals(await fingerprint("s3cret", owner), print);
});

Deno.test("a missing key ring is a clear error only when it is needed", async () => {
  useKeys(undefined);
  await assertRejects(() => seal("s3cret", owner), Error, "CREDENTIAL_KEYS is missing");
});
