import { describe, expect, it } from "@jest/globals"
import { forwardedIndividualsNotified } from "../../shared/base/contracts/individuals-notified.ts"
import type { NotifiedRecipients } from "../../shared/desk/actions/notification.ts"
import { recordNotified } from "../../shared/desk/actions/record-notified.ts"
import { caseKeys } from "../../shared/desk/cases/case-keys.ts"
import { mergeCases } from "../../shared/desk/merging/merge-cases.ts"
import { comparedAtOnce } from "../../shared/desk/merging/move-unnamed-notices.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { referenceRecordId, shipmentRecordId } from "../../shared/intake/tracking/record-ids.ts"
import { aliasIn, type BreachWorld, breachWorld, seen, soleCase, walkAnomaly } from "./breach-world.ts"
import { reportLookupsOf } from "./carrier-report.ts"
import { changeOpenCase } from "./change-open-case.ts"
import { caller } from "./desk-caller.ts"
import { createShipment } from "./exposures/unclaimed-parcels.ts"

const from = Date.parse("2026-11-01T14:00:00.000Z")

/** A case of so many shipments of one retailer. */
async function worldOfShipments(shipments: number) {
  const world = breachWorld()
  for (let number = 1; number <= shipments; number++)
    await world.disclosures.append(seen(number, { at: new Date(from + number * 100).toISOString() }))
  world.pending.splice(0)
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  expect(soleCase(world).exposures).toBe(shipments)
  return { world, call: caller(world, { "idempotency-key": "notice" }) }
}

/** The retailer states that its public notices stand for so many shipments. A repeat has the same key. */
function notify({ world, call }: Awaited<ReturnType<typeof worldOfShipments>>, shipments: number) {
  const notifiedAt = world.clock().toISOString()
  const body = { method: "publicNotice", notifiedAt, recipients: { kind: "public", shipments } }
  return call("leafline", "POST", `/v1/cases/${aliasIn(world, soleCase(world), "leafline")}/receipts`, body)
}

function sideOf(world: BreachWorld, partyId: string) {
  const row = world.rowsOf("party").find((one) => one.partyId === partyId && one.caseId === soleCase(world).caseId)
  if (row === undefined) throw new Error(`${partyId} is not in the case`)
  return row
}

const receiptsIn = (world: BreachWorld) =>
  world.rowsOf("affected").filter(({ caseId, receipts }) => {
    return caseId === soleCase(world).caseId && Object.keys(receipts).length === 1
  }).length

/** Makes each commit take so many seconds, and notes the most rows that one read takes. */
function slowed(world: BreachWorld, seconds: number) {
  const { commit, list } = world.cases
  let rows = 0
  world.cases.commit = (change) => {
    world.passSeconds(seconds)
    return commit(change)
  }
  world.cases.list = async function* (...given) {
    let read = 0
    for await (const row of list(...given)) {
      if (given[1].startsWith("AFFECTED#")) rows = Math.max(rows, ++read)
      yield row
    }
  }
  return { mostRows: () => rows }
}

describe("a public notice over thousands of people", () => {
  it("counts at once, gives some receipts within seconds, and the watch gives the others", async () => {
    const served = await worldOfShipments(2_600)
    const { world } = served
    const { mostRows } = slowed(world, 0.4)
    const before = world.clock().getTime()
    const answer = await notify(served, 2_600)
    expect(world.clock().getTime() - before).toBeLessThan(15_000)
    expect(answer.json).toMatchObject({ outcome: "done", shipments: 2_600, progress: { publicNotice: 2_600 } })
    expect(receiptsIn(world)).toBe(1_000)
    expect(sideOf(world, "northpost").notified).toMatchObject({ publicNotice: 1_000 })
    const path = `/v1/cases/${aliasIn(world, soleCase(world), "leafline")}/closing`
    const refused = await caller(world)("leafline", "POST", path, { outcome: "resolved" })
    expect(refused.json["obstacles"]).toContainEqual(expect.objectContaining({ code: "exposuresNotCounted" }))
    await makeWatchDuties(world.desk)()
    expect(receiptsIn(world)).toBe(2_600)
    expect(world.rowsOf("notice")).toEqual([])
    expect(mostRows()).toBeLessThanOrEqual(500)
    for (const partyId of ["leafline", "northpost"])
      expect(sideOf(world, partyId).notified).toMatchObject({ direct: 0, publicNotice: 2_600 })
    const forwarded = world.exchange.published(forwardedIndividualsNotified, "northpost")
    expect(forwarded.map(({ data }) => data.shipments)).toEqual([2_600])
  }, 60_000)

  it("also reaches the people of orders that the retailer has not published, and nobody of another retailer", async () => {
    const world = breachWorld()
    const unpublished = (number: number, retailerId: string) => {
      const recordId = referenceRecordId("northpost", `${retailerId}#order-${number}`)
      const { shipmentId: _none, ...disclosure } = seen(number, { recordId, retailerId })
      return disclosure
    }
    for (let number = 1; number <= 12; number++)
      await world.disclosures.append(number <= 3 ? seen(number) : unpublished(number, "leafline"))
    for (let number = 13; number <= 24; number++) await world.disclosures.append(unpublished(number, "maplebooks"))
    await world.anomalies.raise(walkAnomaly())
    await world.settle()
    expect(sideOf(world, "leafline").shipments).toBe(12)

    const answer = await notify({ world, call: caller(world, { "idempotency-key": "notice" }) }, 12)
    await makeWatchDuties(world.desk)()

    expect(answer.json).toMatchObject({ outcome: "done", progress: { publicNotice: 12 } })
    expect(receiptsIn(world)).toBe(12)
    expect(sideOf(world, "leafline").notified).toMatchObject({ direct: 0, publicNotice: 12 })
    const { notified, byRetailer } = sideOf(world, "northpost")
    expect(notified).toMatchObject({ publicNotice: 12 })
    expect(byRetailer?.["leafline"]?.notified).toMatchObject({ publicNotice: 12 })
    expect(sideOf(world, "maplebooks").notified).toMatchObject({ publicNotice: 0 })

    // An order that is published later keeps the receipt, and counts once.
    await createShipment(world, 4, { numbered: false, order: "order-4" })
    await world.settle()
    expect(world.rowsOf("affected").map(({ recordId }) => recordId)).toContain(shipmentRecordId("leafline", "s4"))
    expect(receiptsIn(world)).toBe(12)
    for (const partyId of ["leafline", "northpost"])
      expect(sideOf(world, partyId).notified).toMatchObject({ direct: 0, publicNotice: 12 })
  })

  it("gives each receipt once after a crash at any commit", async () => {
    for (const crashAt of [1, 2, 3, 7, 9, 12]) {
      const served = await worldOfShipments(900)
      const { world } = served
      const { commit } = world.cases
      let commits = 0
      world.cases.commit = (change) => {
        if (++commits === crashAt) throw new Error("crashed")
        return commit(change)
      }
      expect((await notify(served, 900)).statusCode).toBe(500)
      if (crashAt % 2 === 1) expect((await notify(served, 900)).statusCode).toBe(200)
      await makeWatchDuties(world.desk)()
      expect([crashAt, receiptsIn(world), world.rowsOf("notice").length]).toEqual([crashAt, 900, 0])
      for (const partyId of ["leafline", "northpost"])
        expect(sideOf(world, partyId).notified).toMatchObject({ direct: 0, publicNotice: 900 })
    }
  }, 60_000)
})

describe("a merge of a case with a public notice over thousands of people", () => {
  it("compares their shipments page by page, and goes on where it stopped", async () => {
    const { world, mergedId, survivorId } = await casesToMerge()
    const desk = { ...world.desk, records: world.records }
    const leafline = world.directory.named("leafline")
    if (leafline === undefined) throw new Error("no such party")
    const notifiedAt = world.clock().toISOString()
    const act = (caseId: string, recipients: NotifiedRecipients, method: "email" | "publicNotice") => {
      const row = world.rowsOf("party").find((one) => one.caseId === caseId && one.partyId === "leafline")
      const action = { party: leafline, caseAlias: row?.alias ?? "", actionId: `${method}-${caseId}` }
      return recordNotified(desk, action, { method, notifiedAt, recipients })
    }
    await act(mergedId, { kind: "public", shipments: 1_000 }, "publicNotice")
    const shipmentIds = Array.from({ length: 20 }, (_, place) => `s${place + 1}`)
    await act(survivorId, { kind: "shipmentIds", shipmentIds }, "email")
    await changeOpenCase(world.desk, survivorId, (current) => ({ case: { ...current, merging: [mergedId] } }))
    const asked: (string | undefined)[] = []
    let mostRows = 0
    const { list } = world.cases
    const cases = {
      ...world.cases,
      list: (...[caseId, prefix, page]: Parameters<typeof list>) => {
        const isShipments = caseId === mergedId && prefix === "AFFECTED#" && page?.limit === comparedAtOnce
        if (isShipments) asked.push(page?.after)
        if (prefix === "AFFECTED#") mostRows = Math.max(mostRows, page?.limit ?? Number.POSITIVE_INFINITY)
        return list(caseId, prefix, page)
      },
    }
    let runs = 0
    for (let merging = 1; merging > 0 && runs < 20; runs++) {
      await mergeCases({ ...world.desk, cases }, survivorId, world.clock().getTime())
      merging = (soleCase(world).merging ?? []).length
    }
    // Release 0.1.0 notes so how far it came, and goes on from there.
    const notes = world.rowsOf("marker").filter(({ sk }) => sk.startsWith(`MARKER#MERGED#${mergedId}#TO#`))
    const after = expect.stringContaining("AFFECTED#")
    expect(notes.map(({ caseId, sk, answer }) => [caseId, sk.split("#TO#")[1], answer])).toEqual([
      [survivorId, "EXPOSURE#", expect.stringContaining("EXPOSURE#")],
      [survivorId, "AFFECTED#", after],
      [survivorId, "UNNAMED#leafline", { after, closed: 20, notified: 20, shipments: 1_100 }],
    ])
    expect(runs).toBeGreaterThan(6)
    expect(mostRows).toBe(comparedAtOnce)
    expect([asked.length, new Set(asked).size]).toEqual([5, 5])
    expect(sideOf(world, "leafline")).toMatchObject({ shipments: 1_100, notified: { direct: 20, unnamed: 980 } })
  })

  it.each([
    ["whoever was notified", { direct: 7, shipments: 0 }],
    ["the shipments that were found not to be exposed", { direct: 0, shipments: -7 }],
  ])("takes off %s while it compared", async (_whom, since) => {
    const { world, mergedId, survivorId } = await casesToMerge()
    const [merged, own] = [mergedId, survivorId].map((caseId) => {
      const row = world.rowsOf("party").find((one) => one.caseId === caseId && one.partyId === "leafline")
      if (row === undefined) throw new Error("leafline is in both")
      return row
    })
    if (merged === undefined || own === undefined) throw new Error("leafline is in both")
    const notified = { ...merged.notified, unnamed: 1_000, stated: 1_000 }
    await changeOpenCase(world.desk, mergedId, () => ({ items: [{ ...merged, notified }] }))
    await changeOpenCase(world.desk, survivorId, (current) => ({ case: { ...current, merging: [mergedId] } }))
    const { list } = world.cases
    let isFirst = true
    const cases = {
      ...world.cases,
      async *list(...given: Parameters<typeof list>) {
        yield* list(...given)
        if (given[0] !== mergedId || given[2]?.limit !== comparedAtOnce || !isFirst) return
        isFirst = false
        const [now] = await world.cases.items([caseKeys.party(survivorId, "leafline")])
        if (now?.type === "party")
          await changeOpenCase(world.desk, survivorId, () => ({
            items: [
              {
                ...now,
                shipments: now.shipments + since.shipments,
                notified: { ...now.notified, direct: now.notified.direct + since.direct },
              },
            ],
          }))
      },
    }
    await mergeCases({ ...world.desk, cases }, survivorId)
    expect(sideOf(world, "leafline").notified).toMatchObject({ direct: since.direct, unnamed: 993 })
  })
})

/** A case of 1,100 shipments that a report opened, and one of another visitor who saw 50 of them. */
async function casesToMerge() {
  const world = breachWorld()
  const other = { subject: "subject#elsewhere", network: "network#elsewhere" }
  for (let number = 1; number <= 1_100; number++)
    await world.disclosures.append(seen(number, { at: new Date(from + number * 100).toISOString() }))
  world.pending.splice(0)
  const { caseId: mergedId } = await reportLookupsOf("day", world)
  for (let number = 1; number <= 50; number++) {
    const at = new Date(from + number * 100).toISOString()
    await world.disclosures.append(seen(number, { ...other, at, accessId: `elsewhere-${number}` }))
  }
  await world.anomalies.raise(walkAnomaly({ ...other, accessorKey: other.subject, anomalyId: "elsewhere" }))
  await world.settle()
  const survivorId = world.heads().find(({ caseId }) => caseId !== mergedId)?.caseId ?? ""
  return { world, mergedId, survivorId }
}
