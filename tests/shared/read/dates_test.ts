import { assertEquals } from "#assert";
import fc from "fast-check";
import { type DateFormat, dateFormats, dateReader } from "../../../shared/read/dates.ts";
import { writeDate } from "./write.ts";

const read = (format: DateFormat, ...column: string[]) =>
  column.map((text) => {
    const reading = dateReader(format, column)(text);
    return "value" in reading ? reading.value : reading.code;
  });

Deno.test("a day comes back from each format it was written in", () => {
  const day = fc.date({ min: new Date("1950-01-01"), max: new Date("2150-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const format = fc.constantFrom(...dateFormats.filter((name) => name !== "auto"));
  fc.assert(fc.property(day, format, (day, format) => {
    assertEquals(read(format, writeDate(day, format)), [day]);
  }));
});

Deno.test("a moment counts as its day, as written", () => {
  const moments = [
    "2026-12-31 00:00",
    "2026-12-31T00:00:00+03:00",
    "2026-12-31T23:59:59.999Z",
    "31.12.2026 14:05",
  ];
  assertEquals(read("auto", ...moments), moments.map(() => "2026-12-31"));
});

Deno.test("one day beyond 12 decides for the column", () => {
  assertEquals(read("auto", "03/04/2026", "31/12/2026"), ["2026-04-03", "2026-12-31"]);
  assertEquals(read("auto", "03/04/2026", "12/31/2026"), ["2026-03-04", "2026-12-31"]);
});

Deno.test("a day that reads two ways is never guessed", () => {
  assertEquals(read("auto", "03/04/2026", "05/05/2026"), ["ambiguous", "2026-05-05"]);
  assertEquals(read("auto", "03-04-2026", "31/12/2026", "12/31/2026"), [
    "ambiguous",
    "2026-12-31",
    "2026-12-31",
  ]);
  assertEquals(read("auto", "46387"), ["ambiguous"]);
  assertEquals(read("excel", "46387"), ["2026-12-31"]);
});

Deno.test("other text is left for SQL to refuse, and in a given format refused", () => {
  assertEquals(read("auto", "soon", "1/2/26", "2025-02-30"), ["soon", "1/2/26", "2025-02-30"]);
  assertEquals(read("MM/DD/YYYY", "31/12/2026", "soon"), ["format", "format"]);
});
