import { assert, assertEquals } from "#assert";
import { useEnv } from "../../../shared/data/env.ts";
import { log } from "../../../shared/observe/log.ts";
import { mask, maskedJson } from "../../../shared/observe/mask.ts";
import { keys, logged } from "../../support/project.ts";

Deno.test("fields that are named like a secret are masked, and numbers that are telephone or card numbers", () => {
  const fields = {
    password: "x",
    apiKey: "x",
    access_token: "x",
    tokens: 5,
    to: 4915112345679,
    took: 1234.5,
  };
  assertEquals(JSON.parse(maskedJson(fields)), {
    password: "[secret]",
    apiKey: "[secret]",
    access_token: "[secret]",
    tokens: 5,
    to: "[phone]",
    took: 1234.5,
  });
});

Deno.test("what is no secret stays readable", () => {
  const texts = [
    "2026-11-26 20:01:31",
    "2026-11-26T20:01:31.123456+00:00",
    "f47ac10b-58cc-4372-a567-0e02b2c3d479",
    "at Object.fetch (file:///functions/teams/index.ts:120:33)",
    "took 1234.56 ms for 100,000 rows",
    "GET /teams/v1/{team} answered 503",
    'duplicate key value violates unique constraint "teams_client_id_name_key"',
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    "connect to 10.0.0.1:54321 refused",
    "author: Ann, keyboard: qwerty, monkey=7, primary_key: 5",
    "row 17: probability_percent is 140, must be 0–100",
  ];
  for (const text of texts) assertEquals(mask(text), text);
});

Deno.test("masking takes linear time whatever the text is made of", () => {
  for (const part of ["_", "-", "1", "1 ", "aB1", "a@", "AB12 ", "password ", "://", "-----BEGIN A"]) {
    mask(part.repeat(20_000));
  }
});

Deno.test("a line that would be too long is cut, after it was masked", async () => {
  useEnv({
    SUPABASE_URL: "http://127.0.0.1:1",
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
  });
  const [line] = await logged(() =>
    Promise.resolve(
      log("info", { message: `${"x".repeat(1_480)} fl_live_12345678_abcdef ${"y".repeat(20_000)}` }),
    )
  );
  const text = JSON.stringify(line);
  assert(
    text.length < 10_000 && !text.includes("fl_live") && text.includes('"truncated":true'),
    text.slice(-200),
  );
});
