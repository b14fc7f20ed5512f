import { describe, expect, it } from "@jest/globals"
import { eventRejected } from "../../../../shared/base/contracts/event-rejected.ts"
import { walk, worldWithOrders } from "../recording/reported-walk.ts"
import { stream } from "./reporting-world.ts"

const report = (number: number) => ({ stream, number })

describe("a report that comes late", () => {
  it("is judged as of the time of its lookups: the walk is found as if it had been reported at once", async () => {
    const anomaliesAfter = async (hours: number) => {
      const world = await worldWithOrders()
      world.wait(hours * 3_600)
      const accesses = walk(40)
      await world.report(accesses.slice(0, 20), "northpost", report(1))
      await world.report(accesses.slice(20), "northpost", report(2))
      const alerts = world.anomalies.rows().filter(({ severity }) => severity === "alert")
      return alerts.map(({ chart, accessorKey, crossedAt, score }) => ({ chart, accessorKey, crossedAt, score }))
    }
    const atOnce = await anomaliesAfter(0)
    expect(atOnce).not.toEqual([])
    expect(await anomaliesAfter(20)).toEqual(atOnce)
  })
})

describe("a numbered report", () => {
  it("is noted with the retailers whose shipments were looked up, once its accesses are recorded", async () => {
    const world = await worldWithOrders()
    expect(await world.report(walk(3), "northpost", report(1))).toEqual([])
    expect(world.streams.rows()).toMatchObject([{ type: "report", number: 1, accesses: 3, retailerIds: ["leafline"] }])
    expect(world.disclosures.rows()).toHaveLength(3)
  })

  it("leaves no digest from which an access id that breaks a rule could be guessed", async () => {
    const digestUnder = async (hashSecret: string) => {
      const world = await worldWithOrders({ hashSecret })
      const [access] = walk(1)
      if (access === undefined) throw new Error("the walk has a lookup")
      await world.report([{ ...access, accessId: "12-main-street" }], "northpost", report(1))
      return world.streams.rows().map((row) => (row.type === "report" ? row.digest : undefined))
    }
    const secret = (letter: string) =>
      JSON.stringify({ activeFrom: { 1: "1970-01-01T00:00:00Z" }, 1: letter.repeat(64) })
    const digests = [...(await digestUnder(secret("a"))), ...(await digestUnder(secret("b")))]
    expect(new Set(digests).size).toBe(2)
    expect(digests).not.toContain(undefined)
  })

  it("is not noted when its recording fails, so that its number is missing until it succeeds", async () => {
    const world = await worldWithOrders()
    world.watch(async (point) => {
      if (point.startsWith("disclosures.")) throw new Error("unavailable")
    })
    expect(await world.report(walk(3), "northpost", report(1))).toHaveLength(1)
    expect(world.streams.rows()).toEqual([])
    world.watch(async () => {})
    await world.report(walk(3), "northpost", report(1))
    expect(world.streams.rows()).toHaveLength(1)
  })

  it("of a number that came with other accesses is recorded, and the carrier is told of the number", async () => {
    const world = await worldWithOrders()
    await world.report(walk(3), "northpost", report(1))
    await world.report(walk(5), "northpost", report(1))
    expect(world.disclosures.rows()).toHaveLength(5)
    expect(world.bus.published(eventRejected)).toMatchObject([
      { data: { problems: [{ path: "data.report.number", rule: "conflict" }] } },
    ])
  })

  it("whose stream shows what was looked up is recorded, and its number is not", async () => {
    const world = await worldWithOrders()
    const [access] = walk(1)
    if (access?.reference.kind !== "orderReference") throw new Error("the walk is along orders")
    const revealing = `str_program${access.reference.orderReference.replace("-", "")}`
    await world.report([access], "northpost", { stream: revealing, number: 1 })
    expect(world.streams.rows()).toEqual([])
    expect(world.disclosures.rows()).toHaveLength(1)
    expect(world.bus.published(eventRejected)).toMatchObject([
      { data: { problems: [{ path: "data.report.stream", rule: "notOpaque" }] } },
    ])
  })
})
