import type { Proof } from "./disclosure.ts"
import type { Retailer } from "./party.ts"

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

/** Wrong proofs that one order may meet with in an hour, from whomever; the limit never stops a link token. */
export const guessesPerShipmentAndHour = 5
/** Wrong proofs that one accessor has in a day: 24 postal codes can cover half a depot's people. */
export const guessesPerAccessorAndDay = 10

/**
 * Wrong proofs in a day, from a network of guessers, of everybody together who is served there because of one and the same parcel: however
 * many cookies somebody's own parcel opened, it is one parcel.
 */
export const guessesPerEarningParcelAndDay = 2

/** Lookups without proof in a day, from a restricted network, for the sake of one and the same parcel. They show the phase at most. */
export const unprovenPerEarningParcelAndDay = 5

/**
 * Wrong proofs in a day from a network of guessers. It is a sum as the guess chart keeps it: a wrong postal code takes `cost` of it, the
 * first right one for an order gives `1` back, so that it only grows where more than one in nine is wrong. Ordinary visitors get one in 17
 * wrong (6 %, docs/detection.md): they reach the limit by chance in about one of 750 unlucky stretches, however many share the address.
 */
export const guessesPerNetworkOfGuessers = { cost: 8, limit: 48 } as const
