/**
 * A known difference between the local stack and Supabase, as docs/parity.md lists it.
 *
 * @module
 */
import { assertEquals } from "#assert";

const isSupabase = Deno.env.get("STACK") === "supabase";

/** Registers a test that expects the answer of the stack under test, so that a change on either side is noticed. */
export function difference(
  title: string,
  expected: { local: unknown; supabase: unknown },
  ask: () => Promise<unknown>,
): void {
  Deno.test(`known difference: ${title}`, async () => {
    assertEquals(await ask(), isSupabase ? expected.supabase : expected.local);
  });
}
