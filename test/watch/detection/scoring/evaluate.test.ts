import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import type { AccessorClass } from "../../../../shared/base/contracts/words.ts"
import { type Contact, uniteContacts } from "../../../../shared/watch/detection/profiles/access-profile.ts"
import type { RetailerProfile } from "../../../../shared/watch/detection/retailers/retailer-profile.ts"
import { evaluate } from "../../../../shared/watch/detection/scoring/evaluate.ts"
import type { Finding, ProfileKey } from "../../../../shared/watch/detection/scoring/finding.ts"
import { resemblesHeavyReader } from "../../../../shared/watch/detection/scoring/resembles-heavy-reader.ts"
import { aContact, aRetailer, arbitraryContact, contacts, seededRandom } from "../builders.ts"

const cookie: ProfileKey = { kind: "subject", subjectKind: "cookie", networkKind: "fixed" }
const network: ProfileKey = { kind: "network", networkKind: "fixed" }
const partner: ProfileKey = { kind: "subject", subjectKind: "partner", networkKind: "hosting" }
const staff: ProfileKey = { kind: "subject", subjectKind: "staff", networkKind: "fixed" }

const verdict = (
  entries: readonly Contact[],
  given: {
    key?: ProfileKey
    accessorClass?: AccessorClass
    profile?: RetailerProfile
    trimmed?: boolean
    quotaPerHour?: number
  } = {},
): Finding[] =>
  evaluate({
    key: given.key ?? cookie,
    entries: uniteContacts(entries),
    trimmed: given.trimmed ?? false,
    accessorClass: given.accessorClass ?? "public",
    quotaPerHour: given.quotaPerHour,
    profileOf: () => given.profile ?? aRetailer(),
  })

const charts = (findings: readonly Finding[], severity = "alert"): string[] =>
  findings.filter((finding) => finding.severity === severity).map((finding) => finding.chart)

const walking = (length: number, given: Partial<Contact> = {}) =>
  contacts(length, 60, (index) => ({ ordinal: 500_000 + index, ...given }))
const random = seededRandom(4)
const scattered = (length: number, every: number, given: Partial<Contact> = {}) =>
  contacts(length, every, (index) => ({
    ordinal: Math.floor(random() * 4e9),
    deliveryPoint: 5_000 + index,
    ...given,
  }))

describe("the verdict on an accessor", () => {
  it("is nothing without entries", () => {
    expect(verdict([])).toEqual([])
  })

  it("alarms within seven consecutive numbers, on the subject and on the network", () => {
    expect(charts(verdict(walking(7)))).toEqual(["walk"])
    expect(charts(verdict(walking(7), { key: network }))).toEqual(["walk"])
    expect(verdict(walking(3))).toEqual([])
  })

  it("needs more of a walk on a network to which visitors return, and of an address and browser with many links", () => {
    const near = (given: Partial<Contact>) =>
      contacts(9, 60, (index) => ({ ordinal: 500_000 + index * 45, deliveryPoint: 7_000 + index, ...given }))
    const ofNewcomers = verdict(near({ history: "none" }), { key: network })
    const ofReturning = verdict(near({ history: "known" }), { key: network })
    expect([charts(ofNewcomers), charts(ofReturning)]).toEqual([["walk"], []])
    expect(charts(verdict(walking(9, { history: "known" }), { key: network }))).toEqual(["walk"])

    const links = (count: number) => scattered(count, 60, { at: 1_799_000_000, proof: "strong" })
    const anonymous: ProfileKey = { kind: "subject", subjectKind: "anonymous", networkKind: "fixed" }
    const walks = (count: number) =>
      charts(verdict([...links(count), ...near({})], { key: anonymous })).includes("walk")
    expect([walks(4), walks(5)]).toEqual([true, false])
  })

  it("names the entry that left zero, the one that crossed and the unproven references from there on", () => {
    const entries = [...scattered(3, 60, { deliveryPoint: null }), ...walking(8).map((e) => ({ ...e, at: e.at + 600 }))]
    const [finding] = verdict(entries)
    expect(finding).toMatchObject({ chart: "walk", series: 0, retailers: [0], severity: "alert", threshold: 14 })
    expect(finding?.from).toBeGreaterThanOrEqual(1_800_000_600)
    expect(finding?.crossedAt).toBeGreaterThan(finding?.from ?? 0)
    expect(finding?.evidence).toMatchObject({ hits: finding?.tags.length, misses: 0, medianGap: 1, liveWidth: 30_000 })
  })

  it("stays after the score has fallen", () => {
    const far = aContact({ at: 1_800_003_600, ordinal: 485_500 })
    const [finding] = verdict([...walking(6), far]).filter(({ chart }) => chart === "walk")
    expect(finding?.severity).toBe("alert")
    expect(finding?.score).toBeLessThan(finding?.peak ?? 0)
  })

  it("raises no alarm about a visitor's own parcels, proven by links", () => {
    expect(verdict(walking(30, { proof: "strong" }))).toEqual([])
  })

  it("alarms on guesses, and names the miss share it compares with", () => {
    const [finding] = verdict(scattered(12, 60, { outcome: "miss", deliveryPoint: null }))
    expect(finding).toMatchObject({ chart: "guess", severity: "alert", series: null })
    expect(finding?.evidence.ordinaryMissShare).toBe(0.12)
  })

  it("alarms on failed challenges", () => {
    const failing = scattered(9, 60, { outcome: "challengeFailed", deliveryPoint: null })
    expect(charts(verdict(failing))).toEqual(["guess"])
  })

  it("alarms on the parcels of many destinations, for a subject but not for an anonymous one on a mobile network", () => {
    expect(charts(verdict(scattered(9, 300)))).toEqual(["fanOut"])
    const anonymous = { kind: "subject", subjectKind: "anonymous", networkKind: "mobile" } as const
    expect(verdict(scattered(9, 300), { key: anonymous })).toEqual([])
  })

  it("alarms at the third reference outside a partner's scope", () => {
    const options = { key: partner, accessorClass: "partner" } as const
    expect(charts(verdict(scattered(3, 60), options))).toEqual(["scope"])
    expect(charts(verdict(scattered(2, 60), options))).toEqual([])
    expect(verdict(scattered(40, 60, { proof: "strong" }), options)).toEqual([])
  })

  it("does not hold references that do not exist against a partner", () => {
    const polling = scattered(20, 60, { outcome: "miss", deliveryPoint: null })
    expect(verdict(polling, { key: partner, accessorClass: "partner" })).toEqual([])
  })

  it("alarms on staff who look up three times what the work asks for without a case", () => {
    const options = { key: staff, accessorClass: "staff" } as const
    expect(charts(verdict(scattered(24, 4320), options))).toEqual(["insider"])
    expect(verdict(scattered(35, 1080, { proof: "strong" }), options)).toEqual([])
  })

  it("alarms on a credential that looks up four times its quota, whatever it may see", () => {
    const options = { key: staff, accessorClass: "staff", quotaPerHour: 30 } as const
    const linkedToCases = (every: number) => verdict(scattered(40, every, { proof: "strong" }), options)
    expect(linkedToCases(120)).toEqual([])
    const [found] = linkedToCases(30)
    expect(found).toMatchObject({ chart: "quota", severity: "alert", evidence: { proven: 40, references: 0 } })
    expect(found?.crossedAt).toBeLessThan(1_800_000_000 + 30 * 30)
  })

  it("gives only notice where a party set no quota", () => {
    const options = { key: partner, accessorClass: "partner" } as const
    const found = verdict(scattered(40, 5, { proof: "strong" }), options)
    expect(found.map(({ chart, severity }) => [chart, severity])).toEqual([["quota", "notice"]])
    expect(verdict(scattered(40, 60, { proof: "strong" }), options)).toEqual([])
  })

  it("gives registered readers their allowance and leaves mail scanners alone", () => {
    expect(charts(verdict(scattered(12, 300), { accessorClass: "aggregator" }))).toEqual([])
    expect(charts(verdict(walking(5), { accessorClass: "aggregator" }))).toEqual([])
    expect(charts(verdict(walking(9), { accessorClass: "aggregator" }))).toEqual(["walk"])
    expect(verdict(walking(30), { accessorClass: "mailScanner" })).toEqual([])
  })

  it("gives notice four below the alarm, and takes the retailer's own thresholds", () => {
    expect(charts(verdict(walking(4)), "notice")).toEqual(["walk"])
    const strict = aRetailer({ thresholds: { walk: { alert: 6 } } })
    expect(charts(verdict(walking(4), { profile: strict }))).toEqual(["walk"])
    const quiet = aRetailer({ thresholds: { walk: { notice: 90, alert: 99 } } })
    expect(charts(verdict(walking(9), { profile: quiet }))).not.toContain("walk")
  })

  it("does not depend on order and number of deliveries", () => {
    fc.assert(
      fc.property(
        fc
          .array(arbitraryContact(30), { maxLength: 60 })
          .chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray([...given, ...given]))),
        ([given, again]) => {
          expect(verdict([...again, ...given])).toEqual(verdict(given))
        },
      ),
    )
  })
})

describe("looking only for what the newest entry can have brought about", () => {
  const aStep = fc.record({
    gap: fc.integer({ min: 1, max: 40_000 }),
    ordinal: fc.oneof(
      fc.integer({ min: 500_000, max: 500_060 }),
      fc.integer({ min: 470_000, max: 530_000 }),
      fc.constant(null),
    ),
    outcome: fc.constantFrom("hit", "hit", "hit", "miss", "challengeFailed"),
    proof: fc.constantFrom("none", "none", "none", "postalCode", "strong"),
    deliveryPoint: fc.option(fc.integer({ min: 1, max: 12 })),
    subject: fc.integer({ min: 1, max: 9 }),
  })
  const streamOf = (steps: readonly { gap: number }[]): Contact[] => {
    let at = 1_800_000_000
    return steps.map(({ gap, ...rest }) => {
      at += gap
      return aContact({ ...rest, at, history: "none" })
    })
  }
  const keys: readonly ProfileKey[] = [
    cookie,
    network,
    { kind: "network", networkKind: "mobile" },
    { kind: "block", series: 0 },
  ]

  it.each(keys.flatMap((key) => [10, 10_000].map((ordersPerDay) => ({ key, kind: key.kind, ordersPerDay }))))(
    "finds whatever looking for everything after each entry finds: $kind, $ordersPerDay orders a day",
    ({ key, ordersPerDay }) => {
      const low = { notice: 4, alert: 7 }
      const profile = aRetailer({ ordersPerDay, thresholds: { walk: low, guess: low, fanOut: low, block: low } })
      fc.assert(
        fc.property(fc.array(aStep, { maxLength: 30 }), (steps) => {
          const found = { all: new Set<string>(), newest: new Set<string>() }
          const entries: Contact[] = []
          for (const newest of streamOf(steps)) {
            entries.push(newest)
            const input = { key, entries, trimmed: false, accessorClass: "public", profileOf: () => profile } as const
            for (const { chart, severity } of evaluate(input)) found.all.add(`${chart} ${severity}`)
            for (const { chart, severity } of evaluate({ ...input, newest })) found.newest.add(`${chart} ${severity}`)
          }
          expect(found.newest).toEqual(found.all)
        }),
        { numRuns: 300 },
      )
    },
  )
})

describe("a heavy reader that nobody registered", () => {
  const reading = (retailers: number, given: Partial<Contact> = {}) =>
    verdict(scattered(20, 300).map((entry, index) => ({ ...entry, retailer: index % retailers, ...given })))

  it("raises an alarm that is marked as a likely heavy reader, because it reads parcels of many retailers", () => {
    const [reader] = reading(8)
    expect(reader).toMatchObject({ chart: "fanOut", severity: "alert" })
    expect(reader !== undefined && resemblesHeavyReader(reader)).toBe(true)
    expect(reading(2).some(resemblesHeavyReader)).toBe(false)
    expect(verdict(walking(12)).some(resemblesHeavyReader)).toBe(false)
    const misses = scattered(20, 300).map((entry, index) => ({ ...entry, retailer: index % 8 }))
    const guessing = verdict(
      misses.map((entry, index): Contact => (index % 3 === 0 ? { ...entry, outcome: "miss" } : entry)),
    )
    expect(guessing.some(({ chart }) => chart === "fanOut")).toBe(true)
    expect(guessing.some(resemblesHeavyReader)).toBe(false)
  })
})

describe("the verdict on a block of numbers", () => {
  const key: ProfileKey = { kind: "block", series: 0 }
  const crowd = (length: number, given: (index: number) => Partial<Contact> = () => ({})) =>
    contacts(length, 60, (index) => ({ ordinal: 500_000 + index, subject: index, ...given(index) }))

  it("raises an alarm when strangers walk through it together, and counts them", () => {
    const [finding] = verdict(crowd(12), { key })
    expect(finding).toMatchObject({ chart: "block", series: 0, severity: "alert" })
    expect(finding?.evidence.accessors).toBe(finding?.tags.length)
  })

  it("does not alarm on one parcel opened from five addresses", () => {
    expect(
      verdict(
        crowd(5, () => ({ ordinal: 500_000 })),
        { key },
      ),
    ).toEqual([])
  })

  it("takes out pairs that are proven later", () => {
    const entries = crowd(12)
    const proven = entries.map((entry): Contact => ({ ...entry, proof: "strong" }))
    expect(verdict([...entries, ...proven], { key })).toEqual([])
  })

  it("allows for dispatch mails that go out in number order", () => {
    const profile = aRetailer({
      sequenceHead: { ordinal: 500_000, at: 1_800_000_000 },
      blockShape: { fresh: 0.5, old: 1, misses: 1 },
    })
    const mailed = crowd(30, (index) => ({ ordinal: 500_000 + index * 8 + ((index * 5) % 8) }))
    expect(charts(verdict(mailed, { key, profile }))).toEqual([])
    expect(charts(verdict(crowd(8), { key }))).toEqual(["block"])
  })

  it("sees a walk through what others look up between its steps, and names its lookups alone", () => {
    const walkers = crowd(14, (index) => ({ at: 1_800_000_000 + index * 3600 }))
    const others = contacts(40, 1300, (index) => ({
      at: 1_800_000_000 + index * 1300 + 17,
      ordinal: 500_060 + ((index * 83) % 190),
      subject: 900 + index,
    }))
    const [finding] = verdict([...walkers, ...others], { key })
    expect(finding).toMatchObject({ chart: "block", reading: "chain", severity: "alert" })
    expect(finding?.tags.every((tag) => walkers.some((walker) => walker.tag === tag))).toBe(true)
    expect(verdict(others, { key })).toEqual([])
  })
})

describe("the verdict on a block of misses", () => {
  const key: ProfileKey = { kind: "missBlock", series: 0 }

  it("alarms when strangers together probe it in order", () => {
    const probes = contacts(12, 60, (index) => ({ ordinal: 500_000 + index, subject: index, outcome: "miss" }))
    expect(charts(verdict(probes, { key }))).toEqual(["blockMisses"])
  })

  it("alarms at the second canary behind a check digit, and not before the fifth without one", () => {
    const touches = (length: number) =>
      contacts(length, 60, (index) => ({ ordinal: 500_000 + 700 * index, subject: 1, outcome: "hit" }))
    const checked = { key, profile: aRetailer({ hasCheckDigit: true }) }
    expect(charts(verdict(touches(2), checked))).toEqual(["blockMisses"])
    expect(charts(verdict(touches(4), { key }))).toEqual([])
    expect(charts(verdict(touches(5), { key }))).toEqual(["blockMisses"])
    expect(verdict(touches(5), { key })[0]?.evidence).toMatchObject({ canaries: 5, hits: 0 })
  })
})
