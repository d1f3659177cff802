import { assertEquals, assertStringIncludes, assertThrows } from "#assert";
import fc from "fast-check";
import { ApiError } from "../../../shared/http/errors.ts";
import { type Mapping, matchColumns, unknownColumns } from "../../../shared/read/columns.ts";

const target = { fields: ["name", "organization", "deal_owner"] as const, needed: "name and organization" };
const match = (header: string[], mapping: Mapping = {}) => matchColumns(header, mapping, target);
const fieldsOf = (header: string[], mapping?: Mapping) => match(header, mapping).map(({ fields }) => fields);

Deno.test("case, blanks, underscores, hyphens and invisible characters anywhere do not change a name", () => {
  const noise = fc.constantFrom("", " ", "\u00a0", "\u200b", "\u200e", "\ufeff", "_", "-");
  fc.assert(fc.property(fc.array(noise, { minLength: 11, maxLength: 11 }), fc.boolean(), (noise, upper) => {
    const name = noise.map((part, at) => part + ("deal_owner"[at] ?? "")).join("");
    assertEquals(fieldsOf([upper ? name.toUpperCase() : name]), [["deal_owner"]]);
  }));
});

Deno.test("repeated columns that nobody maps are only named", () => {
  assertEquals(unknownColumns(match(["name", "Created By", "Created By"])), ["Created By", "Created By"]);
  assertThrows(() => match(["name", "X", "x"], { X: "organization" }), ApiError);
});

Deno.test("a mapping to nothing leaves a column out", () => {
  for (const nothing of ["", null, []]) {
    assertEquals(fieldsOf(["name", "organization"], { organization: nothing }), [["name"], []]);
  }
});

Deno.test("a header that matches nothing is refused in one sentence", () => {
  const { message } = assertThrows(() => match(["Deal", "Company", "Value"]), ApiError);
  for (const part of ["'Deal', 'Company', 'Value'", "name and organization", "mapping="]) {
    assertStringIncludes(message, part);
  }
});
