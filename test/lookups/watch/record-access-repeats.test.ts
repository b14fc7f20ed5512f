import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { anAccess, iphone } from "../access-world.ts"
import { stateOf, walk, worldWithOrders } from "./reported-walk.ts"

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
    anAccess(48220 + (visit % 2), { accessId: `visit-${visit}`, at: at(visit * 3) }),
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
    expect(world.calls.filter((call) => call === "accessProfiles.record:before")).toHaveLength(2 * 3)
    expect(world.disclosures.rows()).toHaveLength(12)
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

describe("reports in any order, split and repeated in any way", () => {
  it("leave one ledger, and find every walk", async () => {
    const accesses = [
      ...walk(14),
      ...Array.from({ length: 6 }, (_, visitor) =>
        anAccess(48230 + visitor, {
          accessId: `visitor-${visitor}`,
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
