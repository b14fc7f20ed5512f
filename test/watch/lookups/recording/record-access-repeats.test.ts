import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { eventRejected } from "../../../../shared/base/contracts/event-rejected.ts"
import { exposureSchema, exposuresOf } from "../../../../shared/desk/cases/exposure.ts"
import { lastOf } from "../../../../shared/watch/lookups/ledger/disclosure.ts"
import { anAccess, iphone } from "../access-world.ts"
import { firstOrder, stateOf, walk, worldWithOrders } from "./reported-walk.ts"

describe("a report around the time at which a new secret takes over the names of accessors", () => {
  /** Half an hour after the walk is reported. */
  const hashSecret = JSON.stringify({
    activeFrom: { 1: "1970-01-01T00:00:00Z", 2: "2026-10-06T10:30:00Z" },
    1: "a first secret for tests alone, worth nothing anywhere",
    2: "a second secret for tests alone, worth nothing anywhere",
  })

  it("changes nothing when it comes again under the new names", async () => {
    const world = await worldWithOrders({ hashSecret })
    await world.report(walk(9))
    const before = stateOf(world)
    world.wait(3_600)
    world.restart()
    await world.report(walk(9))
    expect(stateOf(world)).toEqual(before)
  })

  it("of a visitor that was restricted under the old name is not proven by a postal code", async () => {
    const proven = async (walked: number) => {
      const world = await worldWithOrders({ hashSecret })
      await world.report(walk(walked))
      world.wait(3_600)
      world.restart()
      const proof = { accessId: "after", at: world.now().toISOString(), proof: "postalCode" } as const
      await world.report([anAccess(48_239, proof)])
      return world.disclosures.rows().find(({ accessId }) => accessId === "after")?.provenForExposure
    }
    expect(await proven(1)).toBe(true)
    expect(await proven(9)).toBe(false)
  })
})

const neighbour = { kind: "raw", ip: "192.0.2.9", userAgent: iphone } as const

describe("a report that comes again", () => {
  const mixed = [
    ...walk(9),
    anAccess(48220, {
      accessId: "proven-1",
      at: "2026-11-05T09:10:00.000Z",
      proof: "postalCode",
      accessor: { kind: "raw", ip: "192.0.2.1", userAgent: iphone },
    }),
    anAccess(48220, {
      accessId: "proven-2",
      at: "2026-11-05T09:11:00.000Z",
      proof: "postalCode",
      accessor: { kind: "raw", ip: "192.0.2.1", userAgent: iphone },
    }),
    anAccess(48221, { accessId: "guessed", at: "2026-11-05T09:12:00.000Z", proof: "postalCode" }),
    // The second one of these is a repeat of the first, and the third of the walk.
    anAccess(48225, { accessId: "own-1", at: "2026-11-05T09:13:00.000Z", accessor: neighbour }),
    anAccess(48225, { accessId: "own-2", at: "2026-11-05T09:14:00.000Z", accessor: neighbour }),
    anAccess(48200, { accessId: "again1", at: "2026-11-05T09:00:03.000Z" }),
    anAccess(48222, { accessId: "failed", at: "2026-11-05T09:05:00.000Z", outcome: "challengeFailed", fields: [] }),
  ]

  it("changes nothing", async () => {
    const world = await worldWithOrders()
    await world.report(mixed)
    const once = stateOf(world)
    await world.report(mixed)
    world.restart()
    await world.report(mixed)
    expect(stateOf(world)).toEqual(once)
    expect(world.disclosures.rows().find((row) => row.accessId === "guessed")?.provenForExposure).toBe(false)
    expect(world.disclosures.rows().find((row) => row.accessId === "proven-1")?.provenForExposure).toBe(true)
    expect(world.disclosures.rows().some((row) => row.accessId === "proven-2")).toBe(false)
  })

  it("makes up for a crash at any await", async () => {
    const undisturbed = await worldWithOrders()
    await undisturbed.report(mixed)
    // Sums of volumes are written after everything else, and lost with a container that crashes there.
    const points = undisturbed.calls.filter((call) => !call.startsWith("retailerVolumes")).length
    const expected = stateOf(undisturbed)
    for (let crashAt = 0; crashAt < points; crashAt += 3) {
      const world = await worldWithOrders()
      let left = crashAt
      world.watch(async () => {
        if (left-- === 0) throw new Error("crash")
      })
      expect(await world.report(mixed)).toHaveLength(1)
      world.restart()
      world.wait(30)
      expect(await world.report(mixed)).toEqual([])
      expect(stateOf(world)).toEqual(expected)
    }
  }, 60_000)
})

describe("a visitor that looks at its parcels again and again", () => {
  const at = (second: number) => `2026-11-05T09:00:${String(second).padStart(2, "0")}.000Z`
  const visits = Array.from({ length: 12 }, (_, visit) =>
    anAccess(48220 + (visit % 2), { accessId: `visit_${visit}`, at: at(visit * 3) }),
  )
  const wrongCode = anAccess(48222, {
    accessId: "wrong",
    at: at(20),
    outcome: "challengeFailed",
    proof: "none",
    fields: [],
  })

  it("costs a write for each parcel in each profile, in one report", async () => {
    const world = await worldWithOrders()
    await world.report(visits)
    // Of two parcels: in the profiles of the visitor, of its network, and of the block of numbers.
    const profileWrites = () => world.calls.filter((call) => call === "accessProfiles.updateItem:before").length
    expect(profileWrites()).toBe(2 * 3)
    // Of each parcel the first look and one item of the other five, which says that they were in this hour.
    const spans = world.disclosures.rows().map(({ at: firstAt, lastAt }) => [firstAt, lastAt])
    expect(spans.sort()).toEqual([
      [at(0), undefined],
      [at(3), undefined],
      [at(6), at(6)],
      [at(9), at(9)],
    ])
  })

  it("is one row more a day, whatever the number of reports, and its first and last look stay known", async () => {
    const world = await worldWithOrders()
    const later = (hour: number) => `2026-11-05T${String(hour).padStart(2, "0")}:30:00.000Z`
    for (const hour of [3, 7, 5, 9, 8, 9])
      await world.report([anAccess(48220, { accessId: `hour-${hour}`, at: later(hour) })])
    const rows = world.disclosures.rows()
    const first = rows.map((row) => row.at).sort()[0]
    const last = rows.map(lastOf).sort().at(-1)
    expect([first, last]).toEqual([later(3), later(9)])
    expect(rows.map(({ accessId, lastAt }) => [accessId, lastAt])).toEqual([
      ["hour-3", undefined],
      ["hour-5", later(9)],
    ])
  })

  it("that its carrier reports as one access is one row, from the first to the last", async () => {
    const world = await worldWithOrders()
    const folded = anAccess(48220, { accessId: "folded", at: at(0), lastAt: "2026-11-05T10:10:00.000Z" })
    expect(await world.report([folded])).toEqual([])
    const once = stateOf(world)
    await world.report([folded])
    expect(stateOf(world)).toEqual(once)
    expect(world.disclosures.rows()).toMatchObject([{ at: at(0), lastAt: "2026-11-05T10:10:00.000Z" }])
    await world.report([anAccess(48220, { accessId: "in-the-hour", at: "2026-11-05T10:12:00.000Z" })])
    expect(stateOf(world)).toEqual(once)
    const later = "2026-11-05T11:00:00.000Z"
    world.wait(3_600)
    await world.report([anAccess(48220, { accessId: "later", at: later })])
    expect(world.disclosures.rows()).toMatchObject([{ at: at(0), lastAt: later, accessId: "folded" }])
  })

  it("is not proven by a postal code if its last look was after its restriction", async () => {
    const proven = async (lastAt: string) => {
      const world = await worldWithOrders()
      await world.report(walk(9))
      const proof = { accessId: "by-code", at: "2026-11-05T08:50:00.000Z", lastAt, proof: "postalCode" } as const
      await world.report([anAccess(48_239, proof)])
      return world.disclosures.rows().find(({ accessId }) => accessId === "by-code")?.provenForExposure
    }
    expect(await proven("2026-11-05T09:59:00.000Z")).toBe(true)
    expect(await proven("2026-11-05T10:01:00.000Z")).toBe(false)
  })

  it.each([
    ["before it began", at(0), "2026-11-05T08:59:59.000Z", "tooSmall"],
    ["on another day", "2026-11-04T23:59:00.000Z", "2026-11-05T00:00:00.000Z", "tooBig"],
    ["in the future", at(0), "2026-11-05T10:15:01.000Z", "tooBig"],
  ])("cannot end %s", async (_, firstAt, lastAt, rule) => {
    const world = await worldWithOrders()
    await world.report([anAccess(48220, { accessId: "good", at: at(0) }), anAccess(48221, { at: firstAt, lastAt })])
    const problems = world.bus.published(eventRejected).flatMap(({ data }) => data.problems)
    const fix = expect.stringContaining("same UTC day")
    expect(problems).toEqual([{ path: "data.accesses[].lastAt", rule, index: 1, fix }])
    expect(world.disclosures.rows()).toHaveLength(1)
  })

  it("leaves what twelve reports of one visit each leave", async () => {
    const accesses = [...visits, wrongCode]
    const together = await worldWithOrders()
    await together.report(accesses)
    const apart = await worldWithOrders()
    for (const access of accesses) await apart.report([access])
    expect(stateOf(together)).toEqual(stateOf(apart))
    expect(together.retailerVolumes.rows()).toEqual(apart.retailerVolumes.rows())
  })

  it("has proven nothing by a postal code once three of its other ones were wrong, whichever it repeats", async () => {
    const world = await worldWithOrders()
    const proof = { proof: "postalCode" } as const
    const wrongs = [30, 31, 32].map((place) =>
      anAccess(48_200 + place, {
        ...wrongCode,
        accessId: `wrong-${place}`,
        at: at(place),
        reference: anAccess(48_200 + place).reference,
      }),
    )
    await world.report([
      anAccess(48220, { ...proof, accessId: "before", at: at(10) }),
      ...wrongs,
      anAccess(48220, { ...proof, accessId: "after", at: at(50) }),
    ])
    const proven = world.disclosures.rows().map((row) => [row.accessId, row.provenForExposure])
    expect(Object.fromEntries(proven)).toEqual({ before: true, after: false })
  })
})

const hourOf = (minute: number) => Math.floor(minute / 60)

/** Which lookup of the last hour the ledger names depends on the order of the reports. */
const startOfHour = (at: string) => `${at.slice(0, 13)}:00:00.000Z`

describe("reports in any order, split and repeated in any way", () => {
  it("say of each parcel and visitor the same first look, hour of the last one and fields", async () => {
    const look = fc.record({
      parcel: fc.integer({ min: 0, max: 2 }),
      visitor: fc.integer({ min: 0, max: 1 }),
      minute: fc.integer({ min: 0, max: 599 }),
      shows: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(look, { minLength: 1, maxLength: 12 }),
        fc.infiniteStream(fc.nat()),
        async (looks, dice) => {
          const accesses = looks.map(({ parcel, visitor, minute, shows }, place) =>
            anAccess(firstOrder + parcel, {
              accessId: `look-${place}`,
              at: new Date(Date.parse("2026-11-05T00:00:00.000Z") + minute * 60_000).toISOString(),
              accessor: { kind: "raw", ip: `192.0.2.${visitor}`, userAgent: iphone },
              fields: shows ? ["existence", "phase"] : ["existence"],
            }),
          )
          const exposed = async (reports: (typeof accesses)[]) => {
            const world = await worldWithOrders()
            for (const report of reports) expect(await world.report(report)).toEqual([])
            const found = [...exposuresOf(world.disclosures.rows()).values()]
            return found.map((one) => JSON.stringify({ ...one, lastAt: startOfHour(one.lastAt) })).sort()
          }
          const expected = await exposed([accesses])
          const shuffled = accesses.flatMap((one) => [one, one]).toSorted(() => (dice.next().value % 2 === 0 ? 1 : -1))
          expect(await exposed(shuffled.map((one) => [one]))).toEqual(expected)
          expect(
            await exposed([shuffled.slice(0, 7), shuffled.slice(7), accesses].filter((one) => one.length > 0)),
          ).toEqual(expected)
          const spans = [...Map.groupBy(looks, ({ parcel, visitor }) => `${parcel}|${visitor}`).values()].map(
            (same) => {
              const minutes = same.map(({ minute }) => minute)
              return [Math.min(...minutes), hourOf(Math.max(...minutes)), same.some(({ shows }) => shows)]
            },
          )
          const minuteOf = (at: string) => (Date.parse(at) - Date.parse("2026-11-05T00:00:00.000Z")) / 60_000
          const seen = expected.map((text) => exposureSchema.parse(JSON.parse(text)))
          expect(
            seen
              .map(({ firstAt, lastAt, fields }) => [
                minuteOf(firstAt),
                hourOf(minuteOf(lastAt)),
                fields.includes("phase"),
              ])
              .sort(),
          ).toEqual(spans.sort())
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  it("leave one ledger, and find every walk", async () => {
    const accesses = [
      ...walk(14),
      ...Array.from({ length: 6 }, (_, visitor) =>
        anAccess(48230 + visitor, {
          accessId: `by-${visitor}`,
          accessor: { kind: "raw", ip: `192.0.2.${visitor}`, userAgent: iphone },
        }),
      ),
    ]
    const undisturbed = await worldWithOrders()
    await undisturbed.report(accesses)
    const ledger = stateOf(undisturbed).disclosures
    const reports = fc.array(fc.subarray(accesses, { minLength: 1 }), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(reports, fc.shuffledSubarray(accesses, { minLength: accesses.length }), async (some, whole) => {
        const world = await worldWithOrders()
        for (const report of some) await world.report(report)
        world.restart()
        const half = Math.ceil(whole.length / 2)
        await world.report(whole.slice(0, half))
        await world.report(whole.slice(half))
        expect(stateOf(world).disclosures).toEqual(ledger)
        const walked = world.anomalies.rows().filter((row) => row.chart === "walk" && row.severity === "alert")
        expect(new Set(walked.map((row) => row.accessorKey.split("#")[0]))).toContain("subject")
      }),
      { numRuns: 15 },
    )
  }, 60_000)
})
