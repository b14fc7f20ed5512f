import * as z from "zod"
import { type TimelineHead, timelineHeadSchema } from "../../base/chain/timeline-chain.ts"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { type Signature, signature } from "../../base/contracts/signature.ts"

/** A head that a party received in an event, with the hub's signature of it if the event had one. */
export type ReceivedHead = TimelineHead & { readonly signature?: Signature | undefined }

const timelineHead = z.object({ ...timelineHeadSchema.shape, signature: signature.optional() })
const caseData = z.looseObject({ caseAlias: boundedString(256), timelineHead })
const caseEvent = z.looseObject({ detail: z.looseObject({ data: caseData }) }).transform(({ detail }) => detail.data)

/**
 * The head in a kept line, which holds a whole event, its data, or only the head.
 *
 * @returns null when the line belongs to another case or is no case event
 * @throws Error when the line is not JSON
 */
export const receivedHead = (line: string, caseAlias: string): ReceivedHead | null => {
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
  return event.data.timelineHead
}
