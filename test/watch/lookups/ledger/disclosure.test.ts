import { describe, expect, it } from "@jest/globals"
import type { Proof } from "../../../../shared/base/contracts/words.ts"
import {
  disclosureExpiry,
  disclosureSortKey,
  provenForExposure,
} from "../../../../shared/watch/lookups/ledger/disclosure.ts"

const clean = { failedChallenges: 0, hasAnomaly: false }

describe("a disclosure is no exposure", () => {
  it("when it was proven by a link token, an account or a party's credential, whatever else the accessor did", () => {
    for (const proof of ["linkToken", "account", "party"] as const) {
      expect(provenForExposure({ proof, failedChallenges: 9, hasAnomaly: true })).toBe(true)
    }
  })

  it("when it was proven by a postal code of a visitor that did not guess", () => {
    expect(provenForExposure({ proof: "postalCode", ...clean, failedChallenges: 2 })).toBe(true)
    expect(provenForExposure({ proof: "postalCode", ...clean, failedChallenges: 3 })).toBe(false)
    expect(provenForExposure({ proof: "postalCode", ...clean, hasAnomaly: true })).toBe(false)
  })

  it("and never without proof", () => {
    expect(provenForExposure({ proof: "none", ...clean })).toBe(false)
  })
})

describe("the ledger", () => {
  const item: { at: string; accessId: string; recordId: string; proof?: Proof } = {
    at: "2026-11-01T10:00:00.000Z",
    accessId: "acc-1",
    recordId: "SHIPMENT#leafline#1",
  }

  it("has one place a day for what a proven accessor sees of a shipment, else one for each access and shipment", () => {
    const key = (change: Partial<typeof item>, proven: boolean) =>
      disclosureSortKey({ ...item, proof: proven ? "linkToken" : "none", ...change, provenForExposure: proven })
    expect(key({ accessId: "acc-2", at: "2026-11-01T23:00:00.000Z" }, true)).toBe(key({}, true))
    expect(key({ at: "2026-11-02T00:00:00.000Z" }, true)).not.toBe(key({}, true))
    expect(key({ proof: "postalCode" }, true)).not.toBe(key({}, true))
    expect(key({ accessId: "acc-2" }, false)).not.toBe(key({}, false))
    expect(key({ recordId: "SHIPMENT#leafline#2" }, false)).not.toBe(key({}, false))
  })

  it("forgets after thirteen months", () => {
    expect(disclosureExpiry("2026-11-01T10:00:00.000Z")).toBe(Date.parse("2027-12-01T10:00:00.000Z") / 1000)
  })
})
