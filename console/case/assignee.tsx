import { useState } from "react"
import { useColleagues, useNameOfPerson } from "../api/colleagues.ts"
import { api } from "../api/console-api.ts"
import { useCommand } from "../api/use-command.ts"
import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf } from "../parts/fields.tsx"
import { useMayChangeCase } from "./case-context.tsx"
import type { OwnDuty } from "./case-view.ts"
import { useDutyWords } from "./duty-words.ts"
import { isSettled } from "./next-step.ts"

/** Who of the party does the duty, and the way to choose somebody. */
export function Assignee({ duty }: { readonly duty: OwnDuty }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const nameOf = useNameOfPerson()
  const mayChange = useMayChangeCase()
  const { assignee } = duty
  if (isSettled(duty)) return null
  const label = say("assignee.choose")
  return (
    <div className="buttons">
      <span>{assignee === undefined ? say("assignee.nobody") : say("assignee.is", { name: nameOf(assignee) })}</span>
      {mayChange ? (
        <ActionDialog
          className="quiet"
          label={label}
          name={say("duties.actionTitle", { action: label, duty: nameDuty(duty) })}
          title={say("duties.actionTitle", { action: label, duty: nameDuty(duty) })}
        >
          {(close) => <AssigneeForm duty={duty} onDone={close} />}
        </ActionDialog>
      ) : null}
    </div>
  )
}

const nobody = "nobody"

function AssigneeForm({ duty, onDone }: { readonly duty: OwnDuty; readonly onDone: () => void }) {
  const say = useSay()
  const colleagues = useColleagues()
  const [chosen, setChosen] = useState<string>(duty.assignee ?? nobody)
  const command = useCommand(
    (userId: string | null, headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/assignments", {
        params: { path: { caseAlias } },
        headers,
        body: { dutyId: duty.dutyId, userId },
      }),
    () => say("form.recorded"),
    onDone,
  )
  const officers = colleagues.filter(({ role }) => role === "officer")
  return (
    <CommandForm command={command} label={say("assignee.assign")} input={() => (chosen === nobody ? null : chosen)}>
      <OneOf
        label={say("assignee.who")}
        hint={say("assignee.hint")}
        value={chosen}
        onChange={setChosen}
        options={[
          ...officers.map(({ userId, name }) => ({ value: userId, label: name })),
          { value: nobody, label: say("assignee.nobody") },
        ]}
      />
    </CommandForm>
  )
}
