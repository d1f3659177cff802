// @ts-types="npm:@types/mustache@4.2.6"
import Mustache from "mustache";
import { isSafeLink } from "./check_html.ts";
import { checkSource, notValid } from "./check_source.ts";
import { plainText } from "./plain_text.ts";
import type { Source } from "./templates/mod.ts";

/** Values of a template's variables. */
export type Variables = Record<string, string | number>;

/** A mail's content. */
export interface Rendered {
  subject: string;
  html: string;
  text: string;
}

/** Sources that were found good lately, because the same one is used for many mails. */
const checked = new Map<string, Source>();
const mostChecked = 200;

/**
 * Fills a template. `url` may be a path, which is taken below `appUrl`. Throws 422 for a template or link that is not
 * safe; the variables were checked when they came (supabase/schemas/87_email/kinds.sql).
 */
export function render(source: Source, variables: Variables, appUrl: string): Rendered {
  checkOnce(source, Object.keys(variables));
  const values = {
    ...variables,
    ...variables.url === undefined ? {} : { url: linkOf(variables.url, appUrl) },
  };
  const asText = { escape: String };
  const html = Mustache.render(source.html, values);
  return {
    subject: Mustache.render(source.subject, values, {}, asText).replace(/[\p{Cc}\s]+/gu, " ").trim().slice(
      0,
      250,
    ),
    html,
    text: source.text === null ? plainText(html) : Mustache.render(source.text, values, {}, asText),
  };
}

function linkOf(url: string | number, appUrl: string): string {
  const link = String(url).trim();
  const isAbsolute = /^[a-z][a-z\d+.-]*:/i.test(link);
  if (isAbsolute && !isSafeLink(link)) {
    throw notValid("variables.url", "must be a link that begins with https:// or /");
  }
  return isAbsolute ? link : `${appUrl}/${link.replace(/^\/+/, "")}`;
}

function checkOnce(source: Source, variables: string[]): void {
  const key = JSON.stringify([source, variables]);
  if (checked.has(key)) return;
  checkSource(source, variables);
  if (checked.size >= mostChecked) checked.clear();
  checked.set(key, source);
}
