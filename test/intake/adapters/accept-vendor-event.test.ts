import { describe, expect, it } from "@jest/globals"
import { changed, payload, secret, signed, vendorWorld } from "./vendor-world.ts"

const easypost = payload("easypost-delivered.json")
const aftership = payload("aftership-delivered.json")

/** A carrier that both services track for. */
async function connected() {
  const world = vendorWorld()
  await world.connect("northpost", { easypost: { secret }, aftership: { secret, carriers: ["northpost"] } })
  const send = (vendor: "easypost" | "aftership", body: string, key?: string) =>
    world.post(`${vendor}/northpost`, body, signed[vendor](body, key))
  return { ...world, send }
}

const delivered = {
  source: "wayseal.carrier.northpost",
  type: "ShipmentDelivered",
  id: expect.stringMatching(/^[\w-]{22}$/),
  data: {
    trackingNumber: "NP4021887304CA",
    deliveredAt: "2026-11-03T15:22:00.000Z",
    signatory: "Marguerite Oyelaran",
  },
}
/** What stands in the payloads and not in events. */
const personal = /Elder|ELDER|K0A9Z9|LL-0048213|oyelaran@|5550123|Left|left/

describe.each([
  ["easypost", easypost],
  ["aftership", aftership],
] as const)("%s", (vendor, body) => {
  it("publishes a delivery in the carrier's name, under the same id each time that it comes", async () => {
    const { send, published, entries } = await connected()
    expect(await send(vendor, body)).toMatchObject({ status: 200, body: { accepted: 1 } })
    await send(vendor, body)
    const [first, again] = published()
    expect(first).toEqual(delivered)
    expect(again).toEqual(first)
    expect(JSON.stringify(entries)).not.toMatch(personal)
  })

  it("is refused alike with another secret, a changed body, no signature, and for who has not connected it", async () => {
    const { send, post, entries } = await connected()
    const refused = [
      await send(vendor, body, "another-secret-of-its-own"),
      await post(`${vendor}/northpost`, body.replace("NP", "NQ"), signed[vendor](body)),
      await post(`${vendor}/northpost`, body),
      await post(`${vendor}/northpost/${secret}`, body),
      await post(`${vendor}/oakshop`, body, signed[vendor](body)),
      await post(`${vendor}/nobody`, body, signed[vendor](body)),
      await post("fedex/northpost", body, signed[vendor](body)),
    ]
    for (const { status, text } of refused) expect([status, text]).toEqual([401, refused[0]?.text])
    expect(entries).toEqual([])
  })

  it("is asked to send again when the bus takes no events", async () => {
    const { send, bus, published } = await connected()
    bus.isDown = true
    expect((await send(vendor, body)).status).toBe(503)
    bus.isDown = false
    await send(vendor, body)
    expect(published()).toEqual([delivered])
  })

  it("hears which field of a payload cannot be read, and never its value, and need not repeat it", async () => {
    const { send, telemetry } = await connected()
    const broken = changed(body, (all) => {
      const parcel = all["result"] ?? all["msg"] ?? {}
      for (const name of ["tracking_code", "tracking_number"]) if (name in parcel) parcel[name] = { secret: "K0A9Z9" }
    })
    const { status, body: answer, text } = await send(vendor, broken)
    const path = expect.stringMatching(/^body\.(result\.tracking_code|msg\.tracking_number)$/)
    expect([status, answer.accepted, answer.problems]).toEqual([200, 0, [{ path, rule: "type" }]])
    expect(answer.detail).toMatch(/^(result: tracking_code|msg: tracking_number) .+\.$/)
    expect(telemetry.counts).toMatchObject({ VendorPayloadUnreadable: 1 })
    expect((await send(vendor, "{")).body.problems).toEqual([expect.objectContaining({ path: "body", rule: "json" })])
    expect(`${text}${JSON.stringify(telemetry.lines)}`).not.toMatch(personal)
    expect(telemetry.lines).toContainEqual({
      level: "warn",
      message: "A vendor's payload cannot be read",
      fields: {
        party: "northpost",
        outcome: vendor,
        path: expect.stringMatching(/^body\.\w+\.tracking_/),
        rule: "type",
      },
    })
  })

  it("hears of a value that the exchange does not take, and need not repeat it", async () => {
    const { send, entries, telemetry } = await connected()
    const long = changed(body, (all) => {
      const parcel = all["result"] ?? all["msg"] ?? {}
      parcel["tracking_code"] = parcel["tracking_number"] = "X".repeat(41)
    })
    const { status, body: answer } = await send(vendor, long)
    const problems = [expect.objectContaining({ path: "detail.data.trackingNumber" })]
    expect([status, answer]).toEqual([200, { accepted: 0, detail: expect.any(String), problems }])
    expect(telemetry.counts).toMatchObject({ VendorPayloadUnreadable: 1 })
    expect(entries).toEqual([])
  })

  it("needs nothing of what it reports beside parcels", async () => {
    const { send } = await connected()
    const other = changed(body, (all) => Object.assign(all, { description: "batch.updated", event: "edd_revise" }))
    expect((await send(vendor, other)).body).toEqual({ accepted: 0 })
  })
})

describe("EasyPost's second signature", () => {
  const sendSigned = async (headers: Record<string, string>, body = easypost) => {
    const world = await connected()
    return { ...world, answer: await world.post("easypost/northpost", body, headers) }
  }

  it("is taken as the first one is, alone or beside it", async () => {
    const alone = await sendSigned(signed.easypostV2(easypost))
    expect([alone.answer.status, alone.published()]).toEqual([200, [delivered]])
    const beside = await sendSigned({ ...signed.easypost(easypost), ...signed.easypostV2(easypost) })
    expect(beside.answer.status).toBe(200)
  })

  it("is right for a vector that was computed without this program", async () => {
    // printf '%s' 'Tue, 19 Aug 2025 20:37:09 -0000POST/v1/vendors/easypost/northpost{}' | openssl dgst -sha256 -hmac …
    const headers = {
      "x-timestamp": "Tue, 19 Aug 2025 20:37:09 -0000",
      "x-path": "/v1/vendors/easypost/northpost",
      "x-hmac-signature-v2": "hmac-sha256-hex=309561cabbb62d6ae052f51dde92b534ac0cf7cbd92a79cbde355e482cd993bb",
    }
    expect((await sendSigned(headers, "{}")).answer.body).toMatchObject({ accepted: 0, detail: expect.any(String) })
  })

  it.each([
    ["another secret", signed.easypostV2(easypost, "another-secret-of-its-own")],
    ["another time", { ...signed.easypostV2(easypost), "X-Timestamp": "Tue, 03 Nov 2026 15:24:10 -0000" }],
    ["another path", { ...signed.easypostV2(easypost), "X-Path": "/v1/vendors/easypost/otherpost" }],
    ["another body", signed.easypostV2(easypost.replace("NP", "NQ"))],
    ["a signature of the body alone", { "X-Hmac-Signature-V2": signed.easypost(easypost)["X-Hmac-Signature"] }],
  ])("is refused with %s", async (_, headers) => {
    expect((await sendSigned(headers)).answer.status).toBe(401)
  })
})

describe("what a vendor does not know", () => {
  const without = (values: Record<string, unknown>) =>
    changed(easypost, (all) => Object.assign(all["result"] ?? {}, values))

  it.each([
    ["no scans", { tracking_details: null }, "2026-11-03T15:23:09.000Z"],
    ["scans without a time", { tracking_details: [{ datetime: null }, null, {}] }, "2026-11-03T15:23:09.000Z"],
    ["a time that is none", { tracking_details: [{ datetime: "yesterday" }] }, "2026-11-03T15:23:09.000Z"],
    ["no time of the tracker", { tracking_details: null, updated_at: null }, "2026-11-03T15:23:10.000Z"],
  ])("is null at EasyPost: %s", async (_, values, deliveredAt) => {
    const { send, published } = await connected()
    expect((await send("easypost", without({ signed_by: null, carrier: null, ...values }))).body).toEqual({
      accepted: 1,
    })
    expect(published().map(({ data }) => data)).toEqual([{ trackingNumber: "NP4021887304CA", deliveredAt }])
  })

  it.each([
    ["easypost", without({ status: null })],
    ["aftership", changed(aftership, ({ msg }) => Object.assign(msg ?? {}, { tag: null, checkpoints: null }))],
  ] as const)("says nothing of a parcel where the status is null: %s", async (vendor, body) => {
    const { send } = await connected()
    expect((await send(vendor, body)).body).toEqual({ accepted: 0 })
  })

  it.each([[null], [[null]], [[{ checkpoint_time: 5 }]]])(
    "is null at AfterShip: checkpoints %j",
    async (checkpoints) => {
      const { send, published } = await connected()
      const body = changed(aftership, ({ msg }) => Object.assign(msg ?? {}, { checkpoints, signed_by: null }))
      expect((await send("aftership", body)).body).toEqual({ accepted: 1 })
      expect(published()).toMatchObject([{ data: { deliveredAt: new Date(1_793_719_390_000).toISOString() } }])
    },
  )
})

describe("a tracker that EasyPost creates", () => {
  const created = (status: string) =>
    changed(easypost, (all) => {
      Object.assign(all, { description: "tracker.created" })
      Object.assign(all["result"] ?? {}, { status })
    })

  it("is news, if its parcel is delivered already: it may never be updated", async () => {
    const { send, published } = await connected()
    expect((await send("easypost", created("delivered"))).body).toEqual({ accepted: 1 })
    expect(published()).toEqual([delivered])
    expect((await send("easypost", created("unknown"))).body).toEqual({ accepted: 0 })
  })
})

describe("a status", () => {
  const withStatus = (vendor: "easypost" | "aftership", status: string) =>
    vendor === "easypost"
      ? changed(easypost, ({ result }) => Object.assign(result ?? {}, { status }))
      : changed(aftership, ({ msg }) => Object.assign(msg ?? {}, { tag: status }))

  it.each([
    ["easypost", "pre_transit", "pre-transit"],
    ["easypost", "in_transit", "in-transit"],
    ["easypost", "out_for_delivery", "out-for-delivery"],
    ["easypost", "available_for_pickup", "available-for-pickup"],
    ["easypost", "return_to_sender", "returned"],
    ["easypost", "failure", "exception"],
    ["easypost", "error", "exception"],
    ["aftership", "InfoReceived", "pre-transit"],
    ["aftership", "InTransit", "in-transit"],
    ["aftership", "OutForDelivery", "out-for-delivery"],
    ["aftership", "AvailableForPickup", "available-for-pickup"],
    ["aftership", "AttemptFail", "exception"],
    ["aftership", "Exception", "exception"],
  ] as const)("of %s, %s, is %s", async (vendor, given, status) => {
    const { send, published, telemetry } = await connected()
    await send(vendor, withStatus(vendor, given))
    expect(published()).toMatchObject([
      {
        type: "ShipmentProgressed",
        data: { trackingNumber: "NP4021887304CA", status, at: "2026-11-03T15:22:00.000Z" },
      },
    ])
    expect(telemetry.counts["VendorStatusUnknown"]).toBeUndefined()
  })

  it.each([
    ["easypost", "unknown"],
    ["aftership", "Pending"],
    ["aftership", "Expired"],
  ] as const)("of %s, %s, says nothing", async (vendor, given) => {
    const { send } = await connected()
    expect((await send(vendor, withStatus(vendor, given))).body).toEqual({ accepted: 0 })
  })

  it.each([
    ["easypost", "held_by_robots"],
    ["aftership", "constructor"],
  ] as const)("that nobody documented means that the parcel moves, and is counted: %s, %s", async (vendor, given) => {
    const { send, published, telemetry } = await connected()
    await send(vendor, withStatus(vendor, given))
    expect(published()).toMatchObject([{ data: { status: "in-transit" } }])
    expect(telemetry.counts).toMatchObject({ VendorStatusUnknown: 1 })
  })
})

describe("news of a parcel", () => {
  it("that cannot be read names the field within a list as the vendor sent it", async () => {
    const { send } = await connected()
    const broken = changed(easypost, ({ result }) => {
      Object.assign(result ?? {}, { tracking_details: ["delivered"] })
    })
    const { problems } = (await send("easypost", broken)).body
    expect(problems).toMatchObject([{ path: "body.result.tracking_details[]", rule: "type" }])
  })

  it("has the time at which AfterShip heard of it, if the carrier's time has no offset", async () => {
    const { send, published } = await connected()
    const local = changed(aftership, ({ msg }) => {
      Object.assign(msg ?? {}, { checkpoints: [{ checkpoint_time: "2026-11-03T10:22:00" }] })
    })
    await send("aftership", local)
    expect(published()).toMatchObject([{ data: { deliveredAt: new Date(1_793_719_390_000).toISOString() } }])
  })

  it.each([-1, 1e15, 1.5, "now"])("has a time that AfterShip can have sent, which is not %p", async (ts) => {
    const { send } = await connected()
    const { status, body } = await send("aftership", JSON.stringify({ ...JSON.parse(aftership), ts }))
    expect([status, body.accepted, body.detail]).toEqual([200, 0, expect.stringMatching(/^ts .+\.$/)])
  })

  it("of another carrier is left out, if the party named its own", async () => {
    const { send } = await connected()
    const other = changed(aftership, ({ msg }) => Object.assign(msg ?? {}, { slug: "otherpost" }))
    expect((await send("aftership", other)).body).toEqual({ accepted: 0 })
  })
})

describe("a connection to a vendor", () => {
  it("rests with a sealed secret, which nobody is shown", async () => {
    const { settings, connect } = await connected()
    const rows = JSON.stringify([await settings.get("northpost"), await settings.history("northpost", { limit: 9 })])
    expect(rows).toContain('"carriers":["northpost"]')
    expect(rows).not.toContain(secret)
    const again = await connect("northpost", { easypost: { secret } })
    expect(again.outcome).toBe("unchanged")
  })

  it("takes a new secret, which is a change in the history without the secret", async () => {
    const { connect, send, settings } = await connected()
    const other = "another-secret-of-its-own"
    expect((await connect("northpost", { easypost: { secret: other } })).outcome).toBe("changed")
    expect((await send("easypost", easypost)).status).toBe(401)
    expect((await send("easypost", easypost, other)).status).toBe(200)
    expect((await send("aftership", aftership)).status).toBe(200)
    const [change] = await settings.history("northpost", { limit: 1 })
    expect(change?.changes.map(({ field }) => field)).toEqual(["vendors"])
  })

  it.each([[{ easypost: null }], [null]])("ends with %j", async (patch) => {
    const { connect, send, settings } = await connected()
    expect((await connect("northpost", patch)).outcome).toBe("changed")
    expect((await send("easypost", easypost)).status).toBe(401)
    expect(JSON.stringify((await settings.get("northpost"))?.settings)).not.toContain("easypost")
  })

  it.each([
    ["northpost", { easypost: {} }, "vendors.easypost.secret is missing"],
    ["leafline", { easypost: { secret } }, "vendors.easypost is a carrier's. Leave it out: you are a retailer"],
    ["oakshop", { easypost: { secret } }, "vendors have no use: you publish from your own AWS account"],
  ])("of %s with %j is refused in a sentence", async (party, patch, sentence) => {
    const result = await vendorWorld().connect(party, patch)
    expect(result).toMatchObject({ outcome: "invalid", sentences: [expect.stringContaining(sentence)] })
  })
})
