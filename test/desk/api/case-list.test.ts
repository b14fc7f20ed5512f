import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { normaliseOrderReference } from "../../../shared/intake/tracking/order-reference.ts"
import { testKeyedHash } from "../../doubles/keyed-hash.ts"
import { breachParties, partyIn, seen, shipParcel } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { servedCase } from "./served-case.ts"

const list = z.object({
  cases: z.tuple([
    z.looseObject({ nextDue: z.object({ dutyId: z.string(), kind: z.string(), assignee: z.string().optional() }) }),
  ]),
})

describe("a line of the list of cases", () => {
  it("says what was shown, whom the party deals with, and who works on it", async () => {
    const { world, call } = await servedCase()
    const read = async (partyId: string) => list.parse((await call(partyId, "GET", "/v1/cases")).json).cases[0]
    const before = await read("leafline")
    expect(before).toMatchObject({
      fields: ["delivery-date", "signatory-name-or-initials", "postal-code", "nature-of-delivery"],
      counterparties: ["Northpost"],
      assignees: [],
    })
    expect(before.nextDue).not.toHaveProperty("assignee")
    // The record is due at the same time, and comes last.
    expect(before.nextDue.kind).toBe("tellRegulator")
    const { dutyId } = before.nextDue
    const path = `/v1/cases/${partyIn(world, "leafline").alias}/assignments`
    await call("leafline:officer-anna-3f9c", "POST", path, { dutyId, userId: "officer-bert-81d2" })
    expect(await read("leafline")).toMatchObject({
      assignees: ["officer-bert-81d2"],
      nextDue: { dutyId, assignee: "officer-bert-81d2" },
    })
    expect(await read("northpost")).toMatchObject({ assignees: [] })
  })

  it.each([
    ["names a party", false, ["Leafline"]],
    ["does not name a discreet one", true, []],
  ])("%s to those that it deals with", async (_, discreet, counterparties) => {
    const parties = breachParties.map((party) => (party.kind === "retailer" ? { ...party, discreet } : party))
    const { call } = await servedCase(3, { parties })
    expect((await call("northpost", "GET", "/v1/cases")).json["cases"]).toMatchObject([{ counterparties }])
  })
})

describe("the cases that count a shipment", () => {
  async function fourShipments() {
    const { world } = await servedCase()
    const order = testKeyedHash().hash("order-reference", "leafline", normaliseOrderReference("LL-0000004/é"))
    await shipParcel(world, "leafline", 4, { order })
    await world.disclosures.append(seen(4))
    await world.settle()
    const ask = (partyId: string, typed: string) =>
      caller(world, { shipment: encodeURIComponent(typed) })(partyId, "GET", "/v1/shipment-cases")
    return { world, ask }
  }

  it.each([
    ["the retailer's own id", "leafline", "s4"],
    ["an order number, as somebody typed it", "leafline", " ll‑0000004/É "],
    ["a tracking number", "leafline", "np000004ca"],
    ["a tracking number, by its carrier", "northpost", "NP000004CA"],
  ])("are found by %s", async (_, partyId, typed) => {
    const { world, ask } = await fourShipments()
    const { statusCode, json } = await ask(partyId, typed)
    expect([statusCode, json]).toEqual([200, { caseAliases: [partyIn(world, partyId).alias] }])
  })

  it("are none for a shipment that no case counts", async () => {
    const { world, ask } = await fourShipments()
    await shipParcel(world, "leafline", 9)
    expect((await ask("leafline", "s9")).json).toEqual({ caseAliases: [] })
  })

  it.each([
    ["not known", "leafline", "LL-0000099"],
    ["another retailer's", "maplebooks", "s4"],
    ["the retailer's order, asked by the carrier", "northpost", "LL-0000004/é"],
  ])("are not told of a shipment that is %s", async (_, partyId, typed) => {
    const { ask } = await fourShipments()
    const answer = await ask(partyId, typed)
    expect([answer.statusCode, answer.json["code"]]).toEqual([404, "unknownShipment"])
    expect(answer.body).not.toContain(typed)
  })

  it.each([
    ["absent", {}],
    ["longer than a name can be", { shipment: "A".repeat(601) }],
    ["not encoded", { shipment: "%E9" }],
  ])("are not looked for when the header is %s", async (_, headers: Record<string, string>) => {
    const { world } = await servedCase()
    const { statusCode, json } = await caller(world, headers)("leafline", "GET", "/v1/shipment-cases")
    expect([statusCode, json["problems"]]).toEqual([400, [{ path: "header.shipment", rule: "format" }]])
  })
})
