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
  assessmentSaysOwed: {
    answer: "conflict",
    problem: { path: "data.assessment", rule: "conflict" },
    sentence: "The test is met, and no reason given excuses this duty. The case lists those that do as `excuses`.",
  },
  assessmentOfOtherTest: {
    answer: "invalid",
    problem: { path: "data.assessment.test", rule: "notAllowed" },
    sentence: "The assessment answers the test of another law or duty. Name the law and the test of this duty.",
  },
  factorMissing: {
    answer: "invalid",
    problem: { path: "data.assessment.factors", rule: "required" },
    sentence:
      "A factor that the law names is missing, or an answer of no weighs none. The case lists them under `questions`.",
  },
  againstFactorsUnexplained: {
    answer: "invalid",
    problem: { path: "data.assessment.explanation", rule: "required" },
    field: "body.assessment.explanation",
    sentence: "Every factor is high and the answer is no. Say in explanation why the test is not met all the same.",
  },
  againstFactorsUnconfirmed: {
    answer: "invalid",
    problem: { path: "data.confirmedBy", rule: "required" },
    field: "body.confirmedBy",
    sentence:
      "Every factor is high and the answer is no. Give in confirmedBy of POST /facts the name of the person who stands " +
      "for it.",
  },
  assessedInFuture: {
    answer: "invalid",
    problem: { path: "data.assessment.assessedAt", rule: "tooBig" },
    sentence: "The time in assessedAt is in the future. State when it was assessed.",
  },
  assessedBeforeGrowth: {
    answer: "conflict",
    problem: { path: "data.assessment.assessedAt", rule: "tooSmall" },
    sentence: "The case has grown since this assessment. Assess what is known now, and state when you did.",
  },
  authorMissing: {
    answer: "invalid",
    problem: { path: "data.assessment.assessedBy", rule: "required" },
    sentence: "Say in assessedBy who assessed: a function, such as privacy officer.",
  },
  prohibitionWithoutEnd: {
    answer: "invalid",
    problem: { path: "data.assessment.until", rule: "required" },
    sentence: "Say until when law enforcement prohibits the notice. The duty opens again then.",
  },
  prohibitionEnded: {
    answer: "invalid",
    problem: { path: "data.assessment.until", rule: "notAllowed" },
    sentence: "The time until which law enforcement prohibits the notice has passed.",
  },
  recordAlwaysOwed: {
    answer: "conflict",
    problem: { path: "data.duty", rule: "conflict" },
    sentence: "The law asks for a record of every breach. It cannot be declined or assessed away.",
  },
} as const satisfies Record<string, RefusalRule>

/** Why an action on a duty is refused: a code, never a value. */
export type DutyRefusal = keyof typeof dutyRefusals
