import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { count, moment, momentSpan, say } from "../../base/platform/bilingual.ts"
import { type UnwatchedHours, unwatchedSentences } from "./unwatched-sentences.ts"

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
