import { useState } from "react"
import { type DeclineReason, declineReasons } from "../../shared/contracts/words.ts"
import { useSay } from "../language/use-say.ts"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf } from "../parts/fields.tsx"
import type { OthersDuty, OwnDuty } from "./case-view.ts"
import { type DutyStep, useDutyCommand } from "./duty-command.ts"

/** Declines a duty with a reason. */
export function DeclineForm({ duty, onDone }: { readonly duty: OwnDuty | OthersDuty; readonly onDone: () => void }) {
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
