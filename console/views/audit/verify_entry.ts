/**
 * Proves that an entry is as it was sealed, from the entry up to a signed root.
 *
 * @module
 */
import { dataOf, RequestError, type Schemas } from "../../../client/mod.ts";
import { verify } from "../../../shared/audit/checkpoint.ts";
import { checkEntry } from "../../../shared/audit/sealed_entry.ts";
import { client } from "../../app/api.ts";
import { count, moment } from "../../ui/format.ts";
import { differing } from "./as_sealed.ts";
import type { Chain } from "./chain.ts";

type Entry = Schemas["AuditEntry"];
type Proof = Schemas["AuditProof"];

export interface Verdict {
  kind: "good" | "bad" | "plain";
  word: string;
  rest: string;
}

const hourMs = 3_600_000;
const bad = (word: string, rest: string): Verdict => ({ kind: "bad", word, rest });

/** Of an entry as the table shows it. */
export async function verifyEntry(entry: Entry, chain: Chain): Promise<Verdict> {
  const { id } = entry;
  try {
    const { proof } = dataOf(await client.GET("/audit/v1/{id}", { params: { path: { id } } }));
    return proof === null ? unsealed(entry, chain) : await judge(entry, proof, chain);
  } catch (error) {
    if (error instanceof RequestError && error.status === 404) return bad("missing", "the entry is gone");
    if (error instanceof SyntaxError || error instanceof RangeError) {
      return bad("changed", "its proof cannot be read");
    }
    throw error;
  }
}

/** Entries are sealed within a minute, unless a transaction runs for longer. */
function unsealed({ occurred_at }: Entry, { newest }: Chain): Verdict {
  const until = newest?.signed?.sealed_until;
  return until !== undefined && Date.parse(occurred_at) < Date.parse(until) - hourMs
    ? bad("inserted", "it is not sealed, although others of its time were sealed long ago")
    : { kind: "plain", word: "not sealed yet", rest: "try again in a minute" };
}

async function judge(entry: Entry, proof: Proof, { log, keys, roots }: Chain): Promise<Verdict> {
  const { checkpoint, number, text, openings } = proof;
  const signed = checkpoint === null ? undefined : await verify(checkpoint.signature, keys);
  if (checkpoint !== null && signed?.log !== log) {
    const covering = `the checkpoint of ${count(checkpoint.size)} entries that covers it`;
    return bad("changed", `${covering} is not signed for this log by a published key`);
  }
  const { size, root } = signed ?? proof;
  if ((roots.get(size) ?? root) !== root) {
    return bad(
      "changed",
      `the newest checkpoint does not begin with the ${count(size)} entries that prove it`,
    );
  }
  const { faults: [fault] } = await checkEntry(proof, { log, size, root });
  if (fault) return bad(fault.kind, fault.reason);
  const field = differing(entry, text, openings);
  if (field !== undefined) return bad("changed", `${field} is shown with another value than was sealed`);
  const place = `entry ${count(number + 1)} of ${count(size)}`;
  return signed
    ? {
      kind: "good",
      word: "proven",
      rest: `${place} under the checkpoint of ${moment(signed.sealed_until)}`,
    }
    : { kind: "plain", word: "sealed", rest: `${place}, not under a signed checkpoint yet` };
}
