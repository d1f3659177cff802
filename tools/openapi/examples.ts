/**
 * Examples of requests and answers, made from their schemas: what a schema says by `example` or `default`, else
 * something of its kind that reads like a real one.
 *
 * @module
 */
import { type Document, resolve, type Schema } from "./openapi.ts";

/** Texts by the name of their property, where the schema gives no example. */
const texts: Record<string, string> = {
  actor: "manager@acme.test",
  agent: "Marsha Ross",
  answer: "ok",
  channel: "Support line",
  code: "range",
  description: "Looks after contracts that end this quarter",
  error: "The receiver answered 503",
  error_message: "The receiver answered 503",
  external_id: "OPP-1001",
  fingerprint: "9f86d081884c7d65",
  handling_time: "12.500000",
  key: "import.max_rows",
  key_id: "2026-07",
  load: "15.000000",
  message: "probability_percent is 140, must be 0–100",
  name: "Renewals",
  organization: "Northwind Logistics",
  period: "2026-11-01",
  priority: "12.500000",
  queue: "webhooks",
  request_id: "6f1d2c1e-7f0b-4d0b-9f6e-2a4c1f0a7b3d",
  score: "71.250000",
  sector: "insurance",
  status: "completed",
  success_rate: "32.000000",
  system_prompt: "You answer questions about policies and renewals.",
  title: "Senior advisor",
  type: "webhook.deliver",
};

const formats: Record<string, string> = {
  date: "2026-11-20",
  "date-time": "2026-11-20T09:30:00.123456+00:00",
  email: "manager@acme.test",
  uri: "https://hooks.acme.test/frontline",
  binary: "external_id,name,organization\nOPP-1001,Refit,Northwind Logistics\n",
};

/** A value that fits the schema. A request only has fields that are required or have an example. */
export function exampleOf(
  document: Document,
  schema: Schema,
  use: "request" | "answer",
  name = "",
): unknown {
  const { example, enum: choices, default: usual, ...rest } = merged(document, schema);
  if (example !== undefined) return example;
  if (rest.const !== undefined) return rest.const;
  if (usual !== undefined && usual !== null) return usual;
  if (choices !== undefined) return choices[0];
  const options = rest.anyOf ?? rest.oneOf;
  if (options !== undefined) {
    const chosen = options.find((option) => resolve(document, option).type !== "null") ?? {};
    return exampleOf(document, chosen, use, name);
  }
  switch ([rest.type ?? []].flat().find((type) => type !== "null")) {
    case "string":
      return textOf(rest, name);
    case "integer":
    case "number":
      return Math.min(Math.max(rest.minimum ?? 1, 1), rest.maximum ?? 1);
    case "boolean":
      return true;
    case "array":
      return rest.items === undefined ? [] : [exampleOf(document, rest.items, use, name.replace(/s$/, ""))];
    case "object":
      return objectOf(document, rest, use);
    default:
      return rest.properties === undefined ? null : objectOf(document, rest, use);
  }
}

function objectOf(document: Document, schema: Schema, use: "request" | "answer"): Record<string, unknown> {
  const isShown = ([name, property]: [string, Schema]) =>
    use === "answer" || schema.required?.includes(name) || merged(document, property).example !== undefined;
  const entries = Object.entries(schema.properties ?? {}).filter(isShown)
    .map(([name, property]): [string, unknown] => [name, exampleOf(document, property, use, name)]);
  return Object.fromEntries(entries);
}

function textOf({ format, minLength = 0, maxLength = Infinity, pattern }: Schema, name: string): string {
  if (format === "uuid") return uuidOf(name);
  const text = formats[format ?? ""] ?? texts[name] ??
    (name.endsWith("_id") || name === "id"
      ? uuidOf(name)
      : /_at$|_until$/.test(name)
      ? formats["date-time"]
      : undefined) ??
    name.replaceAll("_", " ");
  const fits = text.length >= minLength && text.length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, "u").test(text));
  return fits ? text : "x".repeat(Math.max(minLength, 1));
}

/** Always the same id for a name, so that an example's team is the same everywhere. */
export function uuidOf(name: string): string {
  let hash = 0x811c9dc5;
  const digits = Array.from({ length: 4 }, (_, round) => {
    for (const character of `${round}${name}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, "0");
  }).join("");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${
    digits.slice(20)
  }`;
}

/** The schema without its references and `allOf`: one object with all their properties. */
export function merged(document: Document, schema: Schema): Schema {
  const { allOf = [], ...own } = resolve(document, schema);
  const whole = allOf.map((part) => merged(document, part)).reduce((sum, part) => join(sum, part), {});
  const { $ref: _, ...beside } = schema;
  return join(join(whole, own), schema.$ref === undefined ? {} : beside);
}

function join(a: Schema, b: Schema): Schema {
  return {
    ...a,
    ...b,
    ...(a.properties || b.properties ? { properties: { ...a.properties, ...b.properties } } : {}),
    ...(a.required || b.required
      ? { required: [...new Set([...a.required ?? [], ...b.required ?? []])] }
      : {}),
  };
}
