import type { requestRefusals } from "../../desk/api/desk-problems.ts"
import type { Cause } from "./problem-cause.ts"

/** Causes of what requests alone are answered with. */
export const requestCauses: Readonly<Record<keyof typeof requestRefusals, Cause>> = {
  caseBusy: {
    causes: "Other parties change the same case at the same moment, or two cases are being merged.",
    mend: "Wait for the seconds in `retry-after`, and send the same request with the same `idempotency-key` again.",
  },
  draftChanged: {
    causes:
      "The same person has typed into the same form in another browser or tab, or sent or discarded the draft there.",
    mend: "Read `GET /v1/cases/{caseAlias}/drafts`, and send the text to keep with the `at` of the draft as `after`.",
  },
  tooManyDrafts: {
    causes: "The person has typed into many forms of one case, and sent none.",
    mend: "Send or discard what is kept. Each draft ends 14 days after its last change.",
  },
  unknownAttempt: {
    causes:
      "The name is mistyped or another party's, the ledger is still being read for it, or it has become a case since.",
    mend: "Read `GET /v1/refused-attempts` again, and your cases.",
  },
  unknownShipment: {
    causes:
      "The id, order number or tracking number is mistyped or another party's, the shipment never reached the hub, or it " +
      "was erased or forgotten. A carrier names a parcel by its tracking number alone.",
    mend: "Compare it with your own system. Do not tell a customer that nobody looked: the hub does not know.",
  },
}
