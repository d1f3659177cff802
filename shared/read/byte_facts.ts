import { isUtf8 } from "node:buffer";
import { z } from "zod";
import { isControl, isWestern, lengthOf, type WesternFacts, westernFacts } from "./decode.ts";

/**
 * What one part of a file tells about the encoding of the whole. Characters may be cut at both ends: those bytes are
 * kept, and a part too short to have a middle is `head` alone.
 */
export const ByteFacts = z.object({
  isUtf8: z.boolean(),
  isShort: z.boolean(),
  head: z.array(z.int().min(0).max(255)).max(8),
  tail: z.array(z.int().min(0).max(255)).max(3),
  western: z.object({ isForeign: z.boolean(), high: z.int(), adjacent: z.int() }),
});
export type ByteFacts = z.output<typeof ByteFacts>;

const ascii: WesternFacts = { isForeign: false, high: 0, adjacent: 0 };

/** The facts of a part, from its bytes. */
export function byteFacts(bytes: Uint8Array): ByteFacts {
  if (bytes.length < 8) {
    return { isUtf8: true, isShort: true, head: [...bytes], tail: [], western: westernFacts(bytes) };
  }
  let start = 0;
  while (start < 3 && isContinuation(bytes[start]!)) start++;
  const end = bytes.length - cutUtf8(bytes);
  const middle = bytes.subarray(start, end);
  const valid = isUtf8(middle);
  return {
    isUtf8: valid,
    isShort: false,
    head: [...bytes.subarray(0, start)],
    tail: [...bytes.subarray(end)],
    western: valid ? validFacts(middle) : westernFacts(bytes),
  };
}

/** True if a file with parts of these facts is probably windows-1252, and not UTF-8. */
export function isWesternFile(parts: ByteFacts[]): boolean {
  if (isUtf8File(parts)) return false;
  return isWestern(
    parts.map(({ western }) => western).reduce((sum, part) => ({
      isForeign: sum.isForeign || part.isForeign,
      high: sum.high + part.high,
      adjacent: sum.adjacent + part.adjacent,
    })),
  );
}

export function isUtf8File(parts: ByteFacts[]): boolean {
  let edge: number[] = [];
  for (const part of parts) {
    edge.push(...part.head);
    if (part.isShort) continue;
    if (!part.isUtf8 || !isUtf8(Uint8Array.from(edge))) return false;
    edge = [...part.tail];
  }
  return isUtf8(Uint8Array.from(edge));
}

/** How many bytes at the end belong to a UTF-8 character that is cut off. */
export function cutUtf8(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte >= 0xc2 && byte < 0xf5) return lengthOf(byte) > back ? back : 0;
    if (!isContinuation(byte)) return 0;
  }
  return 0;
}

/** Of valid UTF-8 only two things can be said: it is plain ASCII, or not Western at all. */
function validFacts(middle: Uint8Array): WesternFacts {
  // A loop: `some` takes five times as long.
  for (let at = 0; at < middle.length; at++) {
    const byte = middle[at]!;
    if (byte >= 0x80 || isControl(byte)) return { ...ascii, isForeign: true };
  }
  return ascii;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}
