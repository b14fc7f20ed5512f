import { isShown } from "../../parties/relation-rule.ts"
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
