import { unreadable } from "../file_faults.ts";

/** Loads bytes of a file that is not in memory as a whole; fewer only at its end. */
export type Load = (start: number, count: number) => Promise<Uint8Array>;

/** A part of a workbook, where it stands in the file. */
export interface Entry {
  name: string;
  /** Of its own header, which its bytes follow. */
  offset: number;
  /** Bytes as they are in the file. */
  packed: number;
  /** Bytes unpacked, as the file says. */
  size: number;
  isDeflated: boolean;
}

const endBytes = 22;
/** The end of a file: its last record, with the longest comment that this may have. */
const tailBytes = endBytes + 65_535;
const entryBytes = 46;
/** A directory of a workbook with thousands of sheets. */
const maxDirectory = 1024 * 1024;

/** The parts of a zip file, from the directory at its end (APPNOTE.TXT 4.3.12 and 4.3.16). Raises 400. */
export async function readDirectory(load: Load, fileBytes: number): Promise<Map<string, Entry>> {
  const start = Math.max(0, fileBytes - tailBytes);
  const tail = viewOf(await load(start, fileBytes - start));
  let end = tail.byteLength - endBytes;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0) throw damaged();
  const [size, offset] = [tail.getUint32(end + 12, true), tail.getUint32(end + 16, true)];
  if (size > maxDirectory || offset + size > fileBytes) throw damaged();
  return entriesOf(viewOf(await load(offset, size)));
}

function entriesOf(view: DataView): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  for (let at = 0; at + entryBytes <= view.byteLength;) {
    if (view.getUint32(at, true) !== 0x02014b50) throw damaged();
    const [flags, method] = [view.getUint16(at + 8, true), view.getUint16(at + 10, true)];
    const [length, extra, comment] = [28, 30, 32].map((place) => view.getUint16(at + place, true));
    const from = at + entryBytes;
    if (from + length! > view.byteLength) throw damaged();
    const bytes = new Uint8Array(view.buffer, view.byteOffset + from, length);
    const name = new TextDecoder().decode(bytes).replace(/^\//, "");
    if ((flags & 1) !== 0) throw unreadable(`The spreadsheet is protected with a password: ${withoutOne}`);
    if (method !== 0 && method !== 8) {
      throw unreadable(`The spreadsheet is packed in an unusual way: ${anew}`);
    }
    const [packed, size, offset] = [20, 24, 42].map((place) => view.getUint32(at + place, true));
    entries.set(name, { name, offset: offset!, packed: packed!, size: size!, isDeflated: method === 8 });
    at = from + length! + extra! + comment!;
  }
  return entries;
}

const withoutOne = "save it without one and send that";
const anew = "save it anew and send that";

/** 400 for a file that is no workbook, or only a part of one. */
export function damaged(cause?: unknown) {
  return unreadable(`The spreadsheet (.xlsx) is damaged or cut off: ${anew}`, cause);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
