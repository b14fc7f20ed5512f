import { describe, expect, it } from "@jest/globals"
import fc from "fast-check"
import { eventRejected } from "../../../shared/contracts/event-rejected.ts"
import type { TrackingAccess } from "../../../shared/contracts/tracking-accessed.ts"
import { accessWorld, anAccess, firefox, iphone, leaflineReference, walkersIp } from "../access-world.ts"

const [firstOrder, orders] = [48200, 40]

/** Forty shipments of the discreet retailer with neighbouring numbers, all carried by the first carrier. */
async function worldWithOrders(options: Parameters<typeof accessWorld>[0] = {}) {
  const world = accessWorld(options)
  for (let order = firstOrder; order < firstOrder + orders; order++) {
    await world.ship("leafline", {
      shipmentId: `shp_${order}`,
      orderReference: leaflineReference(order),
      trackingNumber: `NP60000${order}CA`,
      recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${order} Main St` },
    })
  }
  world.calls.length = 0
  return world
}

/** Somebody who walks along the numbers, one every six seconds. */
function walk(count: number, change: (order: number) => Partial<TrackingAccess> = () => ({})): TrackingAccess[] {
  return Array.from({ length: count }, (_, step) => {
    const at = new Date(Date.parse("2026-11-05T09:00:00.000Z") + step * 6000).toISOString()
    return anAccess(firstOrder + step, { at, ...change(firstOrder + step) })
  })
}

function stateOf(world: ReturnType<typeof accessWorld>) {
  const sorted = <Row>(rows: Row[]) => rows.map((row) => JSON.stringify(row)).sort()
  return {
    disclosures: sorted(world.disclosures.rows()),
    profiles: sorted(
      world.profiles.rows().map(({ profileKey, entries }) => ({ profileKey, entries: sortedEntries(entries) })),
    ),
    anomalies: world.anomalies
      .rows()
      .map((row) => row.anomalyId)
      .sort(),
    restrictions: world.restrictions
      .rows()
      .map((row) => row.accessorKey)
      .sort(),
  }
}

function sortedEntries(entries: Record<string, Uint8Array>): string[] {
  return Object.entries(entries)
    .map(([name, value]) => `${name}${Buffer.from(value).toString("hex")}`)
    .sort()
}

describe("lookups that a carrier reports of its own tool", () => {
  it("go to the ledger with what they showed and how it is known", async () => {
    const world = await worldWithOrders()
    expect(await world.report([anAccess(48213)])).toEqual([])
    expect(world.disclosures.rows()).toEqual([
      expect.objectContaining({
        recordId: "SHIPMENT#leafline#shp_48213",
        shipmentId: "shp_48213",
        retailerId: "leafline",
        carrierId: "northpost",
        tool: "observed:northpost",
        reportedBy: "northpost",
        accessId: "access-48213",
        accessorToken: "token-of-walker",
        fields: ["existence", "delivery-date", "postal-code"],
        proof: "none",
        provenForExposure: false,
      }),
    ])
  })

  it("raise an anomaly within six records when somebody walks along, and restrict them in the carrier's own tokens", async () => {
    const world = await worldWithOrders()
    await world.report(walk(40))
    const alerts = world.anomalies
      .rows()
      .filter((row) => row.severity === "alert" && row.accessorKey.startsWith("subject"))
    expect(alerts[0]).toMatchObject({ chart: "walk", retailerId: "leafline", reportedBy: "northpost", shadow: false })
    const crossedAt = alerts[0]?.crossedAt ?? ""
    const before = world.disclosures.rows().filter((row) => row.at < crossedAt)
    expect(before.length).toBeLessThanOrEqual(6)
    expect(world.disclosures.rows()).toHaveLength(40)
    const subject = world.restrictions.rows().find((row) => row.scope === "subject")
    expect(subject?.accessorTokens).toEqual([{ carrierId: "northpost", token: "token-of-walker" }])
  })

  it("find the same walk when they come in several reports and out of order", async () => {
    const world = await worldWithOrders()
    const accesses = walk(12)
    for (const part of [accesses.slice(8), accesses.slice(0, 4), accesses.slice(4, 8)]) await world.report(part)
    expect(world.anomalies.rows().some((row) => row.chart === "walk" && row.severity === "alert")).toBe(true)
    expect(world.disclosures.rows()).toHaveLength(12)
  })

  it("are kept though others of the same report are bad, which the carrier is told by index and rule alone", async () => {
    const world = await worldWithOrders()
    await world.report([
      anAccess(48201),
      { ...anAccess(48202), at: "yesterday" },
      anAccess(48203, { reference: { kind: "orderReference", retailerAlias: "Nobody", orderReference: "LL-0048203" } }),
      anAccess(48204, { at: "2026-11-06T10:00:00.000Z" }),
      { secret: "canary" },
      anAccess(48205),
    ])
    expect(world.disclosures.rows().map((row) => row.accessId)).toEqual(["access-48201", "access-48205"])
    const [rejection] = world.bus.published(eventRejected, "northpost")
    expect(rejection?.data.problems.map(({ index, path, rule }) => [index, path, rule])).toEqual(
      expect.arrayContaining([
        [1, "data.accesses[].at", "format"],
        [2, "data.accesses[].reference.retailerAlias", "unknownParty"],
        [3, "data.accesses[].at", "tooBig"],
        [4, "data.accesses[].accessId", "required"],
      ]),
    )
    expect(JSON.stringify([rejection, world.telemetry.lines])).not.toMatch(/canary|yesterday|0048203/)
  })

  it("are resolved among the reporting carrier's shipments alone", async () => {
    const world = await worldWithOrders()
    await world.report(
      [anAccess(48213), anAccess(48214, { reference: { kind: "trackingNumber", trackingNumber: "NP6000048214CA" } })],
      "otherpost",
    )
    expect(world.disclosures.rows().some((row) => row.recordId.startsWith("SHIPMENT#"))).toBe(false)
    expect(world.disclosures.rows().map((row) => [row.retailerId, row.carrierId])).toEqual([
      ["leafline", "otherpost"],
      ["otherpost", "otherpost"],
    ])
  })

  it("are kept under the key of the parcel that they showed, before it is told of and after", async () => {
    const world = accessWorld()
    const trackingNumber = "NP6000048213CA"
    const access = anAccess(48213, { reference: { kind: "trackingNumber", trackingNumber } })
    await world.report([access, anAccess(48214, { ...access, accessId: "nothing-shown", outcome: "miss", fields: [] })])
    await world.ship("leafline", {
      shipmentId: "shp_48213",
      orderReference: leaflineReference(48213),
      trackingNumber,
    })
    const record = await world.records.byTrackingNumber("northpost", trackingNumber)
    expect(world.disclosures.rows()).toEqual([
      expect.objectContaining({ recordId: record?.parcelId, retailerId: "northpost", carrierId: "northpost" }),
    ])
  })

  it("without proof are found again by the block of numbers that the detector counts them in", async () => {
    const world = await worldWithOrders()
    const unknown = firstOrder + orders
    const lookups = [firstOrder, firstOrder + 1, unknown].map((order) =>
      anAccess(order, { accessor: { kind: "raw", ip: `198.51.100.${order % 200}`, userAgent: firefox } }),
    )
    const proven = anAccess(firstOrder + 2, { proof: "linkToken" })
    const byNumber = { kind: "trackingNumber", trackingNumber: `NP60000${firstOrder + 3}CA` } as const
    await world.report([...lookups, proven, anAccess(firstOrder + 3, { reference: byNumber })])
    const counted = world.profiles.rows().flatMap(({ profileKey }) => (/^block#/.test(profileKey) ? [profileKey] : []))
    expect(counted.length).toBeGreaterThan(0)
    for (const { provenForExposure, block = "" } of world.disclosures.rows()) {
      if (provenForExposure) expect(block).toBe("")
      else expect(counted).toContain(block)
    }
    expect(world.disclosures.rows()).toHaveLength(5)
  })

  it("unite what they showed of one shipment on one day to a proven accessor", async () => {
    const world = await worldWithOrders()
    const proven = { proof: "account", accessor: { kind: "raw", ip: walkersIp, account: "acct-1" } } as const
    const first = anAccess(48213, { ...proven, accessId: "first", fields: ["existence", "phase"] })
    const second = anAccess(48213, {
      ...proven,
      accessId: "second",
      at: "2026-11-05T09:30:00.000Z",
      fields: ["address"],
    })
    await world.report([second])
    await world.report([first])
    await world.report([second])
    expect(world.disclosures.rows()).toEqual([
      expect.objectContaining({
        accessId: "first",
        at: first.at,
        lastAt: second.at,
        fields: ["existence", "phase", "address"],
      }),
    ])
    expect(world.bus.published(eventRejected)).toEqual([])
  })

  it("that are told otherwise under the same id lose nothing, and the carrier is told so", async () => {
    const changes: Partial<TrackingAccess>[] = [
      { fields: ["existence"] },
      { fields: ["existence", "address"] },
      { outcome: "miss", fields: [] },
      { proof: "account" },
    ]
    for (const change of changes) {
      const world = await worldWithOrders()
      const first = anAccess(48213)
      await world.report([first])
      await world.report([anAccess(48214), first])
      expect(world.bus.published(eventRejected)).toEqual([])
      for (let delivery = 1; delivery <= 2; delivery++) {
        await world.report([anAccess(48215), { ...first, ...change }])
        const [rejection] = world.bus.published(eventRejected, "northpost").slice(-1)
        expect(rejection?.data.problems).toEqual([{ index: 1, path: "data.accesses[].accessId", rule: "conflict" }])
        expect(world.bus.published(eventRejected, "northpost")).toHaveLength(delivery)
      }
      const [row] = world.disclosures.rows().filter(({ accessId }) => accessId === first.accessId)
      expect(row?.provenForExposure).toBe(false)
      expect(row?.fields).toEqual(expect.arrayContaining(first.fields))
      if (change.fields?.includes("address")) expect(row?.fields).toContain("address")
    }
  })

  it("of a tracking number and of the order it belongs to are one reference", async () => {
    const world = await worldWithOrders()
    const byNumber = { kind: "trackingNumber", trackingNumber: "NP6000048213CA" } as const
    await world.report([
      anAccess(48213),
      anAccess(48213, { accessId: "access-again", reference: byNumber, at: "2026-11-05T09:30:00.000Z" }),
    ])
    const [subject] = world.profiles.rows().filter((row) => row.profileKey.startsWith("subject#"))
    expect(Object.keys(subject?.entries ?? {})).toHaveLength(1)
    expect(world.disclosures.rows()).toHaveLength(2)
  })

  it("without fields show nothing, and count for the detector all the same", async () => {
    const world = await worldWithOrders()
    await world.report([anAccess(99_999, { outcome: "miss", fields: [] })])
    expect(world.disclosures.rows()).toEqual([])
    expect(
      world.profiles
        .rows()
        .map((row) => row.profileKey.split("#")[0])
        .sort(),
    ).toContain("subject")
  })

  it("with fingerprints of the carrier's own stay apart from everybody else's", async () => {
    const world = await worldWithOrders()
    const accessor = {
      kind: "fingerprints",
      subject: "Jx0bq3v1Yd8mT5kQ2wLr7A",
      subjectKind: "cookie",
      network: "mZ4cP9sVt1uHn6oKe3xWfg",
      networkKind: "fixed",
    } as const
    await world.report([anAccess(48213, { accessor })])
    expect(world.disclosures.rows()[0]).toMatchObject({
      subject: "subject#northpost:Jx0bq3v1Yd8mT5kQ2wLr7A",
      network: "network#northpost:mZ4cP9sVt1uHn6oKe3xWfg",
    })
  })

  it("are of the same accessor as guarded ones from the same network and browser", async () => {
    const world = await worldWithOrders()
    await world.report(walk(12))
    const guarded = await world.lookUp({ carrier: "northpost", trackingNumber: "NP6000048213CA" }, { ip: walkersIp })
    expect(guarded.status).toBe(404)
    expect(world.restrictions.rows().filter((row) => row.scope === "subject")).toHaveLength(1)
  })

  it("tell customers, partners, staff and sessions apart", async () => {
    const world = await worldWithOrders()
    const raw = { kind: "raw", ip: walkersIp, userAgent: firefox } as const
    const session = { session: "session-of-visitor", sessionStartedAt: "2026-11-05T08:00:00.000Z" }
    const accessors = [
      raw,
      { ...raw, userAgent: iphone },
      { ...raw, ...session },
      { ...raw, session: "session-of-visitor" },
      { ...raw, account: "account-1" },
      { ...raw, account: "account-1", accountKind: "staff" as const },
      { ...raw, account: "account-1", accountKind: "partner" as const },
    ]
    await world.report(accessors.map((accessor, index) => anAccess(48213, { accessId: `a-${index}`, accessor })))
    const subjects = accessors.map(
      (_, index) => world.disclosures.rows().find((row) => row.accessId === `a-${index}`)?.subject,
    )
    expect(subjects[3]).toBe(subjects[0])
    expect(new Set(subjects).size).toBe(6)
  })
})

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

  it("of somebody who was restricted under the old name proves nothing by a postal code", async () => {
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

describe("first contacts that are reported", () => {
  const stranger = (order: number, change: Partial<TrackingAccess> = {}) =>
    anAccess(order, { accessor: { kind: "raw", ip: `198.51.100.${order - firstOrder}`, userAgent: iphone }, ...change })
  const sums = (world: ReturnType<typeof accessWorld>) =>
    world.retailerVolumes.rows().map(({ retailerId, tool, startsAt, contacts, strangers }) => ({
      retailerId,
      tool,
      startsAt,
      contacts,
      strangers,
    }))
  const ofTool = { retailerId: "leafline", tool: "observed:northpost", startsAt: "2026-11-05T10:00:00.000Z" }

  it("are added up once a batch for their retailer, strangers among them", async () => {
    const world = await worldWithOrders()
    await world.report([
      ...Array.from({ length: 6 }, (_, index) => stranger(firstOrder + index)),
      // The same person again, the same parcel again, the same network with another browser, a proven lookup, and a number nobody has.
      stranger(firstOrder, {
        accessId: "second",
        reference: anAccess(firstOrder + 9).reference,
        at: "2026-11-05T09:30:00.000Z",
      }),
      stranger(firstOrder + 1, { accessId: "again", at: "2026-11-05T09:30:00.000Z" }),
      stranger(firstOrder + 10, { accessor: { kind: "raw", ip: "198.51.100.0", userAgent: firefox } }),
      stranger(firstOrder + 11, { proof: "account" }),
      stranger(firstOrder + 900, {
        accessor: { kind: "raw", ip: "192.0.2.9", userAgent: firefox },
        outcome: "miss",
        fields: [],
      }),
    ])
    expect(sums(world)).toEqual([{ ...ofTool, contacts: 9, strangers: 6 }])
    expect(world.calls.filter((call) => call === "retailerVolumes.add:before")).toHaveLength(1)
  })

  it("are counted at most once for each time that their message is delivered and handled", async () => {
    const world = await worldWithOrders()
    const accesses = Array.from({ length: 5 }, (_, index) => stranger(firstOrder + index))
    let left = 20
    world.watch(async () => {
      if (left-- === 0) throw new Error("crash")
    })
    expect(await world.report(accesses)).toHaveLength(1)
    expect(sums(world)).toEqual([])
    await world.report(accesses)
    expect(sums(world)).toEqual([{ ...ofTool, contacts: 5, strangers: 5 }])
    await world.report(accesses)
    expect(sums(world)).toEqual([{ ...ofTool, contacts: 10, strangers: 10 }])
  })

  it("do not hold a message up when their sums cannot be written", async () => {
    const world = await worldWithOrders()
    world.watch(async (point) => {
      if (point === "retailerVolumes.add:before") throw new Error("throttled")
    })
    expect(await world.report([stranger(firstOrder)])).toEqual([])
    expect(world.disclosures.rows()).toHaveLength(1)
    expect(world.telemetry.counts["VolumeLost"]).toBe(1)
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

describe("raw values of a reported lookup", () => {
  it("are in no row, no event and no log", async () => {
    const world = await worldWithOrders()
    const accessor = {
      kind: "raw",
      ip: walkersIp,
      userAgent: firefox,
      account: "account-of-jane",
      session: "session-of-jane",
      sessionStartedAt: "2026-11-05T08:00:00.000Z",
    } as const
    await world.report([
      ...walk(12, () => ({ accessor })),
      anAccess(48230, { accessor, reference: { kind: "trackingNumber", trackingNumber: "NP6000048230CA" } }),
      anAccess(48231, { accessor, at: "2027-01-01T00:00:00.000Z" }),
    ])
    const kept = JSON.stringify([
      stateOf(world),
      world.anomalies.rows(),
      world.restrictions.rows(),
      world.bus.events,
      world.telemetry.lines,
    ])
    for (const raw of [walkersIp, "Firefox", "account-of-jane", "session-of-jane", "LL-00", "LL00", "NP6000048230CA"]) {
      expect(kept).not.toContain(raw)
    }
  })
})

describe("a planted reference", () => {
  it("is known by its key when somebody asks for it", async () => {
    const canary = leaflineReference(4_000_000)
    const world = await worldWithOrders({ canaries: [{ retailerId: "leafline", reference: canary }] })
    await world.report([anAccess(4_000_000, { outcome: "miss", fields: [] })])
    const [block] = world.profiles.rows().filter((row) => row.profileKey.startsWith("missBlock#"))
    expect(Object.keys(block?.entries ?? {})).toHaveLength(1)
    expect(JSON.stringify(world.profiles.rows())).not.toContain(canary)
  })
})
