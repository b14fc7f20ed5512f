import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { labelled, type Pair, say, sentenceList } from "../../base/platform/bilingual.ts"
import type { LawCoverage } from "../law-coverage.ts"
import { countryInWords } from "./codes-in-words.ts"

/**
 * What was not looked at: the law of places that no configured law covers, and of those that nobody knows. Never that
 * no law asks for more.
 */
export function notLookedAt({ elsewhere, unknown }: LawCoverage, language: DocumentLanguage): readonly string[] {
  const places = sentenceList(placesInWords(elsewhere, language), language)
  return [
    ...(elsewhere.length === 0
      ? []
      : [
          `${labelled(
            say(
              language,
              "Recipients are also where no configured law covers them",
              "Des destinataires se trouvent aussi dans des lieux que ne couvre aucune loi configurée",
            ),
            places,
            language,
          )}. ${say(
            language,
            "The exchange has not looked at the law there: check what it asks.",
            "La plateforme d’échange n’y a pas examiné la loi : vérifiez ce qu’elle demande.",
          )}`,
        ]),
    ...(unknown === undefined ? [] : [unknownPlace[unknown][language]]),
  ]
}

const unknownPlace = {
  some: {
    en: "It is not known where some of the recipients are, so the exchange has not looked at the law there. Find out, and check what it asks.",
    fr: "On ignore où se trouvent certains des destinataires : la plateforme d’échange n’a donc pas examiné la loi de ces lieux. Renseignez-vous, et vérifiez ce qu’elle demande.",
  },
  all: {
    en: "It is not known where the recipients are, so the exchange has not looked at the law there. Find out, and check what it asks.",
    fr: "On ignore où se trouvent les destinataires : la plateforme d’échange n’a donc pas examiné la loi de ces lieux. Renseignez-vous, et vérifiez ce qu’elle demande.",
  },
} as const

/**
 * That there is no duty under the configured laws, and which these are.
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
    `The configured laws${which} give no further duty in this case, as far as is known.`,
    `Les lois configurées${which} ne donnent aucune autre obligation dans ce dossier, d’après ce que l’on sait.`,
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
