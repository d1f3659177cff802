import { idempotencyHeader, replayHeaders } from "../../shared/data/idempotency.ts";
import { settle, unwrap } from "../../shared/data/db.ts";
import { createRoutes } from "../../shared/http/app.ts";
import { data, json, page, problems } from "../../shared/http/openapi.ts";
import { pageArguments, pageQuery, readPage } from "../../shared/http/page.ts";
import { defineRoute } from "../../shared/http/route.ts";
import { Message, MessageDetails, MessageFilters, MessageId, NewMessage } from "./schema.ts";

/** The routes of mails. */
export const messages = createRoutes();

const sendMessage = defineRoute({
  method: "post",
  path: "/messages",
  summary: "Send a mail to one address",
  description: "The mail goes out after the answer. To a suppressed address nothing is sent.",
  access: "email:send",
  request: { headers: idempotencyHeader, body: json(NewMessage) },
  responses: { 202: json(data(Message), "The mail, queued or suppressed") },
});

messages.openapi(sendMessage, async (c) => {
  const { to: recipient, ...mail } = c.req.valid("json");
  const { body, replayed } = settle(await c.var.db.rpc("send_email", { ...mail, recipient }), Message);
  return c.json({ data: body }, 202, replayHeaders({ replayed }));
});

const listMessages = defineRoute({
  method: "get",
  path: "/messages",
  summary: "List mails, newest first",
  access: "email:read",
  request: { query: pageQuery.extend(MessageFilters.shape) },
  responses: { 200: json(page(Message), "The mails") },
});

messages.openapi(listMessages, async (c) => {
  const query = c.req.valid("query");
  const { status, template, to: recipient } = query;
  const found = await c.var.db.rpc("list_emails", { status, template, recipient, ...pageArguments(query) });
  return c.json(readPage(unwrap(found), Message, query), 200);
});

const getMessage = defineRoute({
  method: "get",
  path: "/messages/{message}",
  summary: "Get a mail with its attempts and events",
  access: "email:read",
  request: { params: MessageId },
  responses: { 200: json(data(MessageDetails), "The mail") },
});

messages.openapi(getMessage, async (c) => {
  const { message: message_id } = c.req.valid("param");
  const found = unwrap(await c.var.db.rpc("get_email", { message_id }));
  return c.json({ data: MessageDetails.parse(found) }, 200);
});

const retryMessage = defineRoute({
  method: "post",
  path: "/messages/{message}/retry",
  summary: "Send a failed mail again",
  access: "email:send",
  request: { params: MessageId },
  responses: { 202: json(data(Message), "The mail, queued"), ...problems(409) },
});

messages.openapi(retryMessage, async (c) => {
  const { message: message_id } = c.req.valid("param");
  const retried = unwrap(await c.var.db.rpc("retry_email", { message_id }));
  return c.json({ data: Message.parse(retried) }, 202);
});
