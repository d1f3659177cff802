/**
 * Requests made from the document itself, good and bad ones, for every operation: whatever is sent, the answer is one
 * that the document promises, and never a fault of ours.
 *
 * @module
 */
import { assert, assertEquals } from "#assert";
import fc, { type Arbitrary } from "fast-check";
import { roleScopes } from "../../shared/access/scopes.ts";
import { stack } from "../support/env.ts";
import { type Answer, api, type Call } from "../support/http.ts";
import { createTenant, type Tenant } from "../support/tenant.ts";
import { Arbitraries, strange } from "./arbitrary.ts";
import { type Document, operationsOf, type Placed, type Schema } from "../../tools/openapi/openapi.ts";
import { readDocument } from "../../tools/openapi/packed.ts";

interface Request {
  target: string;
  call: Call;
}

const unlimited = Object.fromEntries(
  ["read", "write", "import", "routing", "calls", "inbound"].map((tier) => [`limits.${tier}`, 60_000]),
);

/** A tenant with one of each resource, and their ids as they become known. */
export class Fuzzer {
  readonly #ids: string[] = [];
  readonly #make: Arbitraries;

  private constructor(readonly document: Document, private readonly tenant: Tenant) {
    this.#make = new Arbitraries(document, this.#ids);
  }

  static async create(): Promise<Fuzzer> {
    const document = readDocument();
    const fuzzer = new Fuzzer(document, await createTenant({ settings: unlimited }));
    await fuzzer.#populate();
    return fuzzer;
  }

  get operations(): Placed[] {
    return operationsOf(this.document);
  }

  /**
   * Sends `runs` requests to an operation; throws at the first wrong answer, with the request and the seed.
   */
  async operation(placed: Placed, runs: number, seed?: number): Promise<void> {
    const property = fc.asyncProperty(this.#request(placed), async ({ target, call }) => {
      const answer = await api(placed.method, target, call);
      assert(answer.status < 500, `${answer}\nfor ${shown(call)}`);
      this.#collect(answer);
    });
    // No shrinking, because the stored data changes with every request.
    await fc.assert(property, { numRuns: runs, endOnFailure: true, ...(seed === undefined ? {} : { seed }) });
  }

  /** Without a token or with a broken one 401, with a role that lacks the scope 403. */
  async access(placed: Placed): Promise<void> {
    const { method, operation: { security = [] } } = placed;
    if (security.length === 0) return;
    const [{ target, call }] = fc.sample(this.#request(placed, "valid"), 1) as [Request];
    for (const as of [undefined, "broken", "fl_live_aaaaaaaa_broken", `${this.tenant.owner.token}x`]) {
      const answer = await api(method, target, { ...call, headers: withoutCaller(call), as });
      assertEquals([answer.status, answer.error.code], [401, "UNAUTHORIZED"], `${answer} as ${as}`);
    }
    const scopes: readonly string[] = roleScopes.viewer;
    const needed = security.find((way) => way.user)?.user ?? ["the secret key"];
    if (needed.every((scope) => scopes.includes(scope))) return;
    const answer = await api(method, target, {
      ...call,
      headers: withoutCaller(call),
      as: this.tenant.viewer,
    });
    assertEquals([answer.status, answer.error.code], [403, "FORBIDDEN"], String(answer));
  }

  /** Each method that a path does not know is 405, and Allow names those that it knows. */
  async otherMethods(path: string): Promise<void> {
    // `/decisions/batch` is also a `/decisions/{id}`.
    const items = Object.entries(this.document.paths).filter(([template]) =>
      template === path || new RegExp(`^${template.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(path)
    ).flatMap(([, item]) => Object.keys(item));
    const known = [...new Set(items)].map((method) => method.toUpperCase());
    const filled = path.replaceAll(/\{\w+\}/g, crypto.randomUUID());
    for (
      const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((method) => !known.includes(method))
    ) {
      const answer = await api(method, filled, { as: this.tenant.owner });
      assertEquals(answer.status, 405, String(answer));
      const allowed = answer.headers.get("allow")?.split(", ").filter((method) => method !== "HEAD");
      assertEquals(allowed?.sort(), known.sort(), String(answer));
    }
  }

  /** One of everything, by the examples of the operations that create. */
  async #populate(): Promise<void> {
    for (const { method, path, operation } of this.operations) {
      const example = operation.requestBody?.content["application/json"]?.example;
      if (method !== "POST" || example === undefined || path.includes("{")) continue;
      this.#collect(await api("POST", path, { as: this.tenant.owner, json: example }));
    }
  }

  #collect(answer: Answer<unknown>): void {
    if (answer.status >= 300 || this.#ids.length > 500) return;
    for (const [, id = ""] of answer.text.matchAll(/"(?:\w+_)?id":"([\da-f-]{36})"/g)) {
      if (!this.#ids.includes(id)) this.#ids.push(id);
    }
  }

  #request(placed: Placed, only?: "valid"): Arbitrary<Request> {
    const kind: Arbitrary<"valid" | "invalid"> = only === undefined
      ? fc.constantFrom("valid", "invalid")
      : fc.constant(only);
    return kind.chain((kind) =>
      fc.tuple(this.#target(placed, kind), this.#call(placed, kind)).map(([target, call]) => ({
        target,
        call,
      }))
    );
  }

  /** Path and query; of a bad request perhaps one of them is bad. */
  #target({ path, operation }: Placed, kind: "valid" | "invalid"): Arbitrary<string> {
    const parameters = (operation.parameters ?? []).filter((parameter) => parameter.in !== "header");
    const values = parameters.map((parameter) => {
      const good = this.#make.valid(parameter.schema).map(plain);
      const value = kind === "valid"
        ? good
        : fc.oneof({ weight: 3, arbitrary: good }, { weight: 1, arbitrary: strange });
      return parameter.required ? value : fc.option(value, { nil: undefined, freq: 1 });
    });
    return fc.tuple(...values).map((chosen) => {
      const query = new URLSearchParams();
      let filled = path;
      for (const [index, { name, in: place }] of parameters.entries()) {
        const value = chosen[index];
        if (value === undefined) continue;
        if (place === "path") filled = filled.replace(`{${name}}`, () => segment(value));
        else query.set(name, value.toWellFormed());
      }
      return query.size === 0 ? filled : `${filled}?${query}`;
    });
  }

  #call(placed: Placed, kind: "valid" | "invalid"): Arbitrary<Call> {
    const { security = [], requestBody, parameters = [] } = placed.operation;
    const isUsers = security.some((way) => "user" in way);
    // A worker that was woken runs for most of a minute.
    const isOperators = security.length > 0 && !isUsers && !placed.path.endsWith("/worker");
    const caller: Call = isOperators ? { headers: { apikey: stack.secretKey } } : { as: this.tenant.owner };
    const names = parameters.filter((parameter) => parameter.in === "header").map(({ name }) => name);
    const headers = fc.dictionary(fc.constantFrom("x-unknown", ...names), headerValue, { maxKeys: 1 });
    const body: Arbitrary<Call> = requestBody === undefined
      ? fc.constant({})
      : this.#body(requestBody.content, kind);
    return fc.tuple(headers, body).map(([headers, body]) => ({
      ...caller,
      ...body,
      headers: { ...headers, ...body.headers, ...caller.headers },
    }));
  }

  #body(
    content: Record<string, { schema?: Schema; example?: unknown }>,
    kind: "valid" | "invalid",
  ): Arbitrary<Call> {
    const bodies = Object.entries(content).map(([type, { schema = {}, example }]): Arbitrary<Call> => {
      if (type === "application/json") {
        const json = kind === "valid" ? this.#make.valid(schema) : this.#make.invalid(schema);
        return json.map((json) => ({ json }));
      }
      const text = fc.oneof(fc.constant(String(example)), fc.string({ unit: "binary", maxLength: 300 }), csv);
      if (type !== "multipart/form-data") {
        return text.map((text) => ({ body: text.toWellFormed(), headers: { "content-type": type } }));
      }
      return text.map((text) => {
        const form = new FormData();
        form.set("file", new File([text.toWellFormed()], "opportunities.csv"));
        return { body: form };
      });
    });
    return kind === "valid" ? fc.oneof(...bodies) : fc.oneof({ weight: 4, arbitrary: fc.oneof(...bodies) }, {
      weight: 1,
      arbitrary: unreadable,
    });
  }
}

const csv = fc.array(fc.array(fc.string({ maxLength: 8 }), { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 5,
})
  .map((rows) => rows.map((cells) => cells.join(",")).join("\n"));

/** Bodies that are no JSON, or do not say what they are. */
const unreadable: Arbitrary<Call> = fc.oneof(
  fc.constantFrom("", "{", '{"a":1,}', "[".repeat(10_000), '{"a":"\\ud800"}', "\ufeff{}", "nul").map((
    body,
  ) => ({
    body,
    headers: { "content-type": "application/json" },
  })),
  fc.constantFrom("text/plain", "application/xml", "application/json; charset=latin1", "x").map((type) => ({
    body: "{}",
    headers: { "content-type": type },
  })),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => ({
    body: new Uint8Array(bytes),
    headers: { "content-type": "application/json" },
  })),
);

function withoutCaller({ headers = {} }: Call): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name === "content-type"));
}

/** What fetch lets through: printable ASCII and Latin-1. */
const headerValue = fc.oneof(
  fc.constantFrom('"1"', 'W/"1"', "*", '"x"', "1", "a,b", "x".repeat(300), "é"),
  fc.string({ maxLength: 40 }).map((text) => text.replaceAll(/[^\x20-\x7e]/g, "").trim() || "x"),
);

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(",");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** A path segment that still matches its template. */
function segment(value: string): string {
  const text = encodeURIComponent(value.toWellFormed());
  return /^\.{0,2}$/.test(text) ? "x" : text;
}

function shown({ json, body, headers }: Call): string {
  return Deno.inspect({ json, body, headers }, { depth: 8, strAbbreviateSize: 500 });
}
