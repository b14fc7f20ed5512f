import { api } from "../api/console-api.ts"
import { useCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { Assignee } from "./assignee.tsx"
import { AssignmentForm, useAssignment } from "./assignment-form.tsx"
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

function AssignForm({ duty, onDone }: { readonly duty: OwnDuty; readonly onDone: () => void }) {
  const assignment = useAssignment(duty.assignee)
  const { dutyId } = duty
  const command = useCommand(
    (userId: string | null, headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/assignments", {
        params: { path: { caseAlias } },
        headers,
        body: { dutyId, userId },
      }),
    assignment.says,
    onDone,
  )
  return <AssignmentForm command={command} assignment={assignment} />
}
