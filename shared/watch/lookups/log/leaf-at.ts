import { bytesOf, pathTo } from "../../../base/platform/merkle-tree.ts"
import type { DisclosureLog } from "./disclosure-log.ts"
import type { ClosedDay, Leaf, LeavesRow } from "./log-rows.ts"

/** A leaf of a closed day, its place in the tree from 0, and the hashes that lead to the root, the lowest first. */
export type FoundLeaf = { readonly leaf: Leaf; readonly index: number; readonly path: string[] }

type Reading = Pick<DisclosureLog, "closed" | "leaves">

/** The leaf of an entry on a day. Undefined if the day is not closed, or has no such entry. */
export async function leafAt(
  log: Reading,
  { party, day, entry }: { party: string; day: string; entry: string },
): Promise<FoundLeaf | undefined> {
  const closed = await log.closed(party, day)
  if (closed === undefined) return undefined
  const place = closed.parts.findLastIndex(({ first }) => first <= entry)
  const row = await partAt(log, closed, place)
  const inPart = row?.leaves.findIndex((one) => one.entry === entry) ?? -1
  const leaf = row?.leaves[inPart]
  if (row === undefined || leaf === undefined) return undefined
  const lower = pathTo(bytesOf(row.leaves.map((one) => one.leaf)), inPart)
  const upper = pathTo(bytesOf(closed.parts.map(({ root }) => root)), place)
  const path = [...lower, ...upper].map((hash) => hash.toString("base64url"))
  return { leaf, index: place * leavesPerRow + inPart, path }
}

/**
 * Leaves of one row: a power of two, so that their roots are nodes of the whole tree. A row takes 400 KB, and they take
 * 280 at most.
 */
export const leavesPerRow = 1_024

/** The leaves of one part of a closed day. */
export async function partAt(log: Reading, closed: ClosedDay, place: number): Promise<LeavesRow | undefined> {
  const part = closed.parts[place]
  return part === undefined ? undefined : log.leaves(closed.party, closed.day, part.root)
}
