import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { dueIs, dutyKindSchema, dutyStateSchema, lawOrContract } from "../../base/contracts/words.ts"
import type { BreachCaseItem } from "./case-rows.ts"
import { key } from "./participant-rows.ts"

/** As much of the row of a duty as the list of cases reads. The whole row has the schemas of laws and assessments. */
export const listedDutyRowSchema = z.object({
  ...key,
  type: z.literal("duty"),
  duty: z.object({
    law: lawOrContract,
    kind: dutyKindSchema,
    towards: ownString().optional(),
    stage: ownString().optional(),
    state: dutyStateSchema,
    clock: z.object({ dueAt: z.iso.datetime({ offset: true }).nullable(), dueIs }),
  }),
})

export type ListedDuty = z.infer<typeof listedDutyRowSchema>["duty"]

/** A row of a case, of which a list reads duties alone, and of these a part. */
type RowInList =
  | { readonly type: "duty"; readonly duty: ListedDuty }
  | { readonly type: Exclude<BreachCaseItem["type"], "duty"> }

/** Where a list of cases reads the duties of a party in one case. */
export type DutiesInList = { list(caseId: string, prefix: string): AsyncIterable<RowInList> }
