import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import * as z from "zod"
import type { paths } from "../../client/api/generated/paths.ts"
import { parsedJson } from "../../shared/base/contracts/parsed-json.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useSession } from "../api/session.ts"
import { useCase } from "../case/case-context.tsx"

type StoredDraft =
  paths["/v1/cases/{caseAlias}/drafts"]["get"]["responses"]["200"]["content"]["application/json"]["drafts"][number]

/** Which form of the case was typed into. */
export type DraftForm = Pick<StoredDraft, "form" | "law" | "test">

/** What a person has typed into a form and not sent, which the hub keeps sealed for that person alone. */
export type Draft = {
  /** Whether the form may be shown: it is known whether there is a draft to restore. */
  readonly isReady: boolean
  /** Whether anything is typed that is not sent. */
  readonly isTouched: boolean
  /** When it was typed, if it was restored. */
  readonly restoredAt: string | undefined
  /** Somebody has answered since the person began to type. */
  readonly isOvertaken: boolean
  /** The hub does not keep what is typed at the moment. */
  readonly isNotKept: boolean
  /** It was sent or discarded: the form is empty again. */
  readonly end: () => void
}

type DraftParts<Fields> = {
  readonly form: DraftForm
  /** What the form holds now. */
  readonly fields: Fields
  readonly restore: (fields: Fields) => void
  /** Reads what an earlier release of the console may have typed. */
  readonly schema: z.ZodType<Fields>
  /** When the answer on record to the same question was given. */
  readonly answeredAt?: string | undefined
}

/** What is kept: the fields, and the answer that was on record when the person began to type. */
const keptSchema = z.object({ fields: z.unknown(), answeredAt: z.string().optional() })

/** How long nobody types before a draft is kept. */
const pauseMilliseconds = 1_000

/**
 * Restores what the person has typed into a form before, and keeps what it types now. The hub keeps it and not the
 * browser, which others may use. If the drafts could not be read, what is typed is not kept until the form is opened
 * again: it would replace a draft that nobody sees, also when they can be read later.
 */
export function useDraft<Fields>(parts: DraftParts<Fields>): Draft {
  const { form, fields, restore, schema, answeredAt } = parts
  const { data: stored, isPending } = useStoredDrafts()
  const [blank] = useState(fields)
  const [restoredAt, setRestoredAt] = useState<string>()
  const [drafts, setDrafts] = useState<"awaited" | "read" | "unread">("awaited")
  const isTouched = JSON.stringify(fields) !== JSON.stringify(blank)
  const begunAfter = useRef(answeredAt)
  if (!isTouched) begunAfter.current = answeredAt
  const content = isTouched ? JSON.stringify({ fields, answeredAt: begunAfter.current }) : nothingTyped
  const { keep, isNotKept } = useKeeping({ form, content, isReady: drafts === "read" })

  useEffect(() => {
    if (drafts !== "awaited" || isPending) return
    const found = stored?.find((draft) => isOf(form, draft))
    const typed = found === undefined ? undefined : typedIn(found, schema)
    if (found !== undefined && typed !== undefined) {
      restore(typed.fields)
      setRestoredAt(found.at)
      begunAfter.current = typed.answeredAt
      keep.known(JSON.stringify(typed))
    }
    setDrafts(stored === undefined ? "unread" : "read")
  })

  const end = () => {
    restore(blank)
    setRestoredAt(undefined)
    keep.nothing()
  }
  const isOvertaken = isTouched && begunAfter.current !== answeredAt
  return {
    isReady: drafts !== "awaited",
    isTouched,
    restoredAt: isTouched ? restoredAt : undefined,
    isOvertaken,
    isNotKept: isNotKept || drafts === "unread",
    end,
  }
}

/** Stands for an empty form, of which nothing is kept. */
const nothingTyped = ""

const isOf = (one: DraftForm, other: DraftForm): boolean =>
  one.form === other.form && one.law === other.law && one.test === other.test

/** Undefined for what this release cannot read. */
function typedIn<Fields>({ content }: StoredDraft, schema: z.ZodType<Fields>) {
  const { fields, answeredAt } = keptSchema.catch({ fields: undefined }).parse(parsedJson(content))
  const read = schema.safeParse(fields)
  return read.success ? { fields: read.data, answeredAt } : undefined
}

/** The drafts of the case, read once for all forms of a page, and anew whenever the person comes back to one. */
function useStoredDrafts() {
  const { caseAlias } = useCase().view
  return useQuery({
    queryKey: ["drafts", caseAlias],
    queryFn: () => inTurn(() => answerOf(api.GET("/v1/cases/{caseAlias}/drafts", { params: { path: { caseAlias } } }))),
    select: ({ body }) => body.drafts,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: 1,
  })
}

/** Stands for what the hub keeps after a call of which nobody knows whether it arrived. */
const unknownToUs = "?"

/** Keeps what is typed after a pause, and at once when the person leaves the form or the page. */
function useKeeping({ form, content, isReady }: { form: DraftForm; content: string; isReady: boolean }) {
  const { userId } = useSession()
  const { caseAlias } = useCase().view
  const [isNotKept, setNotKept] = useState(false)
  /** What the hub keeps, as far as is known. */
  const kept = useRef<string>(nothingTyped)
  const latest = useRef({ content, isReady })
  latest.current = { content, isReady }
  const store = (typed: string) => {
    kept.current = typed
    const body = { ...form, userId, content: typed === nothingTyped ? null : typed }
    const params = { path: { caseAlias } }
    const call = () => answerOf(api.POST("/v1/cases/{caseAlias}/drafts", { params, body, keepalive: true }))
    inTurn(call).then(
      () => setNotKept(false),
      () => {
        kept.current = unknownToUs
        setNotKept(true)
      },
    )
  }
  useStoringLater(content, isReady, () => {
    const typed = latest.current
    if (typed.isReady && typed.content !== kept.current) store(typed.content)
  })
  const known = (typed: string) => {
    kept.current = typed
  }
  const nothing = () => {
    latest.current = { ...latest.current, content: nothingTyped }
    if (kept.current !== nothingTyped) store(nothingTyped)
  }
  return { keep: { known, nothing }, isNotKept }
}

/** Calls `storeNew` after a pause in the typing, and when the person leaves the form or the page. */
function useStoringLater(content: string, isReady: boolean, storeNew: () => void) {
  const leave = useRef(storeNew)
  leave.current = storeNew
  useEffect(() => {
    if (!isReady) return
    // A form that was emptied has no draft from then on.
    const timer = setTimeout(() => leave.current(), content === nothingTyped ? 0 : pauseMilliseconds)
    return () => clearTimeout(timer)
  }, [content, isReady])
  useEffect(() => {
    const onLeave = () => leave.current()
    addEventListener("pagehide", onLeave)
    return () => {
      removeEventListener("pagehide", onLeave)
      onLeave()
    }
  }, [])
}

let last: Promise<unknown> = Promise.resolve()

/** Calls one after the other, so that what was typed last is stored last, and is read only then. */
function inTurn<Result>(call: () => Promise<Result>): Promise<Result> {
  const next = last.then(call, call)
  last = next
  return next
}
