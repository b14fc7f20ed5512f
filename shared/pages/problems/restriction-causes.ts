import type { Cause } from "./problem-cause.ts"

/** Causes of the codes about restrictions of accessors. */
export const restrictionCauses = {
  unknownRestriction: {
    causes: "The id is misspelt, or the restriction concerns other parties.",
    mend: "Take the id from `GET /v1/restrictions`.",
  },
  sharedRestriction: {
    causes: "The restriction concerns shipments of other parties too.",
    mend: "Ask the carrier. `mayDecide` in the list says which you can decide about.",
  },
  notStanding: { causes: "The restriction ended or was released.", mend: "Read `GET /v1/restrictions` again." },
  untilPast: { causes: "`until` is not after now.", mend: "Send a later instant, with its offset." },
  untilTooFar: {
    causes: "`until` is more than 30 days ahead.",
    mend: "Send an earlier instant, and renew again later.",
  },
} as const satisfies Readonly<Record<string, Cause>>
