import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { learnBlockCrowding } from "../../../../shared/watch/detection/learning/learn-block-crowding.ts"
import type { Contact } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import { strides } from "../../../../shared/watch/detection/retailers/retailer-profile.ts"
import { evaluate } from "../../../../shared/watch/detection/scoring/evaluate.ts"
import type { Finding, ProfileKey } from "../../../../shared/watch/detection/scoring/finding.ts"
import { aContact, aRetailer, contacts, seededRandom, shuffled } from "../builders.ts"

const key: ProfileKey = { kind: "block", series: 0 }
const first = 512_000
const evenUse = strides.map(() => 1)
const learned = aRetailer({ blockCrowding: { fresh: 8, old: 3, strides: evenUse } })

const alarms = (entries: readonly Contact[], profile = learned): string[] =>
  evaluate({ key, entries, trimmed: false, accessorClass: "public", profileOf: () => profile }).flatMap(
    ({ severity, reading }) => (severity === "alert" ? [reading] : []),
  )

/** Different accessors ask for numbers in this order, a minute apart. */
const asked = (places: readonly number[], given: (index: number) => Partial<Contact> = () => ({})) =>
  contacts(places.length, 60, (index) => ({ ordinal: first + (places[index] ?? 0), subject: index, ...given(index) }))

const places = (length: number, of: (index: number) => number) => Array.from({ length }, (_, index) => of(index))

describe("an entry that comes last", () => {
  const input = (entries: readonly Contact[]) =>
    ({ key, entries, trimmed: false, accessorClass: "public", profileOf: () => learned }) as const
  const readings = (found: readonly Finding[]) => found.map(({ reading, severity }) => `${reading} ${severity}`)

  it.each([
    ...strides.map((stride) => ({ what: `every ${stride}th number`, place: (index: number) => index * stride })),
    ...[31, 47, 61].map((apart) => ({
      what: `a window and one ${apart} on`,
      place: (index: number) => (index * 37) % apart,
    })),
  ])("is found with all that it adds: $what", ({ place }) => {
    const entries = contacts(30, 60, (index) => ({ ordinal: first + (place(index) % 1_024), subject: index }))
    for (let length = 2; length <= entries.length; length += 1) {
      const until = entries.slice(0, length)
      const newest = until.at(-1) ?? aContact()
      const before = readings(evaluate(input(until.slice(0, -1))))
      const added = readings(evaluate(input(until))).filter((one) => !before.includes(one))
      expect(readings(evaluate({ ...input(until), newest }))).toEqual(expect.arrayContaining(added))
    }
  })
})

describe("a walk that many accessors share", () => {
  it("is a chain though each accessor takes a few numbers in a row, which add nothing further", () => {
    const shared = asked(
      places(16, (index) => index),
      (index) => ({ subject: Math.floor(index / 3) }),
    )
    expect(alarms(shared, aRetailer())).toEqual(["chain"])
    const alone = shared.map((entry) => ({ ...entry, subject: 1 }))
    expect(alarms(alone, aRetailer())).toEqual([])
  })

  it.each([4, 8, 20])("is a chain of every %ith number", (stride) => {
    const strided = contacts(12, 3600, (index) => ({ ordinal: first + index * stride, subject: index }))
    expect(alarms(strided)).toEqual(["stride"])
    expect(alarms(strided, aRetailer())).toEqual([])
  })

  it("is no chain of every tenth number where a retailer uses only these", () => {
    const profile = aRetailer({
      blockCrowding: { fresh: 8, old: 3, strides: strides.map((stride) => (stride % 10 === 0 ? 10 : 1)) },
    })
    const tens = contacts(7, 3600, (index) => ({ ordinal: first + index * 10, subject: index }))
    expect(alarms(tens)).toEqual(["stride"])
    expect(alarms(tens, profile)).toEqual([])
  })

  it("shows by accessors that each go on to the next number, in stretches of their own", () => {
    const lanes = asked(
      places(14, (index) => (index % 7) * 36 + Math.floor(index / 7)),
      (index) => ({ subject: index % 7, at: 1_800_000_000 + index * 3600 }),
    )
    expect(alarms(lanes, aRetailer())).toEqual(["steps"])
    const distant = lanes.map((entry, index) => ({ ...entry, ordinal: first + ((index * 83) % 256) }))
    expect(alarms(distant, aRetailer())).toEqual([])
  })

  it("does not count the steps of a mail room, whose parcels go to one place", () => {
    const rooms = asked(
      places(14, (index) => (index % 7) * 36 + Math.floor(index / 7)),
      (index) => ({ subject: index % 7, at: 1_800_000_000 + index * 3600, deliveryPoint: index % 7 }),
    )
    expect(alarms(rooms, aRetailer())).toEqual([])
  })
})

describe("numbers that lie on a grid", () => {
  const hourly = (index: number) => ({ at: 1_800_000_000 + index * 3600 })
  const inNoOrder = (spacing: number, length: number) =>
    shuffled(
      places(length, (index) => 5 + index * spacing),
      seededRandom(spacing),
    )
  const grid = (spacing: number, given: (index: number) => Partial<Contact> = () => ({})) =>
    asked(inNoOrder(spacing, Math.min(14, Math.floor(250 / spacing))), (index) => ({
      ...hourly(index),
      ...given(index),
    }))

  it.each([12, 16, 17, 20])("show in no order, as every %ith", (spacing) => {
    expect(alarms(grid(spacing))).toContain("remainders")
    expect(alarms(grid(spacing), aRetailer())).not.toContain("remainders")
  })

  it("show as the first numbers of a range in the order of reversed bits", () => {
    const reversed = (value: number) =>
      Number.parseInt(value.toString(2).padStart(8, "0").split("").toReversed().join(""), 2)
    expect(alarms(asked(places(11, reversed), hourly))).toEqual(["remainders"])
  })

  const ordinary = (entry: Contact, index: number): Contact => ({
    ...entry,
    at: entry.at + 60,
    subject: 100 + index,
    ordinal: first + ((index * 53 + 2) % 256),
  })

  it("show between ordinary lookups, which lie anywhere", () => {
    const mixed = grid(16).flatMap((entry, index) => [entry, ...(index % 4 === 3 ? [ordinary(entry, index)] : [])])
    expect(alarms(mixed)).toContain("remainders")
  })

  it("count once for each accessor and for each number", () => {
    expect(alarms(grid(16, (index) => ({ subject: index % 8 })))).not.toContain("remainders")
    expect(
      alarms(
        asked(
          places(30, (index) => (index % 8) * 32),
          hourly,
        ),
      ),
    ).not.toContain("remainders")
  })

  it("are ordinary where a retailer uses only these, and anywhere else in a block", () => {
    const profile = aRetailer({
      blockCrowding: { fresh: 8, old: 3, strides: strides.map((stride) => (stride % 16 === 0 ? 16 : 1)) },
    })
    expect(alarms(grid(16), profile)).not.toContain("remainders")
    const random = seededRandom(11)
    for (let trial = 0; trial < 200; trial += 1) {
      const anywhere = places(40, () => Math.floor(random() * 256))
      expect(alarms(asked(anywhere, hourly))).not.toContain("remainders")
    }
  })
})

describe("64 numbers that are looked up at once", () => {
  const window = shuffled(
    places(20, (index) => index * 3),
    seededRandom(7),
  )

  it("are dense in whatever order, compared with what the retailer is known for", () => {
    expect(alarms(asked(window))).toEqual(["density"])
    const busy = aRetailer({ blockCrowding: { fresh: 40, old: 40, strides: evenUse } })
    expect(alarms(asked(window), busy)).toEqual([])
    expect(alarms(asked(window), aRetailer())).toEqual([])
  })

  it("are not dense where the lookups take a day, or cover the whole block", () => {
    expect(alarms(asked(window, (index) => ({ at: 1_800_000_000 + index * 4000 })))).toEqual([])
    const wide = shuffled(
      places(20, (index) => index * 12 + (index % 5)),
      seededRandom(8),
    )
    expect(alarms(asked(wide))).toEqual([])
  })
})

describe("an evaluation after each entry", () => {
  it("finds an alert or a notice as soon as looking for everything does", () => {
    const low = { notice: 5, alert: 8 }
    const profile = aRetailer({ ...learned, thresholds: { block: low } })
    const rankOf = ({ severity }: Finding): number => (severity === "alert" ? 2 : 1)
    // A profile holds one entry for each pair.
    const pairOf = ({ place, subject }: { place: number; subject: number }) => `${place}|${subject}`
    const everyFourthThenFarAway = [72, 68, 64, 0, 200].map((place, index) => ({ gap: 0, place, subject: index % 3 }))
    const aStep = fc.record({
      gap: fc.integer({ min: 0, max: 900 }),
      place: fc.oneof(
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 0, max: 15 }).map((place) => place * 8),
      ),
      subject: fc.integer({ min: 0, max: 12 }),
    })
    fc.assert(
      fc.property(fc.uniqueArray(aStep, { maxLength: 30, selector: pairOf }), (steps) => {
        let [strongest, strongestOfNewest] = [0, 0]
        const entries: Contact[] = []
        let at = 1_800_000_000
        for (const { gap, place, subject } of steps) {
          at += gap
          const newest = aContact({ at, ordinal: first + place, subject })
          entries.push(newest)
          const input = { key, entries, trimmed: false, accessorClass: "public", profileOf: () => profile } as const
          strongest = Math.max(strongest, ...evaluate(input).map(rankOf))
          strongestOfNewest = Math.max(strongestOfNewest, ...evaluate({ ...input, newest }).map(rankOf))
          expect(strongestOfNewest).toBe(strongest)
        }
      }),
      { numRuns: 300, examples: [[everyFourthThenFarAway]] },
    )
  })
})

describe("how crowded ordinary blocks are", () => {
  const blockOf = (entries: readonly Contact[], peak = 0) => ({ entries, peak })
  const hourly = (length: number) =>
    asked(places(length, (index) => index * 2)).map((entry) => ({ ...entry, at: 3600 }))

  it("is learned from the busiest hours of 64 numbers, but not from blocks with an alarm", () => {
    expect(learnBlockCrowding(aRetailer(), [blockOf(hourly(20))]).old).toBe(20)
    expect(learnBlockCrowding(aRetailer(), [blockOf(hourly(20), 9)]).old).toBe(3)
  })

  it("is never learned to be so high that nothing shows", () => {
    const entries = places(300, (index) => index % 60).map((place, subject) =>
      aContact({ at: 3600, ordinal: first + place, subject }),
    )
    expect(learnBlockCrowding(aRetailer(), [blockOf(entries)]).old).toBe(40)
  })

  it("is forgotten slowly, because mail-outs come once a day", () => {
    const { old } = learnBlockCrowding(aRetailer({ blockCrowding: { fresh: 8, old: 30, strides: evenUse } }), [
      blockOf(hourly(5)),
    ])
    expect(old).toBeGreaterThan(29)
    expect(old).toBeLessThan(30)
  })

  it("tells which numbers a retailer leaves out", () => {
    const evens = learnBlockCrowding(aRetailer(), [blockOf(asked(places(100, (index) => (index * 2 * 37) % 256)))])
    expect(evens.strides[0]).toBe(2)
    expect(evens.strides[1]).toBeLessThan(1.3)
  })
})
