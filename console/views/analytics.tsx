/**
 * Revenue, customers and products.
 *
 * @module
 */
import { dataOf, type Schemas } from "../../client/mod.ts";
import { client } from "../app/api.ts";
import { pageOf } from "../app/page.ts";
import { Failure } from "../ui/error.tsx";
import { count, moment, money } from "../ui/format.ts";
import { useList, useLoad } from "../ui/load.ts";
import { ListTable, Table } from "../ui/table.tsx";
import { Tiles } from "../ui/tiles.tsx";
import { Revenue } from "./analytics/revenue.tsx";

type Dashboard = Schemas["Dashboard"];
type Customer = Schemas["Customer"];

export default function Analytics() {
  const { value, error, reload } = useLoad(async () => dataOf(await client.GET("/analytics/v1/dashboard")));
  if (error !== undefined) return <Failure error={error} retry={() => void reload()} />;
  if (!value) return <p class="muted" aria-busy="true">Loading …</p>;
  return (
    <>
      <Figures dashboard={value} />
      <Customers currency={value.currency} />
    </>
  );
}

function Figures({ dashboard }: { dashboard: Dashboard }) {
  const { currency, top_products } = dashboard;
  const tiles: [string, string][] = [
    ["Revenue", money(dashboard.total_revenue, currency)],
    ["Transactions", count(dashboard.total_transactions)],
    ["Average order", money(dashboard.avg_order_value, currency)],
    ["Completed", count(dashboard.completed_transactions)],
    ["Pending", count(dashboard.pending_transactions)],
    ["Refunded", count(dashboard.refunded_transactions)],
  ];
  return (
    <>
      <Tiles figures={tiles} />
      <p class="muted">As of {moment(dashboard.as_of)}, in {currency}</p>
      <Revenue />
      <h2>Products</h2>
      {top_products.length === 0 ? <p class="empty">No transactions were recorded yet.</p> : (
        <Table
          caption="Products"
          rows={top_products}
          keyOf={({ product }) => product}
          columns={[
            { title: "Product", cell: ({ product }) => product },
            { title: "Revenue", isNumber: true, cell: ({ revenue }) => money(revenue, currency) },
          ]}
        />
      )}
    </>
  );
}

function Customers({ currency }: { currency: string }) {
  const list = useList<Customer>(async (cursor) =>
    pageOf(
      await client.GET("/analytics/v1/customers", {
        params: { query: { limit: 25, cursor, sort: "-lifetime_value" } },
      }),
    )
  );
  return (
    <section>
      <h2>Customers</h2>
      <ListTable
        caption="Customers"
        list={list}
        empty="No transactions were recorded yet."
        keyOf={({ id }) => id}
        columns={[
          { title: "Customer", cell: ({ name, external_id }) => name ?? external_id },
          {
            title: "Lifetime value",
            isNumber: true,
            cell: (customer) => money(customer.lifetime_value, currency),
          },
          { title: "Transactions", isNumber: true, cell: ({ transactions }) => count(transactions) },
          { title: "Last purchase", cell: ({ last_purchase }) => moment(last_purchase) },
        ]}
      />
    </section>
  );
}
