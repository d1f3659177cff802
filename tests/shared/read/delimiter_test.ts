import { assertEquals } from "#assert";
import fc from "fast-check";
import { findDelimiter } from "../../../shared/read/delimiter.ts";

const found = (text: string) => findDelimiter(text).delimiter;

Deno.test("the delimiter of a table is found when its cells hold other delimiters at random", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "b", ",", ";", "|", " "), minLength: 1, maxLength: 6 });
  const delimiter = fc.constantFrom(",", ";", "\t", "|");
  const rows = fc.array(fc.tuple(cell, cell, cell), { minLength: 4, maxLength: 8 });
  fc.assert(fc.property(rows, delimiter, (rows, delimiter) => {
    const table = [["name", "organization", "amount"], ...rows];
    assertEquals(
      found(table.map((cells) => cells.map((cell) => `"${cell}"`).join(delimiter)).join("\n")),
      delimiter,
    );
  }));
});

Deno.test("a header cell with many commas does not make a comma file", () => {
  assertEquals(found("name;organization;amount (EUR, net, excl. VAT, rounded)\nOak;Orchard;5\n"), ";");
  assertEquals(found("name,organization,notes (a; b; c; d)\nOak,Orchard,5\n"), ",");
});

Deno.test("a first line like sep=; names the delimiter and is no row", () => {
  for (const line of ["sep=;", '"sep=;"', "SEP=;", "sep=;;;"]) {
    assertEquals(findDelimiter(`${line}\r\na,b;c\r\n`), { delimiter: ";", body: "a,b;c\r\n", skipped: 1 });
  }
  assertEquals(findDelimiter("sep=\t\na\tb").delimiter, "\t");
  assertEquals(findDelimiter("separator,b\n1,2").skipped, 0);
});

Deno.test("an option wins over what the file says", () => {
  assertEquals(findDelimiter("sep=;\na;b", "pipe"), { delimiter: "|", body: "a;b", skipped: 1 });
});
