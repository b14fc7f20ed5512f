import type { Party } from "../../parties/party.ts"
import { type PublicName, publicName } from "../../parties/public-name.ts"
import { isShown, shownAs } from "../../parties/relation-rule.ts"
import type { MeasureRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseFacts, PartyFacts } from "../facts.ts"
import { type PartyTies, relationTo, type Viewer, viewerOf } from "./relation.ts"
import { visibilityTable } from "./table.ts"

/**
 * The party for which a document is written. It also deals with parties that left the directory, which the facts do not
 * list.
 */
export function viewerIn({ parties }: Pick<CaseFacts, "parties">, viewer: PartyFacts): Viewer {
  const { partyId, counterparties } = viewerOf(tiesOf(viewer), parties.map(tiesOf))
  const listed = new Set(parties.map(({ party }) => party))
  return {
    partyId,
    counterparties: new Set([...counterparties, ...viewer.counterparties.filter((id) => !listed.has(id))]),
  }
}

/** The parties that a document for the viewer may mention: the viewer itself and those that it deals with. */
export function visibleParties(facts: Pick<CaseFacts, "parties">, viewer: PartyFacts): readonly PartyFacts[] {
  const sees = viewerIn(facts, viewer)
  return facts.parties.filter(({ party }) => isShown(visibilityTable.party.kind, relationTo(sees, party)))
}

function tiesOf({ party, kind, counterparties }: PartyFacts): PartyTies {
  return { partyId: party, kind, counterparties }
}

/** Parties by id, as far as they are in the exchange. */
export type KnownParties = ReadonlyMap<string, Pick<Party, "kind" | "alias" | "discreet">>

/** Another party of a case as the viewer may know it. A party that left the directory goes by its kind. */
export function publicNameOfRow(parties: KnownParties, row: Pick<PartyRow, "partyId" | "kind">): PublicName {
  const party = parties.get(row.partyId)
  return party === undefined ? { kind: row.kind } : publicName(party)
}

/** Whether the recipient of a shipment was notified, and whether by the viewer. Another notifier is not named. */
export function notifiedFor(
  party: Pick<Party, "id">,
  receipts: Readonly<Record<string, unknown>>,
): "no" | "byYou" | "byOther" {
  const notifiers = Object.keys(receipts)
  if (notifiers.length === 0) return "no"
  const viewer = { partyId: party.id, counterparties: new Set<string>() }
  const { receipt } = visibilityTable.noticeReceipt
  return notifiers.some((id) => isShown(receipt, relationTo(viewer, id))) ? "byYou" : "byOther"
}

/** When another party acknowledged its alert, if the viewer may know. */
export function acknowledgementFor(viewer: Viewer, row: PartyRow): string | undefined {
  return shownAs(visibilityTable.party.acknowledgedAt, relationTo(viewer, row.partyId), row.acknowledgedAt)
}

/** Those measures of a case that a party may see. A measure is seen whole or not at all. */
export function visibleMeasures<Measure extends Pick<MeasureRow, "by">>(
  measures: readonly Measure[],
  viewer: Viewer,
): Measure[] {
  const { by: actor, at, kind, code } = visibilityTable.measure
  return measures.filter(({ by }) => {
    const relation = relationTo(viewer, by)
    return [actor, at, kind, code].every((rule) => isShown(rule, relation))
  })
}
