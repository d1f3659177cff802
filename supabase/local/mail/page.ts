/**
 * The inbox as a page.
 *
 * @module
 */
import { escapeHtml } from "../../../shared/http/html.ts";
import type { KeptMail } from "./box.ts";

const style = "body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;" +
  "color-scheme:light dark}table{width:100%;border-collapse:collapse}td,th{text-align:left;padding:.4rem;" +
  "border-bottom:1px solid #8884}iframe{width:100%;height:36rem;border:1px solid #8886}" +
  "pre{white-space:pre-wrap;border:1px solid #8886;padding:1rem}form{display:inline}";

/** A whole page. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title>` +
    `<meta name="viewport" content="width=device-width,initial-scale=1"><style>${style}</style></head>` +
    `<body><main>${body}</main></body></html>`;
}

/** Mails, newest first. */
export function inboxPage(mails: readonly KeptMail[]): string {
  const link = (address: string, text: string) => `<a href="${address}">${escapeHtml(text)}</a>`;
  const rows = mails.map(({ id, to, subject, at, provider }) =>
    `<tr><td>${escapeHtml(at.slice(11, 19))}</td><td>${link(`/?to=${encodeURIComponent(to)}`, to)}</td>` +
    `<td>${link(`/${id}`, subject)}</td><td>${provider}</td></tr>`
  ).join("");
  const head = "<tr><th>Time</th><th>To</th><th>Subject</th><th>Provider</th></tr>";
  const list = rows === ""
    ? "<p>No mail yet. Invite someone, and it appears here.</p>"
    : `<table>${head}${rows}</table>`;
  return page(
    "Inbox",
    `<h1>Inbox</h1><p>Mails that the local stack sent. Nothing left this machine.</p>${list}`,
  );
}

/** One mail: its headers, as HTML in a frame without scripts, as text, and buttons that send its events. */
export function mailPage(mail: KeptMail): string {
  const { id, from, to, subject, html, text, headers } = mail;
  const lines = Object.entries({ From: from, To: to, ...headers })
    .map(([name, value]) => `<tr><th>${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`).join("");
  const buttons = ["delivered", "bounced", "complained"].map((type) =>
    `<form method="post" action="/messages/${id}/events"><button name="types" value="${type}">${type}</button></form>`
  ).join(" ");
  const frame = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation";
  return page(
    subject,
    `<p><a href="/">Inbox</a></p><h1>${escapeHtml(subject)}</h1><table>${lines}</table>` +
      `<p>Let the provider report: ${buttons}</p>` +
      `<iframe title="The mail" sandbox="${frame}" srcdoc="${escapeHtml(withTarget(html))}"></iframe>` +
      `<h2>Text part</h2><pre>${escapeHtml(text)}</pre>`,
  );
}

/** Links leave the frame. */
function withTarget(html: string): string {
  return html.replace(/<head>/i, '<head><base target="_top">');
}
