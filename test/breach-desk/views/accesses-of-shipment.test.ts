import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { inclusionProof, loggedDisclosure } from "../../../shared/contracts/statement.ts"
import { closeDay } from "../../../shared/lookups/log/close-day.ts"
import { makeLogDisclosures } from "../../../shared/lookups/log/log-disclosures.ts"
import { verifyInclusion } from "../../../shared/statements/verify-disclosures.ts"
import { referenceRecordId } from "../../../shared/tracking/record-ids.ts"
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
    expect(accesses.parse((await call("maplebooks", "GET", "/v1/shipments/s1/accesses")).json).accesses).toEqual([])
    expect(accesses.parse((await call("northpost", "GET", "/v1/shipments/s1/accesses")).json).accesses).toEqual([])
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
    const closed = await closeDay({ log, clock }, { party: "leafline", day })
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
      ["maplebooks", "s1", 0],
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
    expect(body).toContain("On 31 October 2026, from 09:30 to 10:00 (EDT)")
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
      expect(body).toContain("Le 31 octobre 2026, de 9 h 30 à 10 h 00 (HAE)")
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

  it.each([
    ["that is another party's", "s1", "maplebooks"],
    ["that is mistyped", "s1x", "leafline"],
  ])("is refused for a shipment %s, so that no person takes it for an answer", async (_, name, partyId) => {
    const { statusCode, body } = await html({ accept: "text/html" }, `/v1/shipments/${name}/accesses`, partyId)
    expect([statusCode, body]).toEqual([
      400,
      expect.stringContaining("has no shipment, case or duty with this reference"),
    ])
  })

  it.each(["%3Cscript%3E", "a%20b"])(
    "is refused for %s, which names no shipment, without repeating it",
    async (name) => {
      const { statusCode, body } = await html({ accept: "text/html" }, `/v1/shipments/${name}/accesses`)
      expect(statusCode).toBe(400)
      expect(body).toContain("path.shipmentId: the value has another format.")
      expect(body).not.toMatch(/script|a b/)
    },
  )
})
