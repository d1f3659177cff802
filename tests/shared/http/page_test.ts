import { assert, assertEquals, assertThrows } from "#assert";
import { ApiError } from "../../../shared/http/errors.ts";
import { decodeCursor, encodeCursor, newestFirst, pageQuery, paginate } from "../../../shared/http/page.ts";

const time = "2026-11-20T10:00:00.123456+00:00";
const id = "00000000-0000-4000-8000-00000000000a";

Deno.test("a cursor decodes to its key, with microseconds", () => {
  const cursor = encodeCursor([time, id]);
  assert(/^[\w-]+$/.test(cursor), "it needs escaping in a URL");
  assertEquals(decodeCursor(cursor, newestFirst), [time, id]);
});

Deno.test("anything but a cursor of this list answers 400", () => {
  const of = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
  const cursors = [
    "x",
    "%%%",
    "ÿ",
    encodeCursor([time, id]).slice(0, -3),
    of([time]),
    of([time, id, "more"]),
    of([time, "' or true"]),
    of(["2026-02-30T10:00:00Z", id]),
    of(["0000-01-01T00:00:00Z", id]),
    of(["2026-11-20T10:00:00+16:00", id]),
    of(["now", id]),
    of({ time, id }),
    of(null),
    of("text"),
  ];
  for (const cursor of cursors) {
    const error = assertThrows(() => decodeCursor(cursor, newestFirst), ApiError, "next_cursor");
    assertEquals([error.status, error.code], [400, "BAD_REQUEST"], cursor);
  }
});

Deno.test("a page has up to limit rows, and one row more means that there is another page", () => {
  const rows = [1, 2, 3].map((n) => ({ n }));
  const key = ({ n }: { n: number }) => [n];
  const first = paginate(rows, 2, key);
  assertEquals(first.data, [{ n: 1 }, { n: 2 }]);
  assertEquals(first.pagination, { limit: 2, next_cursor: encodeCursor([2]), has_more: true });
  assertEquals(paginate(rows, 3, key).pagination, { limit: 3, next_cursor: null, has_more: false });
  assertEquals(paginate([], 3, key, 0).pagination, {
    limit: 3,
    next_cursor: null,
    has_more: false,
    total: 0,
  });
  assert(!("total" in paginate(rows, 3, key, null).pagination));
});

Deno.test("limit is 20, at least 1 and at most 100", () => {
  assertEquals(pageQuery.parse({}), { limit: 20 });
  assertEquals(pageQuery.parse({ limit: "100", count: "exact" }), { limit: 100, count: "exact" });
  for (const limit of ["0", "101", "-1", "1.5", "", "x", "NaN"]) {
    assert(!pageQuery.safeParse({ limit }).success, `${limit} was taken`);
  }
  assert(!pageQuery.safeParse({ count: "estimated" }).success);
});
