import { cutUtf8 } from "./byte_facts.ts";
import { type Charset, decodeAs } from "./decode.ts";

/** A place in a file that is read in chunks. */
export interface Place {
  /** The byte that a chunk begins with, counted from 0. */
  start: number;
  /** Characters from the beginning of the chunk. */
  offset: number;
}

interface Chunk {
  start: number;
  /** Where its characters begin in the text; negative for a chunk whose first characters were let go. */
  at: number;
}

/** The text of a file from a byte on, decoded chunk by chunk. Characters that are cut off are read again whole. */
export class ChunkedText {
  text = "";
  /** False if bytes that mean nothing were replaced by U+FFFD. */
  isIntact = true;
  #chunks: Chunk[] = [];
  /** The next chunk, loaded while the text is at work. */
  #ahead: Promise<PromiseSettledResult<Uint8Array>[]> | undefined;

  constructor(
    /** The byte that the next chunk begins with; a character begins there. */
    private start: number,
    private readonly bytes: number,
    private readonly charset: Charset,
    private readonly load: (start: number) => Promise<Uint8Array>,
  ) {}

  /** True if the text goes to the end of the file. */
  get isWhole(): boolean {
    return this.start >= this.bytes;
  }

  /** Adds the next chunk, and lets go of the text before `from`, which is the beginning then. */
  async extend(from: number): Promise<void> {
    const bytes = await this.#next();
    const isLast = this.start + bytes.length >= this.bytes;
    const whole = bytes.length - (isLast ? 0 : cutOff(bytes, this.charset));
    const decoded = decodeAs(bytes.subarray(0, whole), this.charset);
    this.isIntact &&= decoded.isIntact;
    const rest = this.text.slice(from);
    this.#chunks = this.#chunks.filter((_, index) => (this.#chunks[index + 1]?.at ?? Infinity) > from)
      .map((chunk) => ({ ...chunk, at: chunk.at - from }));
    this.#chunks.push({ start: this.start, at: rest.length });
    this.text = rest + decoded.text;
    this.start += whole;
    this.#ahead = this.isWhole ? undefined : Promise.allSettled([this.load(this.start)]);
  }

  async #next(): Promise<Uint8Array> {
    const [ahead] = await this.#ahead ?? [];
    if (ahead?.status === "rejected") throw ahead.reason;
    return ahead?.value ?? await this.load(this.start);
  }

  /** The place of a character of the text. */
  placeOf(index: number): Place {
    const chunk = this.#chunks.findLast(({ at }) => at <= index);
    if (chunk === undefined) throw new RangeError(`no chunk has the character ${index}`);
    return { start: chunk.start, offset: index - chunk.at };
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
