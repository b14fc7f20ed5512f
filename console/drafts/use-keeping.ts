import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { ApiProblem } from "../api/api-problem.ts"
import { useSession } from "../api/session.ts"
import { inTurn, type StoredDraft, useDraftPlace } from "./stored-drafts.ts"

/** Stands for an empty form, of which nothing is kept. */
export const nothingTyped = ""

/** Stands for what the hub keeps after a call of which nobody knows whether it arrived. */
const notKnown = "?"

/** How long nobody types before a draft is kept, and before it is tried again. */
const [pauseMilliseconds, againMilliseconds] = [1_000, 10_000]

/** How it is with what is typed: until when the hub keeps it, or why it does not. */
type Keeping = { readonly until?: string; readonly failures: number; readonly elsewhere?: StoredDraft }

type KeepingParts = {
  readonly form: string
  /** What is typed, or {@link nothingTyped}. */
  readonly content: string
  /** The draft with which the form began. */
  readonly found: StoredDraft | undefined
}

/**
 * Keeps what is typed after a pause, and at once when the person leaves the form or the page. The hub keeps it and not
 * the browser, which others may use. What the same person typed elsewhere meanwhile is replaced only if the person
 * says so.
 */
export function useKeeping({ form, content, found }: KeepingParts) {
  const store = useStore(form, found)
  const { known, keeping, change } = store
  const latest = useRef(content)
  latest.current = content
  useStoringLater(content, keeping.failures, () => {
    if (keeping.elsewhere === undefined && latest.current !== known.current.content) store.put(latest.current)
  })
  const { elsewhere } = keeping
  const replace = (text: string) => {
    if (elsewhere === undefined) return
    known.current = { at: elsewhere.at, content: elsewhere.content, lost: nothingTyped }
    change({ until: elsewhere.until, failures: 0 })
    if (text !== elsewhere.content) store.put(text)
  }
  const end = () => {
    latest.current = nothingTyped
    change({ failures: 0 })
    if (known.current.content !== nothingTyped) store.put(nothingTyped)
  }
  return { ...keeping, replace, end }
}

/** The draft on the hub, and what was sent last and may or may not have arrived. */
type Known = { at: string | undefined; content: string; lost: string }

/** Tells the hub what is typed, one text after the other. */
function useStore(form: string, found: StoredDraft | undefined) {
  const place = useDraftPlace()
  const { userId } = useSession()
  const showKept = useShowKept(form)
  const begun = found === undefined ? { failures: 0 } : { until: found.until, failures: 0 }
  const [keeping, change] = useState<Keeping>(begun)
  const known = useRef<Known>({ at: found?.at, content: found?.content ?? nothingTyped, lost: nothingTyped })

  async function send(text: string, isRepeat = false): Promise<void> {
    const { at: after, lost } = known.current
    known.current.lost = text
    const content = text === nothingTyped ? null : text
    try {
      const { at, until } = await place.keep({ form, userId, content, ...(after === undefined ? {} : { after }) })
      const draft = until === undefined ? undefined : { form, at, until, content: text }
      known.current = { ...known.current, at: draft?.at, lost: nothingTyped }
      change(until === undefined ? { failures: 0 } : { until, failures: 0 })
      showKept(draft)
    } catch (error) {
      if (!(error instanceof ApiProblem && error.code === "draftChanged") || isRepeat) throw error
      const other = (await place.read()).find((one) => one.form === form)
      const isLost = other !== undefined && other.content === lost
      // It is this form's own: sent meanwhile, moved by a merge, or stored although no answer came.
      if (other === undefined || other.at === after || isLost) {
        known.current.at = isLost ? other.at : undefined
        await send(text, true)
      } else if (text !== nothingTyped) change({ failures: 0, elsewhere: other })
    }
  }
  const put = (text: string) => {
    known.current.content = text
    inTurn(() => send(text)).catch(() => {
      known.current.content = notKnown
      change(({ failures }) => ({ failures: failures + 1 }))
    })
  }
  return { put, known, keeping, change }
}

/** Shows the other parts of the page what the hub keeps of a form now. */
function useShowKept(form: string): (draft: StoredDraft | undefined) => void {
  const { queryKey } = useDraftPlace()
  const queries = useQueryClient()
  return (draft) =>
    queries.setQueryData<readonly StoredDraft[]>(queryKey, (before) => {
      const others = before?.filter((one) => one.form !== form)
      return others === undefined || draft === undefined ? others : [...others, draft]
    })
}

/** Calls `storeNew` after a pause in the typing, again after a failure, and when the person leaves form or page. */
function useStoringLater(content: string, failures: number, storeNew: () => void) {
  const { queryKey } = useDraftPlace()
  const queries = useQueryClient()
  const leave = useRef(storeNew)
  leave.current = storeNew
  const reread = useRef(() => {})
  reread.current = () => void queries.invalidateQueries({ queryKey })
  useEffect(() => {
    // A form that was emptied has no draft from then on.
    const pause = failures > 0 ? againMilliseconds : content === nothingTyped ? 0 : pauseMilliseconds
    const timer = setTimeout(() => leave.current(), pause)
    return () => clearTimeout(timer)
  }, [content, failures])
  useEffect(() => {
    const onLeave = () => leave.current()
    addEventListener("pagehide", onLeave)
    return () => {
      removeEventListener("pagehide", onLeave)
      onLeave()
      // Whoever opens the form again begins with what is kept now.
      reread.current()
    }
  }, [])
}
