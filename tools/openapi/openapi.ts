/**
 * The parts of OpenAPI 3.1 and JSON Schema that our documents use.
 *
 * @module
 */

export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: boolean | Schema;
  unevaluatedProperties?: boolean | Schema;
  propertyNames?: Schema;
  items?: Schema;
  prefixItems?: Schema[];
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  example?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minItems?: number;
  maxItems?: number;
  description?: string;
}

export interface Media {
  schema?: Schema;
  example?: unknown;
  examples?: Record<string, { summary?: string; value: unknown }>;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description?: string;
  schema: Schema;
  example?: unknown;
}

export interface Answer {
  $ref?: string;
  description?: string;
  headers?: Record<string, unknown>;
  content?: Record<string, Media>;
}

export interface Operation {
  operationId?: string;
  tags?: string[];
  summary?: string;
  description?: string;
  deprecated?: boolean;
  security?: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, Media> };
  responses: Record<string, Answer>;
  "x-codeSamples"?: { lang: string; label: string; source: string }[];
}

export interface Document {
  openapi: string;
  info: {
    title: string;
    version: string;
    description?: string;
    license?: { name: string; identifier: string };
  };
  servers?: { url: string; description?: string }[];
  tags?: { name: string; description?: string }[];
  paths: Record<string, Record<string, Operation>>;
  webhooks?: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    responses?: Record<string, Answer>;
    headers?: Record<string, unknown>;
    securitySchemes?: Record<string, unknown>;
    [kind: string]: unknown;
  };
}

/** An operation with its place in the document. */
export interface Placed {
  method: string;
  path: string;
  operation: Operation;
}

/** Every operation of the paths, in the document's order. */
export function operationsOf({ paths }: Pick<Document, "paths">): Placed[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation }))
  );
}

/** Resolves a `#/components/…` reference. Returns anything else unchanged. */
export function resolve<T extends { $ref?: string }>(document: Document, thing: T): T {
  if (thing.$ref === undefined) return thing;
  let found: unknown = document;
  for (const part of thing.$ref.replace(/^#\//, "").split("/")) {
    found = typeof found === "object" && found !== null ? Reflect.get(found, part) : undefined;
  }
  if (found === undefined) throw new Error(`${thing.$ref} is not in the document`);
  // The kind of a component follows from where it is named.
  return resolve(document, found as T);
}
