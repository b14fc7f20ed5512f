import * as z from "zod"
import { defineEventCheckedByEntry } from "./define-event.ts"
import { trackingNumber } from "./fields.ts"
import { shipper } from "./shipper.ts"

export const manifestParcel = z
  .object({ trackingNumber, shipper })
  .meta({ description: "One parcel and the retailer that handed it over" })
export type ManifestParcel = z.infer<typeof manifestParcel>

/** Most parcels in one event. */
const parcelLimit = 200

const parcelList = {
  title: "Parcels",
  description: "Up to 200 parcels. The hub rejects a bad one by its index and accepts the others",
}

/** A carrier states which retailer shipped which parcels. Its latest word about a parcel counts. */
export const manifestDeclared = defineEventCheckedByEntry({
  detailType: "ManifestDeclared",
  version: 1,
  from: "carrier",
  to: "hub",
  summary: "A carrier stated which retailers handed over which parcels",
  data: z.object({ parcels: z.array(z.unknown()).min(1).max(parcelLimit).meta(parcelList) }),
  producerData: z.object({ parcels: z.array(manifestParcel).min(1).max(parcelLimit).meta(parcelList) }),
  examples: [
    {
      parcels: [
        { trackingNumber: "NP4021887304CA", shipper: { kind: "account", account: "8841-20931" } },
        { trackingNumber: "NP4021887305CA", shipper: { kind: "retailerAlias", retailerAlias: "Maple Books" } },
      ],
    },
  ],
})
