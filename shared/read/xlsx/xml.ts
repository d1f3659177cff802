import { SaxesParser } from "saxes";
import { unreadable } from "../file_faults.ts";

/** An element of a part: its name without prefix, and its attributes, also without prefix. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
}

export interface Handlers {
  open?: (element: Element) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

/** Deeper than any workbook nests what is read here. */
const maxDepth = 64;

/**
 * Reads the XML of a part as its bytes come. Entities of the document's own and external ones are not known to the
 * parser; a document type is refused, as Office Open XML does. Raises 400.
 */
export function xmlReader({ open, close, text }: Handlers): (bytes: Uint8Array) => void {
  const parser = new SaxesParser({ xmlns: false, position: false });
  const decoder = new TextDecoder();
  let depth = 0;
  parser.on("doctype", () => {
    throw unreadable("The spreadsheet has a document type declaration: save it anew");
  });
  parser.on("error", (cause) => {
    throw unreadable("The spreadsheet (.xlsx) is damaged: save it anew and send that", cause);
  });
  parser.on("opentag", (tag) => {
    if (++depth > maxDepth) throw unreadable("The spreadsheet nests too deep: save it anew");
    open?.({ name: local(tag.name), attributes: withoutPrefixes(tag.attributes) });
  });
  parser.on("closetag", (tag) => {
    depth--;
    close?.(local(tag.name));
  });
  if (text) parser.on("text", text);
  return (bytes) => {
    parser.write(decoder.decode(bytes, { stream: true }));
  };
}

function withoutPrefixes(attributes: Record<string, string>): Record<string, string> {
  const names = Object.keys(attributes);
  if (!names.some((name) => name.includes(":"))) return attributes;
  // A name without prefix wins: sheets have `id` and `r:id`.
  return Object.fromEntries(
    names.sort((a, b) => Number(b.includes(":")) - Number(a.includes(":")))
      .map((name) => [local(name), attributes[name]!]),
  );
}

function local(name: string): string {
  const colon = name.indexOf(":");
  return colon < 0 ? name : name.slice(colon + 1);
}

/** The text as people see it: `_x000D_` stands for a character that XML cannot hold. */
export function unescaped(text: string): string {
  return text.replaceAll(/_x([0-9A-F]{4})_/gi, (_, code) => String.fromCharCode(parseInt(code, 16)));
}
