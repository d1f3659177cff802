/**
 * A mail's HTML in the document of a frame: only elements and attributes that show something, nothing that runs or loads.
 * The parser is a library's, because the browser's own applies this page's policy to styles that the mail may have.
 *
 * @module
 */
import { Parser } from "htmlparser2";

const shown = new Set(
  ("a abbr address article b blockquote br center code dd div dl dt em figcaption figure font footer h1 h2 h3 h4 " +
    "h5 h6 header hr i img li main ol p pre s section small span strong sub sup table tbody td tfoot th thead " +
    "tr u ul").split(" "),
);
const silent = new Set(["script", "title", "noscript", "template", "textarea", "select", "object", "iframe"]);
const attributesShown = new Set(
  "align alt bgcolor border cellpadding cellspacing class color colspan dir height id lang rowspan valign width"
    .split(" "),
);
const deepest = 100;

export function showMail(html: string, document: Document): void {
  const window = document.defaultView;
  if (!window) return; // the frame is gone
  const within: Element[] = [document.body];
  const skipped: string[] = [];
  let styles = "";
  document.body.replaceChildren();
  const parser = new Parser({
    onopentag(name, attributes) {
      if (name === "style" || silent.has(name)) skipped.push(name);
      else if (name === "body") copy(attributes, document.body);
      else if (name === "html") copy(attributes, document.documentElement);
      else if (shown.has(name)) {
        const element = document.createElement(name);
        copy(attributes, element);
        within[Math.min(within.length, deepest) - 1]?.append(element);
        within.push(element);
      }
    },
    ontext(text) {
      if (skipped.at(-1) === "style") styles += text;
      else if (skipped.length === 0) within[Math.min(within.length, deepest) - 1]?.append(text);
    },
    onclosetag(name) {
      if (skipped.at(-1) === name) skipped.pop();
      else if (shown.has(name) && within.length > 1) within.pop();
    },
  });
  parser.end(html);
  const sheet = new window.CSSStyleSheet();
  sheet.replaceSync(withoutLoads(styles));
  document.adoptedStyleSheets = [sheet];
}

function copy({ style, href, ...attributes }: Record<string, string>, element: HTMLElement): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (attributesShown.has(name)) element.setAttribute(name, value);
  }
  if (style) element.style.cssText = withoutLoads(style); // an attribute would be against the page's policy
  if (href) {
    element.title = href; // a preview leads nowhere
    element.setAttribute("role", "link");
  }
}

/** The policy would refuse what a style wants to load, and say so in the browser's console. */
function withoutLoads(css: string): string {
  return css.replace(/@import[^;]*;?/gi, "").replace(/(url|image-set|src)\([^)]*\)/gi, "none");
}
