/**
 * The types of the client, made from the document by openapi-typescript.
 *
 * @module
 */
import openapiTypes, { astToString } from "openapi-typescript";
import { format } from "../format.ts";
import { type Answer, type Document, type Media, operationsOf } from "./openapi.ts";

/** Where they are kept. */
export const clientPath = "client/api.generated.ts";

/** The text that is written to `clientPath`. */
export async function writtenClient(document: Document): Promise<string> {
  // A field with a default may be left out of a request.
  const types = await openapiTypes(JSON.stringify(typesOnly(document)), { defaultNonNullable: false });
  const header =
    '// Generated from the functions\' routes by "npm run openapi"; do not edit.\n// deno-lint-ignore-file\n\n';
  // Twice, because deno fmt changes long unions once more when it reads them again.
  return await format(await format(header + astToString(types)));
}

/** The document without parts that yield no types or unused ones, which would double the file. */
function typesOnly(document: Document): Document {
  const { webhooks: _, ...typed } = structuredClone(document);
  const operations = operationsOf(typed).map(({ operation }) => operation);
  const answers = [...operations.flatMap(({ responses }) => Object.values(responses)), ...shared(typed)];
  for (const answer of answers) delete answer.headers; // a client reads them from the response
  const bodies = [...answers, ...operations.map(({ requestBody }) => requestBody)];
  for (const media of bodies.flatMap((body) => Object.values(body?.content ?? {}))) dropExamples(media);
  delete typed.components.headers;
  return typed;
}

function shared({ components }: Document): Answer[] {
  return Object.values(components.responses ?? {});
}

function dropExamples(media: Media): void {
  delete media.example;
  delete media.examples;
}
