/**
 * Checks answers and events against the document of the whole API.
 *
 * @module
 */
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import {
  type Document,
  type Operation,
  operationsOf,
  type Placed,
  resolve,
  type Schema,
} from "../../tools/openapi/openapi.ts";
import { readDocument } from "../../tools/openapi/packed.ts";

/** Each function's own document, which is not an operation of the merged one. */
const besides = /^\/[\w-]+\/v1\/openapi\.json$/;

interface Known {
  pattern: RegExp;
  path: string;
  operations: Map<string, Operation>;
}

class Contract {
  readonly #document: Document = readDocument();
  readonly #paths = this.#readPaths();
  readonly #ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true, logger: false }));
  readonly #checks = new Map<string, ValidateFunction>();

  constructor() {
    const schemas = Object.entries(this.#document.components.schemas)
      .map(([name, schema]) => [name, closedInside(schema)]);
    this.#ajv.addSchema({ $id: "frontline", components: { schemas: Object.fromEntries(schemas) } });
  }

  /** What is wrong with the answer, or undefined if it matches the document. */
  problem(
    method: string,
    target: string,
    status: number,
    headers: Headers,
    text: string,
  ): string | undefined {
    const [path = ""] = target.split("?");
    if (method === "OPTIONS" || besides.test(path)) return;
    const asked = method === "HEAD" ? "GET" : method;
    // A path that lacks the method may match a template that has it.
    const matching = this.#paths.filter(({ pattern }) => pattern.test(path));
    const known = matching.find(({ operations }) => operations.has(asked)) ?? matching[0];
    const operation = known?.operations.get(asked);
    if (known === undefined || operation === undefined) {
      return this.#unknown(known, status, headers, text);
    }
    const declared = operation.responses[status];
    if (declared === undefined) return `the document knows no ${status} of ${method} ${known.path}`;
    if (method === "HEAD") return;
    const { content } = resolve(this.#document, declared);
    if (content === undefined) return text === "" ? undefined : `a ${status} without a body has one`;
    const type = (headers.get("content-type") ?? "").split(";")[0] ?? "";
    const media = content[type];
    if (media === undefined) return `its type is "${type}", not ${Object.keys(content).join(" or ")}`;
    if (!/json$/.test(type) || media.schema === undefined) return;
    return this.#mismatch(`${method} ${known.path} ${status} ${type}`, media.schema, text);
  }

  /** What is wrong with an event's data, or undefined if it matches the document. */
  eventProblem(type: string, data: string): string | undefined {
    const event = this.#document.webhooks?.[type.replace(/^inbound\..*/, "inbound.*")];
    const schema = event?.post?.requestBody?.content["application/json"]?.schema?.properties?.data;
    if (schema === undefined) return `the document knows no event ${type}`;
    return this.#mismatch(`event ${type}`, schema, data);
  }

  /** A path or method that is in no document is answered like this everywhere. */
  #unknown(known: Known | undefined, status: number, headers: Headers, text: string): string | undefined {
    const expected = known === undefined ? [400, 404, 429] : [400, 405, 429];
    if (!expected.includes(status)) {
      const what = known === undefined ? "a path" : "a method";
      return `${what} that the document does not know answers ${status}, not ${expected.join(" or ")}`;
    }
    if (status === 405 && !headers.get("allow")) return "a 405 without Allow";
    return this.#mismatch("Error", { $ref: "#/components/schemas/Error" }, text);
  }

  #mismatch(key: string, schema: Schema, text: string): string | undefined {
    let check = this.#checks.get(key);
    if (check === undefined) this.#checks.set(key, check = this.#ajv.compile(absolute(closed(schema))));
    if (check(JSON.parse(text))) return;
    return check.errors?.slice(0, 5).map(({ instancePath, message, params }) =>
      `${instancePath || "the body"} ${message} ${JSON.stringify(params)}`
    ).join("; ");
  }

  /** Those with fewer parameters first, as the router does it. */
  #readPaths(): Known[] {
    const paths = Map.groupBy(operationsOf(this.#document), ({ path }) => path);
    const parameters = (path: string) => path.split("{").length;
    return [...paths].sort(([a], [b]) => parameters(a) - parameters(b)).map((
      [path, placed]: [string, Placed[]],
    ) => ({
      path,
      pattern: new RegExp(`^${path.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "[^/]+")}$`),
      operations: new Map(placed.map(({ method, operation }) => [method, operation])),
    }));
  }
}

/**
 * The schema such that a property which it does not name is an error. `unevaluatedProperties` stands where the schema
 * is used, because an `additionalProperties` in one part of an `allOf` would refuse what the other parts name.
 */
function closed(schema: Schema): Schema {
  const inside = closedInside(schema);
  const isOpen = schema.additionalProperties !== undefined || schema.anyOf !== undefined ||
    schema.oneOf !== undefined;
  const isObject = schema.properties !== undefined || schema.allOf !== undefined || schema.$ref !== undefined;
  return isObject && !isOpen ? { ...inside, unevaluatedProperties: false } : inside;
}

function closedInside(schema: Schema): Schema {
  const { properties, items, anyOf, oneOf, allOf, additionalProperties, ...rest } = schema;
  return {
    ...rest,
    ...properties &&
      {
        properties: Object.fromEntries(
          Object.entries(properties).map(([name, inner]) => [name, closed(inner)]),
        ),
      },
    ...items && { items: closed(items) },
    ...anyOf && { anyOf: anyOf.map(closed) },
    ...oneOf && { oneOf: oneOf.map(closed) },
    ...allOf && { allOf: allOf.map(closedInside) },
    ...additionalProperties !== undefined && {
      additionalProperties: typeof additionalProperties === "boolean"
        ? additionalProperties
        : closed(additionalProperties),
    },
  };
}

/** Resolves references into the document from a standalone schema. */
function absolute(schema: Schema): Schema {
  return JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"frontline#/'));
}

let contract: Contract | undefined;

/** What is wrong with an answer according to the document. The target begins after `/functions/v1`. */
export function nonconformance(
  method: string,
  target: string,
  { status, headers, text }: { status: number; headers: Headers; text: string },
): string | undefined {
  contract ??= new Contract();
  return contract.problem(method, target, status, headers, text);
}

/** What is wrong with an event's `data`, given as JSON text, according to the document. */
export function nonconformingEvent(type: string, data: string): string | undefined {
  contract ??= new Contract();
  return contract.eventProblem(type, data);
}
