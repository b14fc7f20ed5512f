import type { Cause } from "./problem-cause.ts"

/** Causes of the codes about answers to legal tests. */
export const assessmentCauses = {
  noSuchText: {
    causes: "The hub has another text of the law by now, your side of the case keeps this one, or it has no such law.",
    mend: "Read the case: `otherTexts` has the texts to accept, with what each would change.",
  },
  againstFactorsUnexplained: {
    causes: "Every factor is weighed as high, `met` is `no`, and `explanation` is empty.",
    mend: "Check the levels and the answer. If both are right, say in `explanation` why the test is not met.",
  },
  againstFactorsUnconfirmed: {
    causes: "Every factor is weighed as high, `met` is `no`, and nobody confirms it by name.",
    mend: "Send `confirmedBy` beside the `assessment` to `POST /v1/cases/{caseAlias}/facts`.",
  },
  authorMissing: {
    causes: "`assessedBy` is empty or holds only spaces.",
    mend: "Send the function of the person who assessed, such as privacy officer.",
  },
} as const satisfies Record<string, Cause>
