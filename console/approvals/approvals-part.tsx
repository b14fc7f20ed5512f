import { usePersonWords } from "../api/colleagues.ts"
import { api } from "../api/console-api.ts"
import { useMayAct } from "../api/session.ts"
import { useCommand } from "../api/use-command.ts"
import { useSay } from "../language/language-provider.tsx"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { Moment } from "../parts/moment.tsx"
import { Reading } from "../parts/reading.tsx"
import type { Approval } from "./approval.ts"
import { ApprovalRequest } from "./approval-request.tsx"
import { useApprovalsQuery, useMayApprove } from "./approvals-query.ts"

/** What waits for a second person, and the way to approve or decline it. */
export function ApprovalsPart() {
  const say = useSay()
  const { data, error, isPending } = useApprovalsQuery()
  const waiting = data?.body.approvals ?? []
  return (
    <>
      <p>{say("approvals.intro")}</p>
      <Reading of={{ isPending, error }} />
      {waiting.map((approval) => (
        <ApprovalCard key={approval.approvalId} approval={approval} />
      ))}
    </>
  )
}

function ApprovalCard({ approval }: { readonly approval: Approval }) {
  const say = useSay()
  const namePerson = usePersonWords()
  const { kind, requestedAt, requestedBy, request } = approval
  return (
    <article className="card">
      <h3>{say(`approvals.kind.${kind}`)}</h3>
      <p>
        {say("approvals.askedBy", { person: namePerson(requestedBy) })} <Moment at={requestedAt} />
      </p>
      <ApprovalRequest request={request} />
      <Decisions approval={approval} />
    </article>
  )
}

/** Who asked for something can only take it back. */
function Decisions({ approval }: { readonly approval: Approval }) {
  const say = useSay()
  const mayAct = useMayAct()
  const mayApprove = useMayApprove()(approval)
  if (!mayAct) return null
  const shown = mayApprove ? (["approve", "decline"] as const) : (["takeBack"] as const)
  return (
    <>
      {mayApprove ? null : <p>{say("approvals.own")}</p>}
      <div className="buttons">
        {shown.map((action, nth) => (
          <ActionDialog
            key={action}
            className={nth === 0 && mayApprove ? "primary" : ""}
            label={say(`approvals.${action}`)}
            name={say("duties.actionTitle", {
              action: say(`approvals.${action}`),
              duty: say(`approvals.kind.${approval.kind}`),
            })}
            title={say("duties.actionTitle", {
              action: say(`approvals.${action}`),
              duty: say(`approvals.kind.${approval.kind}`),
            })}
          >
            {(close) => <DecisionForm approval={approval} action={action} onDone={close} />}
          </ActionDialog>
        ))}
      </div>
    </>
  )
}

type DecisionFormProps = {
  readonly approval: Approval
  readonly action: "approve" | "decline" | "takeBack"
  readonly onDone: () => void
}

function DecisionForm({ approval: { approvalId }, action, onDone }: DecisionFormProps) {
  const say = useSay()
  const command = useCommand(
    (decision: "approve" | "decline", headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/approvals", {
        params: { path: { caseAlias } },
        headers,
        body: { approvalId, decision },
      }),
    () => say(`approvals.${action}.done`),
    onDone,
  )
  return (
    <CommandForm
      command={command}
      label={say(`approvals.${action}`)}
      input={() => (action === "approve" ? "approve" : "decline")}
      isDanger={action !== "approve"}
    >
      <p>{say(`approvals.${action}.means`)}</p>
    </CommandForm>
  )
}
