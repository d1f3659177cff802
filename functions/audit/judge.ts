import type { JSONWebKeySet } from "jose";
import { z } from "zod";
import { verify } from "../../shared/audit/checkpoint.ts";
import { Checkpoint, Fault, type Verification } from "./schema.ts";

type Fault = z.output<typeof Fault>;

/** Aligned with the nodes of the tree. */
const sliceSize = 4096;

export const Range = z.object({
  log: z.guid(),
  first: z.int(),
  until: z.int(),
  size: z.int(),
  dropped: z.int(),
  sealed_until: z.string().nullable(),
  inserted: Fault.nullable(),
});
export type Range = z.output<typeof Range>;

const Root = Checkpoint.extend({ present_root: z.string().nullable(), next_entry_id: z.int().nullable() });
const Roots = z.object({ checkpoints: z.array(Root), fault: Fault.nullable() });

/** What the database says about the log: `verify_audit_slice` and `verify_audit_roots`. */
export interface Log {
  slice(first: number, until: number): Promise<unknown>;
  roots(first: number): Promise<unknown>;
}

/** Compares the entries of a range with their leaves, the tree, and the checkpoints that one of the keys signed. */
export async function judge(
  log: Log,
  range: Range,
  keys: JSONWebKeySet,
): Promise<z.output<typeof Verification>> {
  const { first, until, dropped, sealed_until, inserted } = range;
  const { checkpoints, fault } = Roots.parse(await log.roots(first));
  const unsigned = await Promise.all(checkpoints.map((checkpoint) => rootFault(checkpoint, range.log, keys)));
  const signed = checkpoints.filter((_, n) => unsigned[n] === null).map(({ size }) => size);
  const found = [inserted, await sliceFault(log, first, until), fault, ...unsigned];
  const first_fault = found.filter((fault) => fault !== null)
    .sort((one, other) => (one.id ?? 0) - (other.id ?? 0))[0] ?? null;
  const ended = Math.max(0, Math.min(dropped, until) - first);
  const proven = Math.max(0, Math.min(until, Math.max(0, ...signed)) - first);
  return {
    verified: first_fault === null,
    entries: until - first - ended,
    ended,
    proven,
    sealed_until,
    first_fault,
  };
}

async function sliceFault(log: Log, first: number, until: number): Promise<Fault | null> {
  for (let start = first; start < until; start = start - start % sliceSize + sliceSize) {
    const end = Math.min(start - start % sliceSize + sliceSize, until);
    const fault = Fault.nullable().parse(await log.slice(start, end));
    if (fault !== null) return fault;
  }
  return null;
}

async function rootFault(
  checkpoint: z.output<typeof Root>,
  log: string,
  keys: JSONWebKeySet,
): Promise<Fault | null> {
  const { size, last_entry_id, next_entry_id, present_root } = checkpoint;
  const signed = await verify(checkpoint.signature, keys);
  if (signed === undefined || signed.log !== log || signed.size !== size) {
    const reason = `The checkpoint of ${size} leaves is not signed for this log by a known key`;
    return { id: last_entry_id, kind: "changed", reason };
  }
  if (present_root === null) {
    const reason = `The log is shorter than the ${size} leaves of a signed checkpoint`;
    return { id: signed.last_entry_id, kind: "missing", reason };
  }
  if (present_root === signed.root) return null;
  return {
    id: next_entry_id,
    kind: "changed",
    reason: `The first ${size} leaves are not those that were signed`,
  };
}
