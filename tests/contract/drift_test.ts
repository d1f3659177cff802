/**
 * The document of the whole API has not drifted from the functions, is valid, and its examples fit its schemas.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { Validator } from "@seriousme/openapi-schema-validator";
import { errorCodes } from "../../shared/http/errors.ts";
import { root } from "../../tools/command.ts";
import { clientPath, writtenClient } from "../../tools/openapi/client.ts";
import { mergedDocument } from "../../tools/openapi/document.ts";
import { type Document, type Media, operationsOf, resolve } from "../../tools/openapi/openapi.ts";
import { documentPath, readDocumentText } from "../../tools/openapi/packed.ts";

const text = readDocumentText();
const document: Document = JSON.parse(text);

/** `GET /teams/v1`, `components.schemas.Team`, `info`: the parts that differ or that only one document has. */
function partsThatDiffer(a: Document, b: Document): string[] {
  const parts = [a, b].map(({ paths, components, ...rest }) =>
    new Map<string, unknown>([
      ...operationsOf({ paths }).map(({ method, path, operation }): [string, unknown] => [
        `${method} ${path}`,
        operation,
      ]),
      ...Object.entries(components).flatMap(([kind, named]) =>
        Object.entries(named ?? {}).map(([name, part]): [string, unknown] => [
          `components.${kind}.${name}`,
          part,
        ])
      ),
      ...Object.entries(rest),
    ])
  );
  const names = new Set(parts.flatMap((part) => [...part.keys()]));
  return [...names].filter((name) => new Set(parts.map((part) => JSON.stringify(part.get(name)))).size > 1);
}

Deno.test(`${documentPath} is what "npm run openapi" writes`, async () => {
  const merged = JSON.stringify(await mergedDocument());
  // The names of the parts first: in half a megabyte of text, a difference is hard to read.
  assertEquals(partsThatDiffer(document, JSON.parse(merged)), []);
  assertEquals(text === merged, true, "the content is equal, but its order is not");
});

Deno.test(`${clientPath} is what "npm run openapi" writes`, async () => {
  const client = await Deno.readTextFile(`${root}/${clientPath}`);
  assertEquals(client === await writtenClient(document), true, "the client's types are out of date");
});

Deno.test("the document is valid by the schema of OpenAPI 3.1", async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(JSON.parse(text));
  assert(valid, JSON.stringify(errors, null, 2));
  validator.resolveRefs();
});

Deno.test("each request and answer has an example that fits its schema", () => {
  const ajv = addFormats.default(new Ajv2020({ strict: false, logger: false }));
  ajv.addFormat("binary", true);
  ajv.addSchema({ $id: "document", components: document.components });
  const wrong: string[] = [];
  const check = (where: string, { schema = {}, example, examples }: Media) => {
    const given = examples === undefined ? [example] : Object.values(examples).map(({ value }) => value);
    const validate = ajv.compile(
      JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/')),
    );
    for (const value of given) {
      if (value === undefined) wrong.push(`${where} has no example`);
      else if (!validate(value)) {
        wrong.push(`${where}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
      }
    }
  };
  const all = [...operationsOf(document), ...operationsOf({ paths: document.webhooks ?? {} })];
  for (const { method, path, operation } of all) {
    for (const [type, media] of Object.entries(operation.requestBody?.content ?? {})) {
      check(`${method} ${path} ${type}`, media);
    }
    for (const [status, answer] of Object.entries(operation.responses)) {
      for (const [type, media] of Object.entries(resolve(document, answer).content ?? {})) {
        check(`${method} ${path} ${status} ${type}`, media);
      }
    }
  }
  assertEquals(wrong, []);
});

Deno.test("each operation has a unique id, code samples, and the errors that any request can meet", () => {
  const operations = operationsOf(document);
  const ids = new Set(operations.map(({ operation }) => operation.operationId));
  assertEquals(ids.size, operations.length);
  for (const { method, path, operation } of operations) {
    const labels = operation["x-codeSamples"]?.map(({ label }) => label);
    assertEquals(labels, ["curl", "supabase-js", "Python"], `${method} ${path}`);
    for (const status of ["400", "429", "500", "503"]) {
      assert(status in operation.responses, `${method} ${path} does not document ${status}`);
    }
    const isProtected = (operation.security ?? []).length > 0;
    assert(!isProtected || "401" in operation.responses, `${method} ${path} does not document 401`);
  }
});

Deno.test("every error code has an example", () => {
  const examples = Object.values(document.components.responses ?? {}).flatMap(({ content = {} }) =>
    Object.keys(content["application/json"]?.examples ?? {})
  );
  assertEquals(examples.sort(), Object.keys(errorCodes).sort());
});
