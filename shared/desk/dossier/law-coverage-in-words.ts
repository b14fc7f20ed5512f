import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { labelled, type Pair, pair, say, sentenceList } from "../../base/platform/bilingual.ts"
import type { LawCoverage, LawReviews } from "../law-coverage.ts"
import { countryInWords } from "./codes-in-words.ts"

/**
 * What is to be looked at: laws that this deployment does not have, or not in the text of that time, or that nobody has
 * read, those that bind by where people live and that are not configured, the law of places that no configured law
 * covers, and of those that nobody knows. Never that no law asks for more.
 */
export function notLookedAt(
  { elsewhere, unknown, toConfirm = [], notHere = [], laterText = [], unread = [] }: LawCoverage,
  nameOf: (lawId: string) => Pair,
  language: DocumentLanguage,
): readonly string[] {
  const toldOfLaws = (told: Told, ids: readonly string[]) => {
    const names = ids.map((id) => nameOf(id)[language])
    return names.length === 0 ? [] : [toldOf(told, names, language)]
  }
  return [
    ...toldOfLaws(lawNotHere, notHere),
    ...toldOfLaws(textOfLater, laterText),
    ...toldOfLaws(readByNobody, unread),
    ...toldOfLaws(confirmReach, toConfirm),
    ...(elsewhere.length === 0 ? [] : [toldOf(coveredByNone, placesInWords(elsewhere, language), language)]),
    ...(unknown === undefined ? [] : [unknownPlace[unknown][language]]),
  ]
}

/** What is so of some laws or places, which, and what to do about it. */
type Told = { readonly what: Pair; readonly todo: Pair }

const toldOf = ({ what, todo }: Told, names: readonly string[], language: DocumentLanguage): string =>
  `${labelled(what[language], sentenceList(names, language), language)}. ${todo[language]}`

const lawNotHere: Told = {
  what: pair(
    "Law that is configured for you, and that the exchange does not have",
    "Droit qui est configuré pour vous, et que la plateforme d’échange n’a pas",
  ),
  todo: pair(
    "The exchange derives no new duty from it: check what it asks, and tell the operator of the exchange.",
    "La plateforme d’échange n’en tire aucune nouvelle obligation : vérifiez ce qu’il demande, et avisez son exploitant.",
  ),
}

const textOfLater: Told = {
  what: pair(
    "Law of which the exchange has, for some of what it asks, only a text that came into force later",
    "Droit dont la plateforme d’échange n’a, pour une partie de ce qu’il demande, qu’un texte entré en vigueur plus tard",
  ),
  todo: pair(
    "The exchange does not know what it asked then: check it.",
    "La plateforme d’échange ne sait pas ce qu’il demandait alors : vérifiez-le.",
  ),
}

const readByNobody: Told = {
  what: pair(
    "Law that binds you, or may, and that nobody has read for the exchange",
    "Droit qui vous lie, ou vous lie peut-être, et que personne n’a lu pour la plateforme d’échange",
  ),
  todo: pair(
    "It gives no duty and no date here: check what it asks.",
    "Il ne donne ici ni obligation ni date : vérifiez ce qu’il demande.",
  ),
}

const confirmReach: Told = {
  what: pair(
    "Law that is not configured for you, and protects people who live where some of the recipients are or may be",
    "Droit qui n’est pas configuré pour vous, et qui protège les personnes habitant là où se trouvent, ou se trouvent peut-être, des destinataires",
  ),
  todo: pair(
    "Confirm whether it binds you. Until then what it asks is among your duties, and its time runs.",
    "Confirmez s’il vous lie. D’ici là, ce qu’il demande figure parmi vos obligations, et son délai court.",
  ),
}

const coveredByNone: Told = {
  what: pair(
    "Recipients are also where no configured law covers them",
    "Des destinataires se trouvent aussi dans des lieux que ne couvre aucune loi configurée",
  ),
  todo: pair(
    "The exchange has not looked at the law there: check what it asks.",
    "La plateforme d’échange n’y a pas examiné la loi : vérifiez ce qu’elle demande.",
  ),
}

/** Of how many rules of each law that is looked at a lawyer reviewed the text. Empty: the laws have no rule. */
export function reviewsInWords(
  reviews: readonly LawReviews[],
  nameOf: (lawId: string) => Pair,
  language: DocumentLanguage,
): readonly string[] {
  const laws = reviews.flatMap(({ law, reviewed, changed, unreviewed }) => {
    const rules = reviewed + changed + unreviewed
    if (rules === 0) return []
    const of = say(language, `${reviewed} of ${rules}`, `${reviewed} sur ${rules}`)
    const other = say(language, ` (another text: ${changed})`, ` (un autre texte : ${changed})`)
    return [`${nameOf(law)[language]}, ${of}${changed === 0 ? "" : other}`]
  })
  if (laws.length === 0) return []
  const label = pair(
    "Rules with a lawyer’s review on record",
    "Règles dont une revue du texte par un juriste est consignée",
  )
  return [`${labelled(label[language], laws.join("; "), language)}.`]
}

const unknownPlace = {
  some: {
    en: "The exchange does not know where some of the recipients are, so it has not looked at the law of those places: check what that law asks.",
    fr: "La plateforme d’échange ne sait pas où se trouvent certains des destinataires et n’a donc pas examiné la loi de ces lieux : vérifiez ce que cette loi demande.",
  },
  all: {
    en: "The exchange does not know where the recipients are, so it has not looked at the law of those places: check what that law asks.",
    fr: "La plateforme d’échange ne sait pas où se trouvent les destinataires et n’a donc pas examiné la loi de ces lieux : vérifiez ce que cette loi demande.",
  },
} as const

/**
 * That there is no duty under the laws that were looked at, and which these are.
 *
 * @param coverage `undefined`: of a message of an earlier release
 */
export function asksNothing(
  coverage: LawCoverage | undefined,
  nameOf: (lawId: string) => Pair,
  language: DocumentLanguage,
): string {
  const others = say(
    language,
    "The exchange has not looked at any other law.",
    "La plateforme d’échange n’a examiné aucune autre loi.",
  )
  if (coverage?.laws.length === 0 && (coverage.notHere ?? coverage.unread) !== undefined)
    return say(
      language,
      "The exchange has not looked at any law here.",
      "La plateforme d’échange n’a examiné aucune loi ici.",
    )
  if (coverage?.laws.length === 0)
    return say(
      language,
      "No law is configured here, so the exchange has not looked at any.",
      "Aucune loi n’est configurée ici : la plateforme d’échange n’en a examiné aucune.",
    )
  const names = (coverage?.laws ?? []).map((id) => nameOf(id)[language])
  const which = names.length === 0 ? "" : ` (${sentenceList(names, language)})`
  const none = say(
    language,
    `The laws looked at${which} give no further duty in this case, as far as is known.`,
    `Les lois examinées${which} ne donnent aucune autre obligation dans ce dossier, d’après ce que l’on sait.`,
  )
  return `${none} ${others}`
}

/** Countries, each with its provinces or states in brackets: "Germany", "United States (NY, TX)". */
function placesInWords(regions: readonly string[], language: DocumentLanguage): readonly string[] {
  const byCountry = Map.groupBy(regions, (region) => region.slice(0, 2))
  return [...byCountry].map(([country, within]) => {
    const parts = within.flatMap((region) => (region.length > 2 ? [region.slice("CA-".length)] : []))
    const name = countryInWords(country, language)
    return parts.length === 0 ? name : `${name} (${parts.join(", ")})`
  })
}
