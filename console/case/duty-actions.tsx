import type { DutyOperation } from "../../shared/breach-desk/duties/duty-operations.ts"
import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import type { OthersDuty, OwnDuty } from "./case-view.ts"
import { DeclineForm } from "./decline-form.tsx"
import { DischargeForm } from "./discharge-form.tsx"
import { useDutyWords } from "./duty-words.ts"
import { NotOwedForm } from "./not-owed-form.tsx"
import { PlainStepForm } from "./plain-step-form.tsx"

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
