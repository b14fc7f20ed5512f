import type { AssessmentFactor } from "../../base/contracts/legal-words.ts"
import type { AssessmentReason, DocumentLanguage } from "../../base/contracts/words.ts"
import { capital, labelled, type Pair, say, sentenceList } from "../../base/platform/bilingual.ts"
import { french, withArticle } from "../../base/platform/french.ts"
import type { Assessment } from "../assessment.ts"
import { questionOfTest } from "../duties/legal-questions.ts"
import { assessmentReasonInWords, factorInWords, levelInWords } from "./codes-in-words.ts"

/** The question of a test and the party's answer. What stands after a question is for the officer who answers it. */
export function answerInWords({ test, met }: Assessment, language: DocumentLanguage): string[] {
  if (test === undefined) return []
  const [question = ""] = questionOfTest(test)[language].split(/(?<=\?)/)
  return [`${question} ${met === "yes" ? say(language, "Yes.", "Oui.") : say(language, "No.", "Non.")}`]
}

/**
 * What was weighed, factor by factor.
 *
 * @param regulator to which the assessment is reported. What its own guidance says is weighed, not that guidance
 */
export function weighedInWords(
  { factors = [] }: Assessment,
  language: DocumentLanguage,
  regulator: Pair | undefined,
): string[] {
  const nameOfFactor = (factor: AssessmentFactor) => {
    // High is what people can do little about. The console says so beside the question.
    if (factor === "stepsOfTheIndividual")
      return say(
        language,
        "Risk left after the steps that people can take themselves",
        "Risque qui subsiste après les mesures que les personnes peuvent prendre elles-mêmes",
      )
    return factor === "guidance" && regulator !== undefined
      ? say(
          language,
          `Risk by the guidance of the ${regulator.en}`,
          french`Risque selon les orientations de ${withArticle(regulator.fr)}`,
        )
      : capital(factorInWords(factor, language))
  }
  return factors.map(({ factor, level }) => labelled(nameOfFactor(factor), levelInWords(level, language), language))
}

/** Reasons that say more than the yes or no above them. */
export function reasonsInWords(reasons: readonly AssessmentReason[], language: DocumentLanguage): readonly string[] {
  const telling = reasons.filter((reason) => reason !== "realRisk" && reason !== "noRealRisk")
  if (telling.length === 0) return []
  const words = telling.map((reason) => assessmentReasonInWords(reason, language))
  return [`${labelled(say(language, "Reasons", "Motifs"), sentenceList(words, language), language)}.`]
}
