/**
 * The lines of an export of the audit log, and what each must be by itself.
 *
 * @module
 */
import { z } from "zod";
import { rootFromInclusion } from "../../shared/audit/merkle.ts";
import { checkEntry } from "../../shared/audit/sealed_entry.ts";
import { sha256 } from "./sha256.ts";

const Opening = z.object({ path: z.string(), salt: z.string(), value: z.string() });
const Leaf = z.object({ number: z.int(), id: z.int(), inclusion: z.array(z.string()) });
const Entry = Leaf.extend({ kind: z.literal("entry"), text: z.string(), openings: z.array(Opening) });
const End = z.object({
  kind: z.literal("end"),
  leaves: z.int(),
  dropped: z.int(),
  expired: z.object({ id: z.int(), until: z.int() }).nullable(),
});
export const Line = z.discriminatedUnion("kind", [
  Entry,
  Leaf.extend({ kind: z.literal("leaf"), leaf: z.string() }),
  End,
]);
export const Header = z.object({
  kind: z.literal("log"),
  log: z.string(),
  first: z.int(),
  until: z.int(),
  size: z.int(),
  root: z.string(),
  dropped: z.int(),
  checkpoint: z.object({ signature: z.string(), size: z.int(), last_entry_id: z.int() }).nullable(),
  consistency: z.array(z.string()),
  keys: z.array(z.looseObject({ kty: z.string() })),
});
export type Header = z.output<typeof Header>;
export type End = z.output<typeof End>;
export type Leaf = Exclude<z.output<typeof Line>, { kind: "end" }>;

/** What is wrong. */
export interface Fault {
  id: number | null;
  kind: "changed" | "missing" | "reordered";
  reason: string;
}

/** Takes note of a fault. */
export type Note = (id: number | null, kind: Fault["kind"], reason: string) => void;

/** The hash of the leaf, after the checks that need no other line. */
export async function checkLeaf(line: Leaf, header: Header, fault: Note): Promise<string> {
  if (line.kind === "entry") {
    const { leaf, faults } = await checkEntry(line, header, sha256);
    for (const { kind, reason } of faults) fault(line.id, kind, reason);
    return leaf;
  }
  if (await rootFromInclusion(line.leaf, line.number, header.size, line.inclusion, sha256) !== header.root) {
    fault(line.id, "changed", `The leaf ${line.number} is not in the tree`);
  }
  return line.leaf;
}

const Expired = z.object({
  action: z.literal("expired"),
  resource: z.literal("audit_log"),
  after: z.object({ until: z.int() }),
});

/** So many first entries ended, if the entry says so. */
export function expiredUntil(line: Leaf): number {
  if (line.kind === "leaf") return 0;
  return Expired.safeParse(JSON.parse(line.text)).data?.after.until ?? 0;
}
