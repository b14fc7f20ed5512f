import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../../../shared/base/contracts/event-rejected.ts"
import type { TrackingAccess } from "../../../../shared/base/contracts/tracking-accessed.ts"
import { orderTombstoneKey } from "../../../../shared/intake/tracking/erasures.ts"
import { parcelIdsOf } from "../../../../shared/intake/tracking/parcel-ids.ts"
import { orderReferenceKeys } from "../../../../shared/intake/tracking/record-proofs.ts"
import { openTokens, tokenKeyOf } from "../../../../shared/watch/detection/accessor-token.ts"
import { makePlaces } from "../../../../shared/watch/detection/profiles/place.ts"
import { decodeContact } from "../../../../shared/watch/detection/profiles/profile-encoding.ts"
import { retailerKnowledge } from "../../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { accessWorld, anAccess, firefox, iphone, leaflineReference, walkersIp } from "../access-world.ts"
import { firstOrder, orders, stateOf, walk, worldWithOrders } from "./reported-walk.ts"

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
        accessId: "acc-48213",
        tokenKey: tokenKeyOf(world.keyedHash, "northpost", "tok_walker"),
        fields: ["existence", "delivery-date", "postal-code"],
        proof: "none",
        provenForExposure: false,
      }),
    ])
  })

  it("raise an anomaly within six records when somebody walks, and restrict that visitor by the carrier's own tokens", async () => {
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
    const tokens = subject?.accessorTokens ?? []
    expect(tokens).toEqual([expect.objectContaining({ carrierId: "northpost" })])
    expect(await openTokens(world.sealer, "northpost", tokens)).toEqual(["tok_walker"])
  })

  it("raise anomalies that name the visitor's IPv6 prefix, so that one case takes in its networks", async () => {
    const world = await worldWithOrders()
    for (const [place, ip] of ["2001:db8:7:1::1", "2001:db8:7:2::1"].entries()) {
      const accessor = { kind: "raw", ip, userAgent: firefox } as const
      await world.report(walk(20, (order) => ({ accessor, accessId: `acc-${place}x${order}` })))
    }
    const prefixesOf = (row: { otherKeys?: readonly string[] | undefined }) =>
      (row.otherKeys ?? []).filter((key) => key.startsWith("prefix#"))
    const networks = world.anomalies.rows().filter(({ accessorKey }) => /^(subject|network)#/.test(accessorKey))
    expect(new Set(networks.map(({ network }) => network)).size).toBe(2)
    expect(new Set(networks.map((row) => prefixesOf(row).join())).size).toBe(1)
    expect(networks.flatMap(prefixesOf)).toHaveLength(networks.length)
  })

  it("of an erased order or parcel are counted by the detector, and leave nothing in the ledger", async () => {
    const world = await worldWithOrders()
    const [erased, other] = [firstOrder + orders, firstOrder + orders + 1]
    const retailer = world.parties.named("leafline")
    if (retailer?.kind !== "retailer") throw new Error("no such retailer")
    const [orderKey = ""] = orderReferenceKeys(world.keyedHash, retailer, leaflineReference(erased))
    const [parcelId = ""] = parcelIdsOf(world.keyedHash, "northpost", "NP7000001CA")
    const buried = { kind: "tombstone", erasedAt: "2026-11-04T09:00:00.000Z", expiresAt: 1_900_000_000 } as const
    const keys = [orderTombstoneKey(orderKey), parcelId]
    await world.records.erasures.bury(keys.map((erasureKey) => ({ ...buried, erasureKey })))
    const reference = { kind: "trackingNumber", trackingNumber: "NP7000001CA" } as const
    const accesses = [anAccess(erased), anAccess(erased, { accessId: "by-number", reference }), anAccess(other)]
    expect(await world.report(accesses)).toEqual([])
    expect(world.disclosures.rows().map(({ accessId }) => accessId)).toEqual([`acc-${other}`])
    const profile = world.profiles.rows().find(({ profileKey }) => profileKey.startsWith("subject#"))
    expect(Object.keys(profile?.entries ?? {})).toHaveLength(3)
  })

  it("find the same walk when they come in several reports and out of order", async () => {
    const world = await worldWithOrders()
    const accesses = walk(12)
    for (const part of [accesses.slice(8), accesses.slice(0, 4), accesses.slice(4, 8)]) await world.report(part)
    expect(world.anomalies.rows().some((row) => row.chart === "walk" && row.severity === "alert")).toBe(true)
    expect(world.disclosures.rows()).toHaveLength(12)
  })

  it("are kept when others of the same report are bad, and the carrier receives the index and rule of each bad one", async () => {
    const world = await worldWithOrders()
    await world.report([
      anAccess(48201),
      { ...anAccess(48202), at: "yesterday" },
      anAccess(48203, { reference: { kind: "orderReference", retailerAlias: "Nobody", orderReference: "LL-0048203" } }),
      anAccess(48204, { at: "2026-11-06T10:00:00.000Z" }),
      { secret: "canary" },
      anAccess(48205),
    ])
    expect(world.disclosures.rows().map((row) => row.accessId)).toEqual(["acc-48201", "acc-48205"])
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

  it("are kept under the key of the parcel that they showed, before and after a party reports the parcel", async () => {
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

  it("that are reported differently under the same id lose nothing, and the carrier receives the conflict", async () => {
    const changes: Partial<TrackingAccess>[] = [
      { fields: ["existence"] },
      { fields: ["existence", "address"] },
      { outcome: "miss", fields: [] },
      { proof: "account" },
      { accessorToken: "tok_another" },
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
        const fix = expect.stringContaining("accessId of its own")
        expect(rejection?.data.problems).toEqual([
          { index: 1, path: "data.accesses[].accessId", rule: "conflict", fix },
        ])
        expect(world.bus.published(eventRejected, "northpost")).toHaveLength(delivery)
      }
      const [row] = world.disclosures.rows().filter(({ accessId }) => accessId === first.accessId)
      expect(row?.provenForExposure).toBe(false)
      expect(row?.fields).toEqual(expect.arrayContaining(first.fields))
      if (change.fields?.includes("address")) expect(row?.fields).toContain("address")
    }
  })

  it("of a tracking number and of the order it belongs to are two references with one destination", async () => {
    const world = await worldWithOrders()
    const byNumber = { kind: "trackingNumber", trackingNumber: "NP6000048213CA" } as const
    await world.report([
      anAccess(48213),
      anAccess(48213, { accessId: "again", reference: byNumber, at: "2026-11-05T09:30:00.000Z" }),
    ])
    const [subject] = world.profiles.rows().filter((row) => row.profileKey.startsWith("subject#"))
    const entries = Object.entries(subject?.entries ?? {}).map(([name, value]) =>
      decodeContact({ name, value }, "accessor"),
    )
    const { findNumbers, numberOf } = retailerKnowledge({ ...world, clock: world.now })
    await findNumbers(["leafline", "northpost"])
    const [retailer, carrier] = ["leafline", "northpost"].map(numberOf)
    expect(entries.map(({ series }) => series)).toEqual(expect.arrayContaining([retailer, carrier]))
    expect(makePlaces(entries).count).toBe(1)
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

  it("are of different subjects for customers, partners, staff and sessions", async () => {
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
    for (const raw of [
      walkersIp,
      "Firefox",
      "account-of-jane",
      "session-of-jane",
      "LL-00",
      "LL00",
      "NP6000048230CA",
      "token-of",
    ]) {
      expect(kept).not.toContain(raw)
    }
  })
})

describe("a planted reference", () => {
  it("is recognised by its key when a visitor looks it up", async () => {
    const canary = leaflineReference(4_000_000)
    const world = await worldWithOrders({ canaries: [{ retailerId: "leafline", reference: canary }] })
    await world.report([anAccess(4_000_000, { outcome: "miss", fields: [] })])
    const [block] = world.profiles.rows().filter((row) => row.profileKey.startsWith("missBlock#"))
    expect(Object.keys(block?.entries ?? {})).toHaveLength(1)
    expect(JSON.stringify(world.profiles.rows())).not.toContain(canary)
  })
})
