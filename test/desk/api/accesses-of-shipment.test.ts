import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { inclusionProof, loggedDisclosure } from "../../../shared/base/contracts/logged-disclosure.ts"
import { normaliseOrderReference } from "../../../shared/intake/tracking/order-reference.ts"
import { referenceRecordId } from "../../../shared/intake/tracking/record-ids.ts"
import { verifyInclusion } from "../../../shared/proof/statements/verify-disclosures.ts"
import { closeDay } from "../../../shared/watch/lookups/log/close-day.ts"
import { makeLogDisclosures } from "../../../shared/watch/lookups/log/log-disclosures.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { seen, shipParcel } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { servedCase } from "./served-case.ts"

describe("the accesses of one shipment", () => {
  it("go to its retailer and its carrier, with other names of the accessor for each", async () => {
    const { call } = await servedCase()
    const accesses = z.object({ accesses: z.array(z.object({ accessor: z.string(), proven: z.boolean() })) })
    const toRetailer = accesses.parse((await call("leafline", "GET", "/v1/shipments/s1/accesses")).json).accesses
    const toCarrier = accesses.parse(
      (await call("northpost", "GET", "/v1/shipments/NP000001CA/accesses")).json,
    ).accesses
    expect([toRetailer.length, toCarrier.length]).toEqual([1, 1])
    expect(toRetailer[0]?.accessor).not.toBe(toCarrier[0]?.accessor)
  })

  it("come with their proofs of inclusion when asked for, or say that their day is not closed", async () => {
    const { world, call } = await servedCase()
    const { disclosures, disclosureLog: log, hashes, clock } = world
    const page = z.object({ accesses: z.array(z.object({ inclusion: z.unknown() })) })
    const ask = async (partyId: string, shipment: string) =>
      page.parse((await call(partyId, "GET", `/v1/shipments/${shipment}/accesses?inclusion=proofs`)).json).accesses
    expect(await ask("leafline", "s1")).toMatchObject([{ inclusion: { state: "notLogged" } }])
    await makeLogDisclosures({ disclosures, log, hashes, clock })(disclosures.rows())
    const day = clock().toISOString().slice(0, 10)
    expect(await ask("leafline", "s1")).toMatchObject([{ inclusion: { state: "notClosed", day } }])
    const closed = await closeDay({ log, hashes, clock }, { party: "leafline", day })
    const [found] = await ask("leafline", "s1")
    const { disclosure, ...proof } = inclusionProof.extend({ disclosure: loggedDisclosure }).parse(found?.inclusion)
    expect(disclosure.shipmentId).toBe("s1")
    expect(verifyInclusion(disclosure, proof, { day, ledger: closed })).toBe(true)
    // Each party has a day of its own, which is closed by itself.
    expect(await ask("northpost", "NP000001CA")).toMatchObject([{ inclusion: { state: "notClosed" } }])
    const plain = await call("leafline", "GET", "/v1/shipments/s1/accesses")
    expect(JSON.stringify(plain.json)).not.toContain("inclusion")
  })

  it("include those from before its parcel was claimed and before its order was received", async () => {
    const { world, call } = await servedCase()
    const record = await world.records.byTrackingNumber("northpost", "NP000001CA")
    const recordId = record?.parcelId ?? ""
    await world.disclosures.append(
      seen(1, { accessId: "by-number", sortKey: "by-number", recordId, retailerId: "northpost" }),
    )
    const reference = referenceRecordId("northpost", "leafline#key-1")
    await world.disclosures.append(seen(1, { accessId: "by-order", sortKey: "by-order", recordId: reference }))
    const accesses = z.object({ accesses: z.array(z.unknown()) })
    for (const [partyId, shipment, count] of [
      ["leafline", "s1", 3],
      ["northpost", "NP000001CA", 3],
    ] as const) {
      const answer = await call(partyId, "GET", `/v1/shipments/${shipment}/accesses`)
      expect(accesses.parse(answer.json).accesses).toHaveLength(count)
    }
  })

  it("show a carrier no lookup that another carrier reported", async () => {
    const { world, call } = await servedCase()
    const record = await world.records.byTrackingNumber("northpost", "NP000001CA")
    const elsewhere = { carrierId: "southpost", tool: "observed:southpost", reportedBy: "southpost" } as const
    for (const recordId of [record?.recordId ?? "", record?.parcelId ?? ""])
      await world.disclosures.append(seen(1, { accessId: recordId, sortKey: recordId, recordId, ...elsewhere }))
    const accesses = z.object({ accesses: z.array(z.object({ tool: z.string() })) })
    const answer = await call("northpost", "GET", "/v1/shipments/NP000001CA/accesses")
    expect(accesses.parse(answer.json).accesses).toHaveLength(1)
  })

  it("come page by page, the first lookup first, with a cursor that names no accessor", async () => {
    const { world, call } = await servedCase()
    for (const hour of ["09", "11", "10"])
      await world.disclosures.append(seen(1, { accessId: `a-${hour}`, at: `2026-10-31T${hour}:00:00.000Z` }))
    const page = z.object({ accesses: z.array(z.object({ at: z.string() })), next: z.string().optional() })
    const read = async (query: string) =>
      page.parse((await call("leafline", "GET", `/v1/shipments/s1/accesses?${query}`)).json)
    const first = await read("limit=3")
    expect(first.accesses.map(({ at }) => at.slice(5, 13))).toEqual(["10-31T09", "10-31T10", "10-31T11"])
    expect(first.next).toMatch(/^[A-Za-z0-9_-]{22}$/)
    const second = await read(`limit=3&after=${first.next}`)
    expect([second.accesses.length, second.next]).toEqual([1, undefined])
    const others = await call("northpost", "GET", `/v1/shipments/NP000001CA/accesses?after=${first.next}`)
    expect(others.statusCode).toBe(400)
  })
})

describe("the accesses of what somebody typed", () => {
  /** `s8` and `s9` are two parcels of one order of leafline, one of which was looked up. */
  async function twoParcelsOfOneOrder(orderReference = "LL-0000008") {
    const { world, call } = await servedCase(3, { isCounted: false })
    const normal = normaliseOrderReference(orderReference)
    const order = testKeyedHash().hash("order-reference", "leafline", normal)
    for (const number of [8, 9]) await shipParcel(world, "leafline", number, { order })
    await world.disclosures.append(seen(8, { accessId: "of-s8", at: "2026-10-31T09:00:00.000Z" }))
    return { world, call }
  }
  const page = z.object({
    shipmentIds: z.array(z.string()).optional(),
    accesses: z.array(z.object({ shipmentId: z.string().optional() })),
    next: z.string().optional(),
  })

  it.each(["LL-0000008", " ll‑0000008 "])("find the parcels of an order by its number, typed as %s", async (typed) => {
    const { call } = await twoParcelsOfOneOrder()
    const { json } = await call("leafline", "GET", `/v1/shipments/${encodeURIComponent(typed)}/accesses`)
    expect(page.parse(json)).toEqual({ shipmentIds: ["s8", "s9"], accesses: [{ shipmentId: "s8" }] })
  })

  it("find an order whose number has a slash, which is encoded twice", async () => {
    const { call } = await twoParcelsOfOneOrder("2026/8")
    for (const written of ["2026%2F8", "2026%252F8"]) {
      const { json } = await call("leafline", "GET", `/v1/shipments/${written}/accesses`)
      expect(page.parse(json).shipmentIds).toEqual(["s8", "s9"])
    }
  })

  it.each(["NP000008CA", "np 000008 ca"])("find a retailer's parcel by its tracking number: %s", async (typed) => {
    const { call } = await twoParcelsOfOneOrder()
    const { json } = await call("leafline", "GET", `/v1/shipments/${encodeURIComponent(typed)}/accesses`)
    expect(page.parse(json)).toEqual({ shipmentIds: ["s8"], accesses: [{ shipmentId: "s8" }] })
  })

  it("find a carrier's parcel however its number is typed, and name no shipment of the retailer", async () => {
    const { call } = await twoParcelsOfOneOrder()
    const { json } = await call("northpost", "GET", `/v1/shipments/${encodeURIComponent("np 000008-ca")}/accesses`)
    expect(page.parse(json)).toEqual({ accesses: [{}] })
  })

  it("find a parcel that nobody looked up, and say that no lookup is recorded", async () => {
    const { call } = await twoParcelsOfOneOrder()
    const { json } = await call("leafline", "GET", "/v1/shipments/s9/accesses")
    expect(json).toMatchObject({ shipmentIds: ["s9"], accesses: [], covered: { isComplete: false } })
    const toCarrier = await call("northpost", "GET", "/v1/shipments/NP000009CA/accesses")
    expect(toCarrier.json).toMatchObject({ accesses: [], covered: { isComplete: false } })
    expect(toCarrier.json).not.toHaveProperty("shipmentIds")
  })

  it.each([
    ["a text of no known form", "leafline", "<script>alert(1)</script>"],
    ["a mistyped id", "leafline", "s8x"],
    ["an order number that is not known", "leafline", "LL-0000007"],
    ["a tracking number that is not known", "leafline", "NP999999CA"],
    ["an order number of another retailer", "maplebooks", "LL-0000008"],
    ["a tracking number of another retailer", "maplebooks", "NP000008CA"],
    ["a shipment of another retailer", "maplebooks", "s8"],
    ["a retailer's order number, asked by the carrier", "northpost", "LL-0000008"],
    ["a retailer's shipment, asked by the carrier", "northpost", "s8"],
    ["a tracking number that is not known, asked by the carrier", "northpost", "NP999999CA"],
  ])("are unknown, and not none, for %s", async (_, partyId, typed) => {
    const { world } = await twoParcelsOfOneOrder()
    for (const accept of ["application/json", "text/html"]) {
      const call = caller(world, { accept })
      const answer = await call(partyId, "GET", `/v1/shipments/${encodeURIComponent(typed)}/accesses`)
      expect([answer.statusCode, answer.json["code"]]).toEqual([404, "unknownShipment"])
      expect(answer.body).toContain("Not known to the exchange: it has no shipment of yours by this name.")
      expect(answer.body).not.toContain(typed)
    }
  })

  it("are unknown for another retailer's tracking number where an own shipment has the same id", async () => {
    const { world, call } = await twoParcelsOfOneOrder()
    await shipParcel(world, "maplebooks", 8, { numbered: false })
    const number = { trackingNumber: "NP777777CA", at: "2026-10-30T10:00:00.000Z", eventKey: "numbered-maplebooks-8" }
    await world.records.recordNumber({ retailerId: "maplebooks", shipmentId: "s8" }, number)
    const ask = async (text: string) => (await call("maplebooks", "GET", `/v1/shipments/${text}/accesses`)).statusCode
    expect([await ask("NP777777CA"), await ask("NP000008CA")]).toEqual([200, 404])
  })

  it("show a retailer nothing of a parcel that it claims and another retailer has", async () => {
    const { world, call } = await twoParcelsOfOneOrder()
    await shipParcel(world, "maplebooks", 8)
    const record = await world.records.byTrackingNumber("northpost", "NP000008CA")
    const recordId = record?.parcelId ?? ""
    await world.disclosures.append(seen(8, { accessId: "early", sortKey: "early", recordId, retailerId: "northpost" }))
    const { statusCode, json } = await call("maplebooks", "GET", "/v1/shipments/NP000008CA/accesses")
    expect([statusCode, json["code"]]).toEqual([404, "unknownShipment"])
    expect(page.parse((await call("leafline", "GET", "/v1/shipments/NP000008CA/accesses")).json).accesses).toHaveLength(
      2,
    )
  })
})

describe("the accesses of one shipment as a document for a person", () => {
  const html = async (headers: Record<string, string>, path = "/v1/shipments/s1/accesses", partyId = "leafline") => {
    const { world } = await servedCase()
    await world.disclosures.append(
      seen(1, {
        accessId: "own",
        subject: "subject#the-customer",
        at: "2026-10-31T13:30:00.000Z",
        lastAt: "2026-10-31T14:00:00.000Z",
        proof: "linkToken",
        provenForExposure: true,
        tool: "guarded",
        fields: ["phase", "retailer"],
      }),
    )
    return caller(world, headers)(partyId, "GET", path)
  }

  it("says when with the zone, what was shown, by what proof and where, in words", async () => {
    const { headers, body } = await html({ accept: "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8" })
    expect(headers).toMatchObject({ "content-type": "text/html; charset=utf-8", "content-language": "en" })
    expect(body).toContain("<title>Lookups of shipment s1</title>")
    expect(body).toContain("On 31 October 2026, from 09:30 to 10:00 (EDT), and perhaps up to an hour longer")
    expect(body).toContain("On 1 November 2026, 09:00 (EST)</")
    expect(body).toContain("The stage of the delivery and the name of the sender")
    expect(body).toContain("The personal link that the shop sent")
    expect(body).toContain("The carrier’s own delivery-tracking tool")
    expect(body).toContain("None: only the order or tracking number was given")
  })

  it("is French for who prefers French, by the header or by the address", async () => {
    for (const [accept, path] of [
      ["fr-CA,fr;q=0.9,en;q=0.8", "/v1/shipments/s1/accesses?format=html"],
      ["de, en;q=0.4, fr;q=0.7", "/v1/shipments/s1/accesses?format=html"],
      ["en", "/v1/shipments/s1/accesses?format=html&language=fr"],
    ] as const) {
      const { headers, body } = await html({ "accept-language": accept }, path)
      expect(headers["content-language"]).toBe("fr")
      expect(body).toContain('<html lang="fr">')
      expect(body).toContain(
        "Le 31 octobre 2026, de 9\u00a0h\u00a030 à 10\u00a0h (HAE), et peut-être jusqu’à une heure de plus",
      )
    }
  })

  it("names nobody: no accessor, no carrier and no retailer, not even by a hash", async () => {
    const { world, call } = await servedCase()
    const { body } = await caller(world, { accept: "text/html" })("leafline", "GET", "/v1/shipments/s1/accesses")
    const { accesses } = z
      .object({ accesses: z.array(z.object({ accessor: z.string() })) })
      .parse((await call("leafline", "GET", "/v1/shipments/s1/accesses")).json)
    for (const name of [...accesses.map(({ accessor }) => accessor), "walker", "northpost", "observed", "leafline"])
      expect(body).not.toContain(name)
  })

  it("says that nothing is recorded of a shipment that nobody looked up", async () => {
    const { world } = await servedCase()
    await shipParcel(world, "leafline", 77)
    const { body } = await caller(world, { accept: "text/html" })("leafline", "GET", "/v1/shipments/s77/accesses")
    expect(body).toContain("No lookup that showed anything of this shipment is recorded.")
  })

  it("says of each lookup of an order with several parcels which shipment it showed", async () => {
    const { world } = await servedCase()
    const order = testKeyedHash().hash("order-reference", "leafline", "LL-0000008")
    for (const number of [8, 9]) {
      await shipParcel(world, "leafline", number, { order })
      await world.disclosures.append(seen(number))
    }
    const { body } = await caller(world, { accept: "text/html" })(
      "leafline",
      "GET",
      "/v1/shipments/LL-0000008/accesses",
    )
    expect(body).toContain("<title>Lookups of shipments s8 and s9</title>")
    expect(body.match(/>Shipment</g)).toHaveLength(2)
    expect(body).not.toContain("LL-0000008")
  })
})
