import { conflict, forbidden, invalid, invalidField, type RefusalRule } from "../refusal-rule.ts"

/** Every reason for which an action on a duty is refused. The codes are public. */
export const dutyRefusals = {
  notPartyToCase: forbidden("data.duty", "notYours")("You are not a party of this case."),
  notAllowedToActor: forbidden(
    "data.duty",
    "notYours",
  )("Only the party that owes the duty, or only another party, can do this."),
  notInThisState: conflict("data.duty", "conflict")("The state of the duty does not allow this."),
  notYetOverdue: conflict(
    "data.duty",
    "conflict",
  )("The owner accepted the duty. You can take it over once it is overdue."),
  receiptOfWrongKind: invalid(
    "data.receipt.kind",
    "notAllowed",
  )("This kind of receipt does not discharge this kind of duty."),
  notEverybodyTold: conflict(
    "data.duty",
    "conflict",
  )("Some affected people are not recorded as notified. Send receipts for all of them first."),
  assessmentSaysOwed: conflict(
    "data.assessment",
    "conflict",
  )("The test is met, and no reason given excuses this duty. The case lists those that do as `excuses`."),
  assessmentOfOtherTest: invalid(
    "data.assessment.test",
    "notAllowed",
  )("The assessment answers the test of another law or duty. Name the law and the test of this duty."),
  factorMissing: invalid(
    "data.assessment.factors",
    "required",
  )("A factor that the law names is missing, or an answer of no weighs none. The case lists them under `questions`."),
  againstFactorsUnexplained: invalidField(
    "assessment.explanation",
    "required",
  )("Every factor is high and the answer is no. Say in explanation why the test is not met all the same."),
  againstFactorsUnconfirmed: invalidField(
    "confirmedBy",
    "required",
  )(
    "Every factor is high and the answer is no. Give in confirmedBy of POST /facts the name of the person who stands " +
      "for it.",
  ),
  assessedInFuture: invalid(
    "data.assessment.assessedAt",
    "tooBig",
  )("The time in assessedAt is in the future. State when it was assessed."),
  assessedBeforeGrowth: conflict(
    "data.assessment.assessedAt",
    "tooSmall",
  )("The case has grown since this assessment. Assess what is known now, and state when you did."),
  authorMissing: invalid(
    "data.assessment.assessedBy",
    "required",
  )("Say in assessedBy who assessed: a function, such as privacy officer."),
  prohibitionWithoutEnd: invalid(
    "data.assessment.until",
    "required",
  )("Say until when law enforcement prohibits the notice. The duty opens again then."),
  prohibitionEnded: invalid(
    "data.assessment.until",
    "notAllowed",
  )("The time until which law enforcement prohibits the notice has passed."),
  recordAlwaysOwed: conflict(
    "data.duty",
    "conflict",
  )("The law asks for a record of every breach. It cannot be declined or assessed away."),
} satisfies Record<string, RefusalRule>

/** Why an action on a duty is refused: a code, never a value. */
export type DutyRefusal = keyof typeof dutyRefusals
