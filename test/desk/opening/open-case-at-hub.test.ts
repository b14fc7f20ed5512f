import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { type DocumentLanguage, documentLanguages } from "../../../shared/base/contracts/words.ts"
import { letterOf } from "../../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../../shared/desk/alerts/mail-reader.ts"
import { hubBreachKey } from "../../../shared/desk/cases/hub-breach-row.ts"
import { makeOpenCaseAtHub, StatementMissing } from "../../../shared/desk/opening/open-case-at-hub.ts"
import { letterText } from "../../../shared/parties/channels/letter-text.ts"
import { testLinks } from "../alerting-parties.ts"
import { state, stolenBackup } from "../breach-at-hub.ts"
import { type BreachWorld, breachParties, breachWorld, partyIn, soleCase } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"
import { takeOut } from "../take-out.ts"

const partyIds = breachParties.map(({ id }) => id)

const opened = (world: BreachWorld) =>
  world.exchange.events
    .filter((event) => event["detail-type"] === "BreachCaseOpened")
    .map(({ detail }) => z.looseObject({ metadata: z.looseObject({ audience: z.string() }) }).parse(detail))
    .map(({ metadata }) => metadata.audience)

const withDuties = z.looseObject({
  duties: z.array(
    z.looseObject({ dutyId: z.string(), kind: z.enum(["keepRecord", "tellIndividuals", "tellRegulator"]) }),
  ),
})
const receipts = {
  keepRecord: "recordEntry",
  tellIndividuals: "individualsNotified",
  tellRegulator: "regulatorReceipt",
}

/** The alert as its party reads it. */
function mailIn(world: BreachWorld, language: DocumentLanguage): string {
  const leafline = world.directory.named("leafline")
  if (leafline === undefined) throw new Error("no such party")
  const reader = mailReader({ ...leafline, language }, testLinks)
  const letters = world.rowsOf("timeline").flatMap(({ outbox }) => outbox.flatMap((one) => letterOf(one, reader) ?? []))
  return letters.map(({ letter }) => letterText(letter)).join("\n")
}

/** With ordinary spaces alone. */
const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, " ")

const said = {
  en: {
    where: "The breach was at the shipment exchange itself, and not in a tracking tool.",
    noList: "This case has no list of people: the exchange keeps no list of what was read, and no names and addresses.",
    who: "The operator of the exchange stated it on 3 November 2026",
    uncounted: "the breach was at the shipment exchange itself, and what is read there is not counted.",
    notice: "Someone may have read delivery records in a system that shops and carriers share.",
    entry: "Case opened: the breach was at the exchange itself, as its operator stated",
  },
  fr: {
    where: "L’atteinte s’est produite à la plateforme d’échange même, et non dans un outil de suivi.",
    noList: "Ce dossier n’a pas de liste de personnes : la plateforme ne garde ni liste de ce qui a été lu, ni noms",
    who: "L’exploitant de la plateforme l’a déclaré le 3 novembre 2026",
    uncounted: "l’atteinte s’est produite à la plateforme d’échange même, et ce qui y est lu n’est pas compté.",
    notice:
      "Quelqu’un a peut-être lu des dossiers de livraison dans un système que partagent boutiques et transporteurs.",
    entry: "l’atteinte s’est produite à la plateforme d’échange même, selon son exploitant",
  },
} as const

describe("a breach at the hub itself", () => {
  it("opens one case for each party, however often it is stated", async () => {
    const world = breachWorld()
    for (const partyId of partyIds) expect(await state(world, partyId)).toBe("opened")
    for (const partyId of partyIds) expect(await state(world, partyId)).toBe("duplicate")
    expect(await state(world, "nobody")).toBe("unknownParty")
    expect(world.heads().map(({ parties }) => parties)).toEqual(partyIds.map((partyId) => [partyId]))
    expect(opened(world).sort()).toEqual([...partyIds].sort())
    expect(world.mail.sent.map(({ partyId }) => partyId).sort()).toEqual([...partyIds].sort())
  })

  it("waits for the statement, if an event of it comes first", async () => {
    const data = { hubBreachId: stolenBackup.hubBreachId, partyId: "leafline" }
    await expect(makeOpenCaseAtHub(breachWorld().desk)({ data })).rejects.toThrow(StatementMissing)
  })

  it("is a case of its own beside a second one", async () => {
    const world = breachWorld()
    await state(world)
    await state(world, "leafline", {
      ...stolenBackup,
      ...hubBreachKey({ hubBreachId: "a-second-breach", revision: 1 }),
      hubBreachId: "a-second-breach",
    })
    expect(world.heads()).toHaveLength(2)
  })

  it("ends in the same case and one alert, whatever crashed before", async () => {
    for (let crashAt = 1; ; crashAt += 1) {
      let left = Number.POSITIVE_INFINITY
      const world = breachWorld({
        interrupt: async () => {
          left -= 1
          if (left === 0) throw new Error("crash")
        },
      })
      await world.cases.mark(stolenBackup)
      left = crashAt
      const open = makeOpenCaseAtHub(world.desk)
      const data = { hubBreachId: stolenBackup.hubBreachId, partyId: "leafline" }
      const first = await open({ data }).catch(() => undefined)
      const isHit = left <= 0
      left = Number.POSITIVE_INFINITY
      if (first === undefined) await open({ data })
      await world.settle()
      expect([crashAt, world.heads().length, opened(world)]).toEqual([crashAt, 1, ["leafline"]])
      expect(world.mail.sent).toHaveLength(1)
      if (!isHit) return expect(crashAt).toBeGreaterThan(5)
    }
  })

  it("tells no party of another one", async () => {
    const world = breachWorld()
    for (const partyId of partyIds) await state(world, partyId)
    const call = caller(world)
    for (const row of world.rowsOf("party")) {
      expect(row.counterparties).toEqual([])
      const own = await call(row.partyId, "GET", `/v1/cases/${row.alias}`)
      expect(own.json).toMatchObject({ others: [], origin: "report", atHub: true })
      for (const other of partyIds.filter((id) => id !== row.partyId)) {
        expect((await call(other, "GET", `/v1/cases/${row.alias}`)).statusCode).toBe(404)
        expect(own.body.toLowerCase()).not.toMatch(new RegExp(`${other}|maple books`))
      }
    }
  })

  it("calls what the operator named possible, everything else unknown, and counts nobody", async () => {
    const world = breachWorld()
    await state(world)
    const { json } = await caller(world)("leafline", "GET", `/v1/cases/${partyIn(world, "leafline").alias}`)
    expect(json).toMatchObject({
      counts: { shipments: 0, atLeast: true },
      fieldsExposed: [],
      fieldsNotExposed: [],
      fieldsPossiblyExposed: ["dates", "postal-code"],
      unknownBecause: ["breachAtHub"],
      breachAtHub: { what: stolenBackup.what, callBack: stolenBackup.callBack },
    })
    expect(json["counts"]).not.toHaveProperty("people")
    expect(json["provenNotShown"]).toBeUndefined()
    const [event] = world.exchange.events.filter((one) => one["detail-type"] === "BreachCaseOpened")
    expect(event?.detail).toMatchObject({ data: { atHub: true, counts: { shipments: 0, atLeast: true } } })
    expect(JSON.stringify(event)).not.toContain(stolenBackup.what)
  })

  it("closes once its duties are done, and is no false alarm that a party may state", async () => {
    const world = breachWorld()
    await state(world)
    const call = caller(world)
    const path = `/v1/cases/${partyIn(world, "leafline").alias}`
    const refused = await call("leafline", "POST", `${path}/closing`, { outcome: "falseAlarm" })
    expect(refused.body).toContain('"exposureNotAssessed"')
    expect((await call("leafline", "POST", `${path}/closing`, { outcome: "resolved" })).body).toContain(
      '"kind":"tellIndividuals"',
    )
    const at = world.clock().toISOString()
    for (const { dutyId, kind } of withDuties.parse((await call("leafline", "GET", path)).json).duties) {
      const receipt = { kind: receipts[kind], reference: "1", at }
      await call("leafline", "POST", `${path}/duties/${dutyId}`, { step: { operation: "discharge", receipt } })
    }
    await call("leafline", "POST", `${path}/measures`, { kind: "containment", code: "containmentAttested", at })
    expect((await call("leafline", "POST", `${path}/closing`, { outcome: "resolved" })).statusCode).toBe(200)
    expect(soleCase(world).state).toBe("closed")
  })

  it.each(documentLanguages)(
    "is said in every text to have been at the exchange itself, and by whom (%s)",
    async (language) => {
      const world = breachWorld()
      await state(world)
      const { where, noList, who, uncounted, notice, entry } = said[language]
      const mail = mailIn(world, language)
      const { text: dossier } = await takeOut(world, caller(world), "leafline", { format: "markdown", language })
      for (const text of [mail, dossier].map(plain)) {
        for (const sentence of [where, noList, who, uncounted]) expect(text).toContain(sentence)
        expect(text).toContain(stolenBackup.what)
        expect(text).not.toMatch(
          /looked up delivery records|in a tracking tool,|a consulté des dossiers|un outil de suivi, sans/,
        )
      }
      expect(mail).toContain(stolenBackup.callBack)
      expect(dossier).toContain(notice)
      expect(plain(dossier)).toContain(entry)
    },
  )

  it.each([
    [{ from: undefined }, "It had ended on 1 November 2026, 23:30 (EST). When it began is not known."],
    [{ until: undefined }, "It began on 1 November 2026, 17:00 (EST). When it ended is not known."],
    [{ from: undefined, until: undefined }, "When it began and when it ended is not known."],
  ])("has no begin and no end that nobody knows (%j)", async (changes, sentence) => {
    const world = breachWorld()
    await state(world, "leafline", { ...stolenBackup, ...changes })
    const { text } = await takeOut(world, caller(world), "leafline", { format: "markdown", language: "en" })
    for (const one of [mailIn(world, "en"), text].map(plain)) expect(one).toContain(sentence)
    expect(text).toContain("We do not know from when to when.")
    expect(text).not.toContain("This happened")
  })

  it("sends nobody to the page for recipients, which knows of no shipment of it", async () => {
    const trackingSite = { site: "leafline.example" }
    const world = breachWorld({ parties: breachParties.map((party) => ({ ...party, trackingSite })) })
    await state(world)
    const { text } = await takeOut(world, caller(world), "leafline", { format: "markdown", language: "en" })
    expect(text).toContain(said.en.notice)
    expect(text).not.toContain("You can also check this yourself.")
  })
})
