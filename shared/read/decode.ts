import { isUtf8 } from "node:buffer";

/** How the bytes of a file may be read; `auto` looks at them. */
export const encodings = ["auto", "utf-8", "utf-16", "windows-1252"] as const;

export interface Decoded {
  /** Without byte order mark. */
  text: string;
  encoding: "utf-8" | "utf-16" | "utf-32" | "windows-1252";
  /** False if bytes that mean nothing were replaced by U+FFFD. */
  isIntact: boolean;
}

/** How bytes become characters. */
export type Charset = "utf-8" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be" | "windows-1252";

/** Bytes as text. A byte order mark decides, then `encoding`, then what the bytes look like. */
export function decode(bytes: Uint8Array, encoding: typeof encodings[number] = "auto"): Decoded {
  const charset = charsetOf(bytes, encoding, () => !isUtf8(bytes) && isWindows1252(bytes));
  const { text, ...decoded } = decodeAs(bytes, charset);
  return { ...decoded, text: withoutMark(text) };
}

/** The charset of a file that begins with these bytes. `isWestern` looks at all of its bytes. */
export function charsetOf(
  [a, b, c, d]: Uint8Array,
  encoding: typeof encodings[number],
  isWestern: () => boolean,
): Charset {
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return "utf-32le";
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return "utf-32be";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  switch (encoding) {
    case "utf-8":
    case "windows-1252":
      return encoding;
    case "utf-16":
      return a === 0 ? "utf-16be" : "utf-16le";
  }
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return "utf-16be";
  return isWestern() ? "windows-1252" : "utf-8";
}

/** Bytes as text, with its byte order mark. */
export function decodeAs(bytes: Uint8Array, charset: Charset): Decoded {
  switch (charset) {
    case "utf-32le":
    case "utf-32be":
      return fromUtf32(bytes, charset === "utf-32le");
    case "utf-16le":
    case "utf-16be":
      return { text: read(bytes, charset), encoding: "utf-16", isIntact: bytes.length % 2 === 0 };
    case "utf-8":
      return { text: read(bytes, charset), encoding: charset, isIntact: isUtf8(bytes) };
    case "windows-1252":
      return { text: read(bytes, charset), encoding: charset, isIntact: true };
  }
}

/** The text of a file without the byte order marks that it begins with. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF+/, "");
}

function read(bytes: Uint8Array, charset: Charset): string {
  return new TextDecoder(charset, { ignoreBOM: true }).decode(bytes);
}

function fromUtf32(bytes: Uint8Array, littleEndian: boolean): Decoded {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const characters: string[] = [];
  let isIntact = bytes.length % 4 === 0;
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, littleEndian);
    const isCharacter = point < 0xd800 || point > 0xdfff && point <= 0x10ffff;
    isIntact &&= isCharacter;
    characters.push(isCharacter ? String.fromCodePoint(point) : "\uFFFD");
  }
  return { text: characters.join(""), encoding: "utf-32", isIntact };
}

/** The bytes below À that people write in windows-1252: quotes, dashes, €, £, §, °, « », ½ and some letters. */
const likely1252 = new Set([
  ...[
    0x80,
    0x82,
    0x84,
    0x85,
    0x8a,
    0x8c,
    0x8e,
    0x91,
    0x92,
    0x93,
    0x94,
    0x95,
    0x96,
    0x97,
    0x99,
    0x9a,
    0x9c,
    0x9e,
    0x9f,
  ],
  ...[
    0xa0,
    0xa1,
    0xa3,
    0xa7,
    0xa9,
    0xaa,
    0xab,
    0xae,
    0xb0,
    0xb2,
    0xb3,
    0xb4,
    0xb5,
    0xb7,
    0xba,
    0xbb,
    0xbc,
    0xbd,
    0xbe,
  ],
  0xbf,
]);

/** What tells whether bytes that are not UTF-8 are Western European text. */
export interface WesternFacts {
  /** A control character, an unlikely byte or a UTF-8 character is among them. */
  isForeign: boolean;
  /** Bytes from 0x80 on. */
  high: number;
  /** Those of them that stand side by side. */
  adjacent: number;
}

function isWindows1252(bytes: Uint8Array): boolean {
  return isWestern(westernFacts(bytes));
}

/** True for text that is probably Western European: accented letters stand mostly alone, in other alphabets side by side. */
export function isWestern({ isForeign, high, adjacent }: WesternFacts): boolean {
  return !isForeign && (high < 6 || adjacent / high < 0.6);
}

export function westernFacts(bytes: Uint8Array): WesternFacts {
  const facts = { isForeign: false, high: 0, adjacent: 0 };
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (isControl(byte)) return { ...facts, isForeign: true };
    if (byte < 0x80) continue;
    if (byte < 0xc0 && !likely1252.has(byte)) return { ...facts, isForeign: true };
    if (byte >= 0xc2 && byte < 0xf5 && isUtf8(bytes.subarray(at, at + lengthOf(byte)))) {
      return { ...facts, isForeign: true };
    }
    facts.high++;
    if ((bytes[at + 1] ?? 0) >= 0x80 || (bytes[at - 1] ?? 0) >= 0x80) facts.adjacent++;
  }
  return facts;
}

/** True for control characters that no text has: all but tab, line feed and carriage return. */
export function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
}

/** How many bytes the UTF-8 character has that begins with this one. */
export function lengthOf(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}
