import { isAgainstFactors } from "../../base/contracts/against-factors.ts"
import { isByContract } from "../../base/contracts/by-contract.ts"
import type { AssessmentFactor, LegalTest } from "../../base/contracts/legal-words.ts"
import { type Pair, pair } from "../../base/platform/bilingual.ts"
import { type Assessment, isOutgrown } from "../assessment.ts"
import type { PartyFacts } from "../facts.ts"
import type { Bilingual } from "../law/content-item.ts"
import { type Law, legalTestOf, type Rule } from "../law/law.ts"
import { rulesInForce, type Times } from "./due-time.ts"
import type { DutyRefusal } from "./duty-refusals.ts"

/** A legal test that decides about duties of a party: one question under one law. */
export type LegalQuestion = {
  readonly law: Law["id"]
  readonly test: LegalTest
  readonly question: Pair
  readonly section: Bilingual
  /** The test in the words of the law. */
  readonly wording: string
  readonly factors: readonly { readonly code: AssessmentFactor; readonly wording: string }[]
  /** Kinds of duty that it decides about. */
  readonly decides: readonly Rule["kind"][]
  readonly assessWithin?: Rule["assessWithin"]
}

/** What chooses the questions of a party: the laws that are looked at for it, and the times of its case. */
type Asked = Times & Pick<PartyFacts, "laws">

/**
 * The questions that laws ask of a party, each once, in the order of the laws and their rules. Each is in the words of
 * the version that counts for the case; where none does, of the law's other versions, as a duty of before may ask it.
 */
export function legalQuestions(laws: readonly Law[], { laws: lawIds, ...times }: Asked): LegalQuestion[] {
  return lawIds.flatMap((lawId) => {
    const law = laws.find(({ id }) => id === lawId)
    if (law === undefined) return []
    const inForce = rulesInForce(times, law)
    const tests = new Set(law.rules.flatMap((rule) => legalTestOf(rule) ?? []))
    return [...tests].map((test) => {
      const asksIt = (rule: Rule) => legalTestOf(rule) === test
      return questionOf(lawId, test, inForce.some(asksIt) ? inForce.filter(asksIt) : law.rules.filter(asksIt))
    })
  })
}

function questionOf(law: string, test: LegalTest, asking: readonly Rule[]): LegalQuestion {
  const [first] = asking
  if (first === undefined) throw new Error(`no rule of ${law} asks for ${test}`)
  const { section, words, weigh } = first.owedIf.test
  const factors = weigh.map(({ factor, words: wording }) => ({ code: factor, wording }))
  const decides = [...new Set(asking.map(({ kind }) => kind))]
  const assessWithin = asking.find((rule) => rule.assessWithin !== undefined)?.assessWithin
  return { law, test, question: questionWords[test], section, wording: words, factors, decides, assessWithin }
}

/**
 * Why an assessment answers no question that is asked of its party, or leaves out what an answer needs.
 */
export function assessmentProblem(laws: readonly Law[], asked: Asked, assessment: Assessment): DutyRefusal | undefined {
  const { law, test, met, factors = [], assessedBy } = assessment
  if (assessedBy.trim() === "") return "authorMissing"
  // Why nobody has to be notified, of a party that no law asks for a notice.
  if (law === undefined) return test === undefined ? undefined : "assessmentOfOtherTest"
  if (!isByContract({ law }) && !asked.laws.includes(law)) return "assessmentOfOtherTest"
  // Duties that are owed whatever the risk have no test, and can be excused.
  if (test === undefined) return undefined
  const question = legalQuestions(laws, { ...asked, laws: [law] }).find((one) => one.test === test)
  if (question === undefined) return "assessmentOfOtherTest"
  const weighed = new Set(factors.map(({ factor }) => factor))
  const isUnweighed = met === "no" && weighed.size === 0 && isTestOfRisk(test)
  return isUnweighed || !question.factors.every(({ code }) => weighed.has(code)) ? "factorMissing" : undefined
}

/**
 * What an answer of no lacks that goes against all its factors: why, in the officer's words, and who stands for it.
 *
 * @param confirmedBy name of the person
 */
export function contraryProblem(assessment: Assessment, confirmedBy: string | undefined): DutyRefusal | undefined {
  if (!isAgainstFactors(assessment)) return undefined
  if ((assessment.explanation ?? "").trim() === "") return "againstFactorsUnexplained"
  return (confirmedBy ?? "").trim() === "" ? "againstFactorsUnconfirmed" : undefined
}

const testsOfFact: ReadonlySet<LegalTest> = new Set([
  "definedPersonalInformation",
  "canReduceHarm",
  "onOrderOfRegulator",
  "significantIncident",
])

/** Whether an answer weighs factors, also where the law does not name them. */
export const isTestOfRisk = (test: LegalTest): boolean => !testsOfFact.has(test)

/** Why an assessment that frees its party does not speak of all that is known. */
export const outgrownProblem = (
  assessment: Assessment,
  { grownAt }: { grownAt?: string | undefined },
): DutyRefusal | undefined => (isOutgrown(assessment, grownAt) ? "assessedBeforeGrowth" : undefined)

const questionWords: Readonly<Record<LegalTest, Pair>> = {
  realRiskOfSignificantHarm: pair(
    "Is it reasonable to believe that the breach creates a real risk of significant harm to somebody?",
    "Est-il raisonnable de croire que l’atteinte présente un risque réel de préjudice grave pour quelqu’un?",
  ),
  significantHarm: pair(
    "Could the breach reasonably be expected to result in significant harm to somebody?",
    "L’atteinte peut-elle vraisemblablement causer un préjudice grave à quelqu’un?",
  ),
  seriousHarm: pair(
    "Would a reasonable person conclude that the breach is likely to result in serious harm to somebody?",
    "Une personne raisonnable conclurait-elle que l’atteinte causera probablement un préjudice sérieux à quelqu’un?",
  ),
  riskOfSeriousInjury: pair(
    "Does the incident present a risk of serious injury?",
    "L’incident présente-t-il un risque qu’un préjudice sérieux soit causé?",
  ),
  materialPrivacyBreach: pair(
    "Is it a material privacy breach: could it reasonably be expected to create a real risk of significant harm?",
    "S’agit-il d’une atteinte substantielle : peut-elle vraisemblablement créer un risque réel de préjudice grave?",
  ),
  riskToRightsAndFreedoms: pair(
    "Is the breach likely to result in a risk to people’s rights and freedoms? Yes, unless you can show that it is unlikely.",
    "La violation est-elle susceptible d’engendrer un risque pour les droits et libertés? Oui, sauf à montrer le contraire.",
  ),
  highRiskToRightsAndFreedoms: pair(
    "Is the breach likely to result in a high risk to people’s rights and freedoms?",
    "La violation est-elle susceptible d’engendrer un risque élevé pour les droits et libertés?",
  ),
  definedPersonalInformation: pair(
    "Was information that the law defines acquired, or accessed if the law says so, by somebody without authorization?",
    "Des renseignements que la loi définit ont-ils été acquis, ou consultés si la loi le dit, sans autorisation?",
  ),
  canReduceHarm: pair(
    "May another organization be able to reduce the risk of harm?",
    "Une autre organisation pourrait-elle réduire le risque de préjudice?",
  ),
  onOrderOfRegulator: pair(
    "Is the notice needed to protect people, or has the regulator asked for it?",
    "L’avis est-il nécessaire à la protection des personnes, ou l’autorité l’a-t-elle demandé?",
  ),
  significantIncident: pair(
    "Has it caused, or can it cause, severe disruption of your services, financial loss for you, or considerable damage to others?",
    "A-t-il causé, ou peut-il causer, une perturbation grave de vos services, des pertes financières ou un dommage considérable à autrui?",
  ),
}

/** The question of a legal test in both languages. */
export const questionOfTest = (test: LegalTest): Pair => questionWords[test]
