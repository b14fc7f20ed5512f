import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"

/** As much of a retailer's profile as recording its shipments needs. */
export const sequenceHeadRow = z.object({
  retailerId: ownString().min(1),
  sequenceHead: z
    .object({ ordinal: z.int().min(0), at: z.iso.datetime() })
    .optional()
    .meta({ description: "Highest blinded ordinal seen, and when" }),
})

type SequenceHead = NonNullable<z.infer<typeof sequenceHeadRow>["sequenceHead"]>

/** The latest order numbers of retailers. */
export type SequenceHeads = {
  /** Raises the sequence head; a lower ordinal changes nothing. */
  advanceHead(retailerId: string, head: SequenceHead): Promise<void>
}
