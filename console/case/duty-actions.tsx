import { type ReactNode, useState } from "react"
import * as z from "zod"
import { type DeclineReason, declineReasonSchema } from "../../shared/base/contracts/words.ts"
import { capital } from "../../shared/base/platform/bilingual.ts"
import { assessmentReasonInWords } from "../../shared/desk/dossier/codes-in-words.ts"
import { type DutyOperation, receiptsOf } from "../../shared/desk/duties/duty-operations.ts"
import { now } from "../api/server-time.ts"
import { type Command, useCommand } from "../api/use-command.ts"
import { useTyped } from "../drafts/draft-context.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { MomentField, OneOf, RecordText, SomeOf, TextBox, useStatedMoment } from "../parts/fields.tsx"
import { LetterForm } from "./ask-by-letter.tsx"
import { useCase } from "./case-context.tsx"
import type { OthersDuty, OwnDuty } from "./case-view.ts"
import { type DutyStep, takeStep } from "./duty-steps.ts"
import { useDutyWords } from "./duty-words.ts"
import { notYetNotified } from "./next-step.ts"

type DutyActionsProps = {
  readonly duty: OwnDuty | OthersDuty
  readonly operations: readonly DutyOperation[]
  /** What stands in place of the first button, while something else has to be done first. Null: a colleague does it. */
  readonly first?: ReactNode
  readonly more?: ReactNode
  /** The party that owes it, if it takes no part and is asked by letter. */
  readonly letterTo?: string | undefined
}

/** Operations for which something is typed. */
const typedOperations: ReadonlySet<DutyOperation> = new Set(["discharge", "assessNotOwed"])

/** The one button of a duty, and behind a press what else its state allows. */
export function DutyActions({ duty, operations, first, more, letterTo }: DutyActionsProps) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const [usual, ...rest] = operations
  const others = first === undefined ? rest : operations
  // To ask another party is no step that waits to be done.
  const className = "excuses" in duty || usual === "discharge" ? "primary" : ""
  return (
    <fieldset className="plain" aria-label={say("duties.actionsOn", { duty: nameDuty(duty) })}>
      <div className="buttons">
        {first !== undefined || usual === undefined ? (
          first
        ) : (
          <StepButton {...{ operation: usual, duty, className, letterTo }} />
        )}
      </div>
      {others.length === 0 && more === undefined ? null : (
        <details>
          <summary>{say("duties.otherWays")}</summary>
          <div className="buttons">
            {others.map((operation) => (
              <StepButton key={operation} {...{ operation, duty, letterTo }} />
            ))}
          </div>
          {more}
        </details>
      )}
    </fieldset>
  )
}

type StepButtonProps = Pick<DutyActionsProps, "duty" | "letterTo"> & {
  readonly operation: DutyOperation
  readonly className?: string
}

function StepButton({ operation, duty, className = "", letterTo }: StepButtonProps) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const isLetter = letterTo !== undefined && operation === "request"
  const label = say(isLetter ? "duties.askByLetter" : `duties.operation.${operation}`)
  return (
    <ActionDialog
      className={className}
      label={label}
      title={say("duties.actionTitle", { action: label, duty: nameDuty(duty) })}
      {...(typedOperations.has(operation) ? { draft: `${operation} ${duty.dutyId}` } : {})}
    >
      {(close) => <StepForm operation={operation} duty={duty} letterTo={letterTo} onDone={close} />}
    </ActionDialog>
  )
}

type StepFormProps = Pick<DutyActionsProps, "duty" | "letterTo"> & {
  readonly operation: DutyOperation
  readonly onDone: () => void
}

function StepForm({ operation, duty, letterTo, onDone }: StepFormProps) {
  switch (operation) {
    case "discharge":
      return <DischargeForm duty={duty} onDone={onDone} />
    case "decline":
      return <DeclineForm duty={duty} onDone={onDone} />
    case "assessNotOwed":
      return "excuses" in duty ? <NotOwedForm duty={duty} onDone={onDone} /> : null
    case "markUnanswered":
    case "reopen":
      return null
    case "request":
      if (letterTo !== undefined) return <LetterForm party={letterTo} asked={[duty]} onDone={onDone} />
      return <PlainStepForm operation={operation} duty={duty} onDone={onDone} />
    default:
      return <PlainStepForm operation={operation} duty={duty} onDone={onDone} />
  }
}

/** Declines a duty with a reason. */
function DeclineForm({ duty, onDone }: { readonly duty: OwnDuty | OthersDuty; readonly onDone: () => void }) {
  const say = useSay()
  const command = useDutyCommand(duty.dutyId, onDone)
  const [reason, setReason] = useState<DeclineReason>()
  const input = (): DutyStep | undefined => (reason === undefined ? undefined : { operation: "decline", reason })
  return (
    <CommandForm command={command} label={say("duties.operation.decline")} input={input} isDanger>
      <p>{say("duties.meaning.decline")}</p>
      <OneOf
        label={say("duties.declineReason")}
        value={reason}
        onChange={setReason}
        options={declineReasonSchema.options.map((value) => ({ value, label: say(`duties.declineReason.${value}`) }))}
      />
    </CommandForm>
  )
}

/** An operation that needs nothing but its confirmation. */
type PlainOperation = Exclude<
  DutyStep["operation"],
  "discharge" | "decline" | "assessNotOwed" | "markUnanswered" | "reopen"
>

type PlainStepFormProps = {
  readonly operation: PlainOperation
  readonly duty: OwnDuty | OthersDuty
  readonly onDone: () => void
}

/** Says what an operation on a duty means, and does it. */
function PlainStepForm({ operation, duty, onDone }: PlainStepFormProps) {
  const say = useSay()
  const command = useDutyCommand(duty.dutyId, onDone)
  return (
    <CommandForm command={command} label={say(`duties.operation.${operation}`)} input={() => ({ operation })}>
      <p>{say(`duties.meaning.${operation}`)}</p>
    </CommandForm>
  )
}

type Receipt = Extract<DutyStep, { operation: "discharge" }>["receipt"]["kind"]

/** Records that a duty is done, with its receipt. */
function DischargeForm({ duty, onDone }: { readonly duty: OwnDuty | OthersDuty; readonly onDone: () => void }) {
  const say = useSay()
  const { caseAlias } = useCase().view
  const command = useDutyCommand(duty.dutyId, onDone)
  const kinds: readonly Receipt[] = receiptsOf[duty.kind]
  const [kind, setKind] = useTyped<Receipt | undefined>("kind", z.enum(kinds).optional(), kinds[0])
  const [reference, setReference] = useTyped("reference", z.string(), "")
  const at = useStatedMoment()
  const input = (): DutyStep | undefined => {
    const instant = at.instant()
    if (kind === undefined || instant === undefined) return undefined
    return { operation: "discharge", receipt: { kind, reference: reference.trim(), at: instant } }
  }
  return (
    <CommandForm command={command} label={say("duties.operation.discharge")} input={input}>
      <PeopleFirst duty={duty} />
      {kinds.length > 1 ? (
        <OneOf
          label={say("duties.receiptKind")}
          value={kind}
          onChange={setKind}
          options={kinds.map((value) => ({ value, label: say(`duties.receiptKind.${value}`) }))}
        />
      ) : null}
      <TextBox
        label={say(`duties.reference.${duty.kind}`)}
        hint={duty.kind === "keepRecord" ? say("duties.recordHint", { alias: caseAlias }) : say("duties.referenceHint")}
        value={reference}
        onChange={setReference}
        maxLength={200}
        isRequired
      />
      <MomentField label={say("duties.doneAt")} moment={at} />
    </CommandForm>
  )
}

/** A notice to people is done once all of them are notified. */
function PeopleFirst({ duty: { kind } }: { readonly duty: OwnDuty | OthersDuty }) {
  const say = useSay()
  const count = notYetNotified(useCase().view)
  if (kind !== "tellIndividuals" || count === 0) return null
  return <p className="problem">{say("duties.peopleFirst", { count })}</p>
}

type Excuse = OwnDuty["excuses"][number]

/** Records that a reason which the law knows excuses a duty, although its test may be met. */
function NotOwedForm({ duty, onDone }: { readonly duty: OwnDuty; readonly onDone: () => void }) {
  const say = useSay()
  const { language } = useLanguage()
  const command = useDutyCommand(duty.dutyId, onDone)
  const excuse = useExcuse(duty)
  return (
    <CommandForm command={command} label={say("duties.operation.assessNotOwed")} input={excuse.input}>
      <p>{say("duties.meaning.assessNotOwed")}</p>
      <SomeOf
        label={say("duties.excuses")}
        value={excuse.reasons}
        onChange={excuse.setReasons}
        options={duty.excuses.map((value) => ({ value, label: capital(assessmentReasonInWords(value, language)) }))}
        isRequired
      />
      {excuse.reasons.includes("lawEnforcementProhibits") ? (
        <MomentField label={say("assessment.until")} moment={excuse.until} />
      ) : null}
      <RecordText label={say("assessment.explanation")} value={excuse.explanation} onChange={excuse.setExplanation} />
      <TextBox label={say("assessment.by")} value={excuse.by} onChange={excuse.setBy} maxLength={100} isRequired />
    </CommandForm>
  )
}

function useExcuse({ law, test, excuses }: OwnDuty) {
  const { assessments } = useCase().view
  const known = assessments.find((one) => one.law === law && one.test === test)
  const [reasons, setReasons] = useTyped<Excuse[]>(
    "reasons",
    z.array(z.enum(excuses)),
    excuses.length === 1 ? [...excuses] : [],
  )
  const [explanation, setExplanation] = useTyped("explanation", z.string(), "")
  const [by, setBy] = useTyped("by", z.string(), "")
  const until = useStatedMoment("", "until")
  const input = (): DutyStep => {
    const end = reasons.includes("lawEnforcementProhibits") ? until.instant() : undefined
    const assessment = {
      law,
      ...(test === undefined ? {} : { test }),
      met: known?.met ?? ("yes" as const),
      // What was weighed stays with the answer.
      ...(known?.factors === undefined ? {} : { factors: known.factors }),
      reasons,
      ...(explanation.trim() === "" ? {} : { explanation: explanation.trim() }),
      ...(end === undefined ? {} : { until: end }),
      assessedBy: by.trim(),
      assessedAt: now().toISOString(),
    }
    return { operation: "assessNotOwed", assessment }
  }
  return { reasons, setReasons, explanation, setExplanation, by, setBy, until, input }
}

/** Acts on a duty, and says when it is recorded. */
function useDutyCommand(dutyId: string, onDone: () => void): Command<DutyStep> {
  const say = useSay()
  return useCommand(
    (step: DutyStep, headers, caseAlias) => takeStep({ dutyId, step }, headers, caseAlias),
    () => say("form.recorded"),
    onDone,
  )
}
