import { cutUtf8 } from "./byte_facts.ts";
import { type Charset, decodeAs } from "./decode.ts";

/** A place in a file that is read in chunks. */
export interface Place {
  /** The chunk begins with this part. */
  part: number;
  /** Bytes of a character that began before the chunk, in hex. */
  pending: string;
  /** Characters from the beginning of the chunk. */
  offset: number;
}

/** Some bytes of a file, cut anywhere. */
export interface Chunk {
  bytes: Uint8Array;
  nextPart: number;
}

interface Segment {
  part: number;
  pending: string;
  /** Where its characters begin in the text. */
  start: number;
}

/** The text of a file from a place on, decoded chunk by chunk. */
export class ChunkedText {
  text = "";
  /** False if bytes that mean nothing were replaced by U+FFFD. */
  isIntact = true;
  #segments: Segment[] = [];
  #pending: string;
  #nextPart: number;

  constructor(
    place: Pick<Place, "part" | "pending">,
    private readonly parts: number,
    private readonly charset: Charset,
    private readonly load: (part: number) => Promise<Chunk>,
  ) {
    this.#nextPart = place.part;
    this.#pending = place.pending;
  }

  /** True if the text goes to the end of the file. */
  get isWhole(): boolean {
    return this.#nextPart > this.parts;
  }

  /** Adds the next chunk, and lets go of the text before `from`. Returns where `from` is now. */
  async extend(from: number): Promise<number> {
    const { bytes: more, nextPart } = await this.load(this.#nextPart);
    const bytes = joined(fromHex(this.#pending), more);
    const cut = nextPart > this.parts ? 0 : cutOff(bytes, this.charset);
    const decoded = decodeAs(bytes.subarray(0, bytes.length - cut), this.charset);
    this.isIntact &&= decoded.isIntact;
    this.#segments = this.#segments.filter((_, index) =>
      (this.#segments[index + 1]?.start ?? Infinity) > from
    )
      .map((segment) => ({ ...segment, start: segment.start - from }));
    const rest = this.text.slice(from);
    this.#segments.push({ part: this.#nextPart, pending: this.#pending, start: rest.length });
    this.text = rest + decoded.text;
    this.#pending = toHex(bytes.subarray(bytes.length - cut));
    this.#nextPart = nextPart;
    return 0;
  }

  /** The place of a character of the text. */
  placeOf(index: number): Place {
    const segment = this.#segments.findLast(({ start }) => start <= index);
    if (segment === undefined) throw new RangeError(`no chunk has the character ${index}`);
    return { part: segment.part, pending: segment.pending, offset: index - segment.start };
  }
}

/** How many bytes at the end belong to a character that goes on in the next chunk. */
function cutOff(bytes: Uint8Array, charset: Charset): number {
  switch (charset) {
    case "utf-8":
      return cutUtf8(bytes);
    case "utf-16le":
    case "utf-16be": {
      const odd = bytes.length % 2;
      const high = bytes[bytes.length - odd - (charset === "utf-16le" ? 1 : 2)] ?? 0;
      return odd + (high >= 0xd8 && high < 0xdc ? 2 : 0);
    }
    case "utf-32le":
    case "utf-32be":
      return bytes.length % 4;
    case "windows-1252":
      return 0;
  }
}

function joined(before: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (before.length === 0) return bytes;
  const whole = new Uint8Array(before.length + bytes.length);
  whole.set(before);
  whole.set(bytes, before.length);
  return whole;
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
