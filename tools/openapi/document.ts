/**
 * The document of the whole API, merged from the functions' own documents.
 *
 * @module
 */
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { AppEnv } from "../../shared/context.ts";
import { useEnv } from "../../shared/data/env.ts";
import { errorCodes } from "../../shared/http/errors.ts";
import { functionNames, root } from "../command.ts";
import { codeSamples } from "./code_samples.ts";
import { exampleOf } from "./examples.ts";
import {
  type Answer,
  type Document,
  type Operation,
  operationsOf,
  type Placed,
  type Schema,
} from "./openapi.ts";
import { webhooks } from "./webhooks.ts";

/** The document as it should be, made from the functions' code. */
export async function mergedDocument(): Promise<Document> {
  useEnv({
    SUPABASE_URL: "http://127.0.0.1",
    SUPABASE_PUBLISHABLE_KEYS: '{"default": "none"}',
    SUPABASE_SECRET_KEYS: '{"default": "none"}',
    LOG_LEVEL: "error",
  });
  const document = empty();
  for (const name of await functionNames()) {
    add(document, name, await described(name));
  }
  const schemas = Object.entries(document.components.schemas).sort(([a], [b]) => a < b ? -1 : 1);
  document.components.schemas = Object.fromEntries(schemas);
  for (const placed of operationsOf(document)) complete(document, placed);
  document.webhooks = webhooks(document);
  return document;
}

async function described(name: string): Promise<Document> {
  const { default: app }: { default: OpenAPIHono<AppEnv> } = await import(
    `file://${root}/functions/${name}/index.ts`
  );
  const own = app.getOpenAPI31Document({ openapi: "3.1.0", info: { title: name, version: "1.0.0" } });
  // The library's types know more of OpenAPI than our documents use.
  return structuredClone(own) as unknown as Document;
}

function empty(): Document {
  const codes = Object.entries(errorCodes).map(([code, { status, description }]) =>
    `| \`${code}\` | ${status} | ${description} |`
  );
  return {
    openapi: "3.1.0",
    info: {
      title: "Frontline",
      version: "1.0.0",
      license: { name: "MIT", identifier: "MIT" },
      description:
        `The backend of a customer-facing team. Success is \`{"data": …}\`; lists add \`pagination\` and take \`limit\`, ` +
        '`cursor` and `count=exact`. An error is `{"error": {code, message, details, request_id, timestamp}}`. ' +
        "Times are ISO 8601, money is a decimal text, ids are UUIDs.\n\n" +
        "**Signing in.** `Authorization: Bearer` with a user's access token or an API key (`fl_live_…`, also as `x-api-key`).\n\n" +
        "**Any path** may answer 404 `NOT_FOUND`, 405 `METHOD_NOT_ALLOWED` with `Allow`, and the errors that each operation " +
        "lists. **Rate limits** are told by `RateLimit-Policy` and `RateLimit` on every answer, 429 and 503 carry `Retry-After`.\n\n" +
        // Folded, because readers come for the operations below.
        `<details><summary>All ${codes.length} error codes</summary>\n\n` +
        `| code | status | meaning |\n|---|---|---|\n${codes.join("\n")}\n\n</details>`,
    },
    servers: [{ url: "/functions/v1" }],
    tags: [],
    paths: {},
    components: { schemas: {}, responses: errorAnswers(), headers: answerHeaders },
  };
}

const text = { type: "string" };
const answerHeaders = {
  "x-request-id": { description: "Sent, or made here; quote it when you ask about a request", schema: text },
  "RateLimit-Policy": { description: 'The rate: `"write";q=300;w=60`', schema: text },
  "RateLimit": { description: 'What is left of it: `"write";r=299;t=1`', schema: text },
  "Retry-After": {
    description: "Seconds until another attempt makes sense",
    schema: { type: "integer", minimum: 1 },
  },
  "WWW-Authenticate": {
    description: "How to sign in, or what is wrong with the token (RFC 6750)",
    schema: text,
  },
};

/** `headers` of an answer, by reference. */
function headers(...names: (keyof typeof answerHeaders)[]): Record<string, { $ref: string }> {
  return Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
}

/** One answer a status, with an example a code. */
function errorAnswers(): Record<string, Answer> {
  const statuses = [...new Set(Object.values(errorCodes).map(({ status }) => status))].sort();
  return Object.fromEntries(statuses.map((status): [string, Answer] => {
    const codes = Object.entries(errorCodes).filter(([, code]) => code.status === status);
    const asks = status === 429 || status === 503 ? ["Retry-After" as const] : [];
    const signs = status === 401 || status === 403 ? ["WWW-Authenticate" as const] : [];
    return [`Error${status}`, {
      description: codes.map(([code]) => `\`${code}\``).join(", "),
      headers: headers("x-request-id", "RateLimit-Policy", "RateLimit", ...asks, ...signs),
      content: {
        "application/json": {
          schema: { $ref: "#/components/schemas/Error" },
          examples: Object.fromEntries(codes.map(([code, { description }]) => [code, {
            summary: description,
            value: errorExample(code, description),
          }])),
        },
      },
    }];
  }));
}

function errorExample(code: string, description: string): unknown {
  const isInvalid = code === "VALIDATION_ERROR";
  const detail = {
    path: "name",
    code: "invalid_type",
    message: "is required",
  };
  return {
    error: {
      ...code === "DUPLICATE_BATCH" ? { batch_id: "8b1f0c1e-7f0b-4d0b-9f6e-2a4c1f0a7b3d" } : {},
      code,
      message: isInvalid ? "The request is not valid: name: is required" : description,
      details: isInvalid ? [detail] : [],
      request_id: "6f1d2c1e-7f0b-4d0b-9f6e-2a4c1f0a7b3d",
      timestamp: "2026-11-20T09:30:00.123Z",
    },
  };
}

function add(document: Document, name: string, own: Document): void {
  document.tags?.push({ name });
  for (const { method, path, operation } of operationsOf(own)) {
    const { summary, description, ...rest } = operation;
    const item = document.paths[path] ??= {};
    item[method.toLowerCase()] = {
      operationId: operationId(method, path),
      tags: [name],
      summary,
      ...(description === undefined ? {} : { description }),
      ...rest,
    };
  }
  for (const [schema, definition] of Object.entries(own.components.schemas ?? {})) {
    addSchema(document, name, schema, definition);
  }
  document.components.securitySchemes ??= own.components.securitySchemes;
}

function addSchema(document: Document, name: string, schema: string, definition: Schema): void {
  const known = document.components.schemas[schema];
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(definition)) {
    throw new Error(
      `functions/${name} registers the schema "${schema}", and another function one of the same name that differs: ` +
        "give one of the two another name in its .openapi(…)",
    );
  }
  document.components.schemas[schema] = definition;
}

/** `PUT /teams/v1/{team}/members/{member}` becomes `put_teams_by_team_members_by_member`. */
function operationId(method: string, path: string): string {
  const words = path.replace("/v1", "").replaceAll(/\{(\w+)\}/g, "by_$1").match(/\w+/g) ?? [];
  return [method.toLowerCase(), ...words].join("_");
}

/** Adds examples, headers and code samples, and names the answers that are the same everywhere. */
function complete(document: Document, placed: Placed): void {
  const { operation } = placed;
  for (const parameter of operation.parameters ?? []) {
    if (parameter.in === "path" || parameter.required) {
      parameter.example ??= exampleOf(document, parameter.schema, "request", parameter.name);
    }
  }
  const content = Object.entries(operation.requestBody?.content ?? {});
  for (const [, media] of content) {
    if (media.schema !== undefined) media.example ??= exampleOf(document, media.schema, "request");
  }
  for (const [status, answer] of Object.entries(operation.responses)) {
    operation.responses[status] = isError(answer)
      ? { $ref: `#/components/responses/Error${status}` }
      : answered(document, answer);
  }
  const [first] = content;
  operation["x-codeSamples"] = codeSamples({
    ...placed,
    target: target(document, placed.path, operation),
    ...(first === undefined ? {} : { contentType: first[0], body: first[1].example }),
  });
}

function isError({ content = {} }: Answer): boolean {
  return Object.values(content).some(({ schema }) => schema?.$ref === "#/components/schemas/Error");
}

function answered(document: Document, { description, content, ...rest }: Answer): Answer {
  for (const media of Object.values(content ?? {})) {
    if (media.schema !== undefined) media.example ??= exampleOf(document, media.schema, "answer");
  }
  const told = headers("x-request-id", "RateLimit-Policy", "RateLimit");
  return { description, headers: told, ...rest, ...(content === undefined ? {} : { content }) };
}

function target(document: Document, path: string, operation: Operation): string {
  const parameters = operation.parameters ?? [];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const found = parameters.find((parameter) => parameter.in === "path" && parameter.name === name);
    return encodeURIComponent(String(found?.example ?? name));
  });
  const query = new URLSearchParams(
    parameters.filter((parameter) => parameter.in === "query" && parameter.required).map((
      { name, schema },
    ) => [name, String(exampleOf(document, schema, "request", name))]),
  );
  return query.size === 0 ? filled : `${filled}?${query}`;
}
