import { Parser } from "htmlparser2";

const blocks = new Set([
  ..."address article blockquote div footer h1 h2 h3 h4 h5 h6 header hr ol p pre section table tr ul".split(
    " ",
  ),
]);
const unseen = new Set(["head", "style", "script", "title"]);

/** The text part of a mail: a line for each block, links in brackets behind their words. */
export function plainText(html: string): string {
  let text = "";
  let hidden = 0;
  const links: string[] = [];
  const parser = new Parser({
    onopentag(name, { href, alt }) {
      if (unseen.has(name)) hidden++;
      else if (blocks.has(name)) text += "\n\n";
      else if (name === "br") text += "\n";
      else if (name === "li") text += "\n- ";
      else if (name === "td" || name === "th") text += " ";
      else if (name === "img" && alt) text += alt;
      else if (name === "a") links.push(href ?? "");
    },
    ontext(words) {
      if (hidden === 0) text += words.replace(/\s+/g, " ");
    },
    onclosetag(name) {
      if (unseen.has(name)) hidden--;
      else if (name === "tr") text += "\n";
      else if (blocks.has(name)) text += "\n\n";
      else if (name === "a") {
        const href = links.pop();
        if (href) text += ` (${href})`;
      }
    },
  });
  parser.end(html);
  const lines = text.split("\n").map((line) => line.replace(/ +/g, " ").trim());
  return lines.join("\n").replace(/\n{3,}/g, "\n\n").trim() + "\n";
}
