import { createContext, useContext, useState } from "react"
import type * as z from "zod"
import type { StoredDraft } from "./stored-drafts.ts"

/** What a person has typed into the fields of a form and not sent, which the hub keeps for that person alone. */
type Draft = {
  /** What is typed, by field. A field that nobody changed is not in it. */
  readonly fields: Readonly<Record<string, unknown>>
  readonly type: (field: string, to: unknown, initial: unknown) => void
  readonly isTouched: boolean
  /** The head of the timeline when the person began to type. */
  readonly since: number | undefined
  /** When it was typed, if it was restored. */
  readonly restoredAt: string | undefined
  /** Until when the hub keeps what is typed. */
  readonly keptUntil: string | undefined
  /** The hub does not keep what is typed at the moment. */
  readonly isNotKept: boolean
  /** What the same person has typed into the same form in another browser meanwhile. */
  readonly elsewhere: StoredDraft | undefined
  readonly choose: (which: "here" | "elsewhere") => void
  /** It was sent or discarded: the form is as it was before. */
  readonly end: () => void
}

export const DraftContext = createContext<Draft | undefined>(undefined)

/** The draft of the form, if it has one. */
export const useDraft = (): Draft | undefined => useContext(DraftContext)

/**
 * The value of a field, as `useState` has it. In a form with a draft it is kept on the hub, and restored.
 *
 * @param field its name in the form
 * @param schema reads what an earlier release of the console may have kept
 */
export function useTyped<Value>(
  field: string,
  schema: z.ZodType<Value>,
  initial: Value,
): [value: Value, set: (to: Value) => void] {
  const draft = useDraft()
  const [own, setOwn] = useState(initial)
  if (draft === undefined) return [own, setOwn]
  const typed = field in draft.fields ? schema.safeParse(draft.fields[field]) : undefined
  return [typed?.success === true ? typed.data : initial, (to) => draft.type(field, to, initial)]
}
