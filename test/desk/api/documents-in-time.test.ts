import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { caseAnswer } from "../../../shared/desk/api/case-answer.ts"
import { documentsAnswer } from "../../../shared/desk/api/documents-view.ts"
import { makeWatchDuties } from "../../../shared/desk/watch-duties.ts"
import { readRecord } from "../../releases/recorded.ts"
import { breachParties, partyIn, seen, servedWorld, shipParcel } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { openedDocx } from "../dossier/opened-docx.ts"
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
    expect(drawn.text).toContain("Déclarés\u00a0: 3. Connus maintenant\u00a0: 4, soit 1 de plus.")
    expect(drawn.text).toContain("FILE-7")
    await discharge("supplementReport", "FILE-7a")
    expect(await documents()).not.toContain(document)
    await grow(5)
    expect(await dutiesOfKind("supplementReport")).toMatchObject([{ state: "open" }])
    expect((await takeOut(world, call, "leafline", { format: "markdown", document })).text).toContain(
      "Déclarés\u00a0: 4. Connus maintenant\u00a0: 5, soit 1 de plus.",
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

/** A case of a retailer with three exposed shipments, and how it notifies their people. */
async function caseToNotify() {
  const world = await servedWorld(3)
  const call = caller(world)
  const path = `/v1/cases/${partyIn(world, "leafline").alias}`
  const state = async (facts: object) => {
    const { statusCode, json } = await call("leafline", "POST", `${path}/facts`, facts)
    return statusCode === 200 ? "taken" : json["code"]
  }
  const notices = async () => {
    const { json } = await call("leafline", "GET", `${path}/documents`)
    const answer = documentsAnswer.parse(json)
    return { ...answer, ids: answer.documents.flatMap((one) => (one.noticeKind === undefined ? [] : [one.document])) }
  }
  const notify = (shipmentIds: readonly string[], method = "email") =>
    call("leafline", "POST", `${path}/receipts`, {
      method,
      notifiedAt: world.clock().toISOString(),
      recipients: { kind: "shipmentIds", shipmentIds },
    })
  const view = async () => caseAnswer.parse((await call("leafline", "GET", path)).json)
  const inDays = (days: number) => new Date(world.clock().getTime() + days * 86_400_000).toISOString()
  return { world, call, path, state, notices, notify, view, inDays }
}

describe("a promise to write to people again", () => {
  it("is a task with its time and keeps the case open, until the party states that it wrote again", async () => {
    const { world, call, path, state, notices, notify, view, inDays } = await caseToNotify()
    const writeAgainBy = inDays(5)
    expect(await state({ writeAgainBy })).toBe("taken")
    expect((await view()).tasks).toEqual([{ task: "writeAgain", dueAt: writeAgainBy, isOverdue: false }])
    await notify(["s1", "s2", "s3"])
    expect((await notices()).ids).toEqual(["follow-up-notice-ca-on-fippa-en", "follow-up-notice-ca-on-fippa-fr"])
    world.passSeconds(6 * 86_400)
    const late = await view()
    expect(late.tasks).toEqual([{ task: "writeAgain", dueAt: writeAgainBy, isOverdue: true }])
    expect(late.obstacles).toContainEqual({
      code: "promisedNoticeOpen",
      remedy: {
        en: expect.stringContaining(`POST ${path}/facts with wroteAgainAt`),
        fr: expect.stringContaining(`POST ${path}/facts avec wroteAgainAt`),
      },
    })
    const carriers = caseAnswer.parse(
      (await call("northpost", "GET", `/v1/cases/${partyIn(world, "northpost").alias}`)).json,
    )
    expect(carriers.tasks).toEqual([])
    expect(JSON.stringify(carriers)).not.toContain(writeAgainBy)
    expect((await takeOut(world, call, "leafline", { format: "markdown", document: "summary" })).text).toContain(
      "Write again to the people notified",
    )
    expect(await state({ wroteAgainAt: inDays(0) })).toBe("taken")
    const after = await view()
    expect(after.tasks).toEqual([])
    expect(after.obstacles?.map(({ code }) => code)).not.toContain("promisedNoticeOpen")
    expect((await notices()).ids).toEqual([])
    const { text } = await takeOut(world, call, "leafline", { format: "markdown", document: "evidence" })
    expect(text).toContain("promise to write to people again")
  })

  it("is refused in the past and too far ahead, and cannot be kept before anybody was notified", async () => {
    const { world, state, notify, view, inDays } = await caseToNotify()
    expect(await state({ writeAgainBy: inDays(0) })).toBe("writeAgainInPast")
    expect(await state({ writeAgainBy: inDays(366) })).toBe("writeAgainTooFar")
    expect(await state({ wroteAgainAt: inDays(0) })).toBe("wroteAgainBeforeNotice")
    await notify(["s1"])
    expect(await state({ wroteAgainAt: inDays(0) })).toBe("wroteAgainBeforeNotice")
    world.passSeconds(60)
    expect(await state({ wroteAgainAt: inDays(1) })).toBe("wroteAgainInFuture")
    expect(await state({ writeAgainBy: inDays(3) })).toBe("taken")
    expect(await state({ writeAgainBy: null })).toBe("taken")
    expect((await view()).tasks).toEqual([])
  })
})

describe("a follow-up over the API", () => {
  it("is listed once more is found than the people notified were told, and drawn with what was wrong", async () => {
    const { world, call, state, notices, notify, inDays } = await caseToNotify()
    await notify(["s1", "s2", "s3"])
    expect((await notices()).ids).toEqual([])
    world.passSeconds(60)
    await shipParcel(world, "leafline", 4)
    await world.disclosures.append(seen(4, { fields: ["postal-code", "address"] }))
    await world.settle()
    // Later receipts are of people who were told of it.
    await notify(["s4"], "letter")
    const { ids, documents } = await notices()
    expect(ids).toEqual(["follow-up-notice-ca-on-fippa-en", "follow-up-notice-ca-on-fippa-fr"])
    expect(documents.find((one) => one.document === ids[0])?.when).toContain("before the facts changed")
    const { text } = await takeOut(world, call, "leafline", { format: "markdown", document: ids[0] })
    expect(text).toMatch(/we said that this was not shown:\s+- The delivery address\s+That was wrong/)
    expect(text).toContain("«First name»")
    world.passSeconds(60)
    await state({ wroteAgainAt: inDays(0) })
    expect((await notices()).ids).toEqual([])
  })
})

describe("a public notice over the API", () => {
  it("is offered with what makes it a document, then listed, and drawn without slots of a person", async () => {
    const { world, call, path, state, notices } = await caseToNotify()
    const before = await notices()
    expect(before.documents.map(({ when }) => when === undefined)).toEqual([true, false, false, true])
    expect(before.furtherNotices).toEqual([
      {
        noticeKind: "publicNotice",
        when: expect.stringContaining("cannot notify directly"),
        setBy: `POST ${path}/facts with publicNoticeGround`,
      },
    ])
    expect(await state({ publicNoticeGround: "furtherHarm" })).toBe("taken")
    const { ids, furtherNotices } = await notices()
    expect([ids, furtherNotices]).toEqual([["public-notice-ca-on-fippa-en", "public-notice-ca-on-fippa-fr"], []])
    for (const [format, slot] of [
      ["markdown", "«"],
      ["docx", "MERGEFIELD"],
    ] as const) {
      const { content } = await takeOut(world, call, "leafline", { format, document: ids[0] })
      const text = format === "docx" ? (openedDocx(content).get("word/document.xml") ?? "") : String(content)
      expect(text).toContain("parcel")
      expect(text).not.toContain(slot)
    }
  })
})
