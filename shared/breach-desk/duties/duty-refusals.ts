import type { RefusalRule } from "../refusal-rule.ts"

/** Every reason for which an action on a duty is refused. The codes are public. */
export const dutyRefusals = {
  notPartyToCase: {
    answer: "forbidden",
    problem: { path: "data.duty", rule: "notYours" },
    sentence: "You are not a party of this case.",
  },
  notAllowedToActor: {
    answer: "forbidden",
    problem: { path: "data.duty", rule: "notYours" },
    sentence: "Only the party that owes the duty, or only another party, can do this.",
  },
  notInThisState: {
    answer: "conflict",
    problem: { path: "data.duty", rule: "conflict" },
    sentence: "The state of the duty does not allow this.",
  },
  notYetOverdue: {
    answer: "conflict",
    problem: { path: "data.duty", rule: "conflict" },
    sentence: "The owner accepted the duty. You can take it over once it is overdue.",
  },
  receiptOfWrongKind: {
    answer: "invalid",
    problem: { path: "data.receipt.kind", rule: "notAllowed" },
    sentence: "This kind of receipt does not discharge this kind of duty.",
  },
  notEverybodyTold: {
    answer: "conflict",
    problem: { path: "data.duty", rule: "conflict" },
    sentence: "Some affected people are not notified yet. Send receipts for all of them first.",
  },
  assessmentSaysRealRisk: {
    answer: "conflict",
    problem: { path: "data.duty", rule: "conflict" },
    sentence: "The assessment finds a real risk, so the duty is owed.",
  },
  recordAlwaysOwed: {
    answer: "conflict",
    problem: { path: "data.duty", rule: "conflict" },
    sentence: "The law asks for a record of every breach.",
  },
} as const satisfies Record<string, RefusalRule>

/** Why an action on a duty is refused: a code, never a value. */
export type DutyRefusal = keyof typeof dutyRefusals
