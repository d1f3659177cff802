import { assert, assertEquals, assertNotMatch, assertThrows } from "#assert";
import { env } from "../../../shared/data/env.ts";
import { keyRingEnv } from "../../../shared/data/key_ring.ts";

const good = {
  SUPABASE_URL: "https://project.supabase.co/",
  SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_a","web":"sb_publishable_b"}',
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_a"}',
};

Deno.test("the three variables that the platform sets are enough", () => {
  const read = env.parse({
    ...good,
    SENTRY_DSN: "",
    UPSTASH_REDIS_REST_URL: "",
    UPSTASH_REDIS_REST_TOKEN: "",
  });
  assertEquals(read.SUPABASE_URL, "https://project.supabase.co");
  assertEquals(read.SUPABASE_PUBLISHABLE_KEYS, { default: "sb_publishable_a", web: "sb_publishable_b" });
  assertEquals([read.ALLOWED_ORIGINS, read.LOG_LEVEL, read.RATE_LIMITS], [[], "info", {}]);
  assertEquals([read.SENTRY_DSN, read.UPSTASH_REDIS_REST_URL], [undefined, undefined]);
});

Deno.test("lists are split and trimmed", () => {
  const { ALLOWED_ORIGINS } = env.parse({
    ...good,
    ALLOWED_ORIGINS: " https://a.example ,https://b.example,",
  });
  assertEquals(ALLOWED_ORIGINS, ["https://a.example", "https://b.example"]);
});

Deno.test("all missing or wrong variables are named together, without their values", () => {
  const { message } = assertThrows(() =>
    env.parse({
      SUPABASE_PUBLISHABLE_KEYS: "hunter2",
      SUPABASE_SECRET_KEYS: '{"other":"hunter2"}',
      LOG_LEVEL: "hunter2",
      SENTRY_DSN: "hunter2",
      RATE_LIMITS: '{"read":"hunter2"}',
    })
  );
  for (
    const name of ["KEYS", "SECRET_KEYS", "LOG_LEVEL", "SENTRY_DSN", "RATE_LIMITS", "SUPABASE_URL is missing"]
  ) {
    assert(message.includes(name), `${name} is not in: ${message}`);
  }
  assertNotMatch(message, /hunter2/);
});

Deno.test("Redis needs its URL and its token", () => {
  const { message } = assertThrows(() =>
    env.parse({ ...good, UPSTASH_REDIS_REST_URL: "https://x.upstash.io" })
  );
  assert(/UPSTASH_REDIS_REST_TOKEN is missing/.test(message), message);
});

Deno.test("credential keys are a list in the order of their age", () => {
  const [a, b] = [btoa("a".repeat(32)), btoa("b".repeat(32))];
  const { CREDENTIAL_KEYS } = keyRingEnv.parse({ CREDENTIAL_KEYS: `2026-01:${a}, 2026-07:${b}` });
  assertEquals(CREDENTIAL_KEYS, [{ id: "2026-01", key: a }, { id: "2026-07", key: b }]);
  assertEquals(keyRingEnv.parse({ CREDENTIAL_KEYS: "" }).CREDENTIAL_KEYS, undefined);
});

Deno.test("a credential key without an id, of the wrong length, or with a duplicate id is refused and not shown", () => {
  const a = btoa("a".repeat(32));
  for (
    const ring of [a, `A:${a}`, `a:${btoa("a".repeat(31))}`, `a:${a},`, `a:${a},a:${btoa("b".repeat(32))}`]
  ) {
    const { message } = assertThrows(() => keyRingEnv.parse({ CREDENTIAL_KEYS: ring }));
    assert(/CREDENTIAL_KEYS must be a list such as/.test(message), message);
    assert(!message.includes(a.slice(0, 40)), message);
  }
});
