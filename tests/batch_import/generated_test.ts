import { assert, assertEquals, assertNotMatch } from "#assert";
import fc from "fast-check";
import { addNames, opportunitiesOf } from "../fixtures/imports.ts";
import { api, type Call } from "../support/http.ts";
import { createTenant, type Person } from "../support/tenant.ts";

const runs = 500;

/** The functions' server itself refuses addresses of many kilobytes. */
const short = fc.string({ unit: "binary", maxLength: 20 });

/** Whatever text, JSON's escapes of NUL and lone surrogates included, and what looks like a value. */
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 5 }).map((units) =>
    String.fromCharCode(...units)
  ),
  fc.constantFrom(
    "",
    " ",
    "Northwind",
    "won",
    "2026-02-30",
    "2026-12-31",
    "1e9",
    "-0",
    "٣",
    "=1+1",
    "__proto__",
    "EUR",
  ),
  fc.string({ minLength: 1, maxLength: 3 }).map((part) => part.repeat(4000)),
);
const number = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, 50, 100.001, 1e15, 1e-7, 1e308));
const anything = fc.oneof(text, number, fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 3 }));

const fields = [
  "external_id",
  "name",
  "organization",
  "organization_id",
  "principal",
  "principal_id",
  "product",
  "product_id",
  "stage",
  "probability_percent",
  "amount",
  "currency",
  "expected_close_date",
  "deal_owner",
  "notes",
  "context",
  "custom_context",
];
/** A good row, mostly with one field that is not. */
const nearlyGood = fc.tuple(
  fc.record({ name: fc.uuid(), organization: fc.constantFrom("Northwind", "NORTHWIND ") }),
  fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 1 }),
).map(([good, odd]) => ({ ...good, ...odd }));
const row = fc.oneof(
  { weight: 6, arbitrary: nearlyGood },
  fc.dictionary(fc.constantFrom(...fields), anything, { maxKeys: 8 }),
  fc.record({ name: text, organization: text, amount: fc.oneof(number, text), context: fc.jsonValue() }),
  fc.dictionary(text, anything, { maxKeys: 3 }),
  anything,
);
const options = {
  on_error: fc.constantFrom("skip", "abort"),
  on_conflict: fc.constantFrom("error", "skip", "update"),
  dry_run: fc.boolean(),
  force: fc.boolean(),
};
const good = fc.record({ ...options, create_missing: fc.subarray(["organizations", "products"]) }, {
  requiredKeys: [],
});

const jsonBody = fc.record(
  {
    opportunities: fc.array(row, { maxLength: 12 }),
    options: fc.oneof(good, good, anything),
    filename: text,
  },
  { requiredKeys: ["opportunities"] },
);
const json = fc.oneof(jsonBody, jsonBody, jsonBody, anything)
  .map((body): Call => ({ body: JSON.stringify(body), headers: { "content-type": "application/json" } }));

const cell = fc.oneof(text, text.map((inner) => `"${inner.replaceAll('"', '""')}"`), number.map(String));
const csv = fc.tuple(
  fc.constantFrom(",", ";", "\t"),
  fc.array(fc.oneof(fc.constantFrom(...fields), text), { maxLength: 6 }),
  fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 8 }),
).map(([delimiter, header, rows]): Call => ({
  csv: [header, ...rows].map((cells) => cells.join(delimiter)).join("\n"),
}));
const binary = fc.uint8Array({ maxLength: 200 }).map((bytes): Call => ({ csv: new Uint8Array(bytes) }));
/** Bodies that cannot be read as what they say they are. */
const broken = fc.constantFrom<Call[]>(
  { body: '{"opportunities": [', headers: { "content-type": "application/json" } },
  { body: '{"opportunities": [{"name": "a" "b"}]}', headers: { "content-type": "application/json" } },
  { csv: 'name,organization\n"Renewal,Initech\n' },
);

const query = fc.record(
  {
    ...options,
    create_missing: fc.constantFrom("organizations", "products", "organizations,products", ""),
    mapping: fc.oneof(
      short,
      fc.dictionary(short, fc.constantFrom(...fields), { maxKeys: 5 }).map((m) => JSON.stringify(m)),
    ),
    values: fc.oneof(short, fc.jsonValue({ maxDepth: 2 }).map((values) => JSON.stringify(values))),
    filename: short,
  },
  { requiredKeys: [] },
).map((words) => new URLSearchParams(Object.entries(words).map(([name, value]) => [name, String(value)])));
const noQuery = fc.constant(new URLSearchParams());

const requests = fc.tuple(fc.oneof(noQuery, noQuery, query), fc.oneof(json, json, csv, binary, broken));

/** Words of the inside that no answer may show. */
const inside =
  /relation|constraint|violates|pg_|plpgsql|public\.|private\.|syntax error|invalid input syntax|zod/i;

Deno.test(`${runs} generated requests: no 5xx, and no word about the inside`, async () => {
  const tenants = await Promise.all([createTenant(), createTenant()]);
  await Promise.all(tenants.map((tenant) => addNames(tenant, "organizations", "Northwind")));
  const people = tenants.flatMap((
    { owner, admin, manager, member },
  ): Person[] => [owner, admin, manager, member]);
  const statuses: Record<number, number> = {};
  let turn = 0; // no one caller may meet the rate limit
  await fc.assert(
    fc.asyncProperty(requests, async ([query, call]) => {
      const as = people[turn++ % people.length];
      const answer = await api("POST", `/batch-import/v1/batches?${query}`, { as, ...call });
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      assert(answer.status < 500 && answer.status !== 429, `${answer}`);
      if (answer.status >= 400) assertNotMatch(withoutEcho(answer.error), inside, `${answer}`);
    }),
    { numRuns: runs, endOnFailure: true },
  );
  assertEquals([200, 201, 400, 422].filter((status) => !statuses[status]), [], JSON.stringify(statuses));

  for (const tenant of tenants) {
    for (const { name, organization } of await opportunitiesOf(tenant)) {
      assert(typeof name === "string" && name.trim() !== "" && typeof organization === "string");
    }
  }
});

/** The messages without what they quote of the request. */
function withoutEcho(
  { message, details = [] }: { message: string; details?: { message: string }[] },
): string {
  return [message, ...details.map((detail) => detail.message)].join("\n").replaceAll(
    /'[^']*'|"[^"]*"/g,
    "''",
  );
}
