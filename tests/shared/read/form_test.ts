import { assertEquals } from "#assert";
import { formFields } from "../../../shared/read/form.ts";

Deno.test("boxes of one name are a list, and blank fields were not sent", () => {
  const form = new FormData();
  for (const value of ["organizations", "", "products"]) form.append("create_missing", value);
  form.append("mapping", " ");
  form.append("on_error", "skip");
  assertEquals(formFields(form), { create_missing: "organizations,products", on_error: "skip" });
});
