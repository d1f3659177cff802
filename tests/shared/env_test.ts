import { assert, assertEquals, assertNotMatch, assertThrows } from "@std/assert";
import { parseEnv } from "../../shared/env.ts";

const good = {
  SUPABASE_URL: "https://project.supabase.co/",
  SUPABASE_PUBLISHABLE_KEYS: '{"default":"sb_publishable_a","web":"sb_publishable_b"}',
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_a"}',
};

Deno.test("the three variables that the platform sets are enough", () => {
  const env = parseEnv({ ...good, SENTRY_DSN: "", UPSTASH_REDIS_REST_URL: "", UPSTASH_REDIS_REST_TOKEN: "" });
  assertEquals(env.SUPABASE_URL, "https://project.supabase.co");
  assertEquals(env.SUPABASE_PUBLISHABLE_KEYS, { default: "sb_publishable_a", web: "sb_publishable_b" });
  assertEquals([env.ALLOWED_ORIGINS, env.LOG_LEVEL, env.RATE_LIMITS], [[], "info", {}]);
  assertEquals([env.SENTRY_DSN, env.UPSTASH_REDIS_REST_URL], [undefined, undefined]);
});

Deno.test("lists are split and trimmed", () => {
  const { ALLOWED_ORIGINS } = parseEnv({
    ...good,
    ALLOWED_ORIGINS: " https://a.example ,https://b.example,",
  });
  assertEquals(ALLOWED_ORIGINS, ["https://a.example", "https://b.example"]);
});

Deno.test("every variable that is missing or wrong is named at once, and no value is told", () => {
  const { message } = assertThrows(() =>
    parseEnv({
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
    parseEnv({ ...good, UPSTASH_REDIS_REST_URL: "https://x.upstash.io" })
  );
  assert(/UPSTASH_REDIS_REST_TOKEN is missing/.test(message), message);
});
