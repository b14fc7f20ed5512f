import type { DocumentLanguage, Law } from "../law/law.ts"
import { say } from "./dossier-words.ts"
import type { Duty } from "./duties.ts"
import type { CaseFacts, PartyFacts } from "./duty-facts.ts"

/** What a document about one party's side of a case is written from. */
export type Perspective = {
  readonly facts: CaseFacts
  readonly viewer: PartyFacts
  /** Duties that the viewer may see: its own, and those of the parties that it deals with. */
  readonly duties: readonly Duty[]
  readonly laws: readonly Law[]
  readonly language: DocumentLanguage
  /** ISO instant at which the document is prepared. */
  readonly preparedAt: string
}

/**
 * The parties that `viewer` may hear of: itself, and those on the other side of the exchange. Retailers never hear of
 * each other.
 */
export const visibleParties = (facts: CaseFacts, viewer: PartyFacts): readonly PartyFacts[] =>
  facts.parties.filter((party) => party.party === viewer.party || party.kind !== viewer.kind)

/** How a party is named in the viewer's document. */
export const nameOf = (view: Perspective, partyId: string): string => {
  if (partyId === "hub") return say(view.language, "the exchange", "l’échange")
  if (partyId === view.viewer.party) return view.viewer.name
  const party = visibleParties(view.facts, view.viewer).find((candidate) => candidate.party === partyId)
  if (party?.alias !== undefined) return party.alias
  if (party?.kind === "carrier") return say(view.language, "the carrier", "le transporteur")
  if (party?.kind === "retailer") return say(view.language, "a retailer (not named)", "un détaillant (non nommé)")
  return say(view.language, "another party", "une autre partie")
}

/** Stands for a party of which the reader may not hear. */
const somebody = "another-party"

/**
 * A duty as `viewer` may see it. Its own: whole. Another party's: kind, law, clock, state and what passed between the two;
 * no receipt that the viewer did not earn, even of its own duty (a file number can name whoever keeps the file), no
 * assessment, and no party of which the viewer may not hear.
 */
export const dutyForReader = (duty: Duty, facts: CaseFacts, viewer: PartyFacts): Duty => {
  const heard = new Set(["hub", ...visibleParties(facts, viewer).map(({ party }) => party)])
  const veiled = <Mark extends { readonly by: string }>(mark: Mark): Mark =>
    heard.has(mark.by) ? mark : { ...mark, by: somebody }
  const { requests, accepted, declined, offered, takenOver, discharged, notOwed, ...rest } = duty
  const mine = duty.party === viewer.party
  return {
    ...rest,
    requests: requests.map(veiled),
    ...(accepted === undefined ? {} : { accepted }),
    ...(declined === undefined ? {} : { declined }),
    ...(offered === undefined ? {} : { offered: veiled(offered) }),
    ...(takenOver === undefined ? {} : { takenOver: veiled(takenOver) }),
    ...(discharged === undefined
      ? {}
      : {
          discharged:
            discharged.by === viewer.party
              ? veiled(discharged)
              : { ...veiled(discharged), receipt: { ...discharged.receipt, reference: "held by its owner" } },
        }),
    ...(notOwed === undefined || !mine ? {} : { notOwed }),
  }
}

/**
 * A duty as data for whoever reads the viewer's dossier: parties that are not named to the viewer, such as a discreet retailer,
 * go by their kind and a number instead of their id.
 */
export const dutyWithoutNames = (duty: Duty, facts: CaseFacts, viewer: PartyFacts): Duty => {
  const unnamed = facts.parties.filter(({ party, alias }) => party !== viewer.party && alias === undefined)
  const codes = new Map(unnamed.map(({ party, kind }, place) => [party, `${kind}-${place + 1}`]))
  const coded = (id: string): string => codes.get(id) ?? id
  const marked = <Mark extends { readonly by: string }>(mark: Mark): Mark => ({ ...mark, by: coded(mark.by) })
  const { requests, accepted, declined, offered, takenOver, discharged, notOwed, ...rest } = duty
  return {
    ...rest,
    party: coded(duty.party),
    ...(duty.towards === undefined ? {} : { towards: coded(duty.towards) }),
    requests: requests.map(marked),
    ...(accepted === undefined ? {} : { accepted: marked(accepted) }),
    ...(declined === undefined ? {} : { declined: marked(declined) }),
    ...(offered === undefined ? {} : { offered: marked(offered) }),
    ...(takenOver === undefined ? {} : { takenOver: marked(takenOver) }),
    ...(discharged === undefined ? {} : { discharged: marked(discharged) }),
    ...(notOwed === undefined ? {} : { notOwed: marked(notOwed) }),
  }
}
