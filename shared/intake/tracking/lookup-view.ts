import type { Proof } from "../../base/contracts/words.ts"
import type { Retailer } from "../../parties/party.ts"

/** The kind of reference that a visitor typed. */
export type AskedBy = "orderReference" | "trackingNumber" | "linkToken"

/**
 * How much a lookup shows: nothing, the phase (on its way or delivered), what the recipient may see, or what the
 * calling party sent.
 */
export type LookupView = "nothing" | "phase" | "details" | "own"

/**
 * How much a lookup shows, by kind of reference and proof. Without proof, an order reference shows nothing, whether it
 * exists or not. A tracking number shows the phase, and nothing for a discreet retailer.
 *
 * @param retailer the retailer of the shipment, undefined while none claims the parcel and the carrier named none
 */
export function lookupView(asked: {
  by: AskedBy
  proof: Proof
  retailer: Pick<Retailer, "discreet" | "disclosure"> | undefined
}): LookupView {
  switch (asked.proof) {
    case "party":
      return "own"
    case "postalCode":
    case "houseNumber":
    case "linkToken":
    case "account":
      return "details"
    case "none":
      return asked.by === "trackingNumber" && showsPhase(asked.retailer) ? "phase" : "nothing"
  }
}

function showsPhase(retailer: Pick<Retailer, "discreet" | "disclosure"> | undefined): boolean {
  return retailer === undefined || (!retailer.discreet && retailer.disclosure.phaseByTrackingNumber)
}
