import {
  type CountedNoun,
  capital,
  count,
  labelled,
  nounFor,
  type Pair,
  pair,
  say,
  sentenceList,
} from "../../base/platform/bilingual.ts"
import type { PartyFacts } from "../facts.ts"
import { visibleParties } from "../visibility.ts"
import type { Section } from "./document.ts"
import { nameOf, type Perspective } from "./perspective.ts"

/** The parties that the viewer deals with: those with a public name, and those without one. */
function othersIn({ facts, viewer }: Perspective): { named: readonly PartyFacts[]; unnamed: readonly PartyFacts[] } {
  const others = visibleParties(facts, viewer).filter(({ party }) => party !== viewer.party)
  return {
    named: others.filter(({ alias }) => alias !== undefined),
    unnamed: others.filter(({ alias }) => alias === undefined),
  }
}

/** Whether the viewer deals with a party that the exchange does not name. */
export const hasUnnamedParties = (view: Perspective): boolean => othersIn(view).unnamed.length > 0

/** The parties without a public name, and under which item of the report the officer says who they are. */
export const unnamedElsewhere = (view: Perspective, { en, fr }: Pair): string => {
  const who = capital(unnamedInWords(view, othersIn(view).unnamed))
  return say(view.language, `${who}: see “${en}”.`, `${who} : voir « ${fr} ».`)
}

/**
 * The parties that the viewer deals with, as its report to a regulator names them: all, by their public names. The
 * exchange is one of them if it was breached itself.
 */
export function namedParties(view: Perspective): readonly string[] {
  const { language } = view
  const { named } = othersIn(view)
  return [
    ...(view.viewer.atHub === undefined ? [] : [say(language, "the shipment exchange", "la plateforme d’échange")]),
    ...named.map(({ party }) => capital(nameOf(view, party))),
  ]
}

/** One kind of party only deals with the other, so all of these are of one kind. */
function unnamedInWords({ language }: Perspective, unnamed: readonly PartyFacts[]): string {
  if (unnamed[0]?.kind === "carrier") return say(language, "a carrier", "un transporteur")
  const { length: amount } = unnamed
  return amount > 1
    ? say(language, `${count(amount, "en")} retailers`, `${count(amount, "fr")} détaillants`)
    : say(language, "a retailer", "un détaillant")
}

/** Whose parcels a carrier carried, or who carried a retailer's, as far as they have public names. */
export function whoseParcelsInWords(view: Perspective): readonly string[] {
  const { viewer, language } = view
  const { named, unnamed } = othersIn(view)
  if (named.length === 0) return []
  const label = viewer.kind === "carrier" ? retailersLabel : carriersLabel
  const others = sentenceList(namedParties(view), language)
  const among = unnamed.length === 0 ? nounFor(named.length, label, language) : amongRetailers[language]
  return [`${labelled(among, others, language)}.`]
}

const retailersLabel: CountedNoun = {
  en: ["Retailer whose parcels are concerned", "Retailers whose parcels are concerned"],
  fr: ["Détaillant dont les colis sont en cause", "Détaillants dont les colis sont en cause"],
}
/** Only a retailer can be without a public name. */
const amongRetailers = pair(
  "Among the retailers whose parcels are concerned",
  "Parmi les détaillants dont les colis sont en cause",
)
const carriersLabel: CountedNoun = {
  en: ["Carrier of the parcels concerned", "Carriers of the parcels concerned"],
  fr: ["Transporteur des colis en cause", "Transporteurs des colis en cause"],
}

/** Why the party's reports name another party, or do not. Only the party itself reads it. */
export function namedInReports(view: Perspective): readonly Section[] {
  const { language } = view
  const { named, unnamed } = othersIn(view)
  if (named.length + unnamed.length === 0) return []
  const why = say(
    language,
    "It has a public name in the exchange, and you deal with it in this case.",
    "Elle a un nom public dans la plateforme d’échange, et vous avez affaire à elle dans ce dossier.",
  )
  const whyNot = say(
    language,
    "Discreet: the exchange names it to nobody except its own proven customers, because its name alone can tell what people buy. If the regulator asks who it is, answer the regulator yourself.",
    "Discret : la plateforme d’échange ne le nomme qu’à ses propres clients dont la preuve est faite, car son nom seul peut révéler ce que les gens achètent. Si l’autorité demande qui il est, répondez-lui vous-même.",
  )
  return [
    {
      heading: say(language, "Other parties in your reports", "Autres parties dans vos rapports"),
      blocks: [
        {
          kind: "table",
          columns: [
            { label: say(language, "Named as", "Désignée comme"), width: 150, align: "left" },
            { label: say(language, "Why", "Pourquoi"), align: "left" },
          ],
          rows: [
            ...named.map(({ party }) => [capital(nameOf(view, party)), why]),
            ...(unnamed.length === 0 ? [] : [[capital(unnamedInWords(view, unnamed)), whyNot]]),
          ],
          empty: "-",
        },
      ],
    },
  ]
}
