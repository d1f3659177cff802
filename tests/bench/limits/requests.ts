/**
 * The largest allowed request of each route: of every operation in the OpenAPI document one whose body is as long as
 * its function reads, and valid ones of the routes that do the most with them.
 *
 * @module
 */
import { type Operation, operationsOf, type Placed } from "../../../tools/openapi/openapi.ts";
import { readDocument } from "../../../tools/openapi/packed.ts";
import { newCall } from "../../fixtures/aggregation.ts";
import { hire } from "../../fixtures/routing.ts";
import type { Tenant } from "../../support/tenant.ts";

export interface LargeRequest {
  title: string;
  method: string;
  path: string;
  body?: string | Uint8Array<ArrayBuffer>;
  type?: string;
}

const megabytes = 5;
const rows = 500;

/** Refused by most routes, after they have read all of it. */
export function longRequests(): LargeRequest[] {
  return operationsOf(readDocument()).map((placed) => {
    const { method, path, operation } = placed;
    const url = path.replaceAll(/\{\w+\}/g, "11111111-1111-4111-8111-111111111111") +
      query(operation.parameters);
    const body = operation.requestBody && long(lengthOf(placed));
    return {
      title: `${method} ${path}`,
      method,
      path: url,
      ...(body ? { body, type: "application/json" } : {}),
    };
  });
}

function query(parameters: Operation["parameters"] = []): string {
  return parameters.some(({ name }) => name === "limit") ? "?limit=100" : "";
}

function lengthOf({ path }: Placed): number {
  return /^\/(batch-import|aggregation)\//.test(path) ? megabytes * 1024 ** 2 : 256 * 1024;
}

function long(length: number): string {
  const items = Array.from(
    { length: Math.floor(length / 110) },
    (_, n) => ({ name: `Item ${n}`, note: "x".repeat(70) }),
  );
  return JSON.stringify({ items }).slice(0, length - 2).replace(/,[^,]*,[^,]*$/, "]}");
}

/** Accepted ones. */
export async function validRequests(tenant: Tenant): Promise<LargeRequest[]> {
  await hire(tenant, "sales", [{ max_load: 100 }]);
  const note = "n".repeat(megabytes * 1024 ** 2 / rows - 200);
  const opportunities = Array.from({ length: rows }, (_, n) => ({
    name: `Deal ${n}`,
    organization: "Acme",
    amount: "12.50",
    notes: note.slice(0, 9_000),
  }));
  const csv = "name,organization,amount,notes\n" +
    opportunities.map(({ name, organization, amount, notes }) =>
      `${name},${organization},${amount},${notes}\n`
    ).join("");
  const calls = Array.from({ length: 1_000 }, () => newCall({ agent: "Agent 0" }));
  const options = { create_missing: ["organizations"], dry_run: true };
  const imports = "/batch-import/v1/batches";
  return [
    post("import of 500 rows, 5 MB of JSON", imports, JSON.stringify({ opportunities, options })),
    {
      ...post("import of 500 rows, 5 MB of CSV", `${imports}?create_missing=organizations&dry_run=true`, csv),
      type: "text/csv",
    },
    post("1,000 calls", "/aggregation/v1/calls", JSON.stringify({ calls })),
    post(
      "100 routing decisions",
      "/routing/v1/decisions/batch",
      JSON.stringify({ decisions: Array.from({ length: 100 }, () => ({ sector: "sales" })) }),
    ),
    { title: "the document of all functions", method: "GET", path: "/docs/v1/openapi.json" },
  ];
}

function post(title: string, path: string, body: string): LargeRequest {
  return { title, method: "POST", path, body, type: "application/json" };
}
