/**
 * The conformance check of every test's calls finds answers that break the document.
 *
 * @module
 */
import { assertEquals, assertStringIncludes } from "#assert";
import { api } from "../support/http.ts";
import { nonconformance } from "../support/conformance.ts";
import { createTenant } from "../support/tenant.ts";

const answer = (status: number, body: unknown, type = "application/json") => ({
  status,
  headers: new Headers({ "content-type": type }),
  text: JSON.stringify(body),
});

Deno.test("the conformance check finds undeclared statuses, types and fields, and missing fields", async () => {
  const tenant = await createTenant();
  const path = "/teams/v1";
  const made = await api("POST", path, { as: tenant.owner, json: { name: "Renewals", sector: "insurance" } });
  const { data } = made.body;
  const problem = (status: number, body: unknown, type?: string) =>
    nonconformance("POST", path, answer(status, body, type)) ?? "";

  assertEquals(problem(201, { data }), "");
  assertStringIncludes(problem(202, { data }), "knows no 202");
  assertStringIncludes(problem(201, { data }, "text/html"), 'its type is "text/html"');
  assertStringIncludes(problem(201, { data: { ...data, secret: "x" } }), "unevaluated");
  assertStringIncludes(problem(201, { data, debug: true }), "unevaluated");
  assertStringIncludes(problem(201, { data: { ...data, name: undefined } }), "required property 'name'");
  assertStringIncludes(
    nonconformance("GET", "/teams/v1/a/b/c", answer(200, {})) ?? "",
    "does not know answers 200",
  );
});
