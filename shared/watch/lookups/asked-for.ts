import { digestOfLinkToken } from "../../base/contracts/link-token.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import type { RecordFinder } from "../../intake/tracking/record-finder.ts"
import type { RecordReference } from "../../intake/tracking/tracking-records.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { LookupRequest } from "./lookup-request.ts"
import { type AskedFor, type LookedUp, nobody } from "./references/looked-up.ts"

/** What the request asks for. Parties that do not exist are replaced by `nobody`, so that the same calls follow. */
export async function askedFor(parties: PartyDirectory, { reference, linkToken }: LookupRequest): Promise<AskedFor> {
  switch (reference.by) {
    case "orderReference": {
      const { retailer: name, orderReference } = reference
      const retailer = (await parties.retailerByAlias(name)) ?? (await parties.retailerById(name))
      return { by: "orderReference", retailer: retailer ?? { id: nobody }, orderReference }
    }
    case "trackingNumber": {
      const { carrier: name, trackingNumber } = reference
      const carrier = (await parties.carrierById(name)) ?? (await parties.carrierByAlias(name))
      const format = carrier?.trackingNumbers?.format
      return { by: "trackingNumber", carrierId: carrier?.id ?? nobody, format, trackingNumber }
    }
    case "linkToken":
      return { by: "linkToken", linkTokenDigest: digestOfLinkToken(linkToken ?? "") }
  }
}

/** Reads the records. If nothing was found, it reads a record that does not exist in place of the second read. */
export async function findRecords(records: RecordFinder, asked: AskedFor): Promise<TrackingRecord[]> {
  const [found = []] = await records.find([asked satisfies RecordReference])
  // What an index finds is always read a second time, a parcel only if shipments have it.
  const readTwice =
    asked.by !== "trackingNumber"
      ? found.length > 0
      : found.some((record) => record.parcelId !== undefined && record.retailerId !== undefined)
  if (!readTwice) await records.find([{ by: "recordId", recordId: "NONE" }])
  return found
}

/**
 * Whether an existing reference of this form has a place in its retailer's sequence, and so costs a call more than an
 * unknown one.
 */
export function hasPlace(asked: AskedFor, lookedUp: LookedUp): boolean {
  if (asked.by !== "orderReference") return true
  return lookedUp.ordinal !== undefined || asked.retailer.id === nobody
}
