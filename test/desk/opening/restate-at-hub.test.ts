import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { atHubOfEntry } from "../../../shared/base/contracts/breach-at-hub.ts"
import { documentLanguages } from "../../../shared/base/contracts/words.ts"
import { letterOfEvent } from "../../../shared/desk/alerts/letter-of-event.ts"
import { letterOf } from "../../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../../shared/desk/alerts/mail-reader.ts"
import { type HubBreachRow, hubBreachKey } from "../../../shared/desk/cases/hub-breach-row.ts"
import { atHubInEntry } from "../../../shared/desk/dossier/at-hub-in-words.ts"
import { makeOpenCaseAtHub } from "../../../shared/desk/opening/open-case-at-hub.ts"
import { letterText } from "../../../shared/parties/channels/letter-text.ts"
import { testLinks } from "../alerting-parties.ts"
import { state, stolenBackup } from "../breach-at-hub.ts"
import { aliasIn, type BreachWorld, breachWorld, partyIn, soleCase } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { takeOut } from "../take-out.ts"

/** What the operator says later of the same breach. */
const correction = (changes: Partial<HubBreachRow>, revision = 2): HubBreachRow => ({
  ...stolenBackup,
  ...hubBreachKey({ ...stolenBackup, revision }),
  revision,
  statedAt: "2026-11-04T09:00:00.000Z",
  ...changes,
})

const more = correction({ fields: ["dates", "postal-code", "address"] })
const less = correction({ fields: ["dates"], from: "2026-11-02T00:00:00.000Z" })
const otherWords = correction({ what: "It was two backups." })

const data = { hubBreachId: stolenBackup.hubBreachId, partyId: "leafline" }

function leaflineIn(world: BreachWorld) {
  const leafline = world.directory.named("leafline")
  if (leafline === undefined) throw new Error("no such party")
  return leafline
}

/** The event for leafline alone, as the hub gets it. */
async function told(world: BreachWorld): Promise<string> {
  const outcome = await makeOpenCaseAtHub(world.desk)({ data })
  await world.settle()
  return outcome
}

const restated = (world: BreachWorld) =>
  world.rowsOf("timeline").filter(({ entry }) => entry.type === "BreachAtHubRestated")

const reasons = (world: BreachWorld) =>
  world.exchange.events.flatMap((event) =>
    event["detail-type"] === "BreachCaseUpdated"
      ? [z.looseObject({ data: z.looseObject({ reason: z.string() }) }).parse(event.detail).data.reason]
      : [],
  )

const ofEntry = z.object(atHubOfEntry)

const withDuties = z.looseObject({
  duties: z.array(z.looseObject({ dutyId: z.string(), kind: z.string(), state: z.string() })),
})
const dutiesOf = async (world: BreachWorld) =>
  withDuties.parse((await caller(world)("leafline", "GET", pathOf(world))).json).duties
const pathOf = (world: BreachWorld) => `/v1/cases/${partyIn(world, "leafline").alias}`

describe("a correction of a breach at the hub", () => {
  it("takes the place of what was stated in the same case, which the party learns, and both stay on record", async () => {
    const world = breachWorld()
    await state(world)
    expect(await state(world, "leafline", more)).toBe("restated")
    expect(world.heads()).toHaveLength(1)
    const { json } = await caller(world)("leafline", "GET", pathOf(world))
    expect(json).toMatchObject({
      fieldsPossiblyExposed: ["dates", "postal-code", "address"],
      breachAtHub: { revision: 2, statedAt: more.statedAt },
    })
    const [{ entry } = { entry: undefined }] = restated(world)
    expect(entry?.data).toMatchObject({
      atHub: { fields: more.fields },
      before: { fields: stolenBackup.fields, what: stolenBackup.what },
    })
    expect(reasons(world)).toEqual(["corrected"])
    expect(world.mail.sent).toHaveLength(2)
    // An event has no statement. What a channel makes of it names no tool all the same.
    for (const event of world.exchange.events) {
      const { data: of } = z.looseObject({ data: z.looseObject({}) }).parse(event.detail)
      const letter = letterOfEvent({ detailType: event["detail-type"], data: of }, leaflineIn(world), testLinks)
      expect(letter === undefined ? "" : letterText(letter)).not.toContain("in a tracking tool, without")
    }
  })

  it("is told once, however often and in whatever order its events come", async () => {
    const late = breachWorld()
    await late.cases.mark(stolenBackup)
    await late.cases.mark(more)
    expect([await told(late), await told(late), await told(late)]).toEqual(["opened", "duplicate", "duplicate"])
    expect([partyIn(late, "leafline").atHub?.revision, restated(late).length]).toEqual([2, 0])
    const world = breachWorld()
    await state(world)
    await state(world, "leafline", more)
    expect([await told(world), await told(world), restated(world).length]).toEqual(["duplicate", "duplicate", 1])
    expect(await state(world, "leafline", correction({ fields: [] }, 4))).toBe("restated")
    expect(partyIn(world, "leafline").atHub).toMatchObject({ revision: 4, fields: [] })
  })

  it("ends in the same case, one entry and one mail, whatever crashed before", async () => {
    for (let crashAt = 1; ; crashAt += 1) {
      let left = Number.POSITIVE_INFINITY
      const world = breachWorld({
        interrupt: async () => {
          left -= 1
          if (left === 0) throw new Error("crash")
        },
      })
      await state(world)
      await world.cases.mark(more)
      left = crashAt
      const open = makeOpenCaseAtHub(world.desk)
      const first = await open({ data }).catch(() => undefined)
      const isHit = left <= 0
      left = Number.POSITIVE_INFINITY
      if (first === undefined) await open({ data })
      await world.settle()
      expect([crashAt, world.heads().length, restated(world).length]).toEqual([crashAt, 1, 1])
      expect([world.mail.sent.length, reasons(world)]).toEqual([2, ["corrected"]])
      if (!isHit) return expect(crashAt).toBeGreaterThan(5)
    }
  })

  it.each(documentLanguages)(
    "says in timeline and mail what differs, and calls nothing unread (%s)",
    async (language) => {
      const world = breachWorld()
      await state(world)
      await state(world, "leafline", { ...less, what: otherWords.what })
      const { json } = await caller(world)("leafline", "GET", pathOf(world))
      expect(json).toMatchObject({ fieldsPossiblyExposed: ["dates"], fieldsNotExposed: [] })
      const reader = mailReader({ ...leaflineIn(world), language }, testLinks)
      const [{ outbox } = { outbox: [] }] = restated(world)
      const mail = outbox.flatMap((one) => letterOf(one, reader) ?? []).map(({ letter }) => letterText(letter))
      const { text: dossier } = await takeOut(world, caller(world), "leafline", { format: "markdown", language })
      const { gone, begin, words, head } = {
        en: {
          gone: /named no longer, and whether it was read is not known: the postal code/i,
          begin: /begin: 1 November 2026, 19:00 \(EST\) \(before: 1 November 2026, 17:00 \(EST\)\)/i,
          words: /what the operator says happened/i,
          head: "and so corrected what it had stated before.",
        },
        fr: {
          gone: /n’est plus nommé, et on ignore si cela a été lu : le code postal/i,
          begin: /début : 1er novembre 2026 à 19 h \(HNE\) \(avant : 1er novembre 2026 à 17 h \(HNE\)\)/i,
          words: /ce que l’exploitant dit s’être passé/i,
          head: "et a ainsi corrigé ce qu’il avait déclaré avant.",
        },
      }[language]
      for (const text of [mail.join("\n"), dossier].map((one) => one.replaceAll(/[\u00a0\u202f]/g, " "))) {
        expect(text).toMatch(gone)
        expect(text).toMatch(begin)
        expect(text).toMatch(words)
        expect(text).toContain(head)
      }
    },
  )

  it("opens duties again that were done for less, and none for less", async () => {
    const unnamed = { ...stolenBackup, fields: [] }
    for (const [before, statement, expected] of [
      [stolenBackup, more, "open"],
      [stolenBackup, correction({ fields: [] }), "open"],
      [stolenBackup, otherWords, "open"],
      [stolenBackup, less, "discharged"],
      [unnamed, correction({ fields: ["dates"] }), "discharged"],
    ] as const) {
      const world = breachWorld()
      await state(world, "leafline", before)
      const call = caller(world)
      const [telling] = (await dutiesOf(world)).filter(({ kind }) => kind === "tellIndividuals")
      const at = world.clock().toISOString()
      const step = { operation: "discharge", receipt: { kind: "individualsNotified", reference: "1", at } }
      await call("leafline", "POST", `${pathOf(world)}/duties/${telling?.dutyId}`, { step })
      world.passSeconds(3_600)
      await state(world, "leafline", statement)
      const after = (await dutiesOf(world)).find(({ dutyId }) => dutyId === telling?.dutyId)
      expect(after?.state).toBe(expected)
    }
  })

  it("opens a case of its own beside one that is closed, and names that one and what differs", async () => {
    const world = breachWorld()
    await state(world)
    const closed = soleCase(world)
    const call = caller(world)
    for (const { dutyId, kind } of await dutiesOf(world)) {
      const receipts: Record<string, string> = {
        keepRecord: "recordEntry",
        tellIndividuals: "individualsNotified",
        tellRegulator: "regulatorReceipt",
      }
      const receipt = { kind: receipts[kind], reference: "1", at: world.clock().toISOString() }
      await call("leafline", "POST", `${pathOf(world)}/duties/${dutyId}`, { step: { operation: "discharge", receipt } })
    }
    const measure = { kind: "containment", code: "containmentAttested", at: world.clock().toISOString() }
    await call("leafline", "POST", `${pathOf(world)}/measures`, measure)
    await call("leafline", "POST", `${pathOf(world)}/closing`, { outcome: "resolved" })
    expect([await state(world, "leafline", more), await told(world)]).toEqual(["opened", "duplicate"])
    expect(
      world
        .heads()
        .map(({ state: now }) => now)
        .sort(),
    ).toEqual(["closed", "open"])
    expect(world.rowsOf("party").find(({ caseId }) => caseId === closed.caseId)?.atHub?.revision).toBe(1)
    const entries = world.rowsOf("timeline").filter(({ caseId }) => caseId !== closed.caseId)
    for (const language of documentLanguages) {
      const reader = mailReader({ ...leaflineIn(world), language }, testLinks)
      const letters = entries.flatMap(({ outbox }) => outbox.flatMap((one) => letterOf(one, reader) ?? []))
      const mail = letters.map(({ letter }) => letterText(letter)).join("\n")
      const timeline = entries.flatMap(({ entry }) => atHubInEntry(ofEntry.parse(entry.data), reader)).join(", ")
      const alias = aliasIn(world, closed, "leafline")
      const said = {
        en: [`n earlier case of the same breach is closed: ${alias}`, "ow named: the delivery address"],
        fr: [`n dossier antérieur de la même atteinte est clos : ${alias}`, "ésormais nommés : l’adresse de livraison"],
      }[language]
      for (const text of [mail, timeline].map((one) => one.replaceAll(/[\u00a0\u202f]/g, " ")))
        for (const words of said) expect(text).toContain(words)
    }
    expect(JSON.stringify(world.exchange.events)).not.toContain(stolenBackup.what)
    expect(await state(world, "leafline", correction({ fields: ["purchaser"] }, 3))).toBe("restated")
  })

  it("leaves the case of a party that is no longer there as it was", async () => {
    const world = breachWorld()
    await state(world)
    await state(world, "maplebooks")
    await world.cases.mark(more)
    const parties = { ...world.desk.parties, byId: async () => undefined }
    expect(await makeOpenCaseAtHub({ ...world.desk, parties })({ data })).toBe("unknownParty")
    expect(await state(world, "maplebooks", more)).toBe("restated")
    const own = world.rowsOf("party").find(({ partyId }) => partyId === "leafline")
    expect(own?.atHub).toMatchObject({ revision: 1, fields: stolenBackup.fields })
    expect(await told(world)).toBe("restated")
  })
})
