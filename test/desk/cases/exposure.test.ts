import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { fieldName } from "../../../shared/base/contracts/words.ts"
import { exposureOf, exposuresOf, joinExposures, sameExposure } from "../../../shared/desk/cases/exposure.ts"
import { exposureKey } from "../../../shared/desk/cases/exposure-key.ts"
import { impliedFields } from "../../../shared/intake/tracking/fields.ts"
import type { Disclosure } from "../../../shared/watch/lookups/ledger/disclosure.ts"

const instant = fc
  .integer({ min: 0, max: 1_000_000 })
  .map((second) => new Date(1_700_000_000_000 + second * 1000).toISOString())
const disclosures = fc
  .record({
    subject: fc.constantFrom("subject#walker-one", "subject#walker-two"),
    network: fc.constantFrom("network#home", "network#cafe"),
    recordId: fc.constantFrom("SHIPMENT#leafline#s1", "SHIPMENT#leafline#s2", "PARCEL#northpost#p1"),
    at: instant,
    accessId: fc.uuid(),
    fields: fc.uniqueArray(fc.constantFrom(...fieldName.options), { minLength: 1 }),
    provenForExposure: fc.boolean(),
    reportedBy: fc.option(fc.constant("northpost"), { nil: undefined }),
  })
  .map(
    ({ reportedBy, ...drawn }): Disclosure => ({
      ...drawn,
      sortKey: `${drawn.at}#${drawn.accessId}`,
      retailerId: "leafline",
      carrierId: "northpost",
      tool: reportedBy === undefined ? "guarded" : `observed:${reportedBy}`,
      proof: drawn.provenForExposure ? "linkToken" : "none",
      ...(reportedBy === undefined ? {} : { reportedBy }),
      expiresAt: 2_000_000_000,
    }),
  )
const unproven = disclosures.map((one) => ({
  ...one,
  provenForExposure: false,
  recordId: "r",
  subject: "subject#walker",
}))
const exposures = unproven.map((one) => {
  const exposure = exposureOf(one)
  if (exposure === undefined) throw new Error("an unproven disclosure is an exposure")
  return exposure
})

describe("exposures", () => {
  it("join in any order, grouping and repetition", () => {
    fc.assert(
      fc.property(exposures, exposures, exposures, (a, b, c) => {
        expect(joinExposures(a, b)).toEqual(joinExposures(b, a))
        expect(joinExposures(joinExposures(a, b), c)).toEqual(joinExposures(a, joinExposures(b, c)))
        expect(joinExposures(a, a)).toEqual(a)
        expect(joinExposures(joinExposures(a, b), b)).toEqual(joinExposures(a, b))
      }),
    )
  })

  it("are the same if the ledger is shuffled, repeated and cut into batches", () => {
    fc.assert(
      fc.property(fc.array(disclosures, { maxLength: 40 }), fc.nat(), (ledger, cut) => {
        const whole = exposuresOf(ledger)
        const shuffled = [...ledger].reverse()
        const at = ledger.length === 0 ? 0 : cut % ledger.length
        const batches = [shuffled.slice(at), shuffled.slice(0, at), shuffled.slice(at)]
        const joined = new Map<string, ReturnType<typeof joinExposures>>()
        for (const batch of batches) {
          for (const [key, exposure] of exposuresOf(batch)) {
            const known = joined.get(key)
            joined.set(key, known === undefined ? exposure : joinExposures(known, exposure))
          }
        }
        expect([...joined].sort()).toEqual([...whole].sort())
      }),
    )
  })

  it("leave out what was shown to an accessor that proved to be entitled", () => {
    fc.assert(
      fc.property(fc.array(disclosures, { maxLength: 30 }), (ledger) => {
        const counted = new Set(
          ledger
            .filter((one) => !one.provenForExposure)
            .map((one) => exposureKey({ recordId: one.recordId, accessor: one.subject })),
        )
        expect(new Set(exposuresOf(ledger).keys())).toEqual(counted)
      }),
    )
  })

  it("cannot be joined across shipments", () => {
    const [one] = fc.sample(exposures, { numRuns: 1, seed: 7 })
    if (one === undefined) throw new Error("no sample")
    expect(() => joinExposures(one, { ...one, recordId: "another" })).toThrow("different shipments")
    expect(sameExposure(one, { ...one, lastAt: "2030-01-01T00:00:00.000Z" })).toBe(false)
  })

  it("reveal other fields, and always that a delivery exists", () => {
    expect(impliedFields(["signature-recorded"])).toEqual(["existence", "phase"])
    expect(impliedFields(["address", "postal-code"])).toEqual(["existence"])
    expect(impliedFields([])).toEqual([])
  })
})
