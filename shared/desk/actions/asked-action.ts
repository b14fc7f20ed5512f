import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import type { ApprovalKind } from "../../base/contracts/words.ts"
import { caseOutcome } from "../../base/contracts/words.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutyActionSchema } from "../duties/duty-operations.ts"
import { factsSchema } from "../facts-schema.ts"
import { actOnDuty } from "./act-on-duty.ts"
import type { Action } from "./action.ts"
import { closeCase } from "./close-case.ts"
import { stateFacts } from "./state-facts.ts"

/** An action that a party may have approved by a second person. It rests sealed while it waits. */
export const askedActionSchema = z.discriminatedUnion("action", [
  z.strictObject({ action: z.literal("duty"), dutyId: boundedString(64), step: dutyActionSchema, at: instant }),
  z.strictObject({ action: z.literal("facts"), facts: factsSchema }),
  z.strictObject({ action: z.literal("closing"), outcome: caseOutcome }),
])
export type AskedAction = z.infer<typeof askedActionSchema>

/**
 * Of which kind an action is. A report is the receipt that a regulator was told, an assessment an answer to a legal
 * test.
 *
 * @returns `undefined` for an action that nobody has to approve
 */
export function approvalKindOf(asked: Asked): ApprovalKind | undefined {
  if (asked.action === "closing") return "closing"
  if (asked.action === "facts") return asked.facts.assessment === undefined ? undefined : "assessment"
  const { step } = asked
  if (step.operation === "assessNotOwed") return "assessment"
  return step.operation === "discharge" && step.receipt.kind === "regulatorReceipt" ? "report" : undefined
}

/** As much of an action as says of which kind it is. */
export type Asked =
  | { action: "closing" }
  | { action: "facts"; facts: { assessment?: unknown } }
  | { action: "duty"; step: z.infer<typeof dutyActionSchema> }

/** Carries an action out, or notes that it waits for approval, as `action` says. */
export function perform(desk: CaseDesk, action: Action, asked: AskedAction) {
  switch (asked.action) {
    case "duty": {
      const { dutyId, step, at } = asked
      return actOnDuty(desk, action, { duty: { dutyId }, step, at })
    }
    case "facts":
      return stateFacts(desk, action, asked.facts)
    case "closing":
      return closeCase(desk, action, asked.outcome)
  }
}
