import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { closedSchema, receipts, viewSchema } from "../acting-desk.ts"
import { aloneWorld, rangeOf, swift, toolOfSwift } from "../alone-world.ts"
import { assessAsNoBreach } from "../assess-no-breach.ts"
import { partyIn } from "../breach-world.ts"

const seenSchema = viewSchema.extend({ others: z.array(z.looseObject({ duties: viewSchema.shape.duties })) })

/** Leafline's case of what Swiftpost's tool showed of three shipments, and what Leafline does in it. */
async function caseOfSwiftpost(first = 1, last = 3) {
  const alone = await aloneWorld(3)
  const { world, report, view, post, pass } = alone
  await report(rangeOf(first, last))
  await world.settle()
  const now = () => world.clock().toISOString()
  const duties = async () => {
    const { duties: own, others } = seenSchema.parse(await view())
    return { own, theirs: others.flatMap((other) => other.duties) }
  }
  const step = async (dutyId: string, body: object) => (await post(`/duties/${dutyId}`, { step: body })).json
  return {
    ...alone,
    duties,
    step,
    /** The list that the finder kept: what each lookup showed. */
    importList: () =>
      post("/accesses", {
        accesses: ["s1", "s2", "s3", "x9"].map((reference, place) => ({
          accessId: `acc-${place}`,
          at: `2026-10-31T08:00:0${place}.000Z`,
          reference,
          accessor: "finder",
          fields: ["postal-code", "signatory-name-or-initials"],
        })),
      }),
    /** Asks the carrier for each of its duties, and waits until the time to answer is over. */
    async askInVain() {
      for (const { dutyId } of (await duties()).theirs) await step(dutyId, { operation: "request" })
      await pass(24)
    },
    async notifyPeople() {
      const recipients = { kind: "shipmentIds", shipmentIds: ["s1", "s2", "s3"] }
      await post("/receipts", { method: "email", notifiedAt: now(), recipients })
      for (const { dutyId, kind } of (await duties()).own) {
        const receipt = { kind: receipts[kind] ?? "individualsNotified", reference: "FILE-1", at: now() }
        await step(dutyId, { operation: "discharge", receipt })
      }
      await post("/measures", { kind: "containment", code: "containmentAttested", at: now() })
    },
    async close(outcome = "resolved") {
      const { statusCode, json } = await post("/closing", { outcome })
      const { obstacles = [], state } = closedSchema.parse(json)
      return { statusCode, state, codes: obstacles.map(({ code }) => code) }
    },
  }
}

describe("a retailer whose carrier takes no part", () => {
  it("asks it for its duties, and may take them over once it has not answered in time", async () => {
    const { duties, step, pass, world, view } = await caseOfSwiftpost()
    const telling = async () => (await duties()).theirs.find(({ kind }) => kind === "tellIndividuals")
    const { dutyId = "" } = (await telling()) ?? {}
    expect(await step(dutyId, { operation: "takeOver" })).toMatchObject({ code: "notInThisState" })
    await step(dutyId, { operation: "request" })
    await pass(23)
    expect((await telling())?.state).toBe("requested")
    await pass(1)
    expect((await telling())?.state).toBe("unanswered")
    expect(await step(dutyId, { operation: "takeOver" })).toMatchObject({ outcome: "done", state: "takenOver" })
    const types = world.rowsOf("timeline").flatMap(({ entry }) => ("type" in entry ? [entry.type] : []))
    expect(types).toEqual(expect.arrayContaining(["DutyRequested", "DutyUnanswered", "DutyTakenOver"]))
    expect(JSON.stringify(await view())).not.toContain("privacy@swiftpost.example")
  })

  it("turns possible exposures into exposures with a log of its own shipments", async () => {
    const { importList, view, world } = await caseOfSwiftpost()
    const { statusCode, json } = await importList()
    expect([statusCode, json]).toMatchObject([200, { accesses: 3, exposures: 3, unknown: [3] }])
    expect((await view())["counts"]).toMatchObject({ shipments: 3, exposures: 3 })
    expect(partyIn(world, swift)).toMatchObject({ shipments: 3, byRetailer: { leafline: { shipments: 3 } } })
    expect(world.disclosures.rows().map(({ tool, carrierId }) => [tool, carrierId])).toEqual(
      Array(3).fill([toolOfSwift, swift]),
    )
  })

  it("closes the case without the carrier once its own people are told and the carrier was asked in vain", async () => {
    const { importList, askInVain, notifyPeople, close } = await caseOfSwiftpost()
    await importList()
    expect((await close()).codes).toContain("peopleToldByNobody")
    await notifyPeople()
    const unasked = await close()
    expect([...new Set(unasked.codes)]).toEqual(["dutyOutstandingElsewhere"])
    await askInVain()
    expect(await close()).toMatchObject({ statusCode: 200, state: "closed" })
  })

  it("does not close while people are told by nobody, although the carrier does not answer", async () => {
    const { importList, askInVain, close } = await caseOfSwiftpost()
    await importList()
    await askInVain()
    expect((await close()).codes).toEqual(expect.arrayContaining(["peopleToldByNobody", "containmentNotAttested"]))
  })

  it.each([
    ["possibly exposed", 1, 3],
    ["not known, because the report names none of its own", 900, 902],
  ] as const)("cannot close a case alone as a false alarm while shipments are %s", async (_, first, last) => {
    const { close, world } = await caseOfSwiftpost(first, last)
    const possible = partyIn(world, "leafline").possible?.shipments ?? 0
    expect(possible).toBe(first === 1 ? 3 : 0)
    const { statusCode, codes } = await close("falseAlarm")
    expect([statusCode, codes.at(-1)]).toEqual([409, "carrierTakesNoPart"])
    await assessAsNoBreach(world, "leafline")
    expect(await close("falseAlarm")).toMatchObject({ statusCode: 409, codes: ["carrierTakesNoPart"] })
  })

  it("is told that nobody knows what the tool showed, and how the case closes instead", async () => {
    const { post, world } = await caseOfSwiftpost()
    await assessAsNoBreach(world, "leafline")
    const { json } = await post("/closing", { outcome: "falseAlarm" })
    expect(json).toMatchObject({
      obstacles: [
        {
          by: { kind: "carrier", alias: "Swiftpost" },
          remedy: { en: expect.stringMatching(/^Swiftpost takes no part in the exchange.*with outcome resolved\.$/) },
        },
      ],
    })
  })

  it("is still held by its own duties", async () => {
    const { askInVain, post, close, world } = await caseOfSwiftpost()
    await askInVain()
    await post("/measures", { kind: "containment", code: "containmentAttested", at: world.clock().toISOString() })
    const { codes } = await close()
    expect([...new Set(codes)]).toEqual(["dutyOutstanding"])
  })
})
