import * as z from "zod"
import { type TimelineHead, timelineHeadSchema } from "../../../shared/breach-desk/timeline.ts"
import { timelineHead } from "../../../shared/contracts/fields.ts"

const caseData = z.looseObject({ caseAlias: z.string(), timelineHead })
const caseEvent = z.looseObject({ detail: z.looseObject({ data: caseData }) }).transform(({ detail }) => detail.data)

/**
 * The head in a kept line, which holds a whole event, its data, or only the head.
 *
 * @returns null when the line belongs to another case or is no case event
 * @throws Error when the line is not JSON
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
  const event = z.union([caseEvent, caseData]).safeParse(value)
  if (!event.success || event.data.caseAlias !== caseAlias) return null
  const { seq, hash } = event.data.timelineHead
  return { seq, hash }
}
