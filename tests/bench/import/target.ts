import { addNames } from "../../fixtures/imports.ts";
import {
  opportunities,
  type Opportunity,
  organizations,
  products,
} from "../../../supabase/local/demo/opportunities.ts";
import { type Database, withDatabase } from "../../support/sql.ts";
import { createTenant, type Person, type Tenant } from "../../support/tenant.ts";

/** A tenant with the names that the rows refer to, and the ids that COPY needs in advance. */
export interface Target {
  tenant: Tenant;
  organizationIds: Record<string, string>;
  productIds: Record<string, string>;
  /** An existing batch that the copied rows belong to. */
  batchId: string;
}

/** A new tenant with the highest import quota. */
export async function createTarget(): Promise<Target> {
  const tenant = await createTenant({ settings: { "import.batches_per_hour": 10_000 } });
  const organizationIds = await addNames(tenant, "organizations", ...organizations);
  const productIds = await addNames(tenant, "products", ...products.map(({ name }) => name));
  const batchId = await withDatabase(async (sql) => {
    const [batch] = await sql<[{ id: string }]>`
      insert into public.opportunity_batches (client_id, status, total_records, content_hash, created_by)
      values (${tenant.id}, 'processing', 0, '', ${tenant.member.id}) returning id`;
    return batch.id;
  });
  return { tenant, organizationIds, productIds, batchId };
}

/** The tenant's people who may import. */
export function importers({ tenant }: Target): Person[] {
  return [tenant.member, tenant.manager, tenant.admin, tenant.owner];
}

let seed = 0;

/** Rows that were not imported before. */
export function freshRows(count: number): Opportunity[] {
  return opportunities(count, ++seed);
}

/** Removes dead rows and refreshes statistics, so that one phase does not slow down the next. */
export async function tidy(sql: Database): Promise<void> {
  await sql`vacuum (analyze) public.opportunities`;
  await sql`vacuum (analyze) public.opportunity_batches`;
  await sql`checkpoint`;
}
