import { useQuery } from "@tanstack/react-query"
import { useNameOfPerson } from "../api/colleagues.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useSession } from "../api/session.ts"
import { useCommand } from "../api/use-command.ts"
import { useSay } from "../language/use-say.ts"
import { ActionDialog } from "../parts/action-dialog.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { Moment } from "../parts/moment.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { caseKey } from "./case-query.ts"
import { useDutyWords, useLawWords } from "./duty-words.ts"

const readApprovals = (caseAlias: string) =>
  answerOf(api.GET("/v1/cases/{caseAlias}/approvals", { params: { path: { caseAlias } } }))

type Approval = Awaited<ReturnType<typeof readApprovals>>["body"]["approvals"][number]

/** What waits for a second person of the party, if anything does. */
export function Approvals() {
  const say = useSay()
  const { view, etag } = useCase()
  const { data } = useQuery({
    queryKey: [...caseKey(view.caseAlias), "approvals", etag ?? view.timelineHead.seq],
    queryFn: () => readApprovals(view.caseAlias),
    placeholderData: (before) => before,
  })
  const approvals = data?.body.approvals ?? []
  if (approvals.length === 0) return null
  return (
    <section aria-labelledby="approvals">
      <h2 id="approvals">{say("approvals.title")}</h2>
      {approvals.map((approval) => (
        <ApprovalCard key={approval.approvalId} approval={approval} />
      ))}
    </section>
  )
}

function ApprovalCard({ approval }: { readonly approval: Approval }) {
  const say = useSay()
  const nameOf = useNameOfPerson()
  const { userId } = useSession()
  const mayChange = useMayChangeCase()
  const { kind, requestedAt, requestedBy } = approval
  return (
    <article className="card">
      <h3>{say(`approvals.kind.${kind}`)}</h3>
      <p>
        <Wanted approval={approval} />
      </p>
      <p>
        {say("approvals.by", { name: nameOf(requestedBy) })} <Moment at={requestedAt} />
      </p>
      {mayChange ? (
        <div className="buttons">
          {requestedBy === userId ? (
            <p className="hint">{say("approvals.own")}</p>
          ) : (
            <Decision approval={approval} decision="approve" />
          )}
          <Decision approval={approval} decision="decline" />
        </div>
      ) : null}
    </article>
  )
}

/** What would be done, with what decides about it. */
function Wanted({ approval: { request } }: { readonly approval: Approval }) {
  const say = useSay()
  const nameDuty = useDutyWords()
  const nameLaw = useLawWords()
  const { duties } = useCase().view
  if (request.action === "closing") return say(`approvals.closing.${request.outcome}`)
  if (request.action === "duty") {
    const duty = duties.find(({ dutyId }) => dutyId === request.dutyId)
    const action = say(`duties.operation.${request.step.operation}`)
    return duty === undefined ? action : say("duties.actionTitle", { action, duty: nameDuty(duty) })
  }
  const { assessment } = request.facts
  if (assessment === undefined) return null
  const law = assessment.law === undefined ? "" : nameLaw(assessment.law)
  return say("approvals.answer", { law, answer: say(`assessment.met.${assessment.met}`) })
}

type DecisionProps = { readonly approval: Approval; readonly decision: "approve" | "decline" }

function Decision({ approval, decision }: DecisionProps) {
  const say = useSay()
  const kind = say(`approvals.kind.${approval.kind}`)
  const label = say(`approvals.${decision}`)
  return (
    <ActionDialog
      className={decision === "approve" ? "primary" : ""}
      label={label}
      name={say("duties.actionTitle", { action: label, duty: kind })}
      title={say("duties.actionTitle", { action: label, duty: kind })}
    >
      {(close) => <DecisionForm approval={approval} decision={decision} onDone={close} />}
    </ActionDialog>
  )
}

function DecisionForm({ approval, decision, onDone }: DecisionProps & { readonly onDone: () => void }) {
  const say = useSay()
  const { approvalId } = approval
  const command = useCommand(
    (wanted: DecisionProps["decision"], headers, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/approvals", {
        params: { path: { caseAlias } },
        headers,
        body: { approvalId, decision: wanted },
      }),
    () => say(`approvals.done.${decision}`),
    onDone,
  )
  return (
    <CommandForm
      command={command}
      label={say(`approvals.${decision}`)}
      input={() => decision}
      isDanger={decision === "decline"}
    >
      <p>
        <Wanted approval={approval} />
      </p>
      <p>{say(`approvals.means.${decision}`)}</p>
    </CommandForm>
  )
}
