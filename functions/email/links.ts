import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { DomUtils, parseDocument } from "htmlparser2";
import { env as common } from "../../shared/data/env.ts";
import { escapeHtml } from "../../shared/http/html.ts";
import type { Rendered } from "./render.ts";

/** Whose links they are. */
export interface LinkOwner {
  message_id: string;
  /** 32 bytes in hexadecimal digits, which sign the links of this mail alone. */
  link_key: string;
}

/** The token that private.email_of_token reads: the mail's id and 16 bytes of a MAC. */
export function linkToken(
  { message_id, link_key }: LinkOwner,
  kind: "open" | "click" | "unsubscribe",
  url = "",
): string {
  const mac = createHmac("sha256", Buffer.from(link_key, "hex")).update(`${kind}:${url}`).digest();
  const id = Buffer.from(message_id.replaceAll("-", ""), "hex");
  return Buffer.concat([id, mac.subarray(0, 16)]).toString("base64url");
}

const route = (path: string) => `${common().SUPABASE_URL}/functions/v1/email/v1/${path}`;

/** The headers of RFC 8058, which mail clients make a button of. */
export function unsubscribeHeaders(owner: LinkOwner): Record<string, string> {
  return {
    "List-Unsubscribe": `<${route(`unsubscribe/${linkToken(owner, "unsubscribe")}`)}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
}

const words: Record<string, string> = { en: "Unsubscribe", de: "Abbestellen" };

/** The mail with a link to the page where people unsubscribe. */
export function withUnsubscribe(mail: Rendered, owner: LinkOwner, locale: string, appUrl: string): Rendered {
  const word = words[locale.toLowerCase().split("-")[0]!] ?? words.en!;
  const url = `${appUrl}/unsubscribe?token=${linkToken(owner, "unsubscribe")}`;
  const line = `<p class="small"><a href="${escapeHtml(url)}">${word}</a></p>`;
  const end = mail.html.search(/<\/body>/i);
  const html = end < 0 ? mail.html + line : mail.html.slice(0, end) + line + mail.html.slice(end);
  return { ...mail, html, text: `${mail.text}\n${word}: ${url}\n` };
}

/** The HTML with links that are counted and an image that counts opens. The text part stays as it is. */
export function withTracking(html: string, owner: LinkOwner): string {
  const document = parseDocument(html);
  for (const link of DomUtils.getElementsByTagName("a", document)) {
    const { href } = link.attribs;
    if (href !== undefined && /^https?:\/\//i.test(href) && href.length <= 2000) {
      link.attribs.href = clickUrl(owner, href);
    }
  }
  const image = `<img src="${route(`open/${linkToken(owner, "open")}`)}" width="1" height="1" alt="">`;
  const written = DomUtils.getOuterHTML(document, { encodeEntities: "utf8" });
  const end = written.search(/<\/body>/i);
  return end < 0 ? written + image : written.slice(0, end) + image + written.slice(end);
}

function clickUrl(owner: LinkOwner, url: string): string {
  return route(`click/${linkToken(owner, "click", url)}.${Buffer.from(url).toString("base64url")}`);
}
