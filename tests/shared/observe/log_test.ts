import { assertEquals } from "#assert";
import { useEnv } from "../../../shared/data/env.ts";
import { describeError, log } from "../../../shared/observe/log.ts";
import { mask } from "../../../shared/observe/mask.ts";
import { keys, logged } from "../../support/project.ts";

const variables = {
  SUPABASE_URL: "http://127.0.0.1:1",
  SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
  SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
};

Deno.test("e-mail addresses are masked anywhere in a log line", () => {
  const cases: [string, string][] = [
    ["ann@acme.test", "[e-mail]"],
    ["<ann.b+c@mail.acme.test>, other", "<[e-mail]>, other"],
    ["/users/ann%40acme.test/x", "/users/[e-mail]/x"],
    ["user=ann@acme.test&b=1", "user=[e-mail]&b=1"],
    ["jürgen@münchen.example said", "[e-mail] said"],
    ['{"email":"ann@acme.test"}', '{"email":"[e-mail]"}'],
    ["a@b, x @ y, 3@4", "a@b, x @ y, 3@4"],
  ];
  for (const [text, expected] of cases) assertEquals(mask(text), expected);
});

Deno.test("tokens and keys are masked anywhere in a log line", () => {
  const jwt = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln-_x";
  const cases: [string, string][] = [
    [`token ${jwt}!`, "token [secret]!"],
    [`Authorization: Bearer abc.def`, "Authorization: [secret]"],
    ["Basic dXNlcjpwYXNz", "[secret]"],
    ["sb_secret_N7UND0-U and sb_publishable_a", "[secret] and [secret]"],
    ["fl_live_12345678_abcdef", "[secret]"],
    ["whsec_MfKQ9r8G+/=", "[secret]"],
    ["/cb?code=4/abc&token=x&page=2", "/cb?code=[secret]&token=[secret]&page=2"],
    ["postgresql://postgres:hunter2@db.example:5432/x", "postgresql://[secret]@db.example:5432/x"],
  ];
  for (const [text, expected] of cases) assertEquals(mask(text), expected);
});

Deno.test("masking a long text takes linear time", () => {
  const text = "a".repeat(1_000_000);
  assertEquals(mask(text), text);
});

Deno.test("a log line stays valid JSON after masking", async () => {
  useEnv(variables);
  const [line] = await logged(() => {
    log("info", {
      message: 'first\nann@acme.test\t"bob@acme.test"\\',
      deep: { list: ["eve@acme.test", 1n] },
    });
    return Promise.resolve();
  });
  const { timestamp: _, ...rest } = line!;
  assertEquals(rest, {
    level: "info",
    message: 'first\n[e-mail]\t"[e-mail]"\\',
    deep: { list: ["[e-mail]", "1"] },
  });
});

Deno.test("LOG_LEVEL drops lines below it", async () => {
  const levels = ["debug", "info", "warn", "error"] as const;
  const expected = { debug: 4, info: 3, warn: 2, error: 1 };
  for (const level of levels) {
    useEnv({ ...variables, LOG_LEVEL: level });
    const lines = await logged(() => Promise.resolve(levels.forEach((other) => log(other, {}))));
    assertEquals(lines.length, expected[level], level);
  }
});

Deno.test("an error is described with its causes", () => {
  const inner = new Error("inner");
  const text = describeError(new TypeError("outer", { cause: new Error("middle", { cause: inner }) }));
  const heads = text.split("\n").filter((line) => !line.startsWith("    at "));
  assertEquals(heads, ["TypeError: outer", "caused by Error: middle", "caused by Error: inner"]);
  assertEquals(describeError("text"), "text");
  assertEquals(describeError({ code: "x" }), '{ code: "x" }');
});

Deno.test("an error that is its own cause is still described", () => {
  const error = new Error("loop");
  error.cause = error;
  describeError(error);
});
