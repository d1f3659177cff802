/**
 * Checks an entry of the audit log against the tree that it was sealed in.
 *
 * @module
 */
import { commitment, leafHash, type Root, rootFromInclusion, type Sha256 } from "./merkle.ts";
import { isRecord } from "../input/record.ts";

/** What a commitment in the text stands for. */
export interface Opening {
  /** Such as `after.name`; `entry.ip` for a field of the entry itself. */
  path: string;
  /** In hex. */
  salt: string;
  /** The JSON that was hashed after the salt. */
  value: string;
}

/** An entry with its proof. */
export interface SealedEntry {
  /** The index of its leaf. */
  number: number;
  text: string;
  openings: readonly Opening[];
  inclusion: readonly string[];
}

/** A log's tree. */
export interface Tree extends Root {
  /** The tenant. */
  log: string;
}

/** What is wrong with an entry by itself. */
export interface EntryFault {
  kind: "changed" | "reordered";
  reason: string;
}

/** The hash of the entry's leaf, and what is wrong with the entry. */
export async function checkEntry(
  { number, text, openings, inclusion }: SealedEntry,
  { log, size, root }: Tree,
  sha256?: Sha256,
): Promise<{ leaf: string; faults: EntryFault[] }> {
  const faults: EntryFault[] = [];
  const leaf = await leafHash(text, sha256);
  if (await rootFromInclusion(leaf, number, size, inclusion, sha256) !== root) {
    faults.push({
      kind: "changed",
      reason: `What it says now does not lead from leaf ${number} to the root`,
    });
  }
  const fields = readText(text);
  if (fields.number !== number) {
    faults.push({ kind: "reordered", reason: `It was sealed as leaf ${fields.number}` });
  }
  if (fields.client_id !== log) faults.push({ kind: "changed", reason: "It is an entry of another log" });
  for (const opening of openings) {
    if (await opens(opening, fields, sha256)) continue;
    faults.push({ kind: "changed", reason: "A value is not the one that was sealed" });
    break;
  }
  return { leaf, faults };
}

/** The fields of a sealed text. Throws a SyntaxError if it is no JSON object. */
export function readText(text: string): Record<string, unknown> {
  const fields: unknown = JSON.parse(text);
  if (!isRecord(fields)) throw new SyntaxError("a sealed text must be a JSON object");
  return fields;
}

async function opens({ path, salt, value }: Opening, fields: Record<string, unknown>, sha256?: Sha256) {
  const [part = "", ...field] = path.split(".");
  const of = part === "entry" ? fields : fields[part];
  return isRecord(of) && of[field.join(".")] === `sha256:${await commitment(salt, value, sha256)}`;
}
