import * as z from "zod"
import { type TimelineHead, timelineHeadSchema } from "../../../shared/breach-desk/timeline.ts"
import { timelineHead } from "../../../shared/contracts/fields.ts"

const caseData = z.looseObject({ caseAlias: z.string(), timelineHead })
const caseEvent = z.looseObject({ detail: z.looseObject({ data: caseData }) }).transform(({ detail }) => detail.data)

/**
 * The head that a kept line brought: an event as it arrived, its data, or the head alone.
 *
 * @returns null where the line is of another case or no case event at all
 * @throws Error if the line is not JSON
 */
export const receivedHead = (line: string, caseAlias: string): TimelineHead | null => {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new Error("is not JSON")
  }
  const alone = timelineHeadSchema.safeParse(value)
  if (alone.success) return alone.data
  const told = z.union([caseEvent, caseData]).safeParse(value)
  if (!told.success || told.data.caseAlias !== caseAlias) return null
  const { seq, hash } = told.data.timelineHead
  return { seq, hash }
}
