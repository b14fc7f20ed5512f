import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { queueAlerts } from "../../../shared/desk/alerts/queue-alerts.ts"
import { addExposures } from "../../../shared/desk/exposures/add-exposures.ts"
import { sealedToken } from "../../doubles/accessor-tokens.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { type BreachWorld, breachWorld, partyIn, seen, soleCase } from "../breach-world.ts"
import { assessment } from "../desk-actions.ts"
import { caller } from "../desk-caller.ts"
import { servedCase } from "./served-case.ts"

const due = z.object({ dutyId: z.string(), law: z.string(), kind: z.string(), dueAt: z.string(), dueIs: z.string() })
const listedDues = z.object({ cases: z.array(z.object({ nextDue: due.optional() })) })
const explainedDuties = z.object({
  duties: z.array(z.object({ why: z.string(), explanation: z.object({ en: z.string(), fr: z.string() }) })),
})
const shownDuties = z.object({ duties: z.array(due) })
const keptOpen = z.object({ obstacles: z.array(z.object({ code: z.string() })) })

describe("reading and reporting a case over the API", () => {
  it("shows a party no name of a discreet retailer and no assessment of another party, and its timeline verifies", async () => {
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

  it("lists what keeps a case open as the refused closing does, and nothing once it is closed", async () => {
    const { world, call } = await servedCase()
    const path = `/v1/cases/${partyIn(world, "leafline").alias}`
    const { json } = await call("leafline", "GET", path)
    const refused = await call("leafline", "POST", `${path}/closing`, { outcome: "resolved" })
    expect(json["obstacles"]).toEqual(refused.json["obstacles"])
    const notFalse = await call("leafline", "POST", `${path}/closing`, { outcome: "falseAlarm" })
    expect(json["falseAlarmObstacles"]).toEqual(notFalse.json["obstacles"])
    expect(notFalse).toMatchObject({ statusCode: 409, json: { code: "notClosable" } })
    for (const partyId of ["leafline", "northpost"]) {
      await assessAsNoBreach(world, partyId)
      await call(partyId, "POST", `/v1/cases/${partyIn(world, partyId).alias}/closing`, { outcome: "falseAlarm" })
    }
    const closed = await call("leafline", "GET", path)
    expect(closed.json).toMatchObject({ state: "falseAlarm" })
    for (const name of ["obstacles", "falseAlarmObstacles"]) expect(closed.json).not.toHaveProperty(name)
  })

  it("shows a case that is being merged as open, and kept open by that", async () => {
    const { world, call } = await servedCase()
    const current = soleCase(world)
    const path = `/v1/cases/${partyIn(world, "leafline").alias}`
    const codes = async () => {
      const { json } = await call("leafline", "GET", path)
      expect(json["state"]).toBe("open")
      expect(json).not.toHaveProperty("closedAt")
      return keptOpen.parse(json).obstacles.map(({ code }) => code)
    }
    expect(await codes()).not.toContain("exposuresNotCounted")
    const merged = { state: "merged", mergedInto: "case-that-goes-on", closedAt: world.clock().toISOString() } as const
    await world.cases.commit({
      case: { ...current, version: current.version + 1, ...merged },
      items: [],
      pointers: [],
    })
    expect(await codes()).toContain("exposuresNotCounted")
  })

  it("answers a party that has no entry of the case yet with 503, until it is alerted", async () => {
    const { world, call } = await servedCase()
    const { caseId } = soleCase(world)
    await addExposures(world.desk, caseId, [seen(9, { retailerId: "maplebooks" })])
    const path = `/v1/cases/${partyIn(world, "maplebooks").alias}`
    const answers = async () => {
      const read = [await call("maplebooks", "GET", path), await call("maplebooks", "GET", `${path}/timeline`)]
      return read.map(({ statusCode, json, headers }) => [statusCode, json["code"], headers["retry-after"]])
    }
    expect((await call("maplebooks", "GET", "/v1/cases")).json).toMatchObject({ cases: [{ caseUrl: path }] })
    expect(await answers()).toEqual(Array.from({ length: 2 }, () => [503, "caseBusy", "30"]))
    await queueAlerts(world.desk, caseId)
    expect(await answers()).toEqual(Array.from({ length: 2 }, () => [200, undefined, undefined]))
  })

  it("says of each duty why it is due then, in English and French", async () => {
    const { world, call } = await servedCase()
    const path = `/v1/cases/${partyIn(world, "leafline").alias}`
    const { duties } = explainedDuties.parse((await call("leafline", "GET", path)).json)
    expect(duties).toHaveLength(3)
    for (const { why, explanation } of duties) {
      expect(explanation.en).toBe(why)
      expect(explanation.fr).toMatch(/^LAIPVP de l’Ontario art\. .*le plus tôt possible/)
    }
  })

  it("lists each open case with the own duty that is due first, as the case shows it", async () => {
    const { world, call } = await servedCase()
    const path = `/v1/cases/${partyIn(world, "leafline").alias}`
    const listed = async () => listedDues.parse((await call("leafline", "GET", "/v1/cases")).json).cases[0]?.nextDue
    const { duties } = shownDuties.parse((await call("leafline", "GET", path)).json)
    const earliest = duties.map(({ dueAt }) => dueAt).toSorted()[0]
    const first = await listed()
    expect(first?.dueAt).toBe(earliest)
    expect(duties).toContainEqual(first)
    const receipt = { kind: "recordEntry", reference: "R-1", at: world.clock().toISOString() }
    const record = duties.find(({ kind }) => kind === "keepRecord")
    await call("leafline", "POST", `${path}/duties/${record?.dutyId}`, { step: { operation: "discharge", receipt } })
    expect((await listed())?.dutyId).not.toBe(record?.dutyId)
    for (const partyId of ["leafline", "northpost"]) {
      await assessAsNoBreach(world, partyId)
      await call(partyId, "POST", `/v1/cases/${partyIn(world, partyId).alias}/closing`, { outcome: "falseAlarm" })
    }
    expect(await listed()).toBeUndefined()
  })

  it("shows what the party stated to itself alone, and no longer what it took back", async () => {
    const { world, call } = await servedCase()
    const path = (partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}`
    const determinedAt = "2026-11-01T14:09:00.000Z"
    const stated = { determinedAt, lawEnforcementDelay: true, publicNoticeGrounds: ["undueHardship"] }
    await call("leafline", "POST", `${path("leafline")}/facts`, {
      determinedAt,
      lawEnforcementDelay: true,
      publicNoticeGround: "undueHardship",
    })
    await assessAsNoBreach(world, "leafline")
    await call("leafline", "POST", `${path("leafline")}/closing`, { outcome: "falseAlarm" })
    const own = await call("leafline", "GET", path("leafline"))
    expect(own.json).toMatchObject({ ...stated, saysFalseAlarmAt: expect.any(String) })
    const other = await call("northpost", "GET", path("northpost"))
    for (const field of [...Object.keys(stated), "saysFalseAlarmAt"]) expect(other.json).not.toHaveProperty(field)
    const withdraw = ["determinedAt", "lawEnforcementDelay", "falseAlarm"]
    await call("leafline", "POST", `${path("leafline")}/facts`, { withdraw })
    const after = await call("leafline", "GET", path("leafline"))
    for (const field of ["determinedAt", "lawEnforcementDelay", "saysFalseAlarmAt"])
      expect(after.json).not.toHaveProperty(field)
  })

  it("opens a case for a report, from the reporter's own part of the ledger, once for each idempotency key", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 4; number++) await world.disclosures.append(seen(number))
    const { tokenKey } = await sealedToken("tok_other")
    await world.disclosures.append(seen(9, { subject: "subject#bystander", tokenKey, retailerId: "maplebooks" }))
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
    expect(again).toEqual(first)
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
    // The reporter reads the time that it stated.
    const { since, until } = range.evidence
    const view = await call("maplebooks", "GET", `/v1/cases/${other.json["caseAlias"]}`)
    expect(view.json["reported"]).toEqual({ since, until })
  })
})

function soleCase2(world: BreachWorld, partyId: string): string | undefined {
  return world.rowsOf("party").find((row) => row.partyId === partyId && row.awareAt === "2026-11-01T14:05:00.000Z")
    ?.caseId
}
