import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import type { Law } from "../law/law.ts"
import { furtherNoticeSentences } from "./further-notice-words.ts"
import { gapsOf, keyOfLaw, noticeWords } from "./notice-words.ts"
import { complaintsAddressee } from "./notices-in-words.ts"
import { atHubNoticeSentences, supplierNoticeSentences } from "./outside-tools-notice-words.ts"
import { possibleNoticeSentences } from "./possible-notice-words.ts"
import { unknownNoticeSentences } from "./unknown-notice-words.ts"
import { wayToCheckSentences, wayToPageSentences } from "./way-to-page-words.ts"

/**
 * What a notice can say under these laws, in English, by the keys of a file in a further language: sentences, fields,
 * causes and measures, and of each law its headings and the names of regulators.
 */
export function sentencesToTranslate(laws: readonly Law[]): Readonly<Record<string, string>> {
  const ofLaws = laws.flatMap((law) => {
    const notice = law.rules.filter(({ kind }) => kind === "tellIndividuals")
    if (notice.length === 0) return []
    const regulators = [
      ...law.rules.filter(({ kind }) => kind === "tellRegulator").map(({ to }) => to.name),
      complaintsAddressee(law),
    ]
    return [
      ...notice.flatMap(({ content }) => content.map(({ label }) => [keyOfLaw("heading", label), label.en])),
      ...regulators.flatMap((name) => (name === undefined ? [] : [[keyOfLaw("name", name), name.en]])),
    ]
  })
  const words = [...noticeWords].filter(([key]) => !(key in wayToCheckSentences))
  return Object.fromEntries([...words.map(([key, { en }]) => [key, en]), ...ofLaws])
}

/** Which sentences a file has to have. */
export type SentencesAsked = {
  /** Those of all notices, or of the ones with all that a law asks for. */
  readonly of: "all" | "ofNotices"
  /** Also those that lead to the page for recipients. */
  readonly hasWay: boolean
  /** Also those of a notice to people of whom nobody knows whether their delivery was seen. */
  readonly isOfPossible: boolean
  /** Also those of a breach at the hub itself. */
  readonly isAtHub: boolean
  /** Also those of a breach at a supplier of the carrier. */
  readonly isAtSupplier: boolean
  /** Also those that say that more may have been shown. */
  readonly hasUnknown: boolean
}

const everySentence: SentencesAsked = {
  of: "all",
  hasWay: true,
  isOfPossible: true,
  isAtHub: true,
  isAtSupplier: true,
  hasUnknown: true,
}

const isAsked = (
  key: string,
  { of, hasWay, isOfPossible, isAtHub, isAtSupplier, hasUnknown }: SentencesAsked,
): boolean =>
  (of === "all" || !(key in furtherNoticeSentences)) &&
  (hasWay || !(key in wayToPageSentences)) &&
  (isOfPossible || !(key in possibleNoticeSentences)) &&
  (isAtHub || !(key in atHubNoticeSentences)) &&
  (isAtSupplier || !(key in supplierNoticeSentences)) &&
  (hasUnknown || !(key in unknownNoticeSentences))

/** A file of sentences: every key, with the gaps of the English sentence, and no other key. */
function furtherSentences(laws: readonly Law[], asked: SentencesAsked) {
  const translated = (english: string) =>
    boundedString(8_000)
      .trim()
      .max(4_000)
      .min(1, { abort: true })
      .refine((text) => gapsOf(text) === gapsOf(english), {
        error: `must have the gaps of the English sentence: ${gapsOf(english) || "none"}`,
      })
  const shape: Record<string, z.ZodType> = {}
  for (const [key, english] of Object.entries(sentencesToTranslate(laws)))
    shape[key] = isAsked(key, asked) ? translated(english) : z.unknown().optional()
  return z.strictObject(shape)
}

/** A file that a party's counsel supplies: an entry of `noticeLanguages` in the parties file. */
export const furtherLanguageFile = z.strictObject({
  language: boundedString(4_000),
  sentences: z.record(boundedString(4_000), boundedString(4_000)),
})

/** What is wrong with the sentences of a file, one sentence each. It names the keys and repeats no text. */
export function problemsOfSentences(
  sentences: Readonly<Record<string, string>>,
  laws: readonly Law[],
  asked: SentencesAsked = everySentence,
): string[] {
  const parsed = furtherSentences(laws, asked).safeParse(sentences)
  if (parsed.success) return []
  return parsed.error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") return issue.keys.map((key) => `“${key}” is no key of a notice: remove it.`)
    const [key] = issue.path
    if (issue.code === "invalid_type") return [`“${String(key)}” is missing: translate it.`]
    return [`“${String(key)}” ${issue.code === "too_small" ? "is empty: translate it" : issue.message}.`]
  })
}
