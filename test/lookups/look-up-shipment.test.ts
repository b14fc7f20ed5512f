import { describe, expect, it } from "@jest/globals"
import { restrictionOfAnomaly } from "../../shared/detection/restrictions/restriction-of-anomaly.ts"
import { formatOrderReference } from "../../shared/tracking/order-reference.ts"
import {
  type Ask,
  type Asked,
  accessWorld,
  cookieOf,
  firefox,
  iphone,
  leaflineReference,
  linkToken,
  walkersIp,
} from "./access-world.ts"

const book = formatOrderReference(123456, { prefix: "MB", digits: 6, checkDigit: "luhn" })
const mailed = linkToken("leafline-1")
const mailedBook = linkToken("book-1")
const byReference = { retailer: "Leafline", orderReference: leaflineReference(48213) }
const byNumber = { carrier: "northpost", trackingNumber: "NP4021887304CA" }
const bookByReference = { retailer: "Maple Books", orderReference: book }
const bookByNumber = { carrier: "northpost", trackingNumber: "NP5000000001CA" }
const right = { postalCode: "m5v3l9" }
const wrong = { postalCode: "K1A 0B1" }

/** One delivered parcel of the discreet retailer, and one of the other on its way. */
async function worldWithParcels(options: Parameters<typeof accessWorld>[0] = {}) {
  const world = accessWorld(options)
  await world.ship("leafline", {
    shipmentId: "shp_leaf_1",
    orderReference: byReference.orderReference,
    trackingNumber: byNumber.trackingNumber,
    linkTokenDigest: mailed.linkTokenDigest,
  })
  await world.ship("maplebooks", {
    shipmentId: "shp_book_1",
    orderReference: book,
    trackingNumber: bookByNumber.trackingNumber,
    linkTokenDigest: mailedBook.linkTokenDigest,
  })
  await world.progress(byNumber.trackingNumber, true)
  await world.progress(bookByNumber.trackingNumber)
  world.calls.length = 0
  return world
}

const leafDetails = {
  shows: "details",
  retailer: "Leafline",
  parcels: [
    {
      phase: "delivered",
      dates: {
        orderedAt: "2026-11-04T14:00:00.000Z",
        since: "2026-11-05T09:00:00.000Z",
        deliveredAt: "2026-11-05T09:00:00.000Z",
      },
      signatureRecorded: true,
    },
  ],
}
const bookDetails = {
  shows: "details",
  retailer: "Maple Books",
  parcels: [
    {
      phase: "on-its-way",
      dates: { orderedAt: "2026-11-04T14:00:00.000Z", since: "2026-11-05T08:00:00.000Z" },
      signatureRecorded: false,
    },
  ],
}
const leafOwn = {
  shows: "own",
  parcels: [
    {
      shipmentId: "shp_leaf_1",
      carrierId: "northpost",
      createdAt: "2026-11-04T14:00:00.000Z",
      status: "delivered",
      statusAt: "2026-11-05T09:00:00.000Z",
      deliveredAt: "2026-11-05T09:00:00.000Z",
      signatureRecorded: true,
    },
  ],
}
const leafOwnOfCarrier = {
  shows: "own",
  parcels: [
    {
      carrierId: "northpost",
      status: "delivered",
      statusAt: "2026-11-05T09:00:00.000Z",
      deliveredAt: "2026-11-05T09:00:00.000Z",
      signatureRecorded: true,
    },
  ],
}
const onItsWay = { shows: "phase", parcels: [{ phase: "on-its-way" }] }

describe("what a lookup shows", () => {
  const cells: [what: string, body: object, ask: Ask, answer: object | "refused"][] = [
    ["an order reference without proof", byReference, {}, "refused"],
    ["an order reference without proof, of a retailer that is not discreet", bookByReference, {}, "refused"],
    ["an order reference that does not exist", { ...byReference, orderReference: leaflineReference(1) }, {}, "refused"],
    ["an order reference of an unknown retailer", { ...byReference, retailer: "Nobody" }, {}, "refused"],
    ["an order reference with the postal code", { ...byReference, ...right }, {}, leafDetails],
    ["an order reference with a wrong postal code", { ...byReference, ...wrong }, {}, "refused"],
    ["an order reference with the link token", { ...byReference, linkToken: mailed.linkToken }, {}, leafDetails],
    [
      "an order reference with another shipment's link token",
      { ...byReference, linkToken: mailedBook.linkToken },
      {},
      "refused",
    ],
    ["a link token alone", { linkToken: mailed.linkToken }, {}, leafDetails],
    ["an unknown link token", { linkToken: linkToken("nothing").linkToken }, {}, "refused"],
    ["an order reference to its retailer", byReference, { party: "leafline" }, leafOwn],
    ["an order reference to another retailer", byReference, { party: "maplebooks" }, "refused"],
    ["an order reference to its carrier", byReference, { party: "northpost" }, leafOwnOfCarrier],
    ["an order reference to another carrier", byReference, { party: "otherpost" }, "refused"],
    ["a tracking number without proof", bookByNumber, {}, onItsWay],
    ["a tracking number of a discreet retailer without proof", byNumber, {}, "refused"],
    ["a tracking number that does not exist", { ...bookByNumber, trackingNumber: "NP9999999999CA" }, {}, "refused"],
    ["a tracking number of another carrier", { ...bookByNumber, carrier: "Otherpost" }, {}, "refused"],
    ["a tracking number of an unknown carrier", { ...bookByNumber, carrier: "nobody" }, {}, "refused"],
    ["a tracking number with the postal code", { ...bookByNumber, ...right }, {}, bookDetails],
    ["a tracking number with a wrong postal code", { ...bookByNumber, ...wrong }, {}, "refused"],
    ["a tracking number with the link token", { ...bookByNumber, linkToken: mailedBook.linkToken }, {}, bookDetails],
    ["a tracking number of a discreet retailer with the postal code", { ...byNumber, ...right }, {}, leafDetails],
    ["a tracking number to its retailer", byNumber, { party: "leafline" }, leafOwn],
    ["a tracking number to another retailer", byNumber, { party: "maplebooks" }, "refused"],
  ]
  it.each(cells)("%s", async (_, body, ask, answer) => {
    const world = await worldWithParcels()
    const { status, body: shown } = await world.lookUp(body, ask)
    if (answer === "refused") {
      expect({ status, shown }).toMatchObject({ status: 404, shown: { code: "notFound" } })
      expect(world.disclosures.rows()).toEqual([])
    } else {
      expect({ status, shown }).toEqual({ status: 200, shown: answer })
      expect(world.disclosures.rows()).toHaveLength(1)
    }
  })

  it("follows what the retailer wants shown", async () => {
    const world = await worldWithParcels({
      change: (party) =>
        party.kind === "retailer"
          ? {
              ...party,
              disclosure: {
                phaseByTrackingNumber: false,
                retailerAlias: false,
                pickupPoint: false,
                signatureRecorded: false,
              },
            }
          : party,
    })
    expect((await world.lookUp(bookByNumber)).status).toBe(404)
    const { body } = await world.lookUp({ ...bookByReference, ...right })
    expect(body).toEqual({
      shows: "details",
      parcels: [{ phase: "on-its-way", dates: bookDetails.parcels[0]?.dates }],
    })
  })

  it("answers for each parcel of an order that the proof opens, and a link token for its own alone", async () => {
    const world = await worldWithParcels()
    const second = linkToken("leafline-2")
    await world.ship("leafline", {
      shipmentId: "shp_leaf_2",
      orderReference: byReference.orderReference,
      linkTokenDigest: second.linkTokenDigest,
    })
    await world.ship("leafline", {
      shipmentId: "shp_leaf_3",
      orderReference: byReference.orderReference,
      recipient: { postalCode: "K1A 0B1", country: "CA" },
    })
    const phases = ({ body }: Asked) => (JSON.stringify(body).match(/"phase":"[a-z-]+"/g) ?? []).sort()
    expect(phases(await world.lookUp({ ...byReference, ...right }))).toEqual([
      '"phase":"delivered"',
      '"phase":"expected"',
    ])
    expect(phases(await world.lookUp({ linkToken: second.linkToken }))).toEqual(['"phase":"expected"'])
  })

  it("refuses what is no lookup, by field and rule alone", async () => {
    const world = await worldWithParcels()
    for (const body of [
      {},
      { orderReference: book },
      { trackingNumber: "NP5000000001CA" },
      { ...bookByReference, trackingNumber: "NP5000000001CA" },
      { ...bookByReference, secret: "canary" },
    ]) {
      const { status, text } = await world.lookUp(body)
      expect(status).toBe(400)
      expect(text).not.toContain(book)
      expect(text).not.toContain("canary")
    }
  })
})

describe("the refusal", () => {
  const refusals: [why: string, body: object][] = [
    ["the reference exists and nothing was proven", byReference],
    ["the reference does not exist", { ...byReference, orderReference: leaflineReference(99) }],
    ["the retailer does not exist", { ...byReference, retailer: "Nobody" }],
  ]
  const proofRefusals: [why: string, body: object][] = [
    ["the postal code is wrong", { ...byReference, ...wrong }],
    ["the reference does not exist", { ...byReference, orderReference: leaflineReference(99), ...wrong }],
    ["the retailer does not exist", { ...byReference, retailer: "Nobody", ...wrong }],
  ]

  it.each([
    ["without proof", refusals],
    ["with a postal code", proofRefusals],
    [
      "by tracking number",
      [
        ["it is a discreet retailer's", byNumber],
        ["it does not exist", { ...byNumber, trackingNumber: "NP9999999999CA" }],
      ],
    ],
  ] as const)("is the same in its bytes, its calls and its time, whatever its reason (%s)", async (_, reasons) => {
    const seen = []
    for (const [, body] of reasons) {
      const world = await worldWithParcels()
      const { text, status, milliseconds } = await world.lookUp(body, { cookie: "" })
      seen.push({ text, status, milliseconds, calls: world.calls.filter((call) => call.endsWith(":before")).sort() })
    }
    for (const one of seen) expect(one).toEqual(seen[0])
    expect(seen[0]?.calls.length).toBeGreaterThan(5)
  })

  it("takes as long as an answer, and a whole multiple of the floor when work takes longer", async () => {
    const world = await worldWithParcels({ floorMilliseconds: 200 })
    expect((await world.lookUp(byReference)).milliseconds).toBe(200)
    expect((await world.lookUp({ linkToken: mailed.linkToken })).milliseconds).toBe(200)
    world.watch(async (point) => {
      if (point === "accessProfiles.record:before") world.wait(0.17)
    })
    expect((await world.lookUp({ ...byReference, orderReference: leaflineReference(7) })).milliseconds % 200).toBe(0)
  })

  it("comes with a cookie exactly when the visitor brought none of ours", async () => {
    const world = await worldWithParcels()
    const refused = await world.lookUp(byReference)
    expect(refused.setCookie).toMatch(/^__Host-wayseal=.*Secure; HttpOnly/)
    world.wait(5)
    expect((await world.lookUp(byReference, { cookie: cookieOf(refused.setCookie) })).setCookie).toBeUndefined()
    expect((await world.lookUp(byReference, { party: "maplebooks" })).setCookie).toBeUndefined()
  })
})

describe("first contacts that are looked up", () => {
  const unknown = { ...byReference, orderReference: leaflineReference(7) }
  const visit = (world: Awaited<ReturnType<typeof worldWithParcels>>, body: unknown, visitor: number) =>
    world.lookUp(body, { ip: `198.51.100.${visitor}` })

  it("are added up for their retailer after 25 of them, or five and half a minute, and what does not exist for nobody beside it", async () => {
    const world = await worldWithParcels()
    for (let visitor = 0; visitor < 27; visitor++) await visit(world, byReference, visitor)
    await visit(world, { ...bookByReference, ...right }, 100)
    world.wait(30)
    for (let visitor = 0; visitor < 5; visitor++) await visit(world, unknown, visitor)
    world.wait(30)
    for (let visitor = 0; visitor < 5; visitor++) await visit(world, byReference, visitor + 30)
    world.wait(30)
    await visit(world, unknown, 0)
    world.restart()
    expect(
      world.retailerVolumes.rows().map(({ retailerId, contacts, strangers }) => [retailerId, contacts, strangers]),
    ).toEqual([
      ["leafline", 27, 27],
      ["maplebooks", 1, 0],
      ["?", 5, 0],
    ])
  })

  it("are written beside the same lookups, whether the references that were looked up exist or not", async () => {
    const written = async (body: unknown) => {
      const world = await worldWithParcels()
      const times: number[] = []
      const lookups: number[] = []
      for (let visitor = 0; visitor < 60; visitor++) {
        world.calls.length = 0
        times.push((await visit(world, body, visitor)).milliseconds)
        if (world.calls.includes("retailerVolumes.add:before")) lookups.push(visitor)
      }
      return { lookups, times: new Set(times) }
    }
    expect(await written(byReference)).toEqual({ lookups: [5, 30, 55], times: new Set([250]) })
    expect(await written(unknown)).toEqual(await written(byReference))
  })

  it("change no answer when they cannot be written", async () => {
    const world = await worldWithParcels()
    world.watch(async (point) => {
      if (point === "retailerVolumes.add:before") throw new Error("throttled")
    })
    for (let visitor = 0; visitor < 5; visitor++) await visit(world, unknown, visitor)
    const answer = await visit(world, { linkToken: mailed.linkToken }, 20)
    expect([answer.body, answer.milliseconds]).toEqual([leafDetails, 250])
    expect(world.telemetry.counts["VolumeLost"]).toBe(5)
  })
})

describe("who is told apart", () => {
  it("a cookie tells nobody apart at the lookup that minted it, and does from the next one on", async () => {
    const world = await worldWithParcels()
    const first = await world.lookUp(bookByNumber)
    world.wait(5)
    await world.lookUp(bookByNumber, { cookie: cookieOf(first.setCookie) })
    await world.lookUp(bookByNumber)
    const [one, two, three] = subjectsByTime(world)
    expect(two).not.toBe(one)
    expect(three).toBe(one)
  })

  it("a forged or altered cookie is none", async () => {
    const world = await worldWithParcels()
    const genuine = cookieOf((await world.lookUp(bookByNumber)).setCookie)
    const forged = [
      `${genuine.slice(0, -1)}${genuine.endsWith("A") ? "B" : "A"}`,
      genuine.replace(/=1\.[0-9a-z]+\./, "=1.000001."),
      "__Host-wayseal=1.t0aaaa.aaaaaaaaaaaaaaaa.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ]
    for (const cookie of forged) {
      world.wait(5)
      const { setCookie } = await world.lookUp(bookByNumber, { cookie })
      expect(setCookie).toBeDefined()
    }
    expect(new Set(subjectsByTime(world)).size).toBe(1)
  })

  it("browsers of one family and network are one, others are not", async () => {
    const world = await worldWithParcels()
    for (const ask of [
      { userAgent: firefox },
      { userAgent: firefox.replaceAll("143", "144") },
      { userAgent: iphone },
      { userAgent: firefox, ip: "198.51.100.1" },
    ]) {
      await world.lookUp(bookByNumber, ask)
      world.wait(1)
    }
    const [one, updated, other, elsewhere] = subjectsByTime(world)
    expect(updated).toBe(one)
    expect(new Set([one, other, elsewhere]).size).toBe(3)
  })

  it("a /64 of IPv6 is one network", async () => {
    const world = await worldWithParcels()
    for (const ip of ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"]) {
      await world.lookUp(bookByNumber, { ip })
      world.wait(1)
    }
    const [one, two, three] = world.disclosures.rows().map((row) => row.network)
    expect(two).toBe(one)
    expect(three).not.toBe(one)
  })

  it("in a delegated lookup it is the end user, and a session only if it began before", async () => {
    const world = await worldWithParcels()
    const behalf = { ip: "198.51.100.20", userAgent: iphone, session: "session-of-visitor" }
    const ask = (sessionStartedAt?: string): Ask => ({
      party: "northpost",
      onBehalfOf: { ...behalf, ...(sessionStartedAt === undefined ? {} : { sessionStartedAt }) },
    })
    const now = world.now().toISOString()
    const answers = [
      await world.lookUp(byReference, ask(now)),
      await world.lookUp(bookByNumber, ask(now)),
      await world.lookUp(bookByNumber, ask()),
      await world.lookUp(bookByNumber, ask("2026-11-05T09:00:00.000Z")),
      await world.lookUp({ ...byReference, ...right }, ask("2026-11-05T09:00:00.000Z")),
    ]
    expect(answers.map(({ status }) => status)).toEqual([404, 200, 200, 200, 200])
    expect(answers[4]?.body).toEqual(leafDetails)
    const [fresh, unknownAge, older, again] = subjectsByTime(world)
    expect(unknownAge).toBe(fresh)
    expect(older).not.toBe(fresh)
    expect(again).toBe(older)
  })
})

describe("guesses at postal codes", () => {
  it("end for a shipment after five in an hour, for whoever guesses, and never for its link token", async () => {
    const world = await worldWithParcels()
    for (let guess = 0; guess < 5; guess++) {
      await world.lookUp({ ...byReference, ...wrong }, { ip: `198.51.100.${guess}` })
    }
    const recipient = { ip: "192.0.2.77" }
    expect((await world.lookUp({ ...byReference, ...right }, recipient)).status).toBe(404)
    expect((await world.lookUp({ ...byNumber, ...right }, recipient)).status).toBe(404)
    expect((await world.lookUp({ ...byReference, linkToken: mailed.linkToken }, recipient)).status).toBe(200)
    world.wait(3600)
    expect((await world.lookUp({ ...byReference, ...right }, recipient)).status).toBe(200)
  })

  it("end for an accessor after ten in a day, whether the references exist or not", async () => {
    const world = await worldWithParcels({ change: unwatched })
    for (let guess = 0; guess < 10; guess++) {
      await world.lookUp({ ...byReference, orderReference: leaflineReference(70_000 + guess * 9_000), ...wrong })
    }
    expect((await world.lookUp({ ...bookByReference, ...right })).status).toBe(404)
    expect((await world.lookUp({ ...bookByReference, ...right }, { ip: "192.0.2.77" })).status).toBe(200)
    world.wait(86_400)
    expect((await world.lookUp({ ...bookByReference, ...right })).status).toBe(200)
  })

  it("hold when many are made at the same moment", async () => {
    const world = await worldWithParcels()
    const guesses = Array.from({ length: 20 }, (_, index) =>
      world.lookUp({ ...byReference, postalCode: `K1A 0B${index % 10}` }, { ip: `198.51.100.${index}` }),
    )
    await Promise.all(guesses)
    const failures = world.challengeFailures.rows().filter((row) => row.counterKey.startsWith("reference#"))
    expect(failures.map((row) => row.failures)).toEqual([5])
  })

  it("are not looked at when they come too often, right or wrong", async () => {
    const seen = []
    for (const proof of [right, { postalCode: "K1A 0B2" }]) {
      const world = await worldWithParcels()
      for (let guess = 0; guess < 5; guess++) {
        await world.lookUp({ ...byReference, ...wrong }, { ip: `198.51.100.${guess}` })
      }
      world.calls.length = 0
      const { text } = await world.lookUp({ ...byReference, ...proof }, { ip: "192.0.2.77" })
      seen.push({ text, calls: world.calls.toSorted() })
    }
    expect(seen[0]?.calls.filter((call) => call.startsWith("challengeFailures"))).toHaveLength(6)
    expect(seen[1]).toEqual(seen[0])
  })

  it("cost a recipient nothing when they are right", async () => {
    const world = await worldWithParcels()
    for (let visit = 0; visit < 12; visit++) {
      expect((await world.lookUp({ ...byReference, ...right })).status).toBe(200)
      world.wait(60)
    }
    expect(world.challengeFailures.rows().every((row) => row.failures === 0)).toBe(true)
  })

  it("make a later right postal code no proof for the ledger", async () => {
    const world = await worldWithParcels({ change: unwatched })
    for (let guess = 0; guess < 3; guess++) {
      const shipmentId = `shp_book_guess_${guess}`
      const orderReference = formatOrderReference(200_000 + guess * 50_000, {
        prefix: "MB",
        digits: 6,
        checkDigit: "luhn",
      })
      await world.ship("maplebooks", { shipmentId, orderReference })
      await world.lookUp({ ...bookByReference, orderReference, ...wrong })
      world.wait(60)
    }
    await world.lookUp({ ...bookByReference, ...right })
    await world.lookUp({ ...bookByReference, ...right }, { ip: "192.0.2.77" })
    expect(world.disclosures.rows().map((row) => row.provenForExposure)).toEqual([false, true])
  })
})

describe("somebody who walks along order references", () => {
  async function walked(options: Parameters<typeof accessWorld>[0] = {}) {
    const world = await worldWithParcels(options)
    for (let order = 48200; order < 48230; order++) {
      if (order === 48213) continue
      await world.ship("leafline", {
        shipmentId: `shp_walk_${order}`,
        orderReference: leaflineReference(order),
        trackingNumber: `NP60000${order}CA`,
        linkTokenDigest: linkToken(`walk-${order}`).linkTokenDigest,
        recipient: { postalCode: "V6B 1A1", country: "CA", addressLine: `${order} Main St` },
      })
    }
    const statuses: number[] = []
    for (let order = 48200; order < 48212; order++) {
      const { status } = await world.lookUp({ ...byReference, orderReference: leaflineReference(order) })
      statuses.push(status)
      world.wait(10)
    }
    return { world, statuses }
  }

  it("learns nothing at all, and is restricted by subject and by network within a handful of lookups", async () => {
    const { world, statuses } = await walked()
    expect(new Set(statuses)).toEqual(new Set([404]))
    expect(world.disclosures.rows()).toEqual([])
    const alerts = world.anomalies.rows().filter((anomaly) => anomaly.severity === "alert")
    expect(alerts.map((anomaly) => [anomaly.chart, anomaly.retailerId, anomaly.tool]).slice(0, 1)).toEqual([
      ["walk", "leafline", "guarded"],
    ])
    expect(alerts[0]?.evidence.references).toBeLessThanOrEqual(6)
    expect(alerts[0]?.carrierIds).toEqual(["northpost"])
    expect(new Set(world.restrictions.rows().map((row) => row.scope))).toEqual(new Set(["subject", "network"]))
  })

  it("is then refused even what anybody may see, but no link token, and again when the walk goes on after a day", async () => {
    const { world } = await walked({
      change: (party) =>
        party.kind === "retailer"
          ? { ...party, detection: { mode: "enforce", thresholds: { fanOut: { alert: 10_000 } } } }
          : party,
    })
    expect((await world.lookUp(bookByNumber)).status).toBe(404)
    expect((await world.lookUp({ ...bookByReference, ...right })).status).toBe(404)
    expect((await world.lookUp({ linkToken: mailed.linkToken })).status).toBe(200)
    world.wait(86_400)
    expect((await world.lookUp(bookByNumber)).status).toBe(200)
    await world.lookUp({ ...byReference, orderReference: leaflineReference(48212) })
    expect((await world.lookUp(bookByNumber)).status).toBe(404)
  })

  it("finds out by no call whether a postal code would have been right", async () => {
    const seen = []
    for (const proof of [right, wrong]) {
      const { world } = await walked()
      world.restart()
      world.calls.length = 0
      const { text } = await world.lookUp({ ...byReference, ...proof })
      seen.push({ text, calls: world.calls.toSorted() })
    }
    expect(seen[1]).toEqual(seen[0])
  })

  it("takes the neighbours on its network nothing that they prove or that an older cookie of theirs shows", async () => {
    const world = await worldWithParcels()
    const known = cookieOf((await world.lookUp(bookByNumber, { userAgent: iphone })).setCookie)
    world.wait(60)
    for (let order = 48200; order < 48212; order++) {
      await world.lookUp({ ...byReference, orderReference: leaflineReference(order) })
      world.wait(10)
    }
    const restrictedNetworks = world.restrictions.rows().filter((row) => row.scope === "network")
    expect(restrictedNetworks).toHaveLength(1)
    expect((await world.lookUp(bookByNumber, { userAgent: iphone })).status).toBe(404)
    expect((await world.lookUp(bookByNumber, { userAgent: iphone, cookie: known })).status).toBe(200)
    expect((await world.lookUp(bookByNumber, { ip: "192.0.2.1" })).status).toBe(200)
    expect((await world.lookUp({ linkToken: mailed.linkToken }, { userAgent: iphone })).status).toBe(200)
  })

  it("is answered again once a person released the restriction, though the score still stands", async () => {
    const { world } = await walked()
    for (const row of world.restrictions.rows()) {
      await world.restrictions.release(
        row.accessorKey,
        { kind: "party", partyId: "leafline" },
        world.now().toISOString(),
      )
    }
    for (const anomaly of world.anomalies.rows()) {
      const again = restrictionOfAnomaly(anomaly)
      if (again !== undefined) await world.restrictions.restrict(again)
    }
    expect((await world.lookUp(bookByNumber)).status).toBe(200)
    world.restart()
    expect((await world.lookUp(bookByNumber)).status).toBe(200)
  })

  it("is only noted where the retailer runs the detector in shadow", async () => {
    const { world } = await walked({
      change: (party) =>
        party.kind === "retailer" ? { ...party, detection: { ...party.detection, mode: "shadow" } } : party,
    })
    expect(world.anomalies.rows().map((anomaly) => anomaly.shadow)).toContain(true)
    expect(world.restrictions.rows()).toEqual([])
    expect((await world.lookUp(bookByNumber)).status).toBe(200)
  })

  it("is no alarm where it is a registered reader whose class the detector knows", async () => {
    const { world } = await walked({
      change: (party) =>
        party.id === "northpost" || party.id === "leafline"
          ? {
              ...party,
              heavyReaders: [{ name: "scanner", class: "mailScanner", networks: [`${walkersIp}/32`], credentials: [] }],
            }
          : party,
    })
    expect(world.anomalies.rows()).toEqual([])
    expect(world.profiles.rows()).toEqual([])
  })

  it("costs no more than three profile writes a lookup, and a repeated lookup one", async () => {
    const world = await worldWithParcels()
    await world.lookUp(byReference)
    expect(world.profiles.updates()).toBe(3)
    world.wait(60)
    await world.lookUp(byReference)
    expect(world.profiles.updates()).toBe(4)
  })
})

describe("a party that asks outside its own shipments", () => {
  it("is found out at the third time", async () => {
    const world = await worldWithParcels()
    for (let order = 0; order < 4; order++) {
      const orderReference = leaflineReference(48213 + order * 5_000)
      if (order > 0) await world.ship("leafline", { shipmentId: `shp_scope_${order}`, orderReference })
      await world.lookUp({ ...byReference, orderReference }, { party: "maplebooks" })
      world.wait(60)
    }
    const alerts = world.anomalies.rows().filter((anomaly) => anomaly.severity === "alert")
    expect(alerts.map((anomaly) => [anomaly.chart, anomaly.evidence.references])).toEqual([["scope", 3]])
  })
})

describe("a crash", () => {
  it("at any await gives no answer without its ledger item and leaves the guard working", async () => {
    const rehearsal = await worldWithParcels()
    await rehearsal.lookUp({ ...byReference, ...right })
    const points = rehearsal.calls.length
    expect(points).toBeGreaterThan(10)
    for (let crashAt = 0; crashAt < points; crashAt++) {
      const world = await worldWithParcels()
      let left = crashAt
      world.watch(async () => {
        if (left-- === 0) throw new Error("crash")
      })
      const { status, text } = await world.lookUp({ ...byReference, ...right })
      expect(status).toBe(500)
      expect(text).not.toContain("Leafline")
      world.restart()
      expect((await world.lookUp({ ...byReference, ...right })).body).toEqual(leafDetails)
      expect(new Set(world.disclosures.rows().map((row) => row.recordId)).size).toBe(1)
    }
  }, 30_000)
})

describe("raw values of a lookup", () => {
  it("are in no row, no log and no refusal", async () => {
    const world = await worldWithParcels()
    const secrets = [
      "LL-0048213",
      "LL0048213",
      "0048213",
      book,
      "M5V3L9",
      "m5v3l9",
      "K1A 0B1",
      "K1A0B1",
      walkersIp,
      "Firefox",
      "session-of-visitor",
      mailed.linkToken,
      byNumber.trackingNumber,
    ]
    await world.lookUp({ ...byReference, ...right })
    await world.lookUp({ ...byReference, ...wrong })
    await world.lookUp({ linkToken: mailed.linkToken })
    await world.lookUp(byNumber)
    await world.lookUp(bookByNumber, {
      party: "northpost",
      onBehalfOf: { ip: walkersIp, session: "session-of-visitor", sessionStartedAt: "2026-11-05T09:00:00.000Z" },
    })
    for (let order = 48200; order < 48212; order++) {
      await world.lookUp({ ...byReference, orderReference: leaflineReference(order) })
    }
    expect(world.anomalies.rows()).not.toEqual([])
    const kept = JSON.stringify([
      world.disclosures.rows(),
      world.profiles.rows(),
      world.anomalies.rows(),
      world.restrictions.rows(),
      world.challengeFailures.rows(),
      world.retailerProfiles.rows(),
      world.telemetry.lines,
    ])
    for (const secret of secrets) expect(kept).not.toContain(secret)
  })
})

/** Thresholds so high that nothing alarms, for tests of something else. */
function unwatched<Some extends { kind: string }>(party: Some): Some {
  if (party.kind !== "retailer") return party
  const never = { alert: 10_000 }
  const thresholds = { walk: never, guess: never, fanOut: never, block: never, blockMisses: never }
  return { ...party, detection: { mode: "enforce", thresholds } }
}

function subjectsByTime(world: ReturnType<typeof accessWorld>): string[] {
  return world.disclosures
    .rows()
    .sort((one, other) => (one.at < other.at ? -1 : 1))
    .map((row) => row.subject)
}
