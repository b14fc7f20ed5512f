import type { Proof } from "../contracts/words.ts"
import type { Retailer } from "../parties/party.ts"

/** By what a shipment was asked for. */
export type AskedBy = "orderReference" | "trackingNumber" | "linkToken"

/**
 * How much a lookup shows: nothing, whether the parcel is on its way or delivered, what its recipient may know, or what a party itself told.
 */
export type LookupView = "nothing" | "phase" | "details" | "own"

/**
 * How much is shown of a shipment, by what was asked for and what was proven. Without proof an order reference shows nothing, whether it
 * exists or not, and a tracking number the phase alone; of a discreet retailer not even that.
 *
 * @param retailer whose shipment it is; undefined while no retailer claims the parcel
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
