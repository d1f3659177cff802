import { Buffer } from "node:buffer";

/** How programs write text files. */
export const fileEncodings = [
  "utf-8",
  "utf-8 with mark",
  "utf-16le",
  "utf-16be",
  "utf-32le",
  "utf-32be",
  "windows-1252",
] as const;
export type FileEncoding = typeof fileEncodings[number];

/** The characters of windows-1252 from 0x80 to 0x9f; those it lacks stay themselves. */
const special = new TextDecoder("windows-1252").decode(Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i));

/** The bytes of a text. All encodings except plain UTF-8 and windows-1252 begin with a byte order mark. */
export function encode(text: string, encoding: FileEncoding): Uint8Array<ArrayBuffer> {
  switch (encoding) {
    case "utf-8":
      return new Uint8Array(Buffer.from(text));
    case "utf-8 with mark":
      return new Uint8Array(Buffer.from(`\uFEFF${text}`));
    case "utf-16le":
      return new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le"));
    case "utf-16be":
      return new Uint8Array(Buffer.from(`\uFEFF${text}`, "utf16le").swap16());
    case "utf-32le":
      return utf32(text, true);
    case "utf-32be":
      return utf32(text, false);
    case "windows-1252":
      return Uint8Array.from(text, (character) => {
        const at = special.indexOf(character);
        return at >= 0 ? 0x80 + at : character.charCodeAt(0);
      });
  }
}

function utf32(text: string, littleEndian: boolean): Uint8Array<ArrayBuffer> {
  const points = [0xfeff, ...Array.from(text, (character) => character.codePointAt(0)!)];
  const view = new DataView(new ArrayBuffer(points.length * 4));
  for (const [index, point] of points.entries()) view.setUint32(index * 4, point, littleEndian);
  return new Uint8Array(view.buffer);
}
