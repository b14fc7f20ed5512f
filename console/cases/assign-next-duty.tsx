import { api } from "../api/console-api.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { AssignmentForm, useAssignment } from "../case/assignment-form.tsx"
import { FormDialog } from "../parts/action-dialog.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { casesKey, type ListedCase } from "./cases-query.ts"

type AssignNextDutyProps = {
  readonly caseAlias: string
  readonly due: NonNullable<ListedCase["nextDue"]>
  readonly title: string
  readonly close: () => void
}

/** A dialog that assigns the duty that is due first in a case. */
export function AssignNextDuty({ title, close, ...of }: AssignNextDutyProps) {
  return (
    <FormDialog title={title} isOpen onOpenChange={close}>
      {() => <AssignForm {...of} onDone={close} />}
    </FormDialog>
  )
}

type AssignFormProps = Pick<AssignNextDutyProps, "caseAlias" | "due"> & { readonly onDone: () => void }

function AssignForm({ caseAlias, due: { dutyId, assignee }, onDone }: AssignFormProps) {
  const announce = useAnnounce()
  const assignment = useAssignment(assignee)
  const command = usePlainCommand({
    call: (userId: string | null, headers) =>
      api.POST("/v1/cases/{caseAlias}/assignments", {
        params: { path: { caseAlias } },
        headers,
        body: { dutyId, userId },
      }),
    changes: casesKey,
    onDone: () => {
      announce(assignment.says())
      onDone()
    },
  })
  return <AssignmentForm command={command} assignment={assignment} />
}
