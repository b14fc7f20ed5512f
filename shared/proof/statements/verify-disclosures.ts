import {
  type InclusionProof,
  type LoggedDisclosure,
  type LoggedLeaf,
  sharedPartOf,
} from "../../base/contracts/logged-disclosure.ts"
import { listedInStatement, type Statement } from "../../base/contracts/statement.ts"
import { groupedBy } from "../../base/platform/grouped-by.ts"
import { bytesOf, leafOfValue, rootFromPath, rootOf } from "../../base/platform/merkle-tree.ts"
import { compareParts, sharedPartsOf } from "./compare-shared.ts"

/** Whether a disclosure is in the ledger of the day that a statement is about. */
export function verifyInclusion(
  disclosure: LoggedDisclosure,
  { day, index, path }: InclusionProof,
  { day: stated, ledger }: Pick<Statement, "day" | "ledger">,
): boolean {
  if (day !== stated || disclosure.day !== stated) return false
  const [leaf] = bytesOf([leafOfValue(disclosure)])
  if (leaf === undefined) return false
  const root = rootFromPath(leaf, { index, size: ledger.size, path: bytesOf(path) })
  return root?.toString("base64url") === ledger.root
}

/**
 * What contradicts a statement in the leaves that the hub gives of its day, from all pages, in their order.
 * - `root`: leaves are missing, added, changed or in another order.
 * - `leaf`: a disclosure is not the one of its leaf, or is of another day.
 * - `disclosures`, `lookups`, `shared`: the numbers or a shared root do not follow from the leaves.
 */
export type LeavesProblem = "root" | "leaf" | "disclosures" | "lookups" | "shared"

/**
 * Compares all leaves of a day with the day's statement. A leaf without its disclosure can hide what it counts for, so
 * then the numbers of the statement may be larger than what the disclosures come to.
 */
export function verifyLeaves(leaves: readonly LoggedLeaf[], stated: Statement): LeavesProblem[] {
  const problems: LeavesProblem[] = []
  const root = rootOf(bytesOf(leaves.map(({ leaf }) => leaf))).toString("base64url")
  if (leaves.length !== stated.ledger.size || root !== stated.ledger.root) problems.push("root")
  const opened = leaves.flatMap(({ disclosure }) => disclosure ?? [])
  const closed = leaves.length - opened.length
  const isOf = ({ leaf, disclosure }: LoggedLeaf) =>
    disclosure === undefined || (disclosure.day === stated.day && leafOfValue(disclosure) === leaf)
  if (!leaves.every(isOf)) problems.push("leaf")
  if (!fits(opened.filter(({ replaces }) => replaces === undefined).length, stated.disclosures, closed))
    problems.push("disclosures")
  const entriesOf = new Map(stated.lookups.map(({ tool, proof, entries }) => [`${tool} ${proof}`, entries]))
  const counted = groupedBy(opened, ({ tool, proof }) => `${tool} ${proof}`)
  const kinds = [...new Set([...entriesOf.keys(), ...counted.keys()])]
  if (!kinds.every((kind) => fits(counted.get(kind)?.length ?? 0, entriesOf.get(kind) ?? 0, closed)))
    problems.push("lookups")
  if (!sharedFits(opened, stated, closed)) problems.push("shared")
  return problems
}

const fits = (found: number, stated: number, unopened: number): boolean => found <= stated && stated <= found + unopened

function sharedFits(opened: readonly LoggedDisclosure[], { shared }: Statement, closed: number): boolean {
  const byPair = groupedBy(opened, ({ pair }) => pair ?? "")
  byPair.delete("")
  const listed = new Map(shared.map((one) => [one.pair, one]))
  // A statement lists a limited number of counterparties, those with the most lookups.
  const isWhole = shared.length >= listedInStatement || [...byPair.keys()].every((pair) => listed.has(pair))
  if (!isWhole) return false
  return [...listed].every(([pair, { disclosures, root }]) => {
    const own = byPair.get(pair) ?? []
    if (own.length === disclosures) return root === sharedRootOf(own)
    return fits(own.length, disclosures, closed)
  })
}

/** The root over what a retailer and a carrier both know of disclosures. Their order changes nothing. */
export function sharedRootOf(disclosures: readonly LoggedDisclosure[]): string {
  const leaves = disclosures.flatMap((one) => {
    const part = sharedPartOf(one)
    return part === undefined ? [] : [leafOfValue(part)]
  })
  return rootOf(bytesOf(leaves.sort())).toString("base64url")
}

/**
 * How the statements of a retailer and of a carrier about the same day differ on what they share. Undefined: they are
 * the same. `notShared`: one of them does not list the other.
 */
export function compareShared(
  one: Parameters<typeof sharedPartsOf>[0],
  other: Parameters<typeof sharedPartsOf>[0],
): "otherDay" | "notShared" | "differs" | undefined {
  if (one.day !== other.day) return "otherDay"
  const theirs = new Map(sharedPartsOf(other).map((part) => [part.pair, part]))
  const both = sharedPartsOf(one).flatMap((part) => {
    const their = theirs.get(part.pair)
    return their === undefined ? [] : [compareParts(part, their)]
  })
  if (both.length === 0) return "notShared"
  return both.every(({ differ }) => differ.length === 0) ? undefined : "differs"
}
