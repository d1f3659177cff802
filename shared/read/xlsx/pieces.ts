import { Buffer } from "node:buffer";
import type { Bytes } from "../../input/bytes.ts";
import { unreadable } from "../file_faults.ts";
import { damaged, type Entry, type Load } from "./directory.ts";

const mega = 1024 * 1024;
/** The most that a part may unpack to. Sheets of people shrink to a tenth or less. */
const maxUnpacked = 256 * mega;
const maxRatio = 100;
/** So little at once that what it unpacks to (at most 1,032 times as much) fits in memory. */
const step = 8 * 1024;
const loadBytes = 32 * step;
const pieceBytes = mega / 2;
/** A longer element has no end. */
const maxElement = 8 * mega;

/** Whole elements of a part, one after the other. */
export interface Piece {
  xml: Uint8Array;
  /** The byte of the unpacked part that follows the piece. */
  end: number;
  /** True if no whole element follows. */
  isLast: boolean;
}

/**
 * A part of a workbook piece by piece, unpacked as it is loaded: half a megabyte or more of whole elements of this name,
 * from byte `start` on. The same part has the same pieces, wherever the reading begins. Raises 400 for a damaged part
 * and one that unpacks to too much.
 */
export async function* readPieces(
  load: Load,
  entry: Entry,
  element: string,
  start: number,
): AsyncGenerator<Piece> {
  let pending: Uint8Array[] = [];
  let size = 0;
  let wanted = pieceBytes;
  let end = start;
  for await (const bytes of unpackedFrom(load, entry, start)) {
    pending.push(bytes);
    size += bytes.length;
    if (size < wanted) continue;
    const all = joined(pending, size);
    const cut = endOfLast(all, element);
    if (cut === 0 && size > maxElement) {
      throw unreadable(`A <${element}> of the spreadsheet is too long: ${advice}`);
    }
    end += cut;
    if (cut > 0) yield { xml: all.subarray(0, cut), end, isLast: false };
    pending = [all.subarray(cut)];
    size -= cut;
    wanted = cut > 0 ? pieceBytes : Math.min(2 * size, maxElement + 1);
  }
  const all = joined(pending, size);
  const cut = endOfLast(all, element);
  // A part of one piece is read to its end: it may have no element, but other faults.
  yield { xml: end === 0 ? all : all.subarray(0, cut), end: end + cut, isLast: true };
}

/** Behind the last end tag of elements of this name, with or without a prefix; 0 if there is none. */
function endOfLast(bytes: Uint8Array, element: string): number {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const tag = `${element}>`;
  for (let at = text.lastIndexOf(tag); at > 1; at = text.lastIndexOf(tag, at - 1)) {
    if (/<\/([\w.-]+:)?$/.test(text.toString("latin1", Math.max(0, at - 40), at))) return at + tag.length;
  }
  return 0;
}

/** A part from byte `start` on, unpacked as it is loaded. Raises 400 if it unpacks to too much. */
export async function* unpackedFrom(load: Load, entry: Entry, start = 0): AsyncGenerator<Bytes> {
  const most = Math.min(maxUnpacked, Math.max(4 * mega, maxRatio * entry.packed));
  let seen = 0;
  for await (const bytes of unpacked(load, entry)) {
    seen += bytes.length;
    if (seen > most) {
      throw unreadable(`The spreadsheet unpacks to more than ${Math.ceil(most / mega)} MB: ${advice}`);
    }
    if (seen > start) yield bytes.subarray(Math.max(0, bytes.length - (seen - start)));
  }
}

const advice = "split it or save it as CSV";

async function* unpacked(load: Load, entry: Entry): AsyncGenerator<Bytes> {
  if (!entry.isDeflated) return yield* packed(load, entry);
  const inflate = new DecompressionStream("deflate-raw");
  const stream = ReadableStream.from(packed(load, entry)).pipeThrough(inflate);
  try {
    yield* stream;
  } catch (error) {
    throw error instanceof TypeError ? damaged(error) : error;
  }
}

/** The bytes of a part as they are in the file, in small steps. */
async function* packed(load: Load, { offset, packed }: Entry): AsyncGenerator<Bytes> {
  const header = await load(offset, 30);
  if (header.length < 30) throw damaged();
  const view = new DataView(header.buffer, header.byteOffset, 30);
  const start = offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  for (let at = 0; at < packed; at += loadBytes) {
    const bytes = await load(start + at, Math.min(loadBytes, packed - at));
    if (bytes.length === 0) throw damaged();
    for (let from = 0; from < bytes.length; from += step) yield bytes.slice(from, from + step);
  }
}

function joined(pieces: Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
