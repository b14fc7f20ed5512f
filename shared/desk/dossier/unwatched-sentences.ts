import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { count, moment, momentSpan, type Pair, pair, say } from "../../base/platform/bilingual.ts"
import type { ProvenNotShown } from "../knowledge.ts"
import type { UnknownReason } from "../unknown-reason.ts"

/** Who reads: in which language, and in which IANA time zone. */
type Reader = { readonly language: DocumentLanguage; readonly timeZone: string }

/** Most hours that a sentence names. It says how many more there are. */
const namedAtMost = 10

/** The sentences about hours that nobody watched, in the reader's own time. Empty if there are no such hours. */
export const unwatchedInWords = (hours: readonly UnwatchedHours[], reader: Reader): readonly string[] =>
  unwatchedSentences(hours, reader.language, (some) => spansOf(some, reader))

/** Times as a part of a sentence: the latest ones, and how many more there are. */
export function spansOf(hours: readonly UnwatchedHours[], reader: Reader): string {
  const named = hours.slice(-namedAtMost).map((one) => spanOf(one, reader))
  const more = hours.length - named.length
  const [en, fr] = [count(more, "en"), count(more, "fr")]
  const unnamed = say(reader.language, `${en} earlier times`, `${fr} fois auparavant`)
  return [...named, ...(more === 0 ? [] : [unnamed])].join("; ")
}

function spanOf({ from, until, goesOn }: UnwatchedHours, { language, timeZone }: Reader): string {
  if (goesOn !== true) return momentSpan(from, until, timeZone, language)
  const since = moment(from, timeZone, language)
  return say(language, `since ${since}`, `depuis le ${since}`)
}

/** Hours in which nobody watched a carrier's tool, as a case and its JSON have them. */
export type UnwatchedHours = {
  readonly from: string
  readonly until: string
  readonly filledAt?: string | undefined
  readonly goesOn?: true | undefined
}

/**
 * What the hours that nobody watched leave open, and which of them the carrier filled late: a sentence for each. Every
 * text that says what was shown, or counts it, says this too. Empty if there are no such hours.
 *
 * @param spansOf the hours as a part of a sentence
 */
export function unwatchedSentences(
  hours: readonly UnwatchedHours[],
  language: DocumentLanguage,
  spansOf: (hours: readonly UnwatchedHours[]) => string,
): readonly string[] {
  const open = hours.filter(({ filledAt }) => filledAt === undefined)
  const filled = hours.filter(({ filledAt }) => filledAt !== undefined)
  return [
    ...(open.length === 0 ? [] : [openInWords(spansOf(open), language)]),
    ...(filled.length === 0 ? [] : [filledInWords(spansOf(filled), language)]),
  ]
}

const openInWords = (spans: string, language: DocumentLanguage): string =>
  say(
    language,
    `Not all lookups in the carrier’s tool reached the shipment exchange ${spans}. What was shown in these hours is not known: more may have been exposed.`,
    `Les consultations dans l’outil du transporteur ne sont pas toutes parvenues à la plateforme d’échange ${spans}. On ignore ce qui a été affiché pendant ces heures : davantage a pu être exposé.`,
  )

const filledInWords = (spans: string, language: DocumentLanguage): string =>
  say(
    language,
    `Nobody watched the carrier’s tool ${spans}. What was shown in these hours was filled late, by the carrier’s own statement.`,
    `Personne ne surveillait l’outil du transporteur ${spans}. Ce qui a été affiché pendant ces heures a été ajouté après coup, selon la propre déclaration du transporteur.`,
  )

/**
 * Why more may have been shown, a sentence for each reason. {@link unwatchedInWords} has those for hours. Every text
 * that says what was shown, or counts it, says this too. Empty if what was not shown is proven.
 */
export const unknownInWords = (because: readonly UnknownReason[], language: DocumentLanguage): readonly string[] =>
  because.flatMap((reason) => reasonWords[reason]?.[language] ?? [])

const reasonWords: Readonly<Record<UnknownReason, Pair | undefined>> = {
  carrierOutside: pair(
    "What else was shown is not known: the carrier takes no part in the exchange, and nobody reports what was looked up in its tool.",
    "On ne sait pas ce qui a été affiché d’autre : le transporteur ne participe pas à la plateforme d’échange, et personne ne signale ce qui a été consulté dans son outil.",
  ),
  notCounted: pair(
    "What else was shown is not known: the carrier did not count the lookups in its tool for all of this time, so nobody can tell whether it reported all of them.",
    "On ne sait pas ce qui a été affiché d’autre : le transporteur n’a pas compté les consultations dans son outil pendant toute cette période, et personne ne peut donc dire s’il les a toutes signalées.",
  ),
  requestsUnjudged: pair(
    "What else was shown is not known: in some of this time the guard before the carrier’s tool let requests pass without judging them, or did not say whether it did.",
    "On ne sait pas ce qui a été affiché d’autre : pendant une partie de cette période, le contrôle placé devant l’outil du transporteur a laissé passer des demandes sans les juger, ou n’a pas dit s’il l’a fait.",
  ),
  hoursUnwatched: undefined,
  countGoesOn: pair(
    "What else was shown is not known yet: the lookups on record are still being counted.",
    "On ne sait pas encore ce qui a été affiché d’autre : les consultations au registre sont en cours de décompte.",
  ),
  beyondLedger: pair(
    "What else was shown is not known: the record of lookups does not reach back to the beginning.",
    "On ne sait pas ce qui a été affiché d’autre : le registre des consultations ne remonte pas jusqu’au début.",
  ),
  fieldsNotReported: pair(
    "Which details of the possibly exposed shipments may have been shown is not known.",
    "On ne sait pas quels renseignements des envois peut-être exposés ont pu être affichés.",
  ),
  nothingFound: pair(
    "What was shown is not known: no lookup on record accounts for it.",
    "On ne sait pas ce qui a été affiché : aucune consultation au registre ne l’explique.",
  ),
  breachAtHub: pair(
    "What else was read is not known: the breach was at the shipment exchange itself, and what is read there is not counted.",
    "On ne sait pas ce qui a été lu d’autre : l’atteinte s’est produite à la plateforme d’échange même, et ce qui y est lu n’est pas compté.",
  ),
  breachAtSupplier: pair(
    "What else was read is not known: the breach was at a supplier of the carrier, and no record of what is read there reaches the exchange.",
    "On ne sait pas ce qui a été lu d’autre : l’atteinte s’est produite chez un fournisseur du transporteur, et aucune trace de ce qui y est lu ne parvient à la plateforme d’échange.",
  ),
}

/** What proves that fields were not shown, and for which time: a sentence to stand beside them. */
export function proofInWords({ because, during }: ProvenNotShown, { language, timeZone }: Reader): string {
  const time = momentSpan(during.from, during.until, timeZone, language)
  return because === "hubRecords"
    ? say(
        language,
        `The exchange recorded each lookup in its own tool before it answered, ${time}.`,
        `La plateforme d’échange a inscrit chaque consultation dans son propre outil avant d’y répondre, ${time}.`,
      )
    : say(
        language,
        `The carrier attested how many lookups there were in its tool, and all of them reached the exchange, ${time}.`,
        `Le transporteur a attesté le nombre de consultations dans son outil, et toutes sont parvenues à la plateforme d’échange, ${time}.`,
      )
}

/** A count of people: “3 to 6”, or “at least 3” where nobody knows how many there are at most. */
export function peopleBetween(atLeast: number, atMost: number | undefined, language: DocumentLanguage): string {
  const least = count(atLeast, language)
  if (atMost === undefined) return leastOf(true, least, language)
  const most = count(atMost, language)
  return atMost === atLeast ? least : say(language, `${least} to ${most}`, `${least} à ${most}`)
}

/** A count in a sentence, such as “4,500 shipments” or “at least 4,500 shipments”. */
export const leastOf = (isAtLeast: boolean, counted: string, language: DocumentLanguage): string =>
  isAtLeast ? say(language, `at least ${counted}`, `au moins ${counted}`) : counted
