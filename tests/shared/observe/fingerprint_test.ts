import { assertEquals, assertNotEquals } from "#assert";
import { describe } from "../../../shared/observe/errors.ts";
import { ownFrame, withoutValues } from "../../../shared/observe/fingerprint.ts";

const of = (message: string, more: Partial<{ code: string; status: number; action: string }> = {}) =>
  describe({ error: new Error(message), code: "INTERNAL_ERROR", status: 500, action: "GET /a", ...more })
    .fingerprint;

Deno.test("a fingerprint ignores the values of a message", () => {
  const [one, other] = [
    'row 17 of "teams" is f47ac10b-58cc-4372-a567-0e02b2c3d479',
    'row 3 of "x" is 0c000000-0000-4000-8000-00000000000c',
  ];
  assertEquals(of(one), of(other));
  assertEquals(withoutValues(one), "row <n> of <text> is <id>");
});

Deno.test("a fingerprint tells messages, codes and routes of faults apart", () => {
  for (const other of [of("gone"), of("lost", { code: "X" }), of("lost", { action: "GET /b" })]) {
    assertNotEquals(of("lost"), other);
  }
});

Deno.test("callers' mistakes are told apart by code and route, not by what the body said", () => {
  assertEquals(of("name is missing", { status: 422 }), of("sector is missing", { status: 422 }));
});

Deno.test("the own frame is the first of our code that does not only make errors", () => {
  const stack = [
    "ApiError: no",
    "    at fromDatabase (file:///x/shared/data/db.ts:80:10)",
    "    at node (file:///x/node_modules/hono/dist/compose.js:3:1)",
    "    at async getTeam (file:///x/functions/teams/index.ts:40:5)",
    "    at file:///x/functions/teams/other.ts:4:5",
  ].join("\n");
  assertEquals(ownFrame(stack), "functions/teams/index.ts getTeam");
  assertEquals(ownFrame("Error: x\n    at <anonymous>:1:1"), null);
});
