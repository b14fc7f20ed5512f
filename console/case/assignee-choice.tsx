import { useState } from "react"
import { useColleagues, usePersonWords } from "../api/colleagues.ts"
import { api } from "../api/console-api.ts"
import { useSession } from "../api/session.ts"
import { useCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { OneOf } from "../parts/fields.tsx"
import { Assignee } from "./assignee.tsx"
import { useMayChangeCase } from "./case-context.tsx"
import type { OwnDuty } from "./case-view.ts"
import { useDutyWords } from "./duty-words.ts"
import { isSettled } from "./next-step.ts"

/** To whom a duty is assigned, and the way to assign one that is not settled. */
export function AssigneeChoice({ duty }: { readonly duty: OwnDuty }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const mayChange = useMayChangeCase()
  const label = say(duty.assignee === undefined ? "duties.assign" : "duties.assignElse")
  return (
    <>
      <Assignee duty={duty} />
      {mayChange && !isSettled(duty) ? (
        <ActionDialog
          className="quiet"
          label={label}
          name={say("duties.actionTitle", { action: label, duty: nameDuty(duty) })}
          title={say("duties.actionTitle", { action: label, duty: nameDuty(duty) })}
        >
          {(close) => <AssignForm duty={duty} onDone={close} />}
        </ActionDialog>
      ) : null}
    </>
  )
}

const nobody = "nobody"

function AssignForm({ duty, onDone }: { readonly duty: OwnDuty; readonly onDone: () => void }) {
  const say = useSay()
  const namePerson = usePersonWords()
  const [chosen, setChosen] = useState(duty.assignee ?? nobody)
  const people = useAssignable(duty)
  const { dutyId } = duty
  const command = useCommand(
    (userId: string | null, headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/assignments", {
        params: { path: { caseAlias } },
        headers,
        body: { dutyId, userId },
      }),
    () => say(chosen === nobody ? "duties.assignedNobody" : "duties.assigned", { person: namePerson(chosen) }),
    onDone,
  )
  return (
    <CommandForm command={command} label={say("duties.assign")} input={() => (chosen === nobody ? null : chosen)}>
      <p>{say("duties.assignMeans")}</p>
      <OneOf
        label={say("duties.assignWho")}
        value={chosen}
        onChange={setChosen}
        options={[
          ...people.map((userId) => ({ value: userId, label: namePerson(userId) })),
          { value: nobody, label: say("duties.assignNobody") },
        ]}
      />
    </CommandForm>
  )
}

/** Who can be assigned a duty: the person, the other officers by name, and whoever has it now. */
function useAssignable({ assignee }: OwnDuty): readonly string[] {
  const { userId } = useSession()
  const officers = useColleagues().filter(({ role }) => role === "officer")
  const known = [userId, ...officers.map((one) => one.userId), ...(assignee === undefined ? [] : [assignee])]
  return [...new Set(known)]
}
