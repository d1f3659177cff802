import { z } from "@hono/zod-openapi";
import { cached, stateOf } from "../../shared/cache/cached.ts";
import { boundsOf } from "../../shared/data/days.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { detailedEtag, etag, ifMatch, ifMatchHeader, ifNoneMatchHeader } from "../../shared/http/etag.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, paginate } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { rowsRequest, tableContent } from "../../shared/http/rows_request.ts";
import { readTransactions } from "./read_transactions.ts";
import { fields, Recorded, TransactionQuery } from "./sent_schema.ts";
import {
  NewRefund,
  Transaction,
  TransactionChange,
  TransactionFilters,
  TransactionId,
} from "./transaction_schema.ts";

/** The routes of transactions. */
export const transactionRoutes = createRoutes();

const recordTransactions = defineRoute({
  method: "post",
  path: "/transactions",
  summary: "Record up to 1,000 transactions, all or nothing",
  description:
    "JSON, or a CSV or .xlsx file with the fields as columns, or with `mapping` any columns. A known `external_id` " +
    "replaces its transaction. Every bad row is named. In a file, times without an offset are in the tenant's time " +
    "zone.",
  access: { scope: "transactions:write", tier: "transactions" },
  bodyLimit: 5 * 1024 * 1024,
  request: {
    ...rowsRequest("Transactions", tableContent(`${fields.join(",")}\n`)),
    query: TransactionQuery,
  },
  responses: {
    200: json(data(Recorded), "All of them were known"),
    201: json(data(Recorded), "What became of them"),
    ...problems(404),
  },
});

transactionRoutes.openapi(recordTransactions, async (c) => {
  const { db } = c.var;
  const sent = await readTransactions(c.req, c.req.valid("query"), db);
  const result = await db.rpc("record_transactions", { ...sent });
  const { status, body, replayed } = settle(result, Recorded);
  return c.json({ data: body }, status === 201 ? 201 : 200, replayHeaders({ replayed }));
});

const transactionPage = page(Transaction);

const listTransactions = defineRoute({
  method: "get",
  path: "/transactions",
  summary: "List transactions, the latest first",
  access: "analytics:read",
  request: { headers: ifNoneMatchHeader, query: pageQuery.extend(TransactionFilters.shape) },
  responses: { 200: json(transactionPage, "The transactions") },
});

transactionRoutes.openapi(listTransactions, async (c) => {
  const query = c.req.valid("query");
  const { from, to, status, product, customer } = query;
  const { db } = c.var;
  const place = pageArguments(query);
  const { answer, headers } = await cached(c, {
    scope: "analytics:read",
    route: "analytics/transactions",
    query,
    schema: transactionPage,
    lifetime: "lists",
    state: stateOf("analytics:read", ["transactions"]),
    load: async () => {
      const { from: from_time, until: to_time } = await boundsOf(db, { from, to });
      const found = await db.rpc("list_transactions", {
        status,
        product,
        customer,
        from_time,
        to_time,
        ...place,
      });
      const { rows, total } = Listed.parse(unwrap(found));
      return paginate(rows, query.limit, ({ occurred_at, id }) => [occurred_at, id], total);
    },
  });
  return c.json(answer, 200, headers);
});

const Listed = z.object({ rows: z.array(Transaction), total: z.int().nullable() });

const getTransaction = defineRoute({
  method: "get",
  path: "/transactions/{transaction}",
  summary: "Get a transaction",
  access: "analytics:read",
  request: { headers: ifNoneMatchHeader, params: TransactionId },
  responses: { 200: json(data(Transaction), "The transaction, with ETag") },
});

transactionRoutes.openapi(getTransaction, async (c) => {
  const { transaction: transaction_id } = c.req.valid("param");
  const found = Transaction.parse(unwrap(await c.var.db.rpc("get_transaction", { transaction_id })));
  // The customer's name may change without the transaction.
  return c.json({ data: found }, 200, detailedEtag(found, found.customer));
});

const updateTransaction = defineRoute({
  method: "put",
  path: "/transactions/{transaction}",
  summary: "Replace a transaction",
  description: "Answers 409 if it would be worth less than its refunds.",
  access: { scope: "transactions:write", tier: "transactions" },
  request: { headers: ifMatchHeader, params: TransactionId, body: json(TransactionChange) },
  responses: { 200: json(data(Transaction), "The transaction, with its new ETag"), ...problems(409) },
});

transactionRoutes.openapi(updateTransaction, async (c) => {
  const { customer, ...own } = c.req.valid("json");
  const { external_id: customer_external_id, name: customer_name, email: customer_email } = customer;
  const found = await c.var.db.rpc("update_transaction", {
    transaction_id: c.req.valid("param").transaction,
    changes: { ...own, customer_external_id, customer_name, customer_email },
    if_match: ifMatch(c.req.raw.headers),
  });
  const changed = Transaction.parse(unwrap(found));
  return c.json({ data: changed }, 200, detailedEtag(changed, changed.customer));
});

const deleteTransaction = defineRoute({
  method: "delete",
  path: "/transactions/{transaction}",
  summary: "Delete a transaction that has no refunds",
  access: { scope: "transactions:write", tier: "transactions" },
  request: { headers: ifMatchHeader, params: TransactionId },
  responses: { 204: { description: "It is gone" }, ...problems(409) },
});

transactionRoutes.openapi(deleteTransaction, async (c) => {
  const { transaction: transaction_id } = c.req.valid("param");
  unwrap(await c.var.db.rpc("delete_transaction", { transaction_id, if_match: ifMatch(c.req.raw.headers) }));
  return c.body(null, 204);
});

const refundTransaction = defineRoute({
  method: "post",
  path: "/transactions/{transaction}/refund",
  summary: "Refund a completed transaction, in part or in full",
  description:
    "Adds a transaction with the status `refunded`; all refunds together are at most the amount. The sale stays.",
  access: { scope: "transactions:write", tier: "transactions" },
  request: {
    headers: idempotencyHeader,
    params: TransactionId,
    body: { ...json(NewRefund), required: false },
  },
  responses: { 201: json(data(Transaction), "The refund"), ...problems(409) },
});

transactionRoutes.openapi(refundTransaction, async (c) => {
  const { transaction: transaction_id } = c.req.valid("param");
  const result = await c.var.db.rpc("refund_transaction", { transaction_id, ...c.req.valid("json") });
  const { body, replayed } = settle(result, Transaction);
  return c.json({ data: body }, 201, { ...etag(body), ...replayHeaders({ replayed }) });
});
