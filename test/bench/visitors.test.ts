import { describe, expect, it } from "@jest/globals"
import { daySeconds } from "../../shared/base/platform/instants.ts"
import { accessOf } from "./accesses.ts"
import { makeLearner } from "./learner.ts"
import { trait, type VisitorKind, visitorKinds } from "./world/identities.ts"
import { epoch } from "./world/time.ts"
import { carrierNumber } from "./world/tracking-numbers.ts"
import { makeWorld } from "./world/world.ts"

const world = makeWorld({ seed: 9, days: 20, scale: 0.02 })
const { lookups, orders, retailers } = world

/** The places of the lookups of one kind of visitor, by subject. */
const bySubject = (kind: VisitorKind): number[][] => {
  const places = new Map<number, number[]>()
  for (let place = 0; place < lookups.count; place += 1) {
    if (trait.kind(lookups.traits[place] ?? 0) !== kind) continue
    const subject = lookups.subject[place] ?? 0
    places.set(subject, [...(places.get(subject) ?? []), place])
  }
  return [...places.values()]
}

const distinct = (places: readonly number[], read: (place: number) => number | undefined): number =>
  new Set(places.map(read)).size

const largest = (numbers: readonly number[]): number => Math.max(0, ...numbers)

describe("the visitors of the simulated world", () => {
  it.each(visitorKinds)("include the kind %s, and count its visits", (kind) => {
    expect(bySubject(kind).length).toBeGreaterThan(0)
    expect(world.sessions[kind]).toBeGreaterThan(0)
  })

  it("open links of orders that the hub does not know, which name no number", () => {
    const minted = new Map()
    const unknown = Array.from({ length: lookups.count }, (_, place) => place)
      .filter((place) => trait.isProven(lookups.traits[place] ?? 0))
      .map((place) => accessOf(world, place, minted))
      .filter(({ outcome, accessorClass }) => outcome === "miss" && accessorClass === "public")
    expect(unknown.length).toBeGreaterThan(0)
    expect(new Set(unknown.map(({ ordinal }) => ordinal))).toEqual(new Set([null]))
  })

  it("include mail rooms with parcels of several retailers", () => {
    const retailersOf = bySubject("mailRoom").map((places) => distinct(places, (place) => lookups.retailer[place]))
    expect(largest(retailersOf)).toBeGreaterThanOrEqual(4)
  })

  it("include families that follow parcels to several places from one device", () => {
    const pointsOf = bySubject("family").map((places) =>
      distinct(
        places.filter((place) => (lookups.target[place] ?? -1) >= 0),
        (place) => (orders.point[lookups.target[place] ?? 0] ?? 0) & 0xfff,
      ),
    )
    expect(largest(pointsOf)).toBeGreaterThanOrEqual(4)
  })

  it("include universities with hundreds of students behind one address", () => {
    const students = bySubject("student")
    expect(students.length).toBeGreaterThan(300)
    expect(distinct(students.flat(), (place) => lookups.network[place])).toBe(1)
  })

  it("include neighbours behind one network whose numbers are close together", () => {
    const houses = Map.groupBy(bySubject("neighbour").flat(), (place) => lookups.network[place])
    const spans = [...houses.values()].map((places) => {
      const hits = places.filter((place) => (lookups.target[place] ?? -1) >= 0)
      const ordinals = hits.map((place) => lookups.ordinal[place] ?? 0)
      return Math.max(...ordinals) - Math.min(...ordinals)
    })
    expect(spans.filter((span) => span > 0 && span <= 60).length).toBeGreaterThan(spans.length / 2)
  })

  it("include groups of 20 behind one network, gift buyers whose parcels go elsewhere, and teams of one shop", () => {
    const groups = Map.groupBy(bySubject("groupMember"), ([place = 0]) => lookups.network[place])
    expect(largest([...groups.values()].map(({ length }) => length))).toBe(20)
    const places = bySubject("giftBuyer").map((own) => own.filter((place) => (lookups.target[place] ?? -1) >= 0))
    const points = places.map((own) => distinct(own, (place) => orders.point[lookups.target[place] ?? 0]))
    expect(largest(points)).toBeGreaterThanOrEqual(6)
    const shops = bySubject("supportAgent").map((own) => distinct(own, (place) => lookups.retailer[place]))
    expect(new Set(shops)).toEqual(new Set([1]))
  })

  it("order and look up two to three times as much in the weeks before Christmas, mail rooms too", () => {
    const ordersOn = (day: number) => orders.createdAt.filter((at) => Math.floor(at / daySeconds) === day).length
    expect(ordersOn(17) / ordersOn(3)).toBeGreaterThan(1.8)
    expect(ordersOn(17) / ordersOn(3)).toBeLessThan(3.2)
    const isPeak = (place: number) => (lookups.at[place] ?? 0) >= 10 * daySeconds
    expect(bySubject("peakMailRoom").flat().every(isPeak)).toBe(true)
    expect(bySubject("peakMailRoom").flat().length).toBeGreaterThan(bySubject("mailRoom").flat().length)
  })

  it("type the carrier's tracking number in three of ten cases, whose order is that of all parcels", () => {
    const places = bySubject("recipient").flat().slice(0, 2_000)
    const typed = places.filter((place) => !trait.isProven(lookups.traits[place] ?? 0))
    const accesses = typed.map((place) => accessOf(world, place, new Map()))
    const ofCarrier = accesses.filter(({ series }) => series === carrierNumber)
    expect(ofCarrier.length / accesses.length).toBeGreaterThan(0.2)
    expect(ofCarrier.length / accesses.length).toBeLessThan(0.4)
    const { orderAt } = world.tracking
    const times = [0, 100, 1_000, 5_000].map((place) => orders.createdAt[orderAt[place] ?? 0] ?? 0)
    expect(times).toEqual([...times].sort((one, other) => one - other))
  })

  it("include extensions that poll every 15 minutes", () => {
    const [places = []] = bySubject("poller")
    const first = places.filter((place) => lookups.target[place] === lookups.target[places[0] ?? 0])
    const times = first.map((place) => lookups.at[place] ?? 0)
    expect(times.slice(1).every((at, index) => Math.abs(at - (times[index] ?? 0) - 900) <= 1)).toBe(true)
  })
})

describe("the retailers of the simulated world", () => {
  it("have no lookups before they join, and the hub misses their older orders then", () => {
    const late = retailers.filter(({ joinsAt }) => joinsAt > 0)
    expect(late.length).toBe(3)
    const [joined] = late
    const outcomes: string[] = []
    const minted = new Map()
    for (let place = 0; place < lookups.count; place += 1) {
      if (lookups.retailer[place] !== joined?.number) continue
      expect(lookups.at[place]).toBeGreaterThanOrEqual(joined?.joinsAt ?? 0)
      if ((lookups.at[place] ?? 0) < (joined?.joinsAt ?? 0) + daySeconds)
        outcomes.push(accessOf(world, place, minted).outcome)
    }
    expect(outcomes.filter((outcome) => outcome === "miss").length).toBeGreaterThan(outcomes.length / 2)
  })

  it("may have numbers announced days ahead, and once a manifest that is far ahead", () => {
    const learner = makeLearner(world)
    const headDaysAt = (number: number, day: number): number => {
      learner.advance(day * daySeconds)
      const retailer = retailers[number - 1]
      const head = learner.profileOf(number)?.sequenceHead?.ordinal ?? 0
      const order = retailer?.orders[head - retailer.firstOrdinal] ?? -1
      return order < 0 ? Number.NaN : (orders.createdAt[order] ?? 0) / daySeconds - day
    }
    expect(headDaysAt(1, 8)).toBeLessThanOrEqual(0)
    expect(headDaysAt(3, 8)).toBeGreaterThan(2)
    const far = retailers.find(({ announces }) => announces.farManifest !== null)
    const at = far?.announces.farManifest?.at ?? 0
    learner.advance(at - 600)
    const before = learner.profileOf(far?.number ?? 0)
    learner.advance(at)
    const after = learner.profileOf(far?.number ?? 0)
    const perDay = after?.ordersPerDay ?? 0
    expect((after?.sequenceHead?.ordinal ?? 0) - (before?.sequenceHead?.ordinal ?? 0)).toBeGreaterThan(8 * perDay)
    expect(after?.sequenceHead?.at).toBe(epoch + at)
  })
})
