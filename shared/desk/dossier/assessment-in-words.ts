import type { AssessmentReason, DocumentLanguage } from "../../base/contracts/words.ts"
import { capital, labelled, say, sentenceList } from "../../base/platform/bilingual.ts"
import type { Assessment } from "../assessment.ts"
import { questionOfTest } from "../duties/legal-questions.ts"
import { assessmentReasonInWords, factorInWords, levelInWords } from "./codes-in-words.ts"

/** The question of a test and the party's answer. What stands after a question is for the officer who answers it. */
export function answerInWords({ test, met }: Assessment, language: DocumentLanguage): string[] {
  if (test === undefined) return []
  const [question = ""] = questionOfTest(test)[language].split(/(?<=\?)/)
  return [`${question} ${met === "yes" ? say(language, "Yes.", "Oui.") : say(language, "No.", "Non.")}`]
}

/** What was weighed, factor by factor. */
export function weighedInWords({ factors = [] }: Assessment, language: DocumentLanguage): string[] {
  return factors.map(({ factor, level }) =>
    labelled(capital(factorInWords(factor, language)), levelInWords(level, language), language),
  )
}

/** Reasons that say more than the yes or no above them. */
export function reasonsInWords(reasons: readonly AssessmentReason[], language: DocumentLanguage): readonly string[] {
  const telling = reasons.filter((reason) => reason !== "realRisk" && reason !== "noRealRisk")
  if (telling.length === 0) return []
  const words = telling.map((reason) => assessmentReasonInWords(reason, language))
  return [`${labelled(say(language, "Reasons", "Motifs"), sentenceList(words, language), language)}.`]
}
