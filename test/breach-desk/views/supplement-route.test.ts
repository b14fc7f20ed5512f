import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { makeWatchDuties } from "../../../shared/breach-desk/watch-duties.ts"
import { readRecord } from "../../releases/recorded.ts"
import { breachParties, partyIn, seen, servedWorld, shipParcel } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { takeOut } from "../take-out.ts"

const law = "ca-qc-private-sector-act" as const
const document = `supplement-${law}`

const shown = z.object({
  duties: z.array(z.looseObject({ dutyId: z.string(), law: z.string(), kind: z.string(), state: z.string() })),
})
const listed = z.object({ documents: z.array(z.looseObject({ document: z.string() })) })

/** A case of a retailer under Québec's law and Ontario's, which has reported three exposed shipments to both. */
async function reportedCase() {
  const parties = breachParties.map((party) =>
    party.id === "leafline" ? { ...party, laws: ["ca-on-fippa" as const, law] } : party,
  )
  const world = await servedWorld(3, { parties })
  const call = caller(world)
  const path = `/v1/cases/${partyIn(world, "leafline").alias}`
  const watch = makeWatchDuties(world.desk)
  const dutiesOfKind = async (kind: string) => {
    const { duties } = shown.parse((await call("leafline", "GET", path)).json)
    return duties.filter((duty) => duty.kind === kind)
  }
  const discharge = async (kind: string, reference: string) => {
    for (const { dutyId } of await dutiesOfKind(kind)) {
      const receipt = { kind: "regulatorReceipt", reference, at: world.clock().toISOString() }
      await call("leafline", "POST", `${path}/duties/${dutyId}`, { step: { operation: "discharge", receipt } })
    }
  }
  const documents = async () =>
    listed.parse((await call("leafline", "GET", `${path}/documents`)).json).documents.map((one) => one.document)
  const grow = async (number: number) => {
    await shipParcel(world, "leafline", number)
    await world.disclosures.append(seen(number))
    await world.settle()
    await watch()
  }
  await watch()
  await discharge("tellRegulator", "FILE-7")
  return { world, call, path, dutiesOfKind, discharge, documents, grow }
}

describe("the supplement to a report over the API", () => {
  it("is owed and listed once the case grew after the report, under the law that asks for it alone", async () => {
    const { dutiesOfKind, documents, grow } = await reportedCase()
    expect(await documents()).not.toContain(document)
    await grow(4)
    expect(await dutiesOfKind("supplementReport")).toMatchObject([{ law, state: "open" }])
    const supplements = (await documents()).filter((id) => id.startsWith("supplement-"))
    expect(supplements).toEqual([document])
  })

  it("is drawn with what is new, until its receipt is recorded, and again after the next growth", async () => {
    const { world, call, discharge, documents, dutiesOfKind, grow } = await reportedCase()
    await grow(4)
    const drawn = await takeOut(world, call, "leafline", { format: "markdown", document })
    expect(drawn.name).toBe(`${partyIn(world, "leafline").alias}-${document}.md`)
    expect(drawn.text).toContain("Reported: 3. Known now: 4, which is 1 more.")
    expect(drawn.text).toContain("FILE-7")
    await discharge("supplementReport", "FILE-7a")
    expect(await documents()).not.toContain(document)
    await grow(5)
    expect(await dutiesOfKind("supplementReport")).toMatchObject([{ state: "open" }])
    expect((await takeOut(world, call, "leafline", { format: "markdown", document })).text).toContain(
      "Reported: 4. Known now: 5, which is 1 more.",
    )
  })

  it("is stored as a wish that version 0.1.0 reads, and shown as it was asked for", async () => {
    const { world, call, path, grow } = await reportedCase()
    await grow(4)
    const asked = await call("leafline", "POST", `${path}/documents`, { format: "pdf", language: "fr", document })
    const { json } = await call("leafline", "GET", `${path}/documents/${asked.json["documentId"]}`)
    expect(json).toMatchObject({ state: "ready", format: "pdf", language: "fr", document })
    const [row] = world.documents.rows()
    expect(row).toMatchObject({ wish: { format: "pdf", language: "fr", document: `report-${law}` }, supplement: true })
    const wishOf010 = JSON.stringify(readRecord("0.1.0").schemas["RequestedDocuments.document"])
    expect(wishOf010).toContain(`"report-${law}"`)
    expect(wishOf010).not.toContain(document)
  })
})
