import type { Relation } from "../../parties/relation-rule.ts"
import type { PartyRow } from "../cases/case-rows.ts"

/** What decides which parties of a case know of each other. */
export type PartyTies = Pick<PartyRow, "partyId" | "kind"> & { readonly counterparties: readonly string[] }

/** A party that looks at a case, with the ids of the parties that it deals with there. */
export type Viewer = { readonly partyId: string; readonly counterparties: ReadonlySet<string> }

/**
 * Whether two parties know of each other: a retailer and a carrier that share shipments, or the finding or report that
 * drew one in.
 */
function dealsWith(one: PartyTies, other: PartyTies): boolean {
  const isTied = one.counterparties.includes(other.partyId) || other.counterparties.includes(one.partyId)
  return one.kind !== other.kind && isTied
}

/** Those parties of a case that a party deals with, in the order of their ids. */
export function counterpartiesOf<Ties extends PartyTies>(own: PartyTies, parties: readonly Ties[]): Ties[] {
  return parties.filter((party) => dealsWith(own, party)).sort((one, other) => (one.partyId < other.partyId ? -1 : 1))
}

/** @param parties other parties of the case; without them the counterparties that the party's own row names */
export function viewerOf(own: PartyTies, parties?: readonly PartyTies[]): Viewer {
  const ids = parties === undefined ? own.counterparties : counterpartiesOf(own, parties).map(({ partyId }) => partyId)
  return { partyId: own.partyId, counterparties: new Set(ids) }
}

/** @param partyId whom the fact is about; every party may know what the hub did */
export function relationTo(viewer: Viewer, partyId: string): Relation {
  if (viewer.partyId === "hub") return "hub"
  if (viewer.partyId === partyId) return "self"
  return partyId === "hub" || viewer.counterparties.has(partyId) ? "counterparty" : "stranger"
}
