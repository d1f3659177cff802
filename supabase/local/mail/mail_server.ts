/**
 * Resend and SendGrid on loopback: takes what the functions send, keeps it, shows it as an inbox, and sends events.
 *
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { z } from "zod";
import { appPage, pressButton } from "./app_pages.ts";
import { MailBox } from "./box.ts";
import { eventRequest } from "./events.ts";
import { Fault, Faults } from "./faults.ts";
import { inboxPage, mailPage } from "./page.ts";
import { take } from "./take.ts";

export interface MailServerOptions {
  port: number;
  /** `…/functions/v1`, where events go. */
  functionsUrl: string;
  /** SendGrid's, PEM. */
  privateKey: string;
}

const EventTypes = z.object({
  types: z.array(z.enum(["sent", "delivered", "delayed", "bounced", "complained"])),
});

/** Serves until it is stopped. */
export function serveMail(options: MailServerOptions): { box: MailBox; stop(): Promise<void> } {
  const box = new MailBox();
  const faults = new Faults();
  const server = createServer((request, response) => {
    void answer(request, response).catch((error) => reply(response, 500, { message: String(error) }));
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://localhost");
    const path = url.pathname;
    const { method } = request;
    const body = method === "GET" ? "" : await textOf(request);
    const provider = { "/resend/emails": "resend", "/sendgrid/v3/mail/send": "sendgrid" }[path];
    if (method === "POST" && (provider === "resend" || provider === "sendgrid")) {
      const { authorization } = request.headers;
      const key = request.headers["idempotency-key"]?.toString();
      const taken = take(provider, { authorization, key, body: JSON.parse(body) }, box, faults);
      if (taken === "drop") request.socket.destroy();
      else if (taken !== "hang") reply(response, taken.status, taken.body, taken.headers);
      return;
    }
    // The health check asks whether the provider knows the key.
    if (path === "/resend/domains") return reply(response, 200, { data: [] });
    if (path === "/favicon.ico") return reply(response, 204);
    const [, kind, name = "", action] = path.split("/");
    if (kind === "app") {
      return await answerApp(path.slice("/app".length) || "/", url.searchParams, body, response);
    }
    if (kind === "messages" && method === "GET") {
      const to = url.searchParams.get("to") ?? undefined;
      return reply(response, 200, name === "" ? box.find({ to }) : box.mails.get(name) ?? null);
    }
    if (kind === "asked") return reply(response, 200, { ...box.asked, kept: box.mails.size });
    if (kind === "requests") {
      return reply(response, 200, box.requests.filter(({ to }) => to.endsWith(`@${name}`)));
    }
    if (kind === "faults" && method === "PUT") {
      faults.set(decodeURIComponent(name), z.array(Fault).parse(JSON.parse(body)));
      return reply(response, 204);
    }
    if (kind === "messages" && action === "events" && method === "POST") {
      return await sendEvents(name, body, response);
    }
    const mail = kind === "" ? undefined : box.mails.get(kind ?? "");
    if (kind !== "" && mail === undefined) return reply(response, 404, { message: "There is no such mail" });
    const to = url.searchParams.get("to") ?? undefined;
    showPage(response, mail === undefined ? inboxPage(box.find({ to })) : mailPage(mail));
  }

  async function answerApp(
    path: string,
    query: URLSearchParams,
    body: string,
    response: ServerResponse,
  ): Promise<void> {
    const origin = options.functionsUrl.replace(/\/functions\/v1$/, "");
    const html = body === ""
      ? appPage(path, query)
      : await pressButton(path, new URLSearchParams(body), { origin });
    showPage(response, html);
  }

  /** One after the other, so that they arrive in the order that was asked for. */
  async function sendEvents(id: string, body: string, response: ServerResponse): Promise<void> {
    const mail = box.mails.get(id);
    if (mail === undefined) return reply(response, 404, { message: "There is no such mail" });
    const isForm = body.startsWith("types=");
    const { types } = EventTypes.parse(isForm ? { types: [body.slice("types=".length)] } : JSON.parse(body));
    for (const type of types) {
      const event = { type, mail, id: `${mail.id}.${type}`, at: new Date() };
      const { headers, body: sent } = eventRequest(event, options.privateKey);
      const answer = await fetch(`${options.functionsUrl}/webhooks/v1/in/${mail.provider}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: sent,
      });
      if (!answer.ok) return reply(response, 502, { message: `${answer.status} ${await answer.text()}` });
      await answer.body?.cancel();
    }
    if (!isForm) return reply(response, 204);
    response.writeHead(303, { location: `/${id}` }).end();
  }

  server.listen(options.port, "127.0.0.1");
  return {
    box,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function showPage(response: ServerResponse, html: string): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy });
  response.end(html);
}

/** Mails are shown in a frame that runs nothing. */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src *; frame-src 'self'; form-action 'self'";

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return await new Blob(chunks.map((chunk) => new Uint8Array(chunk))).text();
}

function reply(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
