import * as z from "zod"
import { breachAtHub, hubBreachId } from "../../base/contracts/breach-at-hub.ts"
import { key } from "./participant-rows.ts"

/** What the operator said of a breach at the hub itself, for all parties. It never changes: a correction is another. */
export const hubBreachRowSchema = breachAtHub.extend({ ...key, type: z.literal("hubBreach"), hubBreachId })
export type HubBreachRow = z.infer<typeof hubBreachRowSchema>

export const hubBreachKey = ({ hubBreachId: id, revision }: Pick<HubBreachRow, "hubBreachId" | "revision">) => ({
  pk: `HUBBREACH#${id}`,
  sk: `STATED#${revision}`,
})
