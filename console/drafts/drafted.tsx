import { type ReactNode, useContext, useRef, useState } from "react"
import * as z from "zod"
import { parsedJson } from "../../shared/base/contracts/parsed-json.ts"
import { ApiProblem } from "../api/api-problem.ts"
import { CaseContext } from "../case/case-context.tsx"
import { Loading } from "../parts/reading.tsx"
import { DraftContext } from "./draft-context.ts"
import { type StoredDraft, useStoredDrafts } from "./stored-drafts.ts"
import { nothingTyped, useKeeping } from "./use-keeping.ts"

type DraftedProps = {
  /** The name of the form, in which no personal data is. Undefined: it has no draft. */
  readonly form: string | undefined
  readonly children: ReactNode
}

/** A form whose fields are kept as a draft. It is shown once it is known whether there is a draft to restore. */
export function Drafted({ form, children }: DraftedProps) {
  const { data, isFetching, error } = useStoredDrafts(form !== undefined)
  const isRead = useRef(false)
  if (!isFetching) isRead.current = true
  // A stage without the breach desk keeps no drafts.
  const hasPlace = !(error instanceof ApiProblem && error.status === 404)
  if (form === undefined || !hasPlace) return <DraftContext value={undefined}>{children}</DraftContext>
  if (!isRead.current) return <Loading />
  return (
    <KeptForm form={form} found={data?.find((draft) => draft.form === form)}>
      {children}
    </KeptForm>
  )
}

/** What is kept: the fields that were changed, and the head of the timeline when the person began to type. */
const keptSchema = z.object({ fields: z.record(z.string(), z.unknown()), since: z.number().optional() })
type Kept = z.output<typeof keptSchema>

const untouched: Kept = { fields: {} }

const typedIn = (draft: StoredDraft | undefined): Kept =>
  draft === undefined ? untouched : keptSchema.catch(untouched).parse(parsedJson(draft.content))

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

const isTouched = ({ fields }: Kept): boolean => Object.keys(fields).length > 0

type KeptFormProps = {
  readonly form: string
  readonly found: StoredDraft | undefined
  readonly children: ReactNode
}

function KeptForm({ form, found, children }: KeptFormProps) {
  const seq = useContext(CaseContext)?.view.timelineHead.seq
  const [first] = useState(found)
  const [kept, setKept] = useState(() => typedIn(first))
  const [restoredAt, setRestoredAt] = useState(first?.at)
  const content = isTouched(kept) ? JSON.stringify(kept) : nothingTyped
  const { until, failures, elsewhere, replace, end } = useKeeping({ form, content, found: first })
  const type = (field: string, to: unknown, initial: unknown) =>
    setKept((before) => {
      const { [field]: _, ...others } = before.fields
      const fields = isSame(to, initial) ? others : { ...others, [field]: to }
      const begun = isTouched(before) ? before.since : seq
      return { fields, ...(begun === undefined ? {} : { since: begun }) }
    })
  const choose = (which: "here" | "elsewhere") => {
    if (elsewhere !== undefined && which === "elsewhere") {
      setKept(typedIn(elsewhere))
      setRestoredAt(elsewhere.at)
    }
    replace(which === "here" ? content : (elsewhere?.content ?? content))
  }
  const draft = {
    fields: kept.fields,
    type,
    isTouched: isTouched(kept),
    since: isTouched(kept) ? kept.since : undefined,
    restoredAt: isTouched(kept) ? restoredAt : undefined,
    keptUntil: isTouched(kept) ? until : undefined,
    isNotKept: failures > 0,
    elsewhere,
    choose,
    end: () => {
      setKept(untouched)
      setRestoredAt(undefined)
      end()
    },
  }
  return <DraftContext value={draft}>{children}</DraftContext>
}
