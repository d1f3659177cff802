/**
 * The signed checkpoints of the log, verified in this browser.
 *
 * @module
 */
import { calculateJwkThumbprint, type JSONWebKeySet } from "jose";
import { dataOf, type Schemas } from "../../../client/mod.ts";
import { type Signed, verify } from "../../../shared/audit/checkpoint.ts";
import { isConsistent, type Root } from "../../../shared/audit/merkle.ts";
import { client } from "../../app/api.ts";
import { pageOf } from "../../app/page.ts";
import { count } from "../../ui/format.ts";
import { keep, seen } from "./seen.ts";

type Checkpoint = Schemas["AuditCheckpoint"] & { former_size: number; consistency: string[] };

/** Checkpoints are read in pages of 100; one is signed an hour. */
const mostPages = 10;

export interface Chain {
  log: string;
  keys: JSONWebKeySet;
  /** Undefined until one is signed. */
  newest?: Newest;
  /** Roots by size that are proven to begin the newest tree. */
  roots: Map<number, string>;
  faults: string[];
  /** The checkpoint that this tab saw before. */
  seen?: Root;
}

interface Newest {
  key_id: string;
  /** Undefined if none of the published keys made the signature for this log. */
  signed?: Signed;
  /** Of the key that made it: its SHA-256 by RFC 7638. */
  thumbprint?: string;
}

/** Reads keys and checkpoints of a tenant's log. The newest is remembered if nothing is wrong. */
export async function readChain(log: string): Promise<Chain> {
  if (!isSecureContext) {
    throw new Error("Browsers verify only on pages that came by https or from this machine.");
  }
  const [keys, first] = await Promise.all([readKeys(), readPage()]);
  const chain: Chain = { log, keys, roots: new Map(), faults: [], seen: seen(log) };
  const [newest] = first.data;
  if (newest === undefined) {
    if (chain.seen) chain.faults.push("The checkpoint that you saw before is gone");
    return chain;
  }
  const { key_id } = newest;
  const key = keys.keys.find(({ kid }) => kid === key_id);
  const signed = key && await verify(newest.signature, { keys: [key] });
  chain.newest = { key_id };
  if (key === undefined || signed?.log !== log) {
    chain.faults.push("The newest checkpoint is not signed for this log by a published key");
    return chain;
  }
  chain.newest = { key_id, signed, thumbprint: await calculateJwkThumbprint(key) };
  if (signed.size !== newest.size || signed.root !== newest.root) {
    chain.faults.push("The newest checkpoint is listed with another size or root than was signed");
    return chain;
  }
  await follow(chain, signed, first);
  if (chain.faults.length === 0) keep(log, signed);
  return chain;
}

async function readKeys(): Promise<JSONWebKeySet> {
  return dataOf(await client.GET("/audit/v1/keys"));
}

async function readPage(cursor?: string) {
  return pageOf<Checkpoint>(
    await client.GET("/audit/v1/checkpoints", { params: { query: { limit: 100, cursor } } }),
  );
}

/** Walks from the newest checkpoint to those before it, until it has met the one that was seen. */
async function follow(
  chain: Chain,
  newest: Root,
  first: Awaited<ReturnType<typeof readPage>>,
): Promise<void> {
  const { roots, faults, seen } = chain;
  roots.set(newest.size, newest.root);
  const isMet = () => seen === undefined || roots.has(seen.size) || seen.size > newest.size;
  let [former, page]: [Checkpoint | undefined, typeof first] = [undefined, first];
  for (let pages = 1;; pages++) {
    for (const checkpoint of page.data) {
      if (former && !await leadsTo(checkpoint, former)) {
        faults.push(`The first ${count(checkpoint.size)} entries are not those of an earlier checkpoint`);
        return;
      }
      roots.set(checkpoint.size, checkpoint.root);
      former = checkpoint;
    }
    const cursor = page.pagination.next_cursor ?? undefined;
    if (isMet() || cursor === undefined || pages === mostPages) break;
    page = await readPage(cursor);
  }
  if (seen === undefined || roots.get(seen.size) === seen.root) return;
  const entries = `the ${count(seen.size)} entries of the checkpoint that you saw before`;
  faults.push(
    seen.size > newest.size
      ? `The log is shorter than ${entries}`
      : `The log does not begin with ${entries}, or that checkpoint is gone`,
  );
}

/** Whether the tree of a checkpoint begins that of the one after it. */
async function leadsTo(checkpoint: Checkpoint, after: Checkpoint): Promise<boolean> {
  return checkpoint.size === after.former_size && await isConsistent(checkpoint, after, after.consistency);
}
