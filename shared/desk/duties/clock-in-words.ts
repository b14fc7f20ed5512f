import type { ClockEvent } from "../../base/contracts/legal-words.ts"
import type { DocumentLanguage } from "../../base/contracts/words.ts"
import { labelled, type Pair, pair } from "../../base/platform/bilingual.ts"
import type { Clock, PromptnessStandard } from "../law/clock.ts"
import type { Law, Rule } from "../law/law.ts"
import { provisionOf } from "./citation.ts"
import type { DutyTargets } from "./default-targets.ts"

const standardWords: Readonly<Record<PromptnessStandard, Pair>> = {
  asSoonAsFeasible: pair("as soon as feasible", "le plus tôt possible"),
  asSoonAsPracticable: pair("as soon as practicable", "dès que cela est réalisable"),
  asQuicklyAsPossible: pair("as quickly as possible", "dans les meilleurs délais"),
  withoutUndueDelay: pair("without undue delay", "dans les meilleurs délais"),
  withoutUnreasonableDelay: pair("without unreasonable delay", "sans retard déraisonnable"),
  inReasonableTime: pair("within a reasonable time", "dans un délai raisonnable"),
  promptly: pair("promptly", "avec diligence"),
  immediately: pair("immediately", "immédiatement"),
}

const eventWords: Readonly<Record<ClockEvent, Pair>> = {
  awareness: pair("becoming aware", "la prise de connaissance"),
  determination: pair("determining that a breach has occurred", "la conclusion qu’une atteinte a eu lieu"),
  discovery: pair("discovery or notification of the breach", "la découverte de l’atteinte ou l’avis de celle-ci"),
  individualsNotified: pair("notifying the affected people", "l’avis aux personnes touchées"),
  growth: pair(
    "learning of something that the report does not say",
    "la découverte d’un fait que la déclaration ne mentionne pas",
  ),
  report: pair("submitting the report", "la transmission de la déclaration"),
}

function termOf({ amount, unit }: Extract<Clock, { kind: "within" }>): Pair {
  if (unit === "hours") return pair(`${amount} hours`, `les ${amount} heures`)
  if (unit === "calendarDays") return pair(`${amount} calendar days`, `les ${amount} jours civils`)
  return amount === 1 ? pair("one month", "le mois") : pair(`${amount} months`, `les ${amount} mois`)
}

const materialWords = pair("determining that the breach is material", "la conclusion que l’atteinte est substantielle")

const isOfMaterial = (clock: Clock): boolean => clock.kind === "within" && clock.determines === "material"

/** The clock as the law words it, such as "within 72 hours of becoming aware". */
export function clockInWords(clock: Clock, language: DocumentLanguage = "en"): string {
  const event = (isOfMaterial(clock) ? materialWords : eventWords[clock.from])[language]
  if (clock.kind === "prompt") {
    const standard = standardWords[clock.standard][language]
    return pair(`${standard} after ${event}`, `${standard} après ${event}`)[language]
  }
  const term = termOf(clock)
  return pair(`within ${term.en} of ${event}`, `dans ${term.fr} suivant ${event}`)[language]
}

/** A standard of promptness, such as "without undue delay". */
export const standardInWords = (standard: PromptnessStandard, language: DocumentLanguage = "en"): string =>
  standardWords[standard][language]

/**
 * Why a duty is due when it is, in both languages: law, section, the clock, how it was counted, and what moves its end.
 *
 * @param counted.standsIn whether the clock runs from awareness, as the law's own event is not recorded
 */
export function basisInWords(
  law: Pick<Law, "shortName" | "extension">,
  { citation, clock }: Pick<Rule, "citation" | "clock">,
  counted: { readonly targets: DutyTargets; readonly standsIn: boolean },
): Pair {
  const mayMove = clock.kind === "within" && clock.unit !== "hours" ? law.extension : undefined
  const extension = mayMove === undefined ? pair("", "") : pair(` ${mayMove.en}`, ` ${mayMove.fr}`)
  const inOne = (language: DocumentLanguage) =>
    labelled(
      provisionOf(law, { citation }, language),
      `${clockInWords(clock, language)}${termInWords(clock, counted)[language]}${extension[language]}`,
      language,
    )
  return pair(inOne("en"), inOne("fr"))
}

/** What follows the clock in the sentence: from when it was counted, and whether the law names a term. */
function termInWords(
  clock: Clock,
  { targets, standsIn }: { readonly targets: DutyTargets; readonly standsIn: boolean },
): Pair {
  const counted = countedInWords(clock, standsIn)
  if (clock.kind === "prompt") {
    const hours = targets[`${clock.standard}Hours`]
    return pair(
      `. The law names no term; the target of the exchange is ${hours} h${counted.en}.`,
      `. La loi ne fixe pas de délai; l’objectif de la plateforme d’échange est de ${hours} h${counted.fr}.`,
    )
  }
  if (clock.standard === undefined) return pair(`${counted.en}.`, `${counted.fr}.`)
  const standard = standardWords[clock.standard]
  return pair(`${counted.en}. The law also says ${standard.en}.`, `${counted.fr}. La loi dit aussi : ${standard.fr}.`)
}

function countedInWords(clock: Clock, standsIn: boolean): Pair {
  if (standsIn)
    return pair(
      "; counted from awareness until that event is recorded",
      "; compté à partir de la prise de connaissance tant que cet événement n’est pas consigné",
    )
  return isOfMaterial(clock)
    ? pair(
        "; counted from determining that it occurred, which is never later",
        "; compté à partir de la conclusion qu’elle a eu lieu, qui n’est jamais plus tardive",
      )
    : pair("", "")
}

/**
 * Why a stored duty is due when it is, in both languages. A duty is stored with the English sentence alone.
 *
 * @param targets those that the duty was counted with
 * @returns undefined if the law pack has other words today, so that the two languages never say different things
 */
export function explainClock(
  { law: lawId, rule: ruleId, clock }: StoredClock,
  laws: readonly Law[],
  targets: DutyTargets,
): Pair | undefined {
  const law = laws.find(({ id }) => id === lawId)
  const rule = law?.rules.find(({ id }) => id === ruleId)
  if (law === undefined || rule === undefined) return undefined
  const words = basisInWords(law, rule, { targets, standsIn: clock.standsInFor !== undefined })
  return words.en === clock.basis ? words : undefined
}

type StoredClock = {
  readonly law: string
  readonly rule: string
  readonly clock: { readonly basis: string; readonly standsInFor?: ClockEvent | undefined }
}
