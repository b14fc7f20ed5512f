import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { joinedParty } from "../../../shared/desk/merging/decide-party.ts"
import { type BreachWorld, partyIn, servedWorld } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const anna = "officer-anna-3f9c"
const bert = "officer-bert-81d2"
const carla = "officer-carla-77aa"

const caseSchema = z.object({
  duties: z.array(z.object({ dutyId: z.string(), kind: z.string(), assignee: z.string().optional() })),
  others: z.array(z.object({ duties: z.array(z.object({ dutyId: z.string() })) })),
})

async function deskOf(world: BreachWorld) {
  const call = caller(world)
  const path = (partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}`
  const read = async (partyId: string) => caseSchema.parse((await call(partyId, "GET", path(partyId))).json)
  const assign = (dutyId: string, userId: unknown, by = `leafline:${anna}`) =>
    call(by, "POST", `${path("leafline")}/assignments`, { dutyId, userId })
  const [first] = (await read("leafline")).duties
  return { call, path, read, assign, dutyId: first?.dutyId ?? "none" }
}

/** What a party's timeline says of assignments. */
const noted = (world: BreachWorld, partyId: string) =>
  world
    .rowsOf("timeline")
    .flatMap(({ copies }) => copies.filter((copy) => copy.partyId === partyId))
    .flatMap(({ entry }) => (entry.type === "DutyAssigned" ? [entry.data] : []))

describe("assigning a duty", () => {
  it("shows the own party who is to do it, and keeps that while the duty goes on", async () => {
    const world = await servedWorld()
    const { call, path, read, assign, dutyId } = await deskOf(world)
    expect((await assign(dutyId, bert)).json).toEqual({ outcome: "done", dutyId, userId: bert })
    await call("leafline", "POST", `${path("leafline")}/duties/${dutyId}`, { step: { operation: "accept" } })
    const { duties } = await read("leafline")
    expect(duties.map(({ assignee }) => assignee)).toEqual([bert, ...duties.slice(1).map(() => undefined)])
    expect(noted(world, "leafline")).toEqual([expect.objectContaining({ dutyId, assignee: bert, officer: anna })])
  })

  it("can be changed and taken back, and says nothing twice", async () => {
    const world = await servedWorld()
    const { read, assign, dutyId } = await deskOf(world)
    for (const userId of [bert, bert, carla, null, null]) await assign(dutyId, userId)
    expect((await read("leafline")).duties[0]?.assignee).toBeUndefined()
    expect(noted(world, "leafline").map(({ assignee }) => assignee)).toEqual([bert, carla, null])
  })

  it("is seen by no other party, and not by the hub's record", async () => {
    const world = await servedWorld()
    const { call, path, assign, dutyId } = await deskOf(world)
    await assign(dutyId, bert)
    for (const part of ["", "/timeline", "/documents"])
      expect((await call("northpost", "GET", `${path("northpost")}${part}`)).body).not.toContain(bert)
    expect(noted(world, "northpost")).toEqual([])
    const records = world.rowsOf("timeline").map(({ entry }) => entry)
    expect(records.map(({ type }) => type)).toContain("DutyAssigned")
    expect(JSON.stringify([records, world.rowsOf("duty"), world.exchange.events])).not.toContain(bert)
  })

  it("is refused for a duty that another party owes, for none, and for what is no id of a person", async () => {
    const world = await servedWorld()
    const { read, assign, dutyId } = await deskOf(world)
    const theirs = (await read("leafline")).others[0]?.duties[0]?.dutyId ?? "none"
    for (const id of [theirs, "none"])
      expect((await assign(id, bert)).json).toMatchObject({ status: 404, code: "unknownDuty" })
    for (const userId of ["bert@leafline.example", "bert", 7, undefined])
      expect((await assign(dutyId, userId)).statusCode).toBe(400)
  })

  // An id is random letters and digits: what looks like a postal code in it says nothing.
  it("takes every id that the hub gives", async () => {
    const world = await servedWorld()
    const { assign, dutyId } = await deskOf(world)
    expect((await assign(dutyId, "q3Xb_K1A0B1-6mK9dRwZ1y")).statusCode).toBe(200)
  })

  it("is refused for somebody who never signed in for the party, where the hub knows who did", async () => {
    const world = await servedWorld()
    const colleagues = { has: async (partyId: string, userId: string) => partyId === "leafline" && userId === bert }
    const desk = { ...world.desk, colleagues }
    const { assign, dutyId } = await deskOf({ ...world, desk })
    expect((await assign(dutyId, bert)).statusCode).toBe(200)
    expect((await assign(dutyId, carla)).json).toMatchObject({ status: 400, code: "unknownColleague" })
    expect((await assign(dutyId, null)).statusCode).toBe(200)
  })

  it("outlasts a merge: the case that goes on decides where both cases say something", async () => {
    const world = await servedWorld()
    const row = partyIn(world, "leafline")
    const merged = joinedParty({ ...row, assignees: { a: bert } }, { ...row, assignees: { a: carla, b: carla } })
    expect(merged.assignees).toEqual({ a: bert, b: carla })
    expect(joinedParty(row, { ...row, assignees: { b: carla } }).assignees).toEqual({ b: carla })
  })
})
