/**
 * Checks an export of the audit log with nothing but public keys. A checkpoint that was kept elsewhere proves that the
 * log it signed is still the same.
 *
 * @module
 */
import type { JSONWebKeySet } from "jose";
import { type Signed, verify } from "../../shared/audit/checkpoint.ts";
import { isConsistent, MerkleRoot } from "../../shared/audit/merkle.ts";
import {
  checkLeaf,
  type End,
  expiredUntil,
  type Fault,
  Header,
  type Leaf,
  Line,
  type Note,
} from "./export_lines.ts";
import { sha256 } from "./sha256.ts";

/**
 * What the file shows. `proven` leaves are under the checkpoint; the others are younger. Of the `ended` entries,
 * `unproven` ones ended by an entry that the file does not hold, because it is not sealed yet or not in the window.
 */
export interface Report {
  entries: number;
  ended: number;
  unproven: number;
  proven: number;
  faults: Fault[];
}

/** What the reader trusts. Without it, the file's own checkpoint and keys, which only prove that it fits together. */
export interface Trusted {
  signature?: string;
  keys?: JSONWebKeySet;
}

/** Checks the lines of an export. Throws if the first is no header. */
export async function verifyExport(lines: AsyncIterable<string>, trusted: Trusted = {}): Promise<Report> {
  const report: Report = { entries: 0, ended: 0, unproven: 0, proven: 0, faults: [] };
  const fault: Note = (id, kind, reason) => void report.faults.push({ id, kind, reason });
  const reading = lines[Symbol.asyncIterator]();
  const header = Header.parse(JSON.parse((await reading.next()).value ?? "null"));
  const signed = await checkSignature(header, trusted, fault);
  const place: Place = { next: header.first, expired: 0, gone: [] };
  const root = new MerkleRoot(sha256);
  for (let read = await reading.next(); !read.done; read = await reading.next()) {
    const line = Line.parse(JSON.parse(read.value));
    if (line.kind === "end") {
      if (place.next === header.until) place.end = line;
      continue;
    }
    const { number } = line;
    if (number > place.next) {
      fault(null, "missing", `The leaves from ${place.next} to ${number - 1} are not in the file`);
    }
    if (number < place.next) fault(line.id, "reordered", `The leaf ${number} comes after ${place.next - 1}`);
    place.next = number + 1;
    place.expired = Math.max(place.expired, expiredUntil(line));
    if (line.kind === "leaf") noteGone(line, header, place);
    report[line.kind === "entry" ? "entries" : "ended"]++;
    await root.add(await checkLeaf(line, header, fault));
    if (header.first === 0 && root.size === signed?.size) compareRoots(signed, await root.hash(), fault);
  }
  report.unproven = checkEnd(header, place, fault);
  const isCovered = signed !== undefined && (header.first === 0 || signed.size === header.checkpoint?.size);
  if (isCovered) report.proven = Math.max(0, Math.min(place.next, signed.size) - header.first);
  return report;
}

async function checkSignature(
  header: Header,
  trusted: Trusted,
  fault: Note,
): Promise<Signed | undefined> {
  const signature = trusted.signature ?? header.checkpoint?.signature;
  if (signature === undefined) return undefined;
  const signed = await verify(signature, trusted.keys ?? { keys: header.keys });
  if (signed?.log !== header.log) {
    const last = header.checkpoint?.last_entry_id ?? null;
    fault(last, "changed", "The checkpoint is not signed for this log by a known key");
    return undefined;
  }
  if (signed.size > header.size) {
    fault(
      signed.last_entry_id,
      "missing",
      `The log is shorter than the ${signed.size} leaves that were signed`,
    );
  } else if (
    signed.size === header.checkpoint?.size &&
    !await isConsistent(signed, header, header.consistency, sha256)
  ) {
    fault(signed.last_entry_id, "changed", `The first ${signed.size} leaves are not those that were signed`);
  }
  return signed;
}

function compareRoots({ root, size, last_entry_id }: Signed, present: string, fault: Note): void {
  if (root === present) return;
  fault(last_entry_id, "changed", `The first ${size} leaves are not those that were signed`);
}

interface Place {
  next: number;
  /** The entries of so many first leaves ended, by an entry of the file. */
  expired: number;
  /** The newest leaf without its entry. */
  lastGone?: Leaf;
  /** Leaves without their entries that were not said to have ended when the file was begun. */
  gone: Leaf[];
  end?: End;
}

function noteGone(line: Leaf, { dropped }: Header, place: Place): void {
  place.lastGone = line;
  if (line.number >= dropped) place.gone.push(line);
}

/** Returns how many entries ended by an entry that is not in the file. */
function checkEnd({ first, until, size, dropped }: Header, place: Place, fault: Note): number {
  const { end, expired, gone, lastGone } = place;
  if (end === undefined) fault(null, "missing", `The file ends before leaf ${until - 1}`);
  const ended = Math.max(dropped, end?.dropped ?? 0);
  for (const { id, number } of gone) {
    if (number >= ended) fault(id, "missing", "The entry is gone before its time");
  }
  const unproven = Math.max(0, Math.min(ended, until) - Math.max(expired, first));
  if (unproven === 0 || until < size || (end?.expired?.until ?? 0) >= ended) return unproven;
  fault(lastGone?.id ?? null, "missing", `No entry says that the first ${ended} entries ended`);
  return 0;
}
