import { assertEquals } from "#assert";
import fc from "fast-check";
import { type NumberFormat, numberReader, round } from "../../../shared/read/numbers.ts";
import { writeNumber } from "./write.ts";

const read = (format: NumberFormat, ...column: string[]) =>
  column.map((text) => {
    const reading = numberReader(format, column)(text);
    return "value" in reading ? reading.value : reading.code;
  });

Deno.test("a number comes back from each format it was written in", () => {
  const cents = fc.integer({ min: 0, max: 10 ** 9 });
  const format = fc.constantFrom<Exclude<NumberFormat, "auto">>(
    "1234.56",
    "1,234.56",
    "1.234,56",
    "1 234,56",
  );
  fc.assert(fc.property(cents, format, (sent, format) => {
    const decimal = `${Math.floor(sent / 100)}.${String(sent % 100).padStart(2, "0")}`;
    assertEquals(read(format, writeNumber(decimal, format)), [decimal]);
    assertEquals(read("auto", writeNumber(decimal, format)), [decimal]);
  }));
});

Deno.test("the rest of the column decides how a number that reads two ways is read", () => {
  assertEquals(read("auto", "1,234", "12.50"), ["1234", "12.50"]);
  assertEquals(read("auto", "1.234", "12,50"), ["1234", "12.50"]);
  assertEquals(read("auto", "1.234", "12.50"), ["1.234", "12.50"]);
});

Deno.test("a number that reads two ways is never guessed", () => {
  assertEquals(read("auto", "1,234", "5", "1.234"), ["ambiguous", "5", "ambiguous"]);
  assertEquals(read("auto", "1,234", "12.50", "12,50"), ["ambiguous", "12.50", "12.50"]);
  assertEquals(read("1,234.56", "1,234"), ["1234"]);
  assertEquals(read("1.234,56", "1,234"), ["1.234"]);
});

Deno.test("currency, percent, brackets and every kind of blank and apostrophe are understood", () => {
  const written = [
    "$5.00",
    "€ 5",
    "5 €",
    "EUR 5",
    "5EUR",
    "US$ 5",
    "5%",
    "(5.10)",
    "-$5",
    "5-",
    "−5",
    "1\u202f234.5",
  ];
  assertEquals(read("auto", ...written), [
    "5.00",
    "5",
    "5",
    "5",
    "5",
    "5",
    "5",
    "-5.10",
    "-5",
    "-5",
    "-5",
    "1234.5",
  ]);
  assertEquals(read("auto", "1'234.50", "1’234’567"), ["1234.50", "1234567"]);
});

Deno.test("other text is left for SQL to refuse", () => {
  const written = ["12k", "NaN", "1e9", "1.2.3", "1,23,4", "--5", "abc", "-", "00012.50"];
  assertEquals(read("auto", ...written), written);
  assertEquals(read("1.234,56", "1,234.50"), ["format"]);
});

Deno.test("rounding is half away from zero and keeps what has two decimals", () => {
  assertEquals(["0.30000000000000004", "1.005", "-1.005", "2.994", "9.999", "5.5", "7", "x"].map(round), [
    "0.30",
    "1.01",
    "-1.01",
    "2.99",
    "10.00",
    "5.5",
    "7",
    "x",
  ]);
});
