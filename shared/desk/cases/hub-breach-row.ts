import * as z from "zod"
import { breachAtHub, hubBreachId } from "../../base/contracts/breach-at-hub.ts"
import { key } from "./participant-rows.ts"

/** What the operator said of a breach at the hub itself: once, for all parties. It never changes. */
export const hubBreachRowSchema = breachAtHub.extend({ ...key, type: z.literal("hubBreach"), hubBreachId })
export type HubBreachRow = z.infer<typeof hubBreachRowSchema>

export const hubBreachKey = (id: string) => ({ pk: `HUBBREACH#${id}`, sk: "STATED" })
