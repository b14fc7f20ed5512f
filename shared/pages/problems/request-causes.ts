import type { requestRefusals } from "../../desk/api/desk-problems.ts"
import type { Cause } from "./problem-cause.ts"

/** Causes of what requests alone are answered with. */
export const requestCauses: Readonly<Record<keyof typeof requestRefusals, Cause>> = {
  caseBusy: {
    causes: "Other parties change the same case at the same moment, or two cases are being merged.",
    mend: "Wait for the seconds in `retry-after`, and send the same request with the same `idempotency-key` again.",
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
