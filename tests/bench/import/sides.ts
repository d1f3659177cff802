/**
 * The ways to get rows into public.opportunities. Each takes fresh rows, and what it sends is made ready before the
 * time counts.
 *
 * @module
 */
import { finished } from "node:stream/promises";
import type { SupabaseClient } from "@supabase/supabase-js";
import type postgres from "postgres";
import type { Opportunity } from "../../../supabase/local/demo/opportunities.ts";
import { api } from "../../support/http.ts";
import { actAs, claimsOf } from "../../support/sql.ts";
import type { Person } from "../../support/tenant.ts";
import { milliseconds, type Side } from "../measure.ts";
import { freshRows, type Target } from "./target.ts";

/** The columns that the import fills, so that COPY fills the same ones. */
export const columns = [
  "client_id",
  "external_id",
  "name",
  "organization_id",
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
  "batch_id",
  "batch_row",
  "created_by",
] as const;

/** An open connection, and the tenant that it copies into. */
export interface Copier {
  target: Target;
  connection: postgres.ReservedSql;
}

/** COPY in a transaction of its own, with ids resolved and the audit of single rows off, as in an import. */
export function copySide(copiers: Copier[], count: number): Side {
  return () => {
    const copies = copiers.map((copier) => ({ ...copier, text: copyText(copier.target, freshRows(count)) }));
    return milliseconds(() => Promise.all(copies.map(copy)));
  };
}

async function copy({ target, connection, text }: Copier & { text: string }): Promise<void> {
  await connection`begin`;
  await connection`select private.open_audit_group('opportunity_batches', ${target.batchId})`;
  await copyInto(connection, "public.opportunities", text);
  await connection`commit`;
}

export async function copyInto(connection: postgres.ReservedSql, table: string, text: string): Promise<void> {
  const query = `copy ${table} (${columns.join(", ")}) from stdin`;
  const stream = await connection.unsafe(query).writable();
  stream.end(text);
  await finished(stream);
}

/** COPY's text format: https://www.postgresql.org/docs/15/sql-copy.html */
export function copyText(target: Target, rows: Opportunity[]): string {
  return rows.map((row, index) => {
    const record: Record<typeof columns[number], unknown> = {
      ...row,
      notes: row.notes ?? null,
      client_id: target.tenant.id,
      organization_id: target.organizationIds[row.organization],
      product_id: target.productIds[row.product],
      context: "{}",
      custom_context: "{}",
      batch_id: target.batchId,
      batch_row: index + 1,
      created_by: target.tenant.member.id,
    };
    return columns.map((column) => field(record[column])).join("\t") + "\n";
  }).join("");
}

function field(value: unknown): string {
  if (value === null) return "\\N";
  return String(value).replaceAll("\\", "\\\\").replaceAll("\t", "\\t").replaceAll("\n", "\\n");
}

/** The import's SQL function as a member calls it, on an open connection. */
export function functionSide(target: Target, connection: postgres.ReservedSql, count: number): Side {
  const claims = claimsOf(target.tenant.member.token);
  return () => {
    const text = JSON.stringify(freshRows(count));
    return milliseconds(async () => {
      await connection`begin`;
      await actAs(connection, claims);
      const [row] = await connection<[{ answer: { status: number } }]>`
        select public.import_opportunities(${text}::text::jsonb) as answer`;
      await connection`commit`;
      if (row.answer.status !== 201) throw new Error(`the import answered ${JSON.stringify(row.answer)}`);
    });
  };
}

/** `POST /batch-import/v1/batches`, as an app sends it. */
export function httpSide(people: Person[], count: number): Side {
  return () => {
    const bodies = people.map((as) => ({ as, body: JSON.stringify({ opportunities: freshRows(count) }) }));
    return milliseconds(() => Promise.all(bodies.map(({ as, body }) => post(as, body))));
  };
}

async function post(as: Person, body: string): Promise<void> {
  const headers = { "content-type": "application/json" };
  const answer = await api("POST", "/batch-import/v1/batches", { as, body, headers });
  if (answer.status !== 201) throw new Error(`${answer}`);
}

/** The same SQL function called through the Data API, without an Edge Function. */
export function dataApiSide(member: SupabaseClient, count: number): Side {
  return () => {
    const rows = freshRows(count);
    return milliseconds(async () => {
      const { error } = await member.rpc("import_opportunities", { opportunities: rows });
      if (error) throw new Error(`the Data API answered ${error.message}`);
    });
  };
}

/** The fixed cost of each request to a function: gateway, sign-in, rate limit, answer. */
export function bareRequestSide(as: Person): Side {
  return () =>
    milliseconds(async () => {
      const answer = await api("GET", "/batch-import/v1/template.csv", { as });
      if (answer.status !== 200) throw new Error(`${answer}`);
    });
}

/**
 * The usual way with supabase-js: look the names up, then insert chunks of 50, three at a time. As the service role,
 * because members have no right to insert; nothing is checked, and a failing chunk leaves the others behind.
 */
export function usualSide(target: Target, service: SupabaseClient, count: number): Side {
  return () => {
    const rows = freshRows(count);
    return milliseconds(async () => {
      const organizationIds = await lookUp(
        service,
        target,
        "organizations",
        rows.map((row) => row.organization),
      );
      const productIds = await lookUp(service, target, "products", rows.map((row) => row.product));
      const records = rows.map(({ organization, product, ...row }) => ({
        ...row,
        notes: row.notes ?? null,
        client_id: target.tenant.id,
        organization_id: organizationIds.get(organization),
        product_id: productIds.get(product),
        created_by: target.tenant.member.id,
      }));
      const chunks = Array.from(
        { length: Math.ceil(count / 50) },
        (_, i) => records.slice(50 * i, 50 * i + 50),
      );
      const insertChunks = async () => {
        for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
          const { error } = await service.from("opportunities").insert(chunk);
          if (error) throw new Error(`inserting a chunk: ${error.message}`);
        }
      };
      await Promise.all([insertChunks(), insertChunks(), insertChunks()]);
    });
  };
}

async function lookUp(
  service: SupabaseClient,
  target: Target,
  table: "organizations" | "products",
  names: string[],
): Promise<Map<string, string>> {
  const { data, error } = await service.from(table).select("id, name").eq("client_id", target.tenant.id)
    .in("name", [...new Set(names)]);
  if (error) throw new Error(`looking up ${table}: ${error.message}`);
  return new Map(data.map(({ id, name }) => [name, id]));
}
