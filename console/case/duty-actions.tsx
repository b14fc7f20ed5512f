import { useState } from "react"
import { type DeclineReason, declineReasons } from "../../shared/base/contracts/words.ts"
import type { DutyOperation } from "../../shared/desk/duties/duty-operations.ts"
import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf } from "../parts/fields.tsx"
import type { OthersDuty, OwnDuty } from "./case-view.ts"
import { DischargeForm } from "./discharge-form.tsx"
import { type DutyStep, useDutyCommand } from "./duty-command.ts"
import { useDutyWords } from "./duty-words.ts"
import { NotOwedForm } from "./not-owed-form.tsx"

type DutyActionsProps = {
  readonly duty: OwnDuty | OthersDuty
  readonly operations: readonly DutyOperation[]
}

/** A button for each operation that the state of the duty allows. */
export function DutyActions({ duty, operations }: DutyActionsProps) {
  const say = useSay()
  const nameDuty = useDutyWords()
  if (operations.length === 0) return null
  return (
    <fieldset className="buttons plain" aria-label={say("duties.actionsOn", { duty: nameDuty(duty) })}>
      {operations.map((operation, nth) => (
        <ActionDialog
          key={operation}
          className={nth === 0 ? "primary" : ""}
          label={say(`duties.operation.${operation}`)}
          title={say("duties.actionTitle", { action: say(`duties.operation.${operation}`), duty: nameDuty(duty) })}
        >
          {(close) => <StepForm operation={operation} duty={duty} onDone={close} />}
        </ActionDialog>
      ))}
    </fieldset>
  )
}

type StepFormProps = {
  readonly operation: DutyOperation
  readonly duty: OwnDuty | OthersDuty
  readonly onDone: () => void
}

function StepForm({ operation, duty, onDone }: StepFormProps) {
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
        options={declineReasons.map((value) => ({ value, label: say(`duties.declineReason.${value}`) }))}
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
