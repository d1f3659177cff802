import { unescaped, xmlReader } from "./xml.ts";

/** Reads the list of texts that sheets share as its bytes come, and hands on each text. */
export function textReader(take: (text: string) => void): (bytes: Uint8Array) => void {
  let text = "";
  let ignored = 0;
  let isText = false;
  return xmlReader({
    open: ({ name }) => {
      if (name === "si") text = "";
      if (name === "rPh") ignored++; // how a text is spoken
      if (name === "t") isText = ignored === 0;
    },
    text: (piece) => {
      if (isText) text += piece;
    },
    close: (name) => {
      if (name === "t") isText = false;
      if (name === "rPh") ignored--;
      if (name === "si") take(unescaped(text));
    },
  });
}
