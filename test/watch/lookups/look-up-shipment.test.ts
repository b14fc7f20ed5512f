import { describe, expect, it, jest } from "@jest/globals"
import { type Ask, type Asked, cookieOf, leaflineReference, linkToken, walkersIp } from "./access-world.ts"
import {
  book,
  bookByNumber,
  bookByReference,
  byNumber,
  byReference,
  leafDetails,
  mailed,
  mailedBook,
  right,
  worldWithParcels,
  wrong,
} from "./lookup-world.ts"

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
      shipmentId: "shp_leaf1",
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
  it.each(cells)(
    "%s (promise: reference-reveals-nothing, own-references-alone, details-need-proof, number-shows-phase)",
    async (_, body, ask, answer) => {
      const world = await worldWithParcels()
      const { status, body: shown } = await world.lookUp(body, ask)
      if (answer === "refused") {
        expect({ status, shown }).toMatchObject({ status: 404, shown: { code: "notFound" } })
        expect(world.disclosures.rows()).toEqual([])
      } else {
        expect({ status, shown }).toEqual({ status: 200, shown: answer })
        expect(world.disclosures.rows()).toHaveLength(1)
      }
    },
  )

  it("shows what the retailer allows", async () => {
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
      shipmentId: "shp_leaf2",
      orderReference: byReference.orderReference,
      linkTokenDigest: second.linkTokenDigest,
    })
    await world.ship("leafline", {
      shipmentId: "shp_leaf3",
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

describe("a visitor that looks a number up without proof again and again", () => {
  it("is in the ledger with its first lookup, and with the first of the others and the hour of the last", async () => {
    const world = await worldWithParcels()
    for (let time = 0; time < 5; time++) {
      expect((await world.lookUp(bookByNumber)).status).toBe(200)
      world.wait(600)
    }
    const spans = world.disclosures.rows().map(({ at, lastAt, provenForExposure }) => [at, lastAt, provenForExposure])
    expect(spans).toEqual([
      ["2026-11-05T10:00:00.000Z", undefined, false],
      ["2026-11-05T10:10:00.150Z", "2026-11-05T10:10:00.150Z", false],
    ])
  })
})

describe("a lookup by a number that several shipments share", () => {
  it("shows the parcel once, and records that all of them were shown", async () => {
    const world = await worldWithParcels()
    const { trackingNumber } = bookByNumber
    await world.ship("maplebooks", { shipmentId: "shp_book2", orderReference: "MB 1004230", trackingNumber })
    const { body } = await world.lookUp(bookByNumber)
    expect(body).toEqual({ shows: "phase", parcels: [{ phase: "on-its-way" }] })
    expect(world.disclosures.rows().map(({ shipmentId }) => shipmentId)).toEqual(["shp_book1", "shp_book2"])
  })

  it("shows nothing of a parcel whose discreet retailer the carrier named before it claimed the number", async () => {
    const seen = []
    for (const named of [true, false]) {
      const world = await worldWithParcels()
      const trackingNumber = "NP6000000001CA"
      if (named) {
        await world.progress(trackingNumber)
        const parcel = { carrierId: "northpost", trackingNumber }
        await world.records.recordShipper(parcel, { retailerId: "leafline", at: world.now().toISOString() })
      }
      world.calls.length = 0
      const { text, status } = await world.lookUp({ ...byNumber, trackingNumber }, { cookie: "" })
      seen.push({ text, status, calls: world.calls.filter((call) => call.endsWith(":before")).sort() })
    }
    expect(seen[0]).toEqual(seen[1])
    expect(seen[0]?.status).toBe(404)
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
  ] as const)(
    "is the same in its bytes, its calls and its time, whatever its reason (%s) (promise: same-answer-same-time)",
    async (_, reasons) => {
      const seen = []
      for (const [, body] of reasons) {
        const world = await worldWithParcels()
        const { text, status, milliseconds } = await world.lookUp(body, { cookie: "" })
        seen.push({ text, status, milliseconds, calls: world.calls.filter((call) => call.endsWith(":before")).sort() })
      }
      for (const one of seen) expect(one).toEqual(seen[0])
      expect(seen[0]?.calls.length).toBeGreaterThan(5)
    },
  )

  it("hashes as much for a tracking number that does not exist as for a discreet retailer's", async () => {
    const hashed: number[] = []
    for (const trackingNumber of [byNumber.trackingNumber, "NP9999999999CA"]) {
      const world = await worldWithParcels()
      const pairs = jest.spyOn(world.keyedHash, "lastingHash")
      await world.lookUp({ ...byNumber, trackingNumber }, { cookie: "" })
      hashed.push(pairs.mock.calls.filter(([, kind]) => kind === "block").length)
    }
    expect(hashed).toEqual([1, 1])
  })

  it("takes as long as an answer, and a whole multiple of the floor when work takes longer (promise: same-answer-same-time)", async () => {
    const world = await worldWithParcels({ floorMilliseconds: 200 })
    expect((await world.lookUp(byReference)).milliseconds).toBe(200)
    expect((await world.lookUp({ linkToken: mailed.linkToken })).milliseconds).toBe(200)
    world.watch(async (point) => {
      if (point === "accessProfiles.updateItem:before") world.wait(0.17)
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

describe("a crash", () => {
  it("at any await gives no answer without its ledger item and leaves the guard working (promise: ledger-before-answer)", async () => {
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
  it("are in no row, no log and no refusal (promise: nothing-raw-is-kept)", async () => {
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
