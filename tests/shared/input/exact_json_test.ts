import { assertEquals } from "#assert";
import { ExactNumber, parseExactJson } from "../../../shared/input/exact_json.ts";
import { atPointer } from "../../../shared/input/pointer.ts";
import { isStorableJson } from "../../../shared/input/text.ts";

const parse = (text: string) => parseExactJson(new TextEncoder().encode(text));

Deno.test("exact JSON keeps each number's digits", () => {
  for (const digits of ["12345678901234567890", "1.10", "-0.30000000000000004", "1E+2", "0"]) {
    const value = parse(`{"n": [${digits}], "s": "1.10"}`);
    assertEquals(atPointer(value, "/n/0"), new ExactNumber(digits));
    assertEquals(atPointer(value, "/s"), "1.10");
  }
});

Deno.test("exact JSON refuses numbers that Postgres or a receiver could not read", () => {
  const verdicts = { "1e308": true, "1e999": false, "1e-20000": false, [`1.${"0".repeat(20_000)}`]: false };
  for (const [digits, storable] of Object.entries(verdicts)) {
    assertEquals(isStorableJson(parse(`{"n": ${digits}}`)), storable, digits.slice(0, 10));
  }
});

// RFC 6901, section 5
Deno.test("a JSON pointer finds what the RFC's examples say", () => {
  const document = { foo: ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "m~n": 8, " ": 7, 'k"l': 6 };
  const found = {
    "": document,
    "/foo/0": "bar",
    "/": 0,
    "/a~1b": 1,
    "/c%d": 2,
    "/m~0n": 8,
    "/ ": 7,
    '/k"l': 6,
  };
  for (const [pointer, value] of Object.entries(found)) assertEquals(atPointer(document, pointer), value);
  for (const none of ["/bar", "/foo/2", "/foo/length", "/constructor", "/foo/0/x"]) {
    assertEquals(atPointer(document, none), undefined);
  }
});
