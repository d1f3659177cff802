import { Unzip, UnzipInflate } from "fflate";
import { unreadable } from "../file_faults.ts";

/** The most that a workbook may unpack to, of the parts that are read; sheets of people shrink to a tenth or less. */
const mega = 1024 * 1024;
const maxUnpacked = 64 * mega;
const maxRatio = 100;
/** An xlsx file of a person has tens of parts. */
const maxParts = 10_000;
/** So little at once that what it unpacks to (at most 1,032 times as much) fits in memory. */
const step = 8 * 1024;

/** Takes the next bytes of a part; `true` ends the reading of the file. */
export type Taker = (bytes: Uint8Array) => boolean;

/** How many bytes a file may still unpack to, of how many. */
export interface Allowance {
  bytes: number;
  all: number;
}

export function allowance(file: Uint8Array): Allowance {
  const all = Math.min(maxUnpacked, Math.max(4 * mega, maxRatio * file.length));
  return { bytes: all, all };
}

/**
 * Hands the bytes of the parts for which `takerOf` gives a taker to it, piece by piece; other parts are not unpacked.
 * Raises 400 for a damaged file and for one that unpacks to too much.
 */
export function readParts(
  file: Uint8Array,
  allowed: Allowance,
  takerOf: (name: string) => Taker | undefined,
): void {
  let parts = 0;
  let hasEnough = false;
  const unzip = new Unzip((part) => {
    if (++parts > maxParts) throw unreadable(`The spreadsheet has more than ${maxParts} parts: save it anew`);
    const take = takerOf(part.name.replace(/^\//, ""));
    if (!take) return;
    part.ondata = (error, bytes) => {
      if (error) throw error;
      if (hasEnough) return;
      allowed.bytes -= bytes.length;
      if (allowed.bytes < 0) throw unreadable(tooMuch(allowed.all));
      hasEnough = take(bytes);
    };
    part.start();
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < file.length && !hasEnough; at += step) {
      unzip.push(file.subarray(at, at + step), at + step >= file.length);
    }
  } catch (error) {
    throw isOurs(error) ? error : unreadable(damaged, error);
  }
  if (parts === 0) throw unreadable(damaged);
}

function tooMuch(bytes: number): string {
  return `The spreadsheet unpacks to more than ${Math.ceil(bytes / mega)} MB: split it or save it as CSV`;
}

const damaged = "The spreadsheet (.xlsx) is damaged or cut off: save it anew and send that";

function isOurs(error: unknown): boolean {
  return error instanceof Error && error.name === "ApiError";
}
