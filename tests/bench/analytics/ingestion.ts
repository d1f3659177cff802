/**
 * Recording 1,000 transactions of known customers: through HTTP, by the SQL function, and by COPY.
 *
 * @module
 */
import { finished } from "node:stream/promises";
import type postgres from "postgres";
import { base } from "../../fixtures/analytics.ts";
import { api } from "../../support/http.ts";
import { actAs, claimsOf, type Database } from "../../support/sql.ts";
import { milliseconds, type Side } from "../measure.ts";
import type { Shop } from "./shop.ts";

const rows = 1_000;
let made = 0;

function sales() {
  return Array.from({ length: rows }, () => ({
    external_id: `new ${++made}`,
    occurred_at: new Date(Date.now() - (made % 30) * 86_400_000).toISOString(),
    amount: `${1 + made % 500}.50`,
    currency: "EUR",
    status: "completed",
    product: `Product ${1 + made % 200}`,
    quantity: 1 + made % 3,
    customer: `c${1 + made % 900}`,
  }));
}

const asSent = () =>
  sales().map(({ customer, ...sale }) => ({ ...sale, customer: { external_id: customer } }));

/** `POST /transactions` as an app sends it. */
export function httpSide({ tenant }: Shop): Side {
  return () => {
    const body = JSON.stringify({ transactions: asSent() });
    return milliseconds(async () => {
      const headers = { "content-type": "application/json" };
      const answer = await api("POST", `${base}/transactions`, { as: tenant.member, body, headers });
      if (answer.status !== 201) throw new Error(`${answer}`);
    });
  };
}

/** The function in SQL on an open connection. */
export function functionSide({ tenant }: Shop, connection: postgres.ReservedSql): Side {
  const claims = claimsOf(tenant.member.token);
  return () => {
    const text = JSON.stringify(
      sales().map(({ customer, ...sale }) => ({ ...sale, customer_external_id: customer })),
    );
    return milliseconds(async () => {
      await connection`begin`;
      await actAs(connection, claims);
      await connection`select public.record_transactions(${text}::text::jsonb)`;
      await connection`commit`;
    });
  };
}

/** COPY of the same rows with the ids of their customers at hand, in a transaction of its own. */
export async function copySide(
  admin: Database,
  { tenant }: Shop,
  connection: postgres.ReservedSql,
): Promise<Side> {
  const found = await admin`select external_id, id from public.customers where client_id = ${tenant.id}`;
  const ids = new Map(found.map(({ external_id, id }) => [external_id, id]));
  const columns =
    "client_id, external_id, customer_id, occurred_at, amount, currency, status, product, quantity, is_refund";
  return () => {
    const text = sales().map((sale) =>
      [
        tenant.id,
        sale.external_id,
        ids.get(sale.customer),
        sale.occurred_at,
        sale.amount,
        sale.currency,
        sale.status,
        sale.product,
        sale.quantity,
        false,
      ].join("\t") + "\n"
    ).join("");
    return milliseconds(async () => {
      await connection`begin`;
      const stream = await connection.unsafe(`copy public.transactions (${columns}) from stdin`).writable();
      stream.end(text);
      await finished(stream);
      await connection`commit`;
    });
  };
}
