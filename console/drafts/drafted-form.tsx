import type { ReactNode } from "react"
import { Button } from "react-aria-components"
import { useSay } from "../language/language-provider.tsx"
import { useAnnounce } from "../parts/announcements.tsx"
import { useMoment } from "../parts/moment.tsx"
import { Loading } from "../parts/reading.tsx"
import type { Draft } from "./use-draft.ts"

type DraftedFormProps = {
  readonly draft: Draft
  /** Its own answer is on its way. */
  readonly isSending?: boolean
  readonly children: ReactNode
}

/** A form with a draft. It says aloud what became of the draft, and offers to discard it. */
export function DraftedForm({ draft, isSending = false, children }: DraftedFormProps) {
  const say = useSay()
  const announce = useAnnounce()
  const inWords = useMoment()
  const { isReady, restoredAt, isTouched, isNotKept, end } = draft
  const isOvertaken = draft.isOvertaken && !isSending
  const discard = () => {
    end()
    announce(say("draft.discarded"))
  }
  return (
    <>
      <div role="status">
        {restoredAt !== undefined ? <p>{say("draft.restored", { time: inWords(restoredAt) })}</p> : null}
        {isOvertaken ? <p>{say("draft.overtaken")}</p> : null}
        {isNotKept && isTouched ? <p className="problem">{say("draft.notKept")}</p> : null}
      </div>
      {restoredAt !== undefined || isOvertaken ? <Button onPress={discard}>{say("draft.discard")}</Button> : null}
      {isReady ? children : <Loading />}
    </>
  )
}
