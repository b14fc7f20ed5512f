import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { fieldName } from "../../../../shared/base/contracts/words.ts"
import { exposureOf } from "../../../../shared/desk/cases/exposure.ts"
import { attributedAs } from "../../../../shared/desk/exposures/attribution.ts"
import {
  type Disclosure,
  lastOf,
  latestOf,
  uniteDisclosures,
} from "../../../../shared/watch/lookups/ledger/disclosure.ts"
import { aDisclosure } from "./disclosures.contract.ts"

const fields = fc.uniqueArray(fc.constantFrom(...fieldName.options), { minLength: 1, maxLength: 5 })
const lookups = fc
  .record({
    fields,
    minute: fc.integer({ min: 0, max: 179 }),
    accessId: fc.constantFrom("one", "two", "three", "four"),
  })
  .map(({ fields: shown, minute, accessId }) =>
    aDisclosure("day", {
      proof: "postalCode",
      provenForExposure: true,
      fields: shown,
      accessId: `${accessId}-${minute}`,
      at: new Date(Date.parse("2026-11-01T10:00:00.000Z") + minute * 60_000).toISOString(),
    }),
  )

function unite([first, ...others]: readonly Disclosure[]): Disclosure | undefined {
  return first && others.reduce((held, next) => uniteDisclosures(held, next).item, first)
}

const hourOf = (at: string) => at.slice(0, 13)

/** What an item says, without how often it was changed, in which order its fields stand, and when in the last hour. */
function meaning(item: Disclosure | undefined) {
  if (item === undefined) return undefined
  const { revision: _, lastAt: __, ...said } = item
  return { ...said, lastHour: hourOf(lastOf(item)), fields: [...item.fields].sort() }
}

describe("what a proven accessor saw of a shipment on one day", () => {
  it("is the union of its lookups, in any order and with any repeats", () => {
    fc.assert(
      fc.property(fc.array(lookups, { minLength: 1, maxLength: 6 }), (reported) => {
        // An access id stands for one lookup.
        const distinct = [...new Map(reported.map((one) => [one.accessId, one])).values()]
        const united = unite(distinct)
        expect(meaning(unite([...distinct.toReversed(), ...distinct]))).toEqual(meaning(united))
        expect(meaning(united)).toMatchObject({
          fields: [...new Set(distinct.flatMap((one) => one.fields))].sort(),
          at: distinct.map(({ at }) => at).sort()[0],
          lastHour: hourOf(
            distinct
              .map(({ at }) => at)
              .sort()
              .at(-1) ?? "",
          ),
        })
        for (const one of distinct) {
          if (united === undefined) throw new Error("nothing was united")
          expect(uniteDisclosures(united, one)).toEqual({ outcome: "duplicate", item: united })
          expect(one.at >= united.at && one.at <= latestOf(united)).toBe(true)
        }
        // It says of no time that it was looked up then unless it was.
        expect(distinct.map(({ at }) => at)).toEqual(expect.arrayContaining([united?.at, united && lastOf(united)]))
      }),
    )
  })

  /** Of lookups at one instant the first is the one whose id is the lowest. */
  const placeOf = ({ at, accessId }: Disclosure): string => `${at} ${accessId}`

  it("is written once for its first lookup, once for its first repeat, and once in each further hour", () => {
    fc.assert(
      fc.property(fc.array(lookups, { minLength: 1, maxLength: 30 }), (reported) => {
        const inOrder = reported
          .toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
          .map((one) => ({ ...one, fields: ["phase" as const] }))
        const hours = new Set(inOrder.map(({ at }) => hourOf(at)))
        expect(unite(inOrder)?.revision ?? 1).toBeLessThanOrEqual(hours.size + 1)
      }),
    )
  })

  it("is exposed as a whole when its postal code turns out a guess for any of its lookups", () => {
    const [first, last] = ["2026-11-01T10:00:00.000Z", "2026-11-01T10:05:00.000Z"]
    const day = aDisclosure("guess", { proof: "postalCode", provenForExposure: true, at: first, lastAt: last })
    const claim = { attributesFrom: "2026-11-01T00:00:00.000Z", postalCodesFrom: "2026-11-01T10:02:00.000Z" }
    const seen = attributedAs(day, claim)
    expect(seen && exposureOf(seen)).toMatchObject({ firstAt: first, lastAt: last })
  })

  it("is possibly exposed if the hour of its last lookup had not ended when the guesses began", () => {
    const day = aDisclosure("guess", {
      proof: "postalCode",
      provenForExposure: true,
      at: "2026-11-01T10:00:00.000Z",
      lastAt: "2026-11-01T10:05:00.000Z",
    })
    const from = (postalCodesFrom: string) =>
      attributedAs(day, { attributesFrom: "2026-11-01T00:00:00.000Z", postalCodesFrom })
    const inHour = from("2026-11-01T10:06:00.000Z")
    expect(inHour && exposureOf(inHour)).toMatchObject({ possible: true })
    expect(from("2026-11-01T11:00:00.000Z")).toBeUndefined()
    const { lastAt: _, ...once } = day
    expect(
      attributedAs(once, {
        attributesFrom: "2026-11-01T00:00:00.000Z",
        postalCodesFrom: "2026-11-01T10:06:00.000Z",
      }),
    ).toBeUndefined()
  })
})

describe("an access without proof that is reported differently", () => {
  it("keeps every field of all its reports, and is in conflict with its first report alone", () => {
    fc.assert(
      fc.property(fields, fc.array(fields, { maxLength: 5 }), (reported, otherwise) => {
        const first = aDisclosure("reported", { fields: reported })
        const reports = otherwise.map((shown) => aDisclosure("reported", { fields: shown }))
        const held = unite([first, ...reports]) ?? first
        expect([...held.fields].sort()).toEqual([...new Set([reported, ...otherwise].flat())].sort())
        expect(uniteDisclosures(held, first)).toEqual({ outcome: "duplicate", item: held })
        for (const report of reports) {
          const isSame = [...report.fields].sort().join() === [...reported].sort().join()
          expect(uniteDisclosures(held, report)).toEqual({ outcome: isSame ? "duplicate" : "conflict", item: held })
        }
      }),
    )
  })
})
