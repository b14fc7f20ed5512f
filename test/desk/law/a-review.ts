import type { ReviewOfRule } from "../../../shared/desk/law/law.ts"

/** A lawyer's agreement with a rule as it is. */
export const aReview = (other: Partial<ReviewOfRule> = {}): ReviewOfRule => ({
  reviewer: "A. Counsel, Toronto",
  on: "2026-12-02",
  verdict: "agrees",
  hash: "of this text",
  ofThisText: true,
  ...other,
})
