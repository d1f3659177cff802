/**
 * Checks proofs of Merkle trees as RFC 6962 and RFC 9162 (2.1.3.2, 2.1.4.2) define them, in a browser as well. Hashes
 * are in hex.
 *
 * @module
 */

/** SHA-256 in hex. A program that hashes millions of nodes may pass a faster one than Web Crypto's. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => string | Promise<string>;

const webSha256: Sha256 = async (bytes) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)), hexOf).join("");

const hexOf = (byte: number) => byte.toString(16).padStart(2, "0");
const bytesOf = (hex: string) => (hex.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
const utf8 = (text: string) => new TextEncoder().encode(text);

function joined(first: readonly number[], second: ArrayLike<number>): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}

/** The hash of a leaf. */
export async function leafHash(text: string, sha256: Sha256 = webSha256): Promise<string> {
  return await sha256(joined([0], utf8(text)));
}

/** What a salted commitment to a value says after `sha256:`. */
export async function commitment(salt: string, value: string, sha256: Sha256 = webSha256): Promise<string> {
  return await sha256(joined(bytesOf(salt), utf8(value)));
}

function nodeHash(left: string, right: string, sha256: Sha256): string | Promise<string> {
  return sha256(joined([1], bytesOf(left + right)));
}

/** The root that a leaf and its audit path lead to; undefined if the path is not one of this tree. */
export async function rootFromInclusion(
  leaf: string,
  number: number,
  size: number,
  path: readonly string[],
  sha256: Sha256 = webSha256,
): Promise<string | undefined> {
  if (number >= size) return undefined;
  let [place, last] = [BigInt(number), BigInt(size - 1)];
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0n) return undefined;
    if (place % 2n === 1n || place === last) {
      hash = await nodeHash(sibling, hash, sha256);
      while (place % 2n === 0n && place !== 0n) [place, last] = [place / 2n, last / 2n];
    } else {
      hash = await nodeHash(hash, sibling, sha256);
    }
    [place, last] = [place / 2n, last / 2n];
  }
  return last === 0n ? hash : undefined;
}

/** A tree by its size. */
export interface Root {
  size: number;
  root: string;
}

/** Whether the path proves that the tree of `former` leaves begins the tree of `size` leaves. */
export async function isConsistent(
  former: Root,
  present: Root,
  path: readonly string[],
  sha256: Sha256 = webSha256,
): Promise<boolean> {
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
      [older, newer] = [await nodeHash(sibling, older, sha256), await nodeHash(sibling, newer, sha256)];
      while (place % 2n === 0n && place !== 0n) [place, last] = [place / 2n, last / 2n];
    } else {
      newer = await nodeHash(newer, sibling, sha256);
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

  constructor(readonly sha256: Sha256 = webSha256) {}

  /** Adds the hash of a leaf. */
  async add(leaf: string): Promise<void> {
    let tree = { leaves: 1, hash: leaf };
    while (this.#trees.at(-1)?.leaves === tree.leaves) {
      const left = this.#trees.pop()!;
      tree = { leaves: 2 * tree.leaves, hash: await nodeHash(left.hash, tree.hash, this.sha256) };
    }
    this.#trees.push(tree);
    this.size++;
  }

  /** The root of at least one leaf. */
  async hash(): Promise<string> {
    const [last = "", ...rest] = this.#trees.map(({ hash }) => hash).reverse();
    let root = last;
    for (const left of rest) root = await nodeHash(left, root, this.sha256);
    return root;
  }
}
