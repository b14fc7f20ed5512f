import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { queueAlerts } from "../../../shared/breach-desk/alerts/queue-alerts.ts"
import { dutyIdOf } from "../../../shared/breach-desk/cases/duty-rows.ts"
import { countPending } from "../../../shared/breach-desk/exposures/count-pending.ts"
import { occasionOfAnomaly } from "../../../shared/breach-desk/opening/occasion.ts"
import { openOrJoin } from "../../../shared/breach-desk/opening/open-case.ts"
import { referenceRecordId } from "../../../shared/tracking/record-ids.ts"
import {
  type BreachWorld,
  breachWorld,
  partyIn,
  seen,
  servedWorld,
  shipParcel,
  soleCase,
  walkAnomaly,
} from "../breach-world.ts"
import { assessment, at, deskActions } from "../desk-actions.ts"
import { caller } from "../desk-caller.ts"

async function servedCase(shipments = 3) {
  const world = await servedWorld(shipments)
  return { world, call: caller(world) }
}

describe("the parties' API", () => {
  it("lets a party do to another's duty only what the other may be asked: request, offer, take over", async () => {
    const { world, call } = await servedCase()
    const parties = ["leafline", "northpost"] as const
    for (const partyId of parties) {
      const alias = partyIn(world, partyId).alias
      for (const { duty } of world.rowsOf("duty").filter((row) => row.duty.party !== partyId)) {
        const dutyId = dutyIdOf(soleCase(world), duty)
        const objects = { caseAlias: alias, dutyId, restrictionId: "", shipmentId: "" }
        for (const { path, body } of deskActions(objects)["POST /v1/cases/{caseAlias}/duties/{dutyId}"] ?? []) {
          const before = world
            .rowsOf("duty")
            .find((row) => row.duty.party === duty.party && row.duty.law === duty.law && row.duty.kind === duty.kind)
          const answer = await call(partyId, "POST", path, body)
          const operation = JSON.stringify(body).match(/"operation":"(\w+)"/)?.[1] ?? ""
          const after = world.rowsOf("duty").find((row) => row.sk === before?.sk)
          if (["request", "offer"].includes(operation)) continue
          expect([operation, answer.statusCode >= 400]).toEqual([operation, true])
          expect(after).toEqual(before)
        }
      }
    }
  })

  it("shows each party its own references alone, and notes each time that they are taken out", async () => {
    const { world, call } = await servedCase()
    const retailer = await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}/exposures?format=csv`)
    expect(retailer.body.split("\r\n")[0]).toBe(
      "shipmentId,orderReference,fields,firstExposureAt,lastExposureAt,accessors,told,possible",
    )
    expect(retailer.body).toContain("s1,LL-0000001,")
    expect(retailer.body).not.toContain("NP000001CA")
    const carrier = await call(
      "northpost",
      "GET",
      `/v1/cases/${partyIn(world, "northpost").alias}/exposures?format=csv`,
    )
    expect(carrier.body).toContain("NP000001CA,")
    expect(carrier.body).not.toMatch(/LL-|leafline|s1,/)
    expect(JSON.stringify(world.cases.rows())).not.toMatch(/LL-0000001|NP000001CA/)
    const exports = world.rowsOf("timeline").filter((row) => row.entry.type === "ExposuresExported")
    expect(exports.map((row) => row.copies.map(({ partyId }) => partyId))).toEqual([["leafline"], ["northpost"]])
  })

  it("pages through exposures without losing or repeating one", async () => {
    const { world, call } = await servedCase(7)
    const base = `/v1/cases/${partyIn(world, "leafline").alias}/exposures`
    const page = z.object({ exposures: z.array(z.object({ shipmentId: z.string() })), next: z.string().optional() })
    const found: string[] = []
    let next: string | undefined
    do {
      const answer = page.parse(
        (await call("leafline", "GET", `${base}?limit=3${next === undefined ? "" : `&after=${next}`}`)).json,
      )
      found.push(...answer.exposures.map((one) => one.shipmentId))
      next = answer.next
    } while (next !== undefined)
    expect(found).toEqual(["s1", "s2", "s3", "s4", "s5", "s6", "s7"])
    expect(world.rowsOf("timeline").filter((row) => row.entry.type === "ExposuresExported")).toHaveLength(1)
    expect((await call("leafline", "GET", `${base}?limit=0`)).statusCode).toBe(400)
  })

  it("names no party and no shipment id in where a page ends, and knows no other places to go on from", async () => {
    const { world, call } = await servedCase(3)
    const base = `/v1/cases/${partyIn(world, "northpost").alias}/exposures`
    const page = z.object({ exposures: z.array(z.object({ trackingNumber: z.string() })), next: z.string().optional() })
    const first = page.parse((await call("northpost", "GET", `${base}?limit=2`)).json)
    const decoded = Buffer.from(first.next ?? "", "base64url").toString("utf8")
    expect(first.next).toMatch(/^[A-Za-z0-9_-]{22}$/)
    expect(`${first.next} ${decoded}`).not.toMatch(/leafline|SHIPMENT|s2/)
    const rest = page.parse((await call("northpost", "GET", `${base}?limit=2&after=${first.next}`)).json)
    expect([...first.exposures, ...rest.exposures].map((one) => one.trackingNumber)).toEqual([
      "NP000001CA",
      "NP000002CA",
      "NP000003CA",
    ])
    const elsewhere = Buffer.from("AFFECTED#SHIPMENT#leafline#s1").toString("base64url")
    expect((await call("northpost", "GET", `${base}?after=${elsewhere}`)).statusCode).toBe(400)
    expect((await call("northpost", "GET", `${base}?after=zzzz`)).statusCode).toBe(400)
  })

  it("tells of other parties no more than they may know, and keeps what is not theirs out of the timeline", async () => {
    const { world, call } = await servedCase()
    const carrierAlias = partyIn(world, "northpost").alias
    await call("leafline", "POST", `/v1/cases/${partyIn(world, "leafline").alias}/facts`, { assessment })
    const view = await call("northpost", "GET", `/v1/cases/${carrierAlias}`)
    expect(view.body).not.toMatch(/leafline|noRealRisk/i)
    const timeline = await call("northpost", "GET", `/v1/cases/${carrierAlias}/timeline`)
    expect(timeline.body).not.toMatch(/leafline|noRealRisk/i)
    const { entries, head } = timeline.json
    const verdict = await call("northpost", "POST", `/v1/cases/${carrierAlias}/verifications`, {
      timeline: entries,
      head: { seq: z.object({ seq: z.int() }).parse(head).seq, hash: z.object({ hash: z.string() }).parse(head).hash },
      headMac: { mac: z.object({ mac: z.string() }).parse(head).mac },
    })
    expect(verdict.json).toMatchObject({ ok: true, macHolds: true })
    const wrong = await call("northpost", "POST", `/v1/cases/${carrierAlias}/verifications`, {
      timeline: entries,
      head: { seq: z.object({ seq: z.int() }).parse(head).seq, hash: "1".repeat(64) },
      headMac: { mac: z.object({ mac: z.string() }).parse(head).mac },
    })
    expect(wrong.json).toMatchObject({ ok: false, macHolds: false })
  })

  it("makes the dossier of a party's side as JSON and as PDF", async () => {
    const { world, call } = await servedCase()
    const base = `/v1/cases/${partyIn(world, "leafline").alias}/dossier`
    const dossier = await call("leafline", "GET", base)
    expect(dossier.json).toMatchObject({ format: "wayseal-dossier/1", party: "leafline" })
    for (const said of ["1234567 Ontario Inc.", "Privacy officer", "+1 416 555 0143", "Orders Privacy Office"])
      expect(JSON.stringify(dossier.json)).toContain(said)
    const pdf = await call("leafline", "GET", `${base}?format=pdf&language=fr`)
    expect(pdf.headers["content-type"]).toBe("application/pdf")
    expect(Buffer.from(pdf.body, "base64").subarray(0, 5).toString()).toBe("%PDF-")
    expect((await call("leafline", "GET", `${base}?language=xx`)).statusCode).toBe(400)
  })

  it("lets a party state the cause, for its own report alone; before that it is said to be unknown", async () => {
    const { world, call } = await servedCase()
    const base = `/v1/cases/${partyIn(world, "northpost").alias}`
    const unknown = "The cause was not known when this document was prepared."
    const asked = "The tool answered without asking for proof of who was looking."
    const cause = "Search by reference had been public since the tool was built."
    expect((await call("northpost", "GET", `${base}/dossier`)).body).toContain(unknown)
    expect((await call("northpost", "POST", `${base}/facts`, { causes: ["carelessness"] })).statusCode).toBe(400)
    expect((await call("northpost", "POST", `${base}/facts`, { causes: ["proofNotAsked"], cause })).statusCode).toBe(
      200,
    )
    expect((await call("northpost", "GET", base)).json).toMatchObject({ causes: ["proofNotAsked"], cause })
    const own = (await call("northpost", "GET", `${base}/dossier`)).body
    expect([own.includes(asked), own.includes(cause), own.includes(unknown)]).toEqual([true, true, false])
    const others = (await call("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}/dossier`)).body
    expect([others.includes(asked), others.includes(cause), others.includes(unknown)]).toEqual([false, false, true])
    expect(JSON.stringify(world.rowsOf("timeline"))).not.toContain(cause)
  })

  it("opens a case for a report, from the reporter's part of the ledger alone, once per idempotency key", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 4; number++) await world.disclosures.append(seen(number))
    await world.disclosures.append(
      seen(9, { subject: "subject#bystander", accessorToken: "tok_other", retailerId: "maplebooks" }),
    )
    world.pending.splice(0)
    const call = caller(world)
    const body = {
      finder: "finder",
      tool: "observed:northpost",
      receivedAt: "2026-11-01T14:05:00.000Z",
      evidence: { kind: "accessorToken", accessorToken: "tok_walker" },
    }
    const report = caller(world, { "idempotency-key": "report-1" })
    const first = await report("northpost", "POST", "/v1/cases", body)
    expect(first.statusCode).toBe(201)
    const again = await report("northpost", "POST", "/v1/cases", body)
    expect(again.json).toMatchObject({ caseAlias: first.json["caseAlias"], outcome: "duplicate" })
    expect(soleCase(world)).toMatchObject({
      origin: "report",
      exposures: 4,
      finder: { kind: "finder", reportedTo: "northpost" },
    })
    expect(partyIn(world, "northpost").awareAt).toBe("2026-11-01T14:05:00.000Z")
    // The token named an accessor: what it sees from now on belongs to the case.
    await world.disclosures.append(seen(5))
    await world.settle()
    expect(soleCase(world).exposures).toBe(5)
    const range = {
      ...body,
      evidence: { kind: "timeRange", since: "2026-11-01T00:00:00.000Z", until: "2026-11-02T00:00:00.000Z" },
    }
    const other = await call("maplebooks", "POST", "/v1/cases", range)
    expect(other.statusCode).toBe(201)
    const mine = world.rowsOf("exposure").filter((row) => row.caseId !== soleCase2(world, "northpost"))
    expect(mine.map((row) => row.retailerId)).toEqual(["maplebooks"])
  })

  it("takes a party's own log into a case, as ledger and as exposures, and nobody else's shipments", async () => {
    const { world, call } = await servedCase(3)
    const alias = partyIn(world, "northpost").alias
    const access = (number: number, reference: string) => ({
      accessId: `log-${number}`,
      at: `2026-10-31T10:00:0${number}.000Z`,
      reference,
      accessor: "10.0.0.7-in-the-log",
      fields: ["postal-code"],
    })
    const accesses = [access(1, "NP000001CA"), access(2, "NP000009CA"), access(3, "NP000003CA")]
    const importLog = caller(world, { "idempotency-key": "log" })
    const answer = await importLog("northpost", "POST", `/v1/cases/${alias}/accesses`, { accesses })
    expect(answer.json).toMatchObject({ outcome: "done", accesses: 2, exposures: 2, unknown: [1] })
    const again = await importLog("northpost", "POST", `/v1/cases/${alias}/accesses`, { accesses })
    expect(again.json).toMatchObject({ outcome: "repeated", exposures: 0 })
    expect(soleCase(world).exposures).toBe(5)
    expect(partyIn(world, "leafline")).toMatchObject({ shipments: 3, exposures: 5 })
    expect(world.disclosures.rows().filter((row) => row.accessId.startsWith("log-"))).toHaveLength(2)
    expect(JSON.stringify([world.disclosures.rows(), world.cases.rows()])).not.toContain("10.0.0.7")
    const foreign = await call("leafline", "POST", `/v1/cases/${partyIn(world, "leafline").alias}/accesses`, {
      accesses: [access(4, "s99")],
    })
    expect(foreign.json).toMatchObject({ accesses: 0, unknown: [0] })
  })

  it("lists restrictions to the parties they concern, and lets a sole carrier release them and whom they concern renew them", async () => {
    const { world, call } = await servedCase()
    const list = z.object({
      restrictions: z.array(
        z.object({
          restrictionId: z.string(),
          state: z.string(),
          mayDecide: z.boolean(),
          accessorTokens: z.array(z.string()).optional(),
        }),
      ),
    })
    const ofCarrier = list.parse((await call("northpost", "GET", "/v1/restrictions")).json).restrictions
    expect(ofCarrier).toMatchObject([{ state: "standing", mayDecide: true, accessorTokens: ["tok_walker"] }])
    const ofRetailer = list.parse((await call("leafline", "GET", "/v1/restrictions")).json).restrictions
    expect(ofRetailer[0]?.accessorTokens).toBeUndefined()
    expect(list.parse((await call("maplebooks", "GET", "/v1/restrictions")).json).restrictions).toEqual([])
    const id = ofCarrier[0]?.restrictionId ?? ""
    const until = "2026-11-10T00:00:00.000Z"
    expect((await call("maplebooks", "DELETE", `/v1/restrictions/${id}`)).statusCode).toBe(404)
    expect((await call("maplebooks", "POST", `/v1/restrictions/${id}/renewals`, { until })).statusCode).toBe(404)
    expect((await call("northpost", "POST", `/v1/restrictions/${id}/renewals`, { until })).json).toEqual({
      outcome: "renewed",
    })
    expect(world.restrictions.rows()[0]?.until).toBe(until)
    expect(
      (await call("northpost", "POST", `/v1/restrictions/${id}/renewals`, { until: "2027-11-10T00:00:00.000Z" }))
        .statusCode,
    ).toBe(400)
    const later = "2026-11-11T00:00:00.000Z"
    expect((await call("leafline", "POST", `/v1/restrictions/${id}/renewals`, { until: later })).json).toEqual({
      outcome: "renewed",
    })
    expect((await call("leafline", "DELETE", `/v1/restrictions/${id}`)).statusCode).toBe(403)
    expect((await call("northpost", "DELETE", `/v1/restrictions/${id}`)).json).toEqual({ outcome: "released" })
    expect((await call("northpost", "DELETE", `/v1/restrictions/${id}`)).json).toEqual({ outcome: "unchanged" })
    const noted = world.rowsOf("timeline").map((row) => row.entry.type)
    expect(noted.filter((type) => type === "AccessorReleased" || type === "RestrictionRenewed")).toEqual([
      "RestrictionRenewed",
      "RestrictionRenewed",
      "AccessorReleased",
    ])
  })

  it("says who saw one shipment to its retailer and its carrier, each in names of its own", async () => {
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

  it("says who saw one shipment before its parcel was claimed, and its order before it was told of", async () => {
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

  it("marks what was only possibly exposed wherever it is shown, and counts it apart", async () => {
    const { world, call } = await servedCase()
    const block = "block#leafline#7"
    const stranger = { block, subject: "subject#stranger", network: "network#strange" }
    await shipParcel(world, "leafline", 8)
    await world.disclosures.append(seen(8, stranger))
    await openOrJoin(world.desk, {
      ...occasionOfAnomaly(
        walkAnomaly({ anomalyId: "anomaly-of-block", accessorKey: block, chart: "block", subject: undefined }),
        "story",
      ),
    })
    await countPending(world.desk, soleCase(world).caseId)
    await queueAlerts(world.desk, soleCase(world).caseId)
    const path = `/v1/cases/${partyIn(world, "leafline").alias}`
    const view = await call("leafline", "GET", path)
    expect(view.json["counts"]).toMatchObject({
      shipments: 3,
      exposures: 3,
      people: 3,
      possibleShipments: 1,
      possibleExposures: 1,
    })
    const list = z.object({
      exposures: z.array(z.looseObject({ shipmentId: z.string(), possible: z.boolean().optional() })),
    })
    const shown = list.parse((await call("leafline", "GET", `${path}/exposures`)).json).exposures
    expect(shown.flatMap(({ shipmentId, possible }) => (possible === true ? [shipmentId] : []))).toEqual(["s8"])
    const [columns, ...lines] = (await call("leafline", "GET", `${path}/exposures?format=csv`)).body
      .trim()
      .split("\r\n")
    expect(columns?.split(",").at(-1)).toBe("possible")
    expect(lines.map((line) => [line.split(",")[0], line.split(",").at(-1)])).toEqual([
      ["s1", ""],
      ["s2", ""],
      ["s3", ""],
      ["s8", "true"],
    ])
    const dossier = (await call("leafline", "GET", `${path}/dossier`)).body
    expect(dossier).toContain("1 further shipments are possibly exposed")
    expect((await call("leafline", "GET", `${path}/dossier?language=fr`)).body).toContain("peut-être été exposés")
  })

  it("answers an action again under the same idempotency key without doing it twice", async () => {
    const { world, call } = await servedCase()
    const alias = partyIn(world, "northpost").alias
    const measure = { kind: "containment", code: "containmentAttested", at }
    const record = (key: string) =>
      caller(world, { "idempotency-key": key })("northpost", "POST", `/v1/cases/${alias}/measures`, measure)
    expect((await record("measure-1")).json).toMatchObject({ outcome: "done" })
    expect((await record("measure-1")).json).toMatchObject({ outcome: "repeated" })
    expect(world.rowsOf("measure")).toHaveLength(1)
    expect((await record("no spaces")).statusCode).toBe(400)
    const closing = await call("northpost", "POST", `/v1/cases/${alias}/closing`, { outcome: "resolved" })
    expect(closing.statusCode).toBe(409)
    expect(closing.json["obstacles"]).toContainEqual({ code: "peopleToldByNobody", untold: expect.any(Number) })
    expect(closing.body).not.toContain("leafline")
  })
})

function soleCase2(world: BreachWorld, partyId: string): string | undefined {
  return world.rowsOf("party").find((row) => row.partyId === partyId && row.awareAt === "2026-11-01T14:05:00.000Z")
    ?.caseId
}

describe("a case that is being taken into another", () => {
  it("has whoever does something about it asked to come again", async () => {
    const { world, call } = await servedCase()
    const current = soleCase(world)
    await world.cases.commit({
      case: { ...current, version: current.version + 1, state: "merged", mergedInto: "case-that-goes-on" },
      items: [],
      pointers: [],
    })
    const base = `/v1/cases/${current.aliases["leafline"]}`
    for (const [path, body] of [
      ["/acknowledgements", {}],
      ["/receipts", { method: "email", notifiedAt: at, recipients: { kind: "shipmentIds", shipmentIds: ["s1"] } }],
      ["/accesses", { accesses: [{ accessId: "a", at, reference: "s1", accessor: "tok", fields: ["phase"] }] }],
    ] as const) {
      const answer = await call("leafline", "POST", `${base}${path}`, body)
      expect([answer.statusCode, answer.json["code"], answer.headers["retry-after"]]).toEqual([503, "caseBusy", "30"])
    }
  })
})
