import { describe, expect, it } from "@jest/globals"
import { hashOfStatement } from "../../../shared/proof/statements/verify-statement.ts"
import { seen } from "../../desk/breach-world.ts"
import { statementWorld } from "./statement-world.ts"

async function threeDays() {
  const world = await statementWorld()
  await world.make()
  await world.disclose(seen(1), seen(2, { retailerId: "maplebooks" }))
  world.setTime("2026-11-03T02:00:00.000Z")
  await world.make()
  return world
}

describe("the statements of the caller", () => {
  it("come in pages, the latest day first", async () => {
    const world = await threeDays()
    const first = await world.get("leafline", "/v1/statements?limit=2")
    expect(first).toMatchObject({
      status: 200,
      body: {
        statements: [
          { day: "2026-11-02", number: 3 },
          { day: "2026-11-01", number: 2 },
        ],
        next: "2026-11-01",
      },
    })
    const second = await world.get("leafline", "/v1/statements?limit=2&after=2026-11-01")
    expect(second.body).toMatchObject({ statements: [{ day: "2026-10-31", number: 1 }] })
    expect(second.body).not.toHaveProperty("next")
  })

  it("are each the one that the caller was told of", async () => {
    const world = await threeDays()
    const { body } = await world.get("maplebooks", "/v1/statements/2026-11-01")
    const told = world.told("maplebooks").find(({ statement }) => statement.day === "2026-11-01")
    expect(body).toMatchObject({ day: "2026-11-01", number: 2 })
    expect(hashOfStatement(JSON.parse(JSON.stringify(body)).statement)).toBe(told?.hash)
  })

  it("are its own alone, with their leaves (promise: statements-are-own)", async () => {
    const world = await threeDays()
    for (const party of ["leafline", "maplebooks", "northpost"]) {
      const { body } = await world.get(party, "/v1/statements")
      for (const { statement } of JSON.parse(JSON.stringify(body)).statements)
        expect(world.verified(statement).statement.party).toBe(party)
    }
    const [own] = await world.leaves("leafline", "2026-11-01")
    const [other] = await world.leaves("maplebooks", "2026-11-01")
    expect(own?.disclosure?.shipmentId).toBe("s1")
    expect(other?.disclosure?.shipmentId).toBe("s2")
    expect(await world.leaves("northpost", "2026-11-01")).toHaveLength(2)
  })

  it("do not exist for a day without one, nor for what is no day", async () => {
    const world = await threeDays()
    for (const day of ["2026-11-03", "2020-01-01", "yesterday", "2026-11-01%20"]) {
      expect(await world.get("leafline", `/v1/statements/${day}`)).toMatchObject({ status: 404 })
      expect(await world.get("leafline", `/v1/statements/${day}/leaves`)).toMatchObject({ status: 404 })
    }
    expect(await world.get("nobody", "/v1/statements")).toMatchObject({ status: 401 })
  })

  it("give no leaves behind the last one", async () => {
    const world = await threeDays()
    expect(await world.get("leafline", "/v1/statements/2026-11-01/leaves?after=9")).toEqual({
      status: 200,
      body: { leaves: [] },
    })
  })
})
