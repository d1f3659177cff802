/**
 * Each function has a valid OpenAPI document that says enough to call it.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { Validator } from "@seriousme/openapi-schema-validator";
import { stack } from "../support/env.ts";
import { functionNames } from "../../tools/command.ts";

interface Operation {
  summary?: string;
  responses: Record<string, { description?: string; content?: unknown; $ref?: string }>;
}

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
}

for (const name of await functionNames()) {
  Deno.test(`${name} serves a valid OpenAPI document`, async (t) => {
    const response = await fetch(`${stack.functionsUrl}/${name}/v1/openapi.json`);
    const text = await response.text();
    assertEquals(response.status, 200, text);
    const document: Document = JSON.parse(text);

    await t.step("by the schema of OpenAPI 3.1", async () => {
      assert(document.openapi.startsWith("3.1."), `it is OpenAPI ${document.openapi}`);
      const validator = new Validator();
      const { valid, errors } = await validator.validate(JSON.parse(text));
      assert(valid, JSON.stringify(errors, null, 2));
      validator.resolveRefs();
    });

    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({
        at: `${method.toUpperCase()} ${path}`,
        operation,
      }))
    );
    await t.step("with a summary, a success and its errors for each operation", () => {
      assert(operations.length > 0, "it has no operation");
      for (const { at, operation } of operations) {
        const statuses = Object.keys(operation.responses);
        assert(operation.summary, `${at} has no summary`);
        assert(statuses.some((status) => status < "400"), `${at} documents no success`);
        assert(statuses.some((status) => status >= "400"), `${at} documents no error`);
      }
    });
  });
}
