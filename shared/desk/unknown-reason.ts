import * as z from "zod"

/**
 * Why nobody can say what else was shown of a party's shipments.
 *
 * - `carrierOutside`: the carrier takes no part in the exchange, and reports no lookups.
 * - `notCounted`: the carrier did not count its lookups all that time, so nobody can tell whether all were reported.
 * - `requestsUnjudged`: in some of that time a guard before the tool let requests pass without judging them, or nobody
 *   knows whether it did.
 * - `hoursUnwatched`: in some hours not all lookups reached the hub, and nothing has filled them.
 * - `countGoesOn`: the hub has not read all lookups on record yet.
 * - `beyondLedger`: the time begins before the record of lookups does.
 * - `fieldsNotReported`: nobody says what may have been seen of shipments that are possibly exposed.
 * - `nothingFound`: no lookup on record accounts for the breach.
 * - `breachAtHub`: the hub itself was breached. It counts lookups in tools, and not what is read of its stores.
 * - `breachAtSupplier`: the breach was at a supplier of the carrier. What is read there does not reach the hub.
 */
export const unknownReason = z.enum([
  "carrierOutside",
  "notCounted",
  "requestsUnjudged",
  "hoursUnwatched",
  "countGoesOn",
  "beyondLedger",
  "fieldsNotReported",
  "nothingFound",
  "breachAtHub",
  "breachAtSupplier",
])
export type UnknownReason = z.infer<typeof unknownReason>
