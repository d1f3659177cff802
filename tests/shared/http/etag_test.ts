import { assertEquals, assertThrows } from "#assert";
import { ApiError } from "../../../shared/http/errors.ts";
import { etag, ifMatch } from "../../../shared/http/etag.ts";

const version = (sent?: string) => ifMatch(new Headers(sent === undefined ? {} : { "if-match": sent }));

Deno.test("the version is read from a strong or weak ETag", () => {
  assertEquals(version(etag({ version: 3 }).ETag), 3);
  assertEquals([version('W/"3"'), version(' "0" '), version('"123456789"')], [3, 0, 123456789]);
});

Deno.test("without If-Match, or with *, any version matches", () => {
  assertEquals([version(), version("*")], [undefined, undefined]);
});

Deno.test("an ETag that we never gave out matches nothing", () => {
  for (const tag of ['"abc"', '"03"', '"-1"', '"1.0"', '"99999999999"', '""']) {
    assertEquals(assertThrows(() => version(tag), ApiError).code, "VERSION_MISMATCH", tag);
  }
});

Deno.test("an invalid ETag, or more than one, is refused", () => {
  for (const tag of ["3", '"3', "W/3", '"1", "2"', "", 'w/"3"']) {
    assertEquals(assertThrows(() => version(tag), ApiError).code, "BAD_REQUEST", tag);
  }
});
