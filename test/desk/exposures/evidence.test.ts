import { describe, expect, it } from "@jest/globals"
import { tables } from "../../../functions/tables.ts"
import type { LedgerQuery } from "../../../shared/desk/cases/evidence-query.ts"
import { dynamoEvidence } from "../../../shared/desk/exposures/dynamo-evidence.ts"
import { fitsEvidence } from "../../../shared/desk/exposures/evidence.ts"
import { parcelRecordId, referenceRecordId, shipmentRecordId } from "../../../shared/intake/tracking/record-ids.ts"
import type { Disclosure } from "../../../shared/watch/lookups/ledger/disclosure.ts"
import { dynamoDisclosures } from "../../../shared/watch/lookups/ledger/dynamo-disclosures.ts"
import { countedDynamo } from "../../dynamo/counted-dynamo.ts"
import { aDisclosure } from "../../watch/lookups/ledger/disclosures.contract.ts"
import { evidenceContract, pagesOf } from "./evidence.contract.ts"

function indexedLedger() {
  const dynamo = countedDynamo({ ledger: tables.Disclosures })
  const options = { client: dynamo.client, tableName: "ledger" }
  return { ...dynamo, disclosures: dynamoDisclosures(options), evidence: dynamoEvidence(options) }
}

evidenceContract("in memory", async () => indexedLedger())

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

const ofRetailer: LedgerQuery = {
  tool: "observed:northpost",
  retailerId: "leafline",
  named: { kind: "accessIds", accessIds: ["acc-1"] },
}

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

describe("a search of a ledger of 30 days with 200 lookups a day", () => {
  const tool = "observed:northpost"
  const dayOf = (day: number) => `2026-10-${String(day).padStart(2, "0")}`

  async function searched(named: LedgerQuery["named"]) {
    const { disclosures, evidence, calls } = indexedLedger()
    for (let day = 1; day <= 30; day++)
      await disclosures.appendAll(
        Array.from({ length: 200 }, (_, place) =>
          aDisclosure(`day-${day}`, {
            accessId: `access-${day}-${place}`,
            at: new Date(Date.parse(dayOf(day)) + place * 60_000).toISOString(),
            ...(day === 9 && place < 3 ? { tokenKey: "walker" } : {}),
          }),
        ),
      )
    const callsOf = (command: string) => calls.get(`ledger.${command}`) ?? 0
    const before = callsOf("batchGetItem")
    const found = (await pagesOf(evidence, { tool, carrierId: "northpost", named })).flat()
    return { found: found.length, queries: callsOf("query"), reads: callsOf("batchGetItem") - before }
  }

  it("reads the 16 shards of one day for a report of that day, and its 200 items a hundred at a time", async () => {
    const day = { kind: "timeRange", since: `${dayOf(9)}T00:00:00.000Z`, until: `${dayOf(9)}T23:59:59.999Z` } as const
    expect(await searched(day)).toEqual({ found: 200, queries: 16, reads: 2 })
    const hour = { ...day, until: `${dayOf(9)}T00:59:59.999Z` }
    expect(await searched(hour)).toEqual({ found: 60, queries: 16, reads: 1 })
    const later = { ...day, since: `${dayOf(9)}T01:00:00.000Z` } as const
    expect(await searched(later)).toEqual({ found: 140, queries: 32, reads: 2 })
  })

  it("reads one place for each access id, and one for a token", async () => {
    const accessIds = ["access-9-1", "access-20-2", "access-of-nobody"]
    expect(await searched({ kind: "accessIds", accessIds })).toEqual({ found: 2, queries: 3, reads: 1 })
    expect(await searched({ kind: "accessorToken", tokenKey: "walker" })).toEqual({ found: 3, queries: 1, reads: 1 })
  })
})
