import * as z from "zod"
import { boundedString } from "../../base/contracts/bounded-string.ts"
import { partyId } from "../../base/contracts/words.ts"

const partyName = boundedString(256)
  .trim()
  .max(64)
  .min(2)
  .meta({ title: "Party", description: "Public name or id of the party", examples: ["Maple Books"] })

const fields = z.strictObject({
  retailer: partyName.optional().meta({ description: "Public name or id of the retailer; with orderReference" }),
  carrier: z
    .union([partyId, partyName])
    .optional()
    .meta({ description: "Public name or id of the carrier; with trackingNumber", examples: ["northpost"] }),
  orderReference: boundedString(256)
    .trim()
    .max(64)
    .min(1)
    .optional()
    .meta({ description: "As printed in the order confirmation", examples: ["MB1234566"] }),
  trackingNumber: boundedString(256)
    .trim()
    .max(64)
    .min(1)
    .optional()
    .meta({ description: "As printed on the label", examples: ["7023210045678901"] }),
  linkToken: boundedString(256)
    .min(16)
    .optional()
    .meta({
      description: "Taken from the fragment of a mailed link; opens exactly one shipment",
      examples: ["3q2-7wAAAABhcmUgbWluZQ"],
    }),
  postalCode: boundedString(256)
    .trim()
    .max(16)
    .min(2)
    .optional()
    .meta({ description: "Where the parcel goes; shows who asks is its recipient", examples: ["K1A 0B1"] }),
  houseNumber: boundedString(256)
    .trim()
    .max(32)
    .min(1)
    .optional()
    .meta({
      description:
        "House number where the parcel goes; with postalCode. It helps where a postal code alone is not accepted",
      examples: ["12A"],
    }),
})

/** What a lookup asks for and the proof it brings. */
export type LookupRequest = {
  readonly reference:
    | { readonly by: "orderReference"; readonly retailer: string; readonly orderReference: string }
    | { readonly by: "trackingNumber"; readonly carrier: string; readonly trackingNumber: string }
    | { readonly by: "linkToken" }
  readonly linkToken: string | undefined
  readonly postalCode: string | undefined
  /** Only with a postal code. */
  readonly houseNumber: string | undefined
}

/**
 * Body of `POST /v1/lookups`: an order reference of a retailer, a tracking number of a carrier, or a link token alone.
 */
export const lookupRequest = fields.transform((body, context): LookupRequest => {
  const { retailer, carrier, orderReference, trackingNumber, linkToken, postalCode, houseNumber } = body
  const broken = (path: keyof typeof body, code: "required" | "notAllowed") => {
    context.addIssue({ code: "custom", path: [path], message: code })
    return z.NEVER
  }
  if (houseNumber !== undefined && postalCode === undefined) return broken("postalCode", "required")
  const proof = { linkToken, postalCode, houseNumber }
  if (orderReference !== undefined) {
    if (trackingNumber !== undefined) return broken("trackingNumber", "notAllowed")
    if (retailer === undefined) return broken("retailer", "required")
    return { reference: { by: "orderReference", retailer, orderReference }, ...proof }
  }
  if (trackingNumber !== undefined) {
    if (carrier === undefined) return broken("carrier", "required")
    return { reference: { by: "trackingNumber", carrier, trackingNumber }, ...proof }
  }
  if (linkToken === undefined) return broken("linkToken", "required")
  return { reference: { by: "linkToken" }, ...proof }
})
