import { Parser } from "htmlparser2";

/** Elements that no mail client shows, or that act by themselves. */
const refused = new Set(
  "script iframe frame frameset object embed applet form input button textarea select base link".split(" "),
);
/** Elements whose end may be left out. */
const selfEnding = new Set(
  ("area base br col embed hr img input link meta source track wbr html head body p li dt dd tr td th thead tbody " +
    "tfoot colgroup option").split(" "),
);
const links = new Set(["href", "src", "action", "background", "poster", "cite", "longdesc", "xlink:href"]);
const invisible = /[\p{Cc}\p{Cf}\s]/gu;

/** What is wrong with the HTML of a mail, in words for its author; undefined if nothing is. */
export function faultOfHtml(html: string): string | undefined {
  let fault: string | undefined;
  const note = (found: string | undefined) => fault ??= found;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (refused.has(name)) note(`<${name}> is not allowed in a mail`);
      if (name === "meta" && "http-equiv" in attributes) note("<meta http-equiv> is not allowed in a mail");
      for (const [attribute, value] of Object.entries(attributes)) {
        note(faultOfAttribute(name, attribute.toLowerCase(), value));
      }
    },
    onclosetag(name, isImplied) {
      if (isImplied && !selfEnding.has(name)) note(`<${name}> is not closed`);
    },
  });
  parser.end(html);
  return fault;
}

function faultOfAttribute(element: string, name: string, value: string): string | undefined {
  if (name.startsWith("on")) return `<${element} ${name}> is not allowed: mails run no scripts`;
  if (!links.has(name) || isSafeLink(value)) return undefined;
  return `<${element} ${name}> must be {{url}} or a link that begins with https://, http://, mailto:, tel:, / or #`;
}

/** Browsers ignore control characters and blanks in a scheme, so they are left out here too. */
export function isSafeLink(value: string): boolean {
  const link = value.replace(invisible, "");
  if (/^\{\{url\}\}/.test(link)) return true;
  return link === "" || /^(https?:\/\/|mailto:|tel:|\/|#|cid:)/i.test(link);
}
