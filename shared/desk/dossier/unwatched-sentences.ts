import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { count, moment, momentSpan, say } from "../../base/platform/bilingual.ts"

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
 * Whether counts are least ones because nobody ever reports what is looked up in the tool: its carrier takes no part.
 * Else hours that nobody watched are the reason.
 */
export const isNeverReported = ({
  counts,
  unwatched = [],
}: {
  readonly counts: { readonly atLeast?: boolean | undefined }
  readonly unwatched?: readonly Pick<UnwatchedHours, "filledAt">[] | undefined
}): boolean => counts.atLeast === true && unwatched.every(({ filledAt }) => filledAt !== undefined)

/** A count in a sentence, such as “4,500 shipments” or “at least 4,500 shipments”. */
export const leastOf = (isAtLeast: boolean, counted: string, language: DocumentLanguage): string =>
  isAtLeast ? say(language, `at least ${counted}`, `au moins ${counted}`) : counted
