import * as z from "zod"
import { boundedString } from "./bounded-string.ts"
import { partyAlias } from "./fields.ts"

/** The account number that a carrier gave to a customer. Only that carrier and that customer know it. */
export const shipperAccount = boundedString(256)
  .regex(/^[A-Za-z0-9._~-]{1,64}$/)
  .meta({
    description: "The account number that this carrier gave to the retailer. An unknown account is ignored",
    examples: ["8841-20931"],
  })

/** The retailer that handed over a parcel, as its carrier knows it. */
export const shipper = z
  .discriminatedUnion("kind", [
    z
      .object({ kind: z.literal("retailerAlias"), retailerAlias: partyAlias })
      .meta({ title: "By alias", description: "The public name of a retailer that is not discreet" }),
    z
      .object({ kind: z.literal("account"), account: shipperAccount })
      .meta({ title: "By account", description: "For any retailer, also a discreet one" }),
  ])
  .meta({ description: "The retailer that handed over the parcel. It decides whose claim is right" })
export type Shipper = z.infer<typeof shipper>
