/**
 * Values that fit a schema of the document, and values that nearly do.
 *
 * @module
 */
import fc, { type Arbitrary } from "fast-check";
import { merged } from "../../tools/openapi/examples.ts";
import type { Document, Schema } from "../../tools/openapi/openapi.ts";

/** Texts that have broken parsers, queries and databases. */
const hostile = fc.constantFrom(
  "",
  " ",
  "\0",
  "\uD800",
  "null",
  "' or 1=1 --",
  "%_\\",
  "{a,b}",
  "../../etc",
  "__proto__",
  "1e999",
  "-1",
  "٣",
  "0001-01-01",
  "9999-12-31T23:59:60Z",
  "00000000-0000-0000-0000-000000000000",
  "𝕏".repeat(100),
);

/** Anything that JSON can say. */
const anything: Arbitrary<unknown> = fc.oneof(
  hostile,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(1e15, -1, 0.5, 2 ** 53),
);

/** ISO 8601 days that a database may read differently. */
const edgeDays = ["0000-01-01", "0001-01-01", "9999-12-31"];

/** ISO 8601 times that a database may read differently. */
const edgeMoments = ["2099-01-01T00:00:00+23:59", "9999-12-31T23:59:59-15:59"];

function oftenOneOf(edges: string[], usual: Arbitrary<string>): Arbitrary<string> {
  return fc.oneof(usual, fc.constantFrom(...edges));
}

/** Makes values for the schemas of a document; ids are mostly those that `ids` holds at that moment. */
export class Arbitraries {
  constructor(private readonly document: Document, private readonly ids: readonly string[]) {}

  /** What the schema allows. */
  valid(schema: Schema, depth = 0): Arbitrary<unknown> {
    const whole = merged(this.document, schema);
    if (whole.const !== undefined) return fc.constant(whole.const);
    if (whole.enum !== undefined) return fc.constantFrom(...whole.enum);
    const options = whole.anyOf ?? whole.oneOf;
    if (options !== undefined) return fc.oneof(...options.map((option) => this.valid(option, depth)));
    const types = [whole.type ?? (whole.properties ? "object" : "any")].flat();
    const made = fc.oneof(...types.map((type) => this.#ofType(type, whole, depth)));
    return whole.example === undefined ? made : fc.oneof(fc.constant(whole.example), made);
  }

  /** Mostly what the schema allows but for one place, or something else altogether. */
  invalid(schema: Schema): Arbitrary<unknown> {
    const place = fc.tuple(fc.nat(), fc.constantFrom("replace", "remove", "add"), anything);
    const damaged = fc.tuple(this.valid(schema), place).map(([value, [index, how, other]]) => {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return other;
      const keys = Object.keys(value);
      const key = keys[index % Math.max(keys.length, 1)] ?? "unknown";
      if (how === "add") return { ...value, client_id: other };
      const { [key]: _, ...rest } = Object.fromEntries(Object.entries(value));
      return how === "remove" ? rest : { ...rest, [key]: other };
    });
    return fc.oneof({ weight: 4, arbitrary: damaged }, { weight: 1, arbitrary: anything });
  }

  #ofType(type: string, schema: Schema, depth: number): Arbitrary<unknown> {
    switch (type) {
      case "null":
        return fc.constant(null);
      case "boolean":
        return fc.boolean();
      case "integer":
        return fc.integer({ min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 1e6, 1e9) });
      case "number":
        return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true });
      case "string":
        return this.#text(schema);
      case "array":
        return fc.array(this.valid(schema.items ?? {}, depth + 1), {
          minLength: schema.minItems ?? 0,
          maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? 4, 4)),
        });
      case "object":
        return this.#object(schema, depth);
      default:
        return anything;
    }
  }

  #object(
    { properties = {}, required = [], additionalProperties }: Schema,
    depth: number,
  ): Arbitrary<unknown> {
    const fields: Record<string, Arbitrary<unknown>> = {};
    for (const [name, inner] of Object.entries(properties)) {
      const value = this.valid(inner, depth + 1);
      fields[name] = required.includes(name) ? value : fc.oneof(value, fc.constant(undefined));
    }
    // Undefined values are not sent.
    const record = fc.record(fields);
    if (typeof additionalProperties !== "object" || depth > 4) return record;
    const more = fc.dictionary(fc.string({ maxLength: 10 }), this.valid(additionalProperties, depth + 1), {
      maxKeys: 3,
    });
    return fc.tuple(record, more).map(([known, others]) => ({ ...others, ...known }));
  }

  #text({ format, pattern, minLength = 0, maxLength = 200 }: Schema): Arbitrary<string> {
    if (format === "uuid") return this.#id();
    const time = fc.date({ min: new Date("2000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
    if (format === "date") return oftenOneOf(edgeDays, time.map((date) => date.toISOString().slice(0, 10)));
    if (format === "date-time") return oftenOneOf(edgeMoments, time.map((date) => date.toISOString()));
    if (format === "uri") return fc.constantFrom("https://example.com/hook", "http://127.0.0.1:9/hook");
    const lengths = { minLength, maxLength: Math.max(minLength, Math.min(maxLength, 200)) };
    const free = fc.oneof(fc.string(lengths), fc.string({ unit: "grapheme", ...lengths }));
    return pattern === undefined ? free : fc.oneof(free, fc.stringMatching(new RegExp(pattern)));
  }

  #id(): Arbitrary<string> {
    const known = fc.nat().map((index) => this.ids[index % this.ids.length] ?? crypto.randomUUID());
    return fc.oneof({ weight: 4, arbitrary: known }, { weight: 1, arbitrary: fc.uuid() });
  }
}

/** A text for a path, query or header value whose schema is not a string. */
export const strange: Arbitrary<string> = fc.oneof(hostile, fc.string({ maxLength: 40 }));
