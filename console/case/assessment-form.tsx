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
import { useDraft, useTyped } from "../drafts/draft-context.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { BilingualText } from "../parts/bilingual-text.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf, RecordText, SomeOf, TextBox } from "../parts/fields.tsx"
import type { LegalQuestion } from "./case-view.ts"
import { type Facts, useFactsCommand } from "./facts-command.ts"

type Assessment = NonNullable<Facts["assessment"]>

type AssessmentFormProps = {
  readonly question: LegalQuestion
  /** The answer on record, if there is one. */
  readonly recorded: Assessment | undefined
  /** What stands in the place of the form while there is an answer and nobody corrects it. */
  readonly closed: (correct: () => void) => ReactNode
}

/** Answers a question of a law: yes or no, how much each factor weighs, and the reasons. */
export function AssessmentForm({ question, recorded, closed }: AssessmentFormProps) {
  const say = useSay()
  const answer = useAnswer(question)
  const { met } = answer.typed
  const isTouched = useDraft()?.isTouched === true
  const command = useFactsCommand()
  // What was typed stays, also when a colleague answers.
  if (recorded !== undefined && !isTouched) return closed(() => answer.change(typedOf(recorded)))
  return (
    <CommandForm command={command} label={say("assessment.record")} input={answer.input}>
      <FactorFields question={question} answer={answer} />
      <OneOf
        label={say("assessment.answer")}
        value={met}
        // The reason that fits every answer of this kind. More can be added.
        onChange={(to) => answer.change({ met: to, reasons: [to === "yes" ? "realRisk" : "noRealRisk"] })}
        options={[
          { value: "yes", label: say("assessment.met.yes") },
          { value: "no", label: say("assessment.met.no"), hint: say("assessment.noMeans") },
        ]}
      />
      {met === undefined ? null : <ReasonFields answer={answer} met={met} />}
      {answer.isAgainstFactors ? <Confirmation /> : null}
      <TextBox
        label={say("assessment.confirmedBy")}
        hint={say("assessment.confirmedByHint")}
        value={answer.typed.confirmedBy}
        onChange={(confirmedBy) => answer.change({ confirmedBy })}
        maxLength={100}
        isRequired
      />
      <TextBox
        label={say("assessment.by")}
        value={answer.typed.by}
        onChange={(by) => answer.change({ by })}
        maxLength={100}
        isRequired
      />
    </CommandForm>
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
  const { name } = useSession()
  const [typed, setTyped] = useTyped<Typed>("answer", answerFields, {
    ...{ levels: {}, reasons: [], explanation: "", consequences: "", by: "" },
    confirmedBy: name,
  })
  const change = (part: Partial<Typed>) => setTyped({ ...typed, ...part })
  const { met, levels, reasons, explanation, consequences, by, confirmedBy } = typed
  const asked: readonly AssessmentFactor[] = factors.length === 0 ? usualFactors : factors.map(({ code }) => code)
  const weighed = weighedOf(asked, levels)
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
    return { assessment, confirmedBy: confirmedBy.trim() }
  }
  const goesAgainstFactors = met !== undefined && isAgainstFactors({ met, factors: weighed })
  return { typed, change, asked, isAgainstFactors: goesAgainstFactors, input }
}

/** What the form holds of an answer on record. Whoever corrects it puts its own name and role. */
const typedOf = ({ met, factors = [], reasons, explanation = "", consequences = "" }: Assessment) => ({
  met,
  levels: Object.fromEntries(factors.map(({ factor, level }) => [factor, level])),
  reasons,
  explanation,
  consequences,
})

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
type Typed = z.output<typeof answerFields>

/** The person stands for an answer that goes against all its factors. */
function Confirmation() {
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
            value={answer.typed.levels[code]}
            onChange={(level) => answer.change({ levels: { ...answer.typed.levels, [code]: level } })}
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
          value={answer.typed.reasons}
          onChange={(chosen) => answer.change({ reasons: chosen })}
          options={reasons.map((value) => ({ value, label: capital(assessmentReasonInWords(value, language)) }))}
          isRequired
        />
      )}
      <RecordText
        label={say("assessment.explanation")}
        value={answer.typed.explanation}
        onChange={(explanation) => answer.change({ explanation })}
        isRequired={answer.isAgainstFactors}
      />
      {met === "no" ? null : (
        <TextBox
          label={say("assessment.consequences")}
          hint={say("assessment.consequencesHint")}
          value={answer.typed.consequences}
          onChange={(consequences) => answer.change({ consequences })}
          maxLength={2000}
          isLong
        />
      )}
    </>
  )
}
