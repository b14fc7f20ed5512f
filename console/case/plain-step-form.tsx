import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import type { OthersDuty, OwnDuty } from "./case-view.ts"
import { type DutyStep, useDutyCommand } from "./duty-command.ts"

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
export function PlainStepForm({ operation, duty, onDone }: PlainStepFormProps) {
  const say = useSay()
  const command = useDutyCommand(duty.dutyId, onDone)
  return (
    <CommandForm command={command} label={say(`duties.operation.${operation}`)} input={() => ({ operation })}>
      <p>{say(`duties.meaning.${operation}`)}</p>
    </CommandForm>
  )
}
