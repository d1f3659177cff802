/**
 * Files of many rows, in parts as a client sends them.
 *
 * @module
 */
import { opportunitiesCsv } from "../../../supabase/local/demo/opportunities.ts";

/** Rows that one call generates; a seed numbers 99,999 of them. */
const block = 50_000;

/** The bytes of a file of fresh rows, block by block. */
export function* fileBlocks(rows: number, seed: number): Generator<string> {
  for (let done = 0; done < rows; done += block) {
    const text = opportunitiesCsv(Math.min(block, rows - done), seed + done / block);
    yield done === 0 ? text : text.slice(text.indexOf("\n") + 1);
  }
}

/** The file cut into parts. */
export function* fileParts(
  rows: number,
  seed: number,
  partBytes = 4_000_000,
): Generator<Uint8Array<ArrayBuffer>> {
  const encoder = new TextEncoder();
  let pending = new Uint8Array(0);
  for (const text of fileBlocks(rows, seed)) {
    const more = encoder.encode(text);
    const joined = new Uint8Array(pending.length + more.length);
    joined.set(pending);
    joined.set(more, pending.length);
    let at = 0;
    for (; joined.length - at >= partBytes; at += partBytes) yield joined.slice(at, at + partBytes);
    pending = joined.slice(at);
  }
  if (pending.length > 0) yield pending;
}
