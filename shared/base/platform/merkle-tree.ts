import { createHash } from "node:crypto"
import { canonicalJson } from "./canonical-json.ts"

/** The Merkle trees of RFC 9162 section 2.1 with SHA-256. A hash is 32 bytes, or 43 characters of base64url. */

const leafPrefix = Buffer.from([0])
const nodePrefix = Buffer.from([1])

/** The hash of a leaf whose bytes are these. */
export function hashOfLeaf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(leafPrefix).update(bytes).digest()
}

/** The hash of the leaf that is the canonical JSON (RFC 8785) of a value: base64url. */
export function leafOfValue(value: unknown): string {
  return hashOfLeaf(Buffer.from(canonicalJson(value), "utf8")).toString("base64url")
}

/**
 * The root over hashes of leaves, or over roots of subtrees. All of these but the last have the same number of leaves,
 * a power of two.
 */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return createHash("sha256").digest()
  let level = hashes
  while (level.length > 1) level = levelAbove(level)
  return level[0] ?? Buffer.alloc(0)
}

/** The hashes beside the way from a hash to the root over all of them, the lowest first. */
export function pathTo(hashes: readonly Buffer[], index: number): Buffer[] {
  const path: Buffer[] = []
  let place = index
  for (let level = hashes; level.length > 1; level = levelAbove(level)) {
    const sibling = level[place % 2 === 0 ? place + 1 : place - 1]
    if (sibling !== undefined) path.push(sibling)
    place = Math.floor(place / 2)
  }
  return path
}

/** Pairs of hashes. A last one without a partner goes up as it is, which gives the same tree as the RFC's recursion. */
function levelAbove(level: readonly Buffer[]): Buffer[] {
  return Array.from({ length: Math.ceil(level.length / 2) }, (_, place) => {
    const [left = Buffer.alloc(0), right] = level.slice(2 * place, 2 * place + 2)
    return right === undefined ? left : nodeOf(left, right)
  })
}

/**
 * The root that follows from a leaf, its place and its path (RFC 9162 section 2.1.3.2). Undefined if the path does not
 * fit the place.
 */
export function rootFromPath(
  leaf: Buffer,
  { index, size, path }: { index: number; size: number; path: readonly Buffer[] },
): Buffer | undefined {
  if (index < 0 || index >= size) return undefined
  let [node, last] = [index, size - 1]
  let hash = leaf
  for (const beside of path) {
    if (last === 0) return undefined
    if (node % 2 === 1 || node === last) {
      hash = nodeOf(beside, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)]
    } else hash = nodeOf(hash, beside)
    ;[node, last] = [Math.floor(node / 2), Math.floor(last / 2)]
  }
  return last === 0 ? hash : undefined
}

function nodeOf(left: Buffer, right: Buffer): Buffer {
  return createHash("sha256").update(nodePrefix).update(left).update(right).digest()
}

export const bytesOf = (hashes: readonly string[]): Buffer[] => hashes.map((hash) => Buffer.from(hash, "base64url"))
