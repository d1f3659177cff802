/**
 * Checks proofs of Merkle trees as RFC 6962 and RFC 9162 (2.1.3.2, 2.1.4.2) define them. Hashes are in hex.
 *
 * @module
 */
import { createHash } from "node:crypto";

function sha256(...parts: Uint8Array[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const utf8 = (text: string) => new TextEncoder().encode(text);

/** The hash of a leaf. */
export function leafHash(text: string): string {
  return sha256(Uint8Array.of(0), utf8(text));
}

/** What a salted commitment to a value says after `sha256:`. */
export function commitment(salt: string, value: string): string {
  return sha256(bytes(salt), utf8(value));
}

function nodeHash(left: string, right: string): string {
  return sha256(Uint8Array.of(1), bytes(left), bytes(right));
}

/** The root that a leaf and its audit path lead to; undefined if the path is not one of this tree. */
export function rootFromInclusion(
  leaf: string,
  number: number,
  size: number,
  path: readonly string[],
): string | undefined {
  if (number >= size) return undefined;
  let [place, last] = [BigInt(number), BigInt(size - 1)];
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0n) return undefined;
    if (place % 2n === 1n || place === last) {
      hash = nodeHash(sibling, hash);
      while (place % 2n === 0n && place !== 0n) [place, last] = [place / 2n, last / 2n];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [place, last] = [place / 2n, last / 2n];
  }
  return last === 0n ? hash : undefined;
}

/** Whether the path proves that the tree of `former` leaves begins the tree of `size` leaves. */
export function isConsistent(
  former: { size: number; root: string },
  present: { size: number; root: string },
  path: readonly string[],
): boolean {
  if (former.size === 0) return path.length === 0;
  if (former.size === present.size) return path.length === 0 && former.root === present.root;
  if (former.size > present.size) return false;
  let [place, last] = [BigInt(former.size - 1), BigInt(present.size - 1)];
  while (place % 2n === 1n) [place, last] = [place / 2n, last / 2n];
  const isWhole = (former.size & (former.size - 1)) === 0;
  const [first, ...rest] = isWhole ? [former.root, ...path] : path;
  if (first === undefined) return false;
  let [older, newer] = [first, first];
  for (const sibling of rest) {
    if (last === 0n) return false;
    if (place % 2n === 1n || place === last) {
      [older, newer] = [nodeHash(sibling, older), nodeHash(sibling, newer)];
      while (place % 2n === 0n && place !== 0n) [place, last] = [place / 2n, last / 2n];
    } else {
      newer = nodeHash(newer, sibling);
    }
    [place, last] = [place / 2n, last / 2n];
  }
  return last === 0n && older === former.root && newer === present.root;
}

/** The root of leaves that are added one after the other; it keeps O(log n) hashes. */
export class MerkleRoot {
  size = 0;
  /** The complete subtrees, the largest first. */
  readonly #trees: { leaves: number; hash: string }[] = [];

  /** Adds the hash of a leaf. */
  add(leaf: string): void {
    let tree = { leaves: 1, hash: leaf };
    while (this.#trees.at(-1)?.leaves === tree.leaves) {
      const left = this.#trees.pop()!;
      tree = { leaves: 2 * tree.leaves, hash: nodeHash(left.hash, tree.hash) };
    }
    this.#trees.push(tree);
    this.size++;
  }

  /** The root of at least one leaf. */
  hash(): string {
    return this.#trees.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right));
  }
}
