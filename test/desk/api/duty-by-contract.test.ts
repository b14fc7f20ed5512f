import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { dutyDue } from "../../../shared/base/contracts/duty-clock-events.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import type { Contract } from "../../../shared/parties/counterparty-entry.ts"
import { breachParties, partyIn } from "../breach-world.ts"
import { at } from "../desk-actions.ts"
import { servedCase } from "./served-case.ts"

const contract: Contract = {
  with: "leafline",
  clause: "s. 4.2.34.9 of the contract of 2023",
  tellWithinHours: 24,
  send: ["cause", "shipments"],
}

const parties = breachParties.map((party) =>
  party.id === "northpost" ? { ...party, laws: [], noLawBinds: "Only its contracts do", contracts: [contract] } : party,
)

const viewed = z.looseObject({
  duties: z.array(z.looseObject({ dutyId: z.string(), law: z.string() })),
  others: z.array(z.looseObject({ duties: z.array(z.looseObject({ law: z.string() })) })),
  obstacles: z.array(z.looseObject({ code: z.string(), law: z.string().optional() })).optional(),
})

/** A case in which Northpost owes Leafline a notice by contract, and how a party sees it. */
async function contractedCase() {
  const { world, call } = await servedCase(3, { parties })
  const pathOf = (partyId: string) => `/v1/cases/${partyIn(world, partyId).alias}`
  const view = async (partyId: string) => viewed.parse((await call(partyId, "GET", pathOf(partyId))).json)
  const duty = (await view("northpost")).duties.find(({ law }) => law === "contract")
  if (duty === undefined) throw new Error("no duty by contract")
  const act = (step: unknown) => call("northpost", "POST", `${pathOf("northpost")}/duties/${duty.dutyId}`, { step })
  return { world, call, pathOf, view, duty, act }
}

describe("a duty by contract", () => {
  it("stands in the case of its party with what to send, and in that of the other party alone", async () => {
    const { view, duty } = await contractedCase()
    expect(duty).toMatchObject({
      kind: "tellOtherOrganisation",
      state: "open",
      dueIs: "legalDeadline",
      basis: contract.clause,
      send: ["cause", "shipments"],
      towards: { kind: "retailer" },
      explanation: { en: expect.stringContaining("within 24 hours"), fr: expect.stringContaining("24 heures") },
    })
    const other = (await view("leafline")).others.flatMap(({ duties }) => duties)
    expect(other).toMatchObject([{ law: "contract", basis: contract.clause }])
    expect(JSON.stringify(other)).not.toContain("send")
  })

  it("holds the case until it is done, and is reminded of", async () => {
    const { world, view, act } = await contractedCase()
    const isObstacle = async () => (await view("northpost")).obstacles?.some(({ law }) => law === "contract")
    expect(await isObstacle()).toBe(true)
    await makeWatchDuties(world.desk)()
    await world.settle()
    expect(
      world.exchange.published(dutyDue, "northpost").map(({ data }) => [data.duty.law, data.basis]),
    ).toContainEqual(["contract", contract.clause])
    const receipt = { kind: "organisationNotified", reference: "L-1", at }
    expect((await act({ operation: "discharge", receipt })).statusCode).toBe(200)
    expect(await isObstacle()).toBe(false)
  })

  it("is excused by nothing but that there was no breach", async () => {
    const { act } = await contractedCase()
    const assess = (reason: string) =>
      act({
        operation: "assessNotOwed",
        assessment: { law: "contract", met: "yes", reasons: [reason], assessedBy: "privacy officer", assessedAt: at },
      })
    expect((await assess("lawDoesNotBind")).statusCode).toBe(409)
    expect((await assess("notABreach")).statusCode).toBe(200)
  })

  it("has a letter that can be drawn by its id", async () => {
    const { call, pathOf, duty } = await contractedCase()
    const { json } = await call("northpost", "GET", `${pathOf("northpost")}/documents`)
    expect(json["documents"]).toContainEqual(
      expect.objectContaining({ document: `organisation-${duty.dutyId}`, law: "contract" }),
    )
  })
})
