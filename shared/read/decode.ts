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

/** Bytes as text. A byte order mark decides, then `encoding`, then what the bytes look like. */
export function decode(bytes: Uint8Array, encoding: typeof encodings[number] = "auto"): Decoded {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return fromUtf32(bytes.subarray(4), true);
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return fromUtf32(bytes.subarray(4), false);
  if (a === 0xff && b === 0xfe) return decoded(bytes, "utf-16", "utf-16le");
  if (a === 0xfe && b === 0xff) return decoded(bytes, "utf-16", "utf-16be");
  if (a === 0xef && b === 0xbb && c === 0xbf) return decoded(bytes, "utf-8");
  switch (encoding) {
    case "utf-8":
    case "windows-1252":
      return decoded(bytes, encoding);
    case "utf-16":
      return decoded(bytes, "utf-16", a === 0 ? "utf-16be" : "utf-16le");
  }
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return decoded(bytes, "utf-16", "utf-16le");
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return decoded(bytes, "utf-16", "utf-16be");
  return decoded(bytes, !isUtf8(bytes) && isWindows1252(bytes) ? "windows-1252" : "utf-8");
}

function decoded(bytes: Uint8Array, encoding: Decoded["encoding"], label: string = encoding): Decoded {
  const isIntact = encoding === "utf-8"
    ? isUtf8(bytes)
    : encoding === "windows-1252" || bytes.length % 2 === 0;
  return { text: new TextDecoder(label).decode(bytes).replace(/^\uFEFF+/, ""), encoding, isIntact };
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
  return { text: characters.join("").replace(/^\uFEFF+/, ""), encoding: "utf-32", isIntact };
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

/**
 * True for bytes that are probably Western European text: no control characters, no unlikely byte, no UTF-8 character
 * among them, and accented letters mostly alone (in other alphabets they stand side by side).
 */
function isWindows1252(bytes: Uint8Array): boolean {
  let high = 0;
  let adjacent = 0;
  for (const [at, byte] of bytes.entries()) {
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d) return false;
    if (byte < 0x80) continue;
    if (byte < 0xc0 && !likely1252.has(byte)) return false;
    const next = bytes[at + 1] ?? 0;
    if (byte >= 0xc2 && byte < 0xf5 && isUtf8(bytes.subarray(at, at + lengthOf(byte)))) return false;
    high++;
    if (next >= 0x80 || (bytes[at - 1] ?? 0) >= 0x80) adjacent++;
  }
  return high < 6 || adjacent / high < 0.6;
}

function lengthOf(lead: number): number {
  return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}
