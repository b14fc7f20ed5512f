import { describe, expect, it } from "@jest/globals"
import { finding, findingsInWords, isHealthy } from "../../../../infra/cli/doctor/finding.ts"
import { closingIsSafe } from "../../../../infra/cli/doctor/is-own-case.ts"
import { firstNumberAt, markedParcels, newRun, rawValuesIn } from "../../../../infra/cli/doctor/marks.ts"
import { creationOf } from "../../../../infra/local/replay/parcel.ts"
import { shipmentCreated } from "../../../../shared/base/contracts/shipment-created.ts"
import { parseOrdinal } from "../../../../shared/intake/tracking/order-reference.ts"
import { retailer } from "../../../../shared/parties/party.ts"
import { blockSize } from "../../../../shared/watch/detection/thresholds/thresholds.ts"
import { exampleParties } from "../../example-stage.ts"

const retailers = exampleParties.filter(({ kind }) => kind === "retailer")
const maple = retailer.parse(retailers.find(({ id }) => id === "maplebooks"))

describe("the marked parcels of a run", () => {
  it("fit the contract, for each retailer and any run", () => {
    for (const one of retailers)
      for (const run of Array.from({ length: 50 }, newRun))
        for (const parcel of markedParcels(run, one, { count: 12, firstNumber: 899 })) {
          expect(parcel.shipmentId.startsWith(run)).toBe(true)
          const createdAt = "2026-11-01T10:00:00.000Z"
          const data = creationOf(parcel, { createdAt, withTrackingNumber: true, carrierId: "northpost" })
          expect(shipmentCreated.data.safeParse(data).error).toBeUndefined()
        }
  })

  it("are consecutive and at doors of their own, so that lookups of them are a walk", () => {
    if (maple.referenceFormat === undefined) throw new Error("no format")
    const { referenceFormat } = maple
    const parcels = markedParcels(newRun(), maple, { count: 12, firstNumber: 0 })
    const ordinals = parcels.map(({ orderReference }) => parseOrdinal(orderReference, referenceFormat) ?? Number.NaN)
    expect(ordinals.slice(1).map((ordinal, index) => (ordinals[index] ?? 0) - ordinal)).toEqual(Array(11).fill(1))
    expect(new Set(parcels.map(({ postalCode, addressLine }) => postalCode + addressLine)).size).toBe(12)
  })

  it.each([
    [7, 488],
    [5, 4],
  ])("keep a block away from those of the runs before, in a series of %d digits for %d minutes", (digits, minutes) => {
    const referenceFormat = { ...maple.referenceFormat, prefix: "", digits, checkDigit: "none" as const }
    const startsOf = (minute: number) => {
      const firstNumber = firstNumberAt(new Date(Date.UTC(2026, 10, 1, 10, minute)))
      const [parcel] = markedParcels(newRun(), { ...maple, referenceFormat }, { count: 1, firstNumber })
      return parseOrdinal(parcel?.orderReference ?? "", referenceFormat) ?? Number.NaN
    }
    const starts = Array.from({ length: minutes }, (_, minute) => startsOf(minute)).sort((one, other) => one - other)
    const distances = starts.slice(1).map((start, index) => start - (starts[index] ?? 0))
    expect(Math.min(...distances)).toBeGreaterThan(2 * blockSize)
    expect(Math.min(...starts)).toBeGreaterThan(10 ** digits * 0.9)
  })

  it("have references without an order where the retailer's have none", () => {
    const [parcel] = markedParcels(
      "doctor-bcdfghjk",
      { ...maple, referenceFormat: undefined },
      { count: 1, firstNumber: 0 },
    )
    expect(parcel?.orderReference).toMatch(/^DR-bcdfghjk-/)
  })

  it("name what is raw in an event, without its value", () => {
    const [parcel] = markedParcels("doctor-bcdfghjk", maple, { count: 1, firstNumber: 0 })
    if (parcel === undefined) throw new Error("no parcel")
    expect(rawValuesIn(JSON.stringify({ trackingNumber: parcel.trackingNumber }), parcel)).toEqual([])
    expect(rawValuesIn(JSON.stringify(parcel), parcel)).toEqual([
      "the postal code",
      "the address",
      "the order reference",
      "the signatory",
    ])
  })
})

describe("a case that the doctor may close as a false alarm", () => {
  const run = { run: "doctor-bcdfghjk", startedAt: new Date("2026-11-01T10:00:00.000Z") }
  const seen = { state: "open", openedAt: "2026-11-01T10:00:05.000Z", exposedIds: [], hasMore: false }

  it("was opened in the run, and exposes marked shipments alone", () => {
    expect(closingIsSafe(seen, run)).toBe(true)
    const marked = ["doctor-bcdfghjk-b", "DOCTORBCDFGHJK01"]
    expect(closingIsSafe({ ...seen, exposedIds: marked }, run)).toBe(true)
  })

  it.each([
    ["is older than the run", { openedAt: "2026-11-01T09:59:59.999Z" }],
    ["exposes another shipment", { exposedIds: ["doctor-bcdfghjk-b", "shp_7Hq2mZ0c"] }],
    ["exposes a shipment of another run", { exposedIds: ["doctor-zzzzzzzz-b"] }],
    ["exposes a shipment that the hub cannot name", { exposedIds: [undefined] }],
    ["has exposures that were not read", { hasMore: true }],
  ])("is none that %s", (_, changes) => {
    expect(closingIsSafe({ ...seen, ...changes }, run)).toBe(false)
  })
})

describe("the doctor's verdict", () => {
  const one = finding("Shipments")

  it("is healthy if something passed and nothing failed", () => {
    expect(isHealthy([one.pass("seen"), one.notShown("no key")])).toBe(true)
    expect(isHealthy([one.pass("seen"), one.fail("lost")])).toBe(false)
    expect(isHealthy([one.notShown("no key")])).toBe(false)
    expect(isHealthy([])).toBe(false)
  })

  it("lists each finding, the counts and what stays", () => {
    const text = findingsInWords([one.pass("seen"), one.fail("lost")], ["the archive"], "doctor-bcdfghjk")
    expect(text).toMatch(/FAIL[\s\S]*1 passed, 1 failed, 0 not shown here[\s\S]*doctor-bcdfghjk[\s\S]*the archive/)
  })
})
