import { isByContract } from "../../base/contracts/by-contract.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { type Pair, pair, say } from "../../base/platform/bilingual.ts"
import type { Duty } from "../duties/duty.ts"
import type { CaseFacts, PartyFacts } from "../facts.ts"
import type { Law, Rule } from "../law/law.ts"
import { visibleParties } from "../visibility.ts"

/** What a document about one party's side of a case is made from. */
export type Perspective = {
  readonly facts: CaseFacts
  readonly viewer: PartyFacts
  /** Duties that the viewer may see: its own, and those of its counterparties. */
  readonly duties: readonly Duty[]
  readonly laws: readonly Law[]
  /** The laws that other parties' duties follow, by party. A case can keep other texts for them. */
  readonly lawsOfOthers?: ReadonlyMap<string, readonly Law[]> | undefined
  readonly language: DocumentLanguage
  /** ISO instant at which the document is prepared. */
  readonly preparedAt: string
}

/** A rule that binds the viewer, and its law. */
export type BoundRule = { readonly law: Law; readonly rule: Rule }

/** The short name of a law, or that it is a contract. A law that the pack does not know goes by its id. */
export const nameOfLaw = ({ laws }: Pick<Perspective, "laws">, law: string): Pair =>
  isByContract({ law }) ? contractName : (laws.find(({ id }) => id === law)?.shortName ?? pair(law, law))

const contractName = pair("Contract", "Contrat")

/** How a party is named in the viewer's document. */
export const nameOf = (view: Perspective, partyId: string): string => {
  if (partyId === "hub") return say(view.language, "the shipment exchange", "la plateforme d’échange")
  if (partyId === view.viewer.party) return view.viewer.name
  const party = visibleParties(view.facts, view.viewer).find((candidate) => candidate.party === partyId)
  if (party?.alias !== undefined) return party.alias
  if (party?.kind === "carrier") return say(view.language, "the carrier", "le transporteur")
  if (party?.kind === "retailer") return unnamedRetailer(view)
  return say(view.language, "another party", "une autre partie")
}

/** A discreet retailer: the only one of the case, or one of several. */
function unnamedRetailer({ facts, viewer, language }: Perspective): string {
  const unnamed = visibleParties(facts, viewer).filter(({ kind, alias }) => kind === "retailer" && alias === undefined)
  return unnamed.length > 1
    ? say(language, "one of the retailers", "l’un des détaillants")
    : say(language, "the retailer", "le détaillant")
}
