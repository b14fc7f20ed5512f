import { type ReactNode, useState } from "react"
import * as z from "zod"
import { isAgainstFactors } from "../../shared/base/contracts/against-factors.ts"
import { type AssessmentFactor, assessmentFactorSchema } from "../../shared/base/contracts/legal-words.ts"
import {
  type AssessmentLevel,
  type AssessmentReason,
  assessmentReasonSchema,
} from "../../shared/base/contracts/words.ts"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { assessmentReasonInWords, factorInWords, levelInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { now } from "../api/server-time.ts"
import { useSession } from "../api/session.ts"
import { DraftedForm } from "../drafts/drafted-form.tsx"
import { type Draft, useDraft } from "../drafts/use-draft.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { BilingualText } from "../parts/bilingual-text.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf, RecordText, SomeOf, TextBox } from "../parts/fields.tsx"
import type { LegalQuestion } from "./case-view.ts"
import { type Facts, useFactsCommand } from "./facts-command.ts"

type Assessment = NonNullable<Facts["assessment"]>

type AssessmentFormProps = {
  readonly question: LegalQuestion
  readonly onDone: () => void
  /** When the answer on record was given, if there is one. */
  readonly recordedAt: string | undefined
  /** What stands in the form's place as long as nothing is typed. Absent: the form is open. */
  readonly closed: ReactNode
}

/** Answers a question of a law: yes or no, how much each factor weighs, and the reasons. */
export function AssessmentForm({ question, onDone, recordedAt, closed }: AssessmentFormProps) {
  const say = useSay()
  const answer = useAnswer(question)
  const draft = useAssessmentDraft(question, answer, recordedAt)
  const command = useFactsCommand(() => {
    draft.end()
    onDone()
  })
  // What was typed stays, also when a colleague answers.
  if (closed !== undefined && !draft.isTouched) return closed
  return (
    <DraftedForm draft={draft} isSending={command.isSending}>
      <CommandForm command={command} label={say("assessment.record")} input={answer.input}>
        <FactorFields question={question} answer={answer} />
        <OneOf
          label={say("assessment.answer")}
          value={answer.met}
          onChange={answer.setMet}
          options={[
            { value: "yes", label: say("assessment.met.yes") },
            { value: "no", label: say("assessment.met.no"), hint: say("assessment.noMeans") },
          ]}
        />
        {answer.met === undefined ? null : <ReasonFields answer={answer} met={answer.met} />}
        {answer.isAgainstFactors ? <Confirmation answer={answer} /> : null}
        <TextBox label={say("assessment.by")} value={answer.by} onChange={answer.setBy} maxLength={100} isRequired />
      </CommandForm>
    </DraftedForm>
  )
}

/** Factors to weigh where the law names none. */
const usualFactors = ["sensitivity", "probabilityOfMisuse"] as const

type Weighed = Partial<Record<AssessmentFactor, AssessmentLevel>>

const weighedOf = (asked: readonly AssessmentFactor[], levels: Weighed) =>
  asked.flatMap((factor) => {
    const level = levels[factor]
    return level === undefined ? [] : [{ factor, level }]
  })

function useAnswer({ law, test, factors }: LegalQuestion) {
  const say = useSay()
  const [met, setMet] = useState<Assessment["met"]>()
  const [levels, setLevels] = useState<Weighed>({})
  const [reasons, setReasons] = useState<AssessmentReason[]>([])
  const [explanation, setExplanation] = useState("")
  const [consequences, setConsequences] = useState("")
  const [by, setBy] = useState(say("assessment.byOfficer"))
  const [confirmedBy, setConfirmedBy] = useState(useSession().name)
  const asked: readonly AssessmentFactor[] = factors.length === 0 ? usualFactors : factors.map(({ code }) => code)
  const weighed = weighedOf(asked, levels)
  const goesAgainstFactors = met !== undefined && isAgainstFactors({ met, factors: weighed })
  const input = (): Facts | undefined => {
    if (met === undefined) return undefined
    const assessment = {
      law,
      test,
      met,
      factors: weighed,
      reasons,
      ...(explanation.trim() === "" ? {} : { explanation: explanation.trim() }),
      ...(consequences.trim() === "" ? {} : { consequences: consequences.trim() }),
      assessedBy: by.trim(),
      assessedAt: now().toISOString(),
    }
    return { assessment, ...(goesAgainstFactors ? { confirmedBy: confirmedBy.trim() } : {}) }
  }
  const choose = (to: Assessment["met"]) => {
    setMet(to)
    // The reason that fits every answer of this kind. More can be added.
    setReasons([to === "yes" ? "realRisk" : "noRealRisk"])
  }
  const weigh = (factor: AssessmentFactor, level: AssessmentLevel) =>
    setLevels((before) => ({ ...before, [factor]: level }))
  const typed = { met, levels, reasons, explanation, consequences, by, confirmedBy }
  const setters = { changeMet: setMet, setLevels, setReasons, setExplanation, setConsequences, setBy, setConfirmedBy }
  return { ...typed, ...setters, setMet: choose, weigh, asked, isAgainstFactors: goesAgainstFactors, input }
}

type Answer = ReturnType<typeof useAnswer>

const weighed = z.partialRecord(assessmentFactorSchema, z.enum(["low", "medium", "high"]))
const answerFields = z.object({
  met: z.enum(["yes", "no"]).optional(),
  levels: weighed,
  reasons: z.array(assessmentReasonSchema),
  explanation: z.string(),
  consequences: z.string(),
  by: z.string(),
  confirmedBy: z.string(),
})

function useAssessmentDraft({ law, test }: LegalQuestion, answer: Answer, answeredAt: string | undefined): Draft {
  const { met, levels, reasons, explanation, consequences, by, confirmedBy } = answer
  const fields = { met, levels, reasons, explanation, consequences, by, confirmedBy }
  const restore = (typed: z.output<typeof answerFields>) => {
    answer.changeMet(typed.met)
    answer.setLevels(typed.levels)
    answer.setReasons(typed.reasons)
    answer.setExplanation(typed.explanation)
    answer.setConsequences(typed.consequences)
    answer.setBy(typed.by)
    answer.setConfirmedBy(typed.confirmedBy)
  }
  return useDraft({ form: { form: "assessment", law, test }, fields, restore, schema: answerFields, answeredAt })
}

/** The person stands for an answer that goes against all its factors. */
function Confirmation({ answer }: { readonly answer: Answer }) {
  const say = useSay()
  const [confirmed, setConfirmed] = useState<"confirmed"[]>([])
  return (
    <>
      <p className="problem">{say("assessment.againstFactors")}</p>
      <SomeOf
        label={say("assessment.answer")}
        value={confirmed}
        onChange={setConfirmed}
        options={[{ value: "confirmed", label: say("assessment.confirm") }]}
        isRequired
      />
      <TextBox
        label={say("assessment.confirmedBy")}
        value={answer.confirmedBy}
        onChange={answer.setConfirmedBy}
        maxLength={100}
        isRequired
      />
    </>
  )
}

const levelsInOrder = ["low", "medium", "high"] as const

/** Factors of which nobody knows at once whether much of them means more risk or less. */
const explainedFactors = ["stepsOfTheIndividual", "guidance", "securityMeasures", "whoObtainedIt"] as const

function useFactorHint(): (factor: AssessmentFactor) => { hint?: string } {
  const say = useSay()
  return (factor) => {
    const explained = explainedFactors.find((one) => one === factor)
    return explained === undefined ? {} : { hint: say(`assessment.hint.${explained}`) }
  }
}

function FactorFields({ question, answer }: { readonly question: LegalQuestion; readonly answer: Answer }) {
  const hintOf = useFactorHint()
  const { language } = useLanguage()
  return (
    <>
      <FactList facts={question.facts} />
      {answer.asked.map((code) => (
        <div key={code} className="factor">
          <OneOf
            label={capital(factorInWords(code, language))}
            value={answer.levels[code]}
            onChange={(level) => answer.weigh(code, level)}
            options={levelsInOrder.map((value) => ({ value, label: capital(levelInWords(value, language)) }))}
            isInline
            {...hintOf(code)}
          />
          <FactList facts={question.factors.find((factor) => factor.code === code)?.facts ?? []} />
        </div>
      ))}
    </>
  )
}

/** Facts on record that bear on a factor. They suggest no answer. */
function FactList({ facts }: { readonly facts: LegalQuestion["facts"] }) {
  const say = useSay()
  if (facts.length === 0) return null
  return (
    <>
      <p className="hint">{say("assessment.onRecord")}</p>
      <ul className="hint">
        {facts.map(({ fact }) => (
          <li key={fact.en}>
            <BilingualText text={fact} />
          </li>
        ))}
      </ul>
    </>
  )
}

const reasonsFor = {
  yes: ["realRisk"],
  no: assessmentReasonSchema.options.filter((reason) => reason !== "realRisk" && reason !== "lawEnforcementProhibits"),
} as const satisfies Record<Assessment["met"], readonly AssessmentReason[]>

function ReasonFields({ answer, met }: { readonly answer: Answer; readonly met: Assessment["met"] }) {
  const say = useSay()
  const { language } = useLanguage()
  const reasons: readonly AssessmentReason[] = reasonsFor[met]
  return (
    <>
      {reasons.length === 1 ? null : (
        <SomeOf
          label={say("assessment.reasons")}
          value={answer.reasons}
          onChange={answer.setReasons}
          options={reasons.map((value) => ({ value, label: capital(assessmentReasonInWords(value, language)) }))}
          isRequired
        />
      )}
      <RecordText
        label={say("assessment.explanation")}
        value={answer.explanation}
        onChange={answer.setExplanation}
        isRequired={answer.isAgainstFactors}
      />
      {met === "no" ? null : (
        <TextBox
          label={say("assessment.consequences")}
          hint={say("assessment.consequencesHint")}
          value={answer.consequences}
          onChange={answer.setConsequences}
          maxLength={2000}
          isLong
        />
      )}
    </>
  )
}
