import { useContext, useState } from "react"
import { Button } from "react-aria-components"
import { ApiProblem } from "../api/api-problem.ts"
import { CaseContext } from "../case/case-context.tsx"
import { useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { useMoment } from "../parts/moment.tsx"
import { useDraft } from "./draft-context.ts"
import { Meanwhile } from "./meanwhile.tsx"

/** Says aloud what became of the draft of a form, and what others have done in the case since. */
export function DraftNews({ problem }: { readonly problem: Error | null }) {
  const say = useSay()
  const inWords = useMoment()
  const draft = useDraft()
  const [opened] = useState(useContext(CaseContext)?.view.timelineHead.seq)
  const isRefused = problem instanceof ApiProblem && problem.status === 412
  const since = draft?.since ?? (isRefused ? opened : undefined)
  if (draft === undefined && since === undefined) return null
  const { restoredAt, elsewhere, isNotKept = false, isTouched = false } = draft ?? {}
  return (
    <>
      <div role="status">
        {restoredAt === undefined ? null : <p>{say("draft.restored", { time: inWords(restoredAt) })}</p>}
        {isNotKept && isTouched ? <p className="problem">{say("draft.notKept")}</p> : null}
        {since === undefined ? null : <Meanwhile since={since} />}
        {elsewhere === undefined ? null : (
          <p className="problem">{say("draft.elsewhere", { time: inWords(elsewhere.at) })}</p>
        )}
      </div>
      {elsewhere === undefined ? null : (
        <div className="buttons">
          <Button onPress={() => draft?.choose("elsewhere")}>{say("draft.takeElsewhere")}</Button>
          <Button onPress={() => draft?.choose("here")}>{say("draft.takeHere")}</Button>
        </div>
      )}
    </>
  )
}

/** Says until when a draft is kept, and discards it. */
export function DraftEnd() {
  const say = useSay()
  const announce = useAnnounce()
  const inWords = useMoment()
  const draft = useDraft()
  if (draft?.keptUntil === undefined) return null
  const discard = () => {
    draft.end()
    announce(say("draft.discarded"))
  }
  return (
    <p className="hint">
      {say("draft.kept", { time: inWords(draft.keptUntil) })}{" "}
      <Button className="quiet" onPress={discard}>
        {say("draft.discard")}
      </Button>
    </p>
  )
}
