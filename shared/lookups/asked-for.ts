import { createHash } from "node:crypto"
import type { PartyDirectory } from "../parties/party-directory.ts"
import type { TrackingRecord } from "../tracking/joined-record.ts"
import type { RecordFinder } from "../tracking/record-finder.ts"
import type { RecordReference } from "../tracking/tracking-records.ts"
import type { LookupRequest } from "./lookup-request.ts"
import { type AskedFor, type LookedUp, nobody } from "./references/looked-up.ts"

/** What the request names, with parties that do not exist replaced by one that is none, so that the same calls follow. */
export function askedFor(parties: PartyDirectory, { reference, linkToken }: LookupRequest): AskedFor {
  switch (reference.by) {
    case "orderReference": {
      const { retailer: name, orderReference } = reference
      const retailer = parties.retailerByAlias(name) ?? parties.retailerById(name)
      return { by: "orderReference", retailer: retailer ?? { id: nobody }, orderReference }
    }
    case "trackingNumber": {
      const { carrier: name, trackingNumber } = reference
      const carrier =
        parties.carrierById(name) ??
        parties.all.find((party) => party.kind === "carrier" && party.alias.toLowerCase() === name.toLowerCase())
      return { by: "trackingNumber", carrierId: carrier?.id ?? nobody, trackingNumber }
    }
    case "linkToken":
      return { by: "linkToken", linkTokenDigest: digestOf(linkToken ?? "") }
  }
}

/** Digest under which a retailer told the hub of a link token: base64url SHA-256. */
export function digestOf(linkToken: string): string {
  return createHash("sha256").update(linkToken).digest("base64url")
}

/** Reads the records; where there is no second read because nothing was found, one of nothing takes its place. */
export async function findRecords(records: RecordFinder, asked: AskedFor): Promise<TrackingRecord[]> {
  const [found = []] = await records.find([asked satisfies RecordReference])
  const readTwice = found.some((record) => record.parcelId !== undefined && record.retailerId !== undefined)
  if (!readTwice) await records.find([{ by: "recordId", recordId: "NONE" }])
  return found
}

/** Whether a reference like this one, if it exists, has a place in its retailer's sequence, and so a call that an unknown one lacks. */
export function hasPlace(parties: PartyDirectory, asked: AskedFor, lookedUp: LookedUp): boolean {
  if (asked.by !== "orderReference") return true
  return lookedUp.ordinal !== undefined || parties.retailerById(asked.retailer.id) === undefined
}
