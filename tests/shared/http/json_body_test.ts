import { assertEquals, assertThrows } from "#assert";
import { ApiError } from "../../../shared/http/errors.ts";
import { parseJson } from "../../../shared/input/json.ts";
import { assertRefused, post } from "./things.ts";

Deno.test("broken JSON answers 400 and says where it breaks", async () => {
  const cases: [string, RegExp][] = [
    ['{"name": "a",\n "inner": [1, 2', /ends too early, at line 2, column 16/],
    ['{"name": "a', /ends too early, at line 1, column 12/],
    ['{"name": tru', /ends too early/],
    ['{"name": "a",}', /property name, at line 1, column 14/],
    ['{"name": "a"} x', /unexpected non-whitespace character, at line 1, column 15/],
    ["{'name': 1}", /at line 1, column 2|unexpected token|property name/],
    ["", /empty/],
    [" \n", /empty/],
  ];
  for (const [text, message] of cases) assertRefused(await post("/open", text), 400, "BAD_REQUEST", message);
});

Deno.test("JSON that is not UTF-8 answers 400", async () => {
  assertRefused(await post("/open", new Uint8Array([0x22, 0xff, 0x22])), 400, "BAD_REQUEST", /not UTF-8/);
});

Deno.test("JSON 64 levels deep is accepted, deeper JSON answers 400", async () => {
  const nested = (levels: number) => `{"name":"a","inner":${"[".repeat(levels)}${"]".repeat(levels)}}`;
  assertEquals((await post("/open", nested(63))).status, 201);
  assertRefused(
    await post("/open", nested(64)),
    400,
    "BAD_REQUEST",
    /deeper than 64 levels, at line 1, column 84/,
  );
  const deep = [nested(90_000), "[".repeat(100_000), '{"a":'.repeat(30_000), '[{"a":'.repeat(30_000)];
  for (const text of deep) assertRefused(await post("/open", text), 400, "BAD_REQUEST", /deeper than 64/);
});

Deno.test("JSON with more than 100,000 values answers 413", () => {
  const list = (length: number) => new TextEncoder().encode(`[${Array(length).fill("0").join(",")}]`);
  assertEquals((parseJson(list(100_000)) as unknown[]).length, 100_000);
  assertEquals(assertThrows(() => parseJson(list(100_001)), ApiError).status, 413);
  assertEquals(parseJson(new TextEncoder().encode(`"${",[".repeat(100_001)}"`)), ",[".repeat(100_001));
});

Deno.test("brackets inside a string do not count as depth", async () => {
  for (
    const name of [
      "[".repeat(100),
      `"${"{".repeat(100)}`,
      `\\"${"[".repeat(100)}\\`,
      `\\\\\\${"[".repeat(100)}`,
    ]
  ) {
    const answer = await post("/open", JSON.stringify({ name }));
    assertEquals([answer.status, answer.body.data?.name], [201, name]);
  }
});

Deno.test("brackets after a string that ends in a backslash count as depth", async () => {
  const text = `{"name":"\\\\","inner":${"[".repeat(100)}${"]".repeat(100)}}`;
  assertRefused(await post("/open", text), 400, "BAD_REQUEST", /deeper/);
});

Deno.test("a body that breaks the schema answers 422 with one entry per problem", async () => {
  const answer = await post("/open", '{"name": 1, "other": true}');
  assertRefused(answer, 422, "VALIDATION_ERROR", /name: is 1, must be text.*1 more/);
  assertEquals(answer.body.error.details.length, 2);
  const [first] = answer.body.error.details;
  assertEquals(first, {
    path: "name",
    code: "invalid_type",
    message: "is 1, must be text",
  });
});
