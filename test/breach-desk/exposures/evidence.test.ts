import { describe, expect, it } from "@jest/globals"
import { type EvidenceQuery, fitsEvidence } from "../../../shared/breach-desk/exposures/evidence.ts"
import type { Disclosure } from "../../../shared/lookups/ledger/disclosure.ts"
import { parcelRecordId, referenceRecordId, shipmentRecordId } from "../../../shared/tracking/record-ids.ts"

const at = "2026-11-01T14:03:00.000Z"
const disclosure: Disclosure = {
  subject: "subject#fingerprint-of-visitor",
  network: "network#fingerprint-of-network",
  sortKey: `${at}#acc-1#record`,
  accessId: "acc-1",
  at,
  recordId: shipmentRecordId("leafline", "shp-1"),
  retailerId: "leafline",
  carrierId: "northpost",
  tool: "observed:northpost",
  proof: "none",
  provenForExposure: false,
  fields: ["existence"],
  expiresAt: 1_900_000_000,
}

const ofRetailer: EvidenceQuery = { tool: "observed:northpost", retailerId: "leafline" }

describe("the evidence of a retailer's report", () => {
  it.each([
    ["a lookup of its shipment", disclosure, true],
    ["a lookup of another retailer's shipment", { ...disclosure, retailerId: "oakshop" }, false],
    // The retailer's orders are named by their retailer, also while no shipment has claimed the parcel.
    ["a lookup of its order before a shipment", { ...disclosure, recordId: referenceRecordId("northpost", "a") }, true],
    [
      "a lookup of another retailer's order before a shipment",
      { ...disclosure, recordId: referenceRecordId("northpost", "a"), retailerId: "oakshop" },
      false,
    ],
    // The ledger names the carrier as the retailer of a parcel that nobody has claimed.
    [
      "a lookup of a parcel before any claim",
      { ...disclosure, recordId: parcelRecordId("northpost", "hash"), retailerId: "northpost" },
      true,
    ],
  ])("contains %s: %s", (_, one, expected) => {
    expect(fitsEvidence(one, ofRetailer)).toBe(expected)
  })
})
