import { lazy, Suspense } from "react"
import { Link } from "react-router"
import { api } from "../api/console-api.ts"
import { useMayAct } from "../api/session.ts"
import { useCommand } from "../api/use-command.ts"
import { useApprovals, useMayApprove } from "../approvals/approvals-query.ts"
import { useSay } from "../language/language-provider.tsx"
import { useMailWords } from "../language/mail-words.ts"
import { PendingButton } from "../parts/pending-button.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { Loading } from "../parts/reading.tsx"
import { useCase, useMayChangeCase } from "./case-context.tsx"
import { useWaitingDocuments } from "./documents-query.ts"
import { nextStep, type StepKind } from "./next-step.ts"
import { placeOfFact } from "./place-of-fact.ts"

// Forms over the page are large, and the first page does without.
const AskByLetter = lazy(async () => ({ default: (await import("./ask-by-letter.tsx")).AskByLetter }))
const CloseAsResolved = lazy(async () => ({ default: (await import("./close-as-resolved.tsx")).CloseAsResolved }))

/** Says what to do next, and leads there with one button. */
export function NextStepPanel() {
  const say = useSay()
  const { view } = useCase()
  const waiting = useWaitingDocuments()
  const approvals = useApprovals()
  const mayApprove = useMayApprove()
  if (waiting === undefined && view.acknowledged) return <Loading />
  const toApprove = approvals.filter(mayApprove)
  const { kind, path } = nextStep(view, { isFactMissing: (waiting ?? []).length > 0, approvals, toApprove })
  const [missing] = (waiting ?? []).flatMap((document) => document.missing.map(({ setBy }) => placeOfFact(setBy)))
  const to = kind === "stateFacts" && missing?.kind === "page" ? missing.path : path
  return (
    <section className="next" aria-labelledby="next-step">
      <h2 id="next-step">{say("next.title")}</h2>
      <p>{say(`next.${kind}.text`)}</p>
      <Suspense fallback={<Loading />}>
        <NextButton kind={kind} to={`/cases/${view.caseAlias}/${to}`} />
      </Suspense>
    </section>
  )
}

/** The one button: what can be done here and now is done here, and the rest where it leads. */
function NextButton({ kind, to }: { readonly kind: StepKind; readonly to: string }) {
  const say = useSay()
  const mayChange = useMayChangeCase()
  if (kind === "acknowledge") return <Acknowledge />
  if (kind === "askByLetter") return mayChange ? <AskByLetter /> : null
  if (kind === "close" && mayChange) return <CloseAsResolved label={say("next.close.button")} />
  return (
    <Link className="button primary" to={to}>
      {say(`next.${kind}.button`)}
    </Link>
  )
}

function Acknowledge() {
  const say = useSay()
  const words = useMailWords()
  const mayAct = useMayAct()
  const command = useCommand(
    // It stays true that the person has read the alert when the case has grown meanwhile, as a new one does.
    (_: undefined, { "idempotency-key": key }, caseAlias) =>
      api.POST("/v1/cases/{caseAlias}/acknowledgements", {
        params: { path: { caseAlias } },
        headers: { "idempotency-key": key },
        body: {},
      }),
    () => say("next.acknowledge.done"),
  )
  return (
    <>
      <p>{words.sentences.escalation.replace("{hours}", "4")}</p>
      {command.problem === null ? null : <ProblemText problem={command.problem} isAnswer />}
      {mayAct ? (
        <PendingButton className="primary" isPending={command.isSending} onPress={() => command.send(undefined)}>
          {say("next.acknowledge.button")}
        </PendingButton>
      ) : null}
    </>
  )
}
