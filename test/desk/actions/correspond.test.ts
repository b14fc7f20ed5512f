import { describe, expect, it } from "@jest/globals"
import { dossierOf, regulatorSideOf } from "../../../shared/desk/documents/dossier-of-case.ts"
import { actingDesk, type Id } from "../acting-desk.ts"
import { partyIn, soleCase } from "../breach-world.ts"
import { caller } from "../desk-caller.ts"

const canary = "CANARY which hours nobody watched"
const hour = 3_600

/** A case in which a regulator asks the retailer something, to be answered within 72 hours. */
async function askedDesk() {
  const desk = await actingDesk()
  const { world, post, now } = desk
  const inHours = (hours: number) => new Date(Date.parse(now()) + hours * hour * 1_000).toISOString()
  const record = (by: Id, body: object) => post(by, "/correspondence", body)
  const ask = (change: object = {}) =>
    record("leafline", {
      step: "asked",
      regulator: "OPC",
      reference: "OPC-2026-0117",
      text: canary,
      at: now(),
      dueAt: inHours(72),
      ...change,
    })
  const seenBy = async (by: Id) => (await desk.call(by, "GET", desk.pathOf(by))).json
  const entriesOf = (by: Id) =>
    world.rowsOf("timeline").flatMap(({ copies }) => copies.flatMap((one) => (one.partyId === by ? [one.entry] : [])))
  const mails = () => world.mail.sent.filter(({ mail }) => /answer the regulator/.test(mail.subject))
  const participant = (by: Id) => ({ current: soleCase(world), own: partyIn(world, by) })
  const partyOf = (by: Id) => {
    const party = world.directory.named(by)
    if (party === undefined) throw new Error("no such party")
    return party
  }
  /** Does all that keeps the case open. */
  const endAll = async () => {
    await desk.answer("leafline", "yes")
    await desk.answer("northpost", "yes")
    await desk.notifyAll("leafline")
    await desk.contain()
    await desk.doTheRest("leafline")
    await desk.doTheRest("northpost")
  }
  const dossier = (by: Id) => dossierOf(world.desk, partyOf(by), participant(by), { language: "en" })
  const regulatorSide = (by: Id) => regulatorSideOf(world.desk, partyOf(by), participant(by), "en")
  return { ...desk, ask, record, inHours, seenBy, entriesOf, mails, endAll, dossier, regulatorSide }
}

const idOf = ({ json }: { json: Record<string, unknown> }) => json["questionId"]

describe("a question of a regulator", () => {
  it("is in the party's own view with its due time, in its evidence, and with no text in its timeline", async () => {
    const { ask, seenBy, entriesOf, dossier, inHours } = await askedDesk()
    const questionId = idOf(await ask())
    const question = { questionId, regulator: "OPC", text: canary, dueAt: inHours(72), isOverdue: false }
    expect((await seenBy("leafline"))["correspondence"]).toMatchObject({ questions: [question], told: [] })
    const entries = entriesOf("leafline").filter(({ type }) => type === "RegulatorAsked")
    expect(entries).toMatchObject([{ data: { questionId, regulator: "OPC", dueAt: inHours(72) } }])
    expect(JSON.stringify(entries)).not.toContain("CANARY")
    const { documents } = await dossier("leafline")
    expect(documents.filter((one) => JSON.stringify(one).includes("CANARY")).map(({ id }) => id)).toEqual(["evidence"])
  })

  it("is nobody else's: no answer, timeline, mail, event or document has it, and no view for a regulator", async () => {
    const { world, ask, seenBy, entriesOf, dossier, regulatorSide } = await askedDesk()
    await ask()
    world.passSeconds(80 * hour)
    const others = [await seenBy("northpost"), entriesOf("northpost"), await dossier("northpost")]
    const outside = [world.exchange.events, world.mail.sent, await regulatorSide("leafline")]
    expect(JSON.stringify([others, outside])).not.toContain("CANARY")
    expect(JSON.stringify(others)).not.toMatch(/OPC-2026-0117|RegulatorAsked|RegulatorAnswerDue|regulatorUnanswered/)
  })

  it("reminds its party alone before the answer is due and when it is overdue, until it is answered", async () => {
    const { world, ask, record, watch, mails, inHours, seenBy, now } = await askedDesk()
    const questionId = idOf(await ask())
    world.passSeconds(49 * hour)
    await watch()
    await watch()
    expect(mails().map(({ partyId, level }) => [partyId, level])).toEqual([["leafline", "alert"]])
    expect(JSON.stringify(mails()[0]?.mail)).toContain("Answer the regulator (WS-")
    await record("leafline", { step: "extended", questionId, dueAt: inHours(72), reason: "They agreed by phone." })
    world.passSeconds(47 * hour)
    await watch()
    expect(mails()).toHaveLength(1)
    world.passSeconds(26 * hour)
    await watch()
    expect(mails().map(({ mail }) => mail.subject.split(":")[0])).toEqual(["[Wayseal] Reminder", "[Wayseal] Overdue"])
    expect((await seenBy("leafline"))["correspondence"]).toMatchObject({
      questions: [{ isOverdue: true, extension: { reason: "They agreed by phone." } }],
    })
    world.passSeconds(24 * hour)
    await watch()
    expect(mails().at(-1)).toMatchObject({ partyId: "leafline", level: "escalation" })
    await record("leafline", { step: "answered", questionId, at: now(), reference: "OUT-17" })
    const before = mails().length
    world.passSeconds(48 * hour)
    await watch()
    expect(mails()).toHaveLength(before)
  })

  it("keeps the case open until it is answered, and shows the other party no more than that", async () => {
    const { ask, record, endAll, close, now } = await askedDesk()
    await endAll()
    const questionId = idOf(await ask())
    expect((await close("leafline")).codes).toEqual(["regulatorUnanswered"])
    expect((await close("northpost")).codes).toEqual(["heldByHub"])
    await record("leafline", { step: "answered", questionId, at: now(), reference: "OUT-17" })
    expect(await close("northpost")).toMatchObject({ statusCode: 200, state: "closed" })
    expect((await ask()).statusCode).toBe(200)
  })

  it("in a case that has ended reminds its party until it is answered, and then the case is watched no longer", async () => {
    const { world, ask, record, watch, mails, inHours, close, call, endAll, now } = await askedDesk()
    await endAll()
    expect(await close("leafline")).toMatchObject({ state: "closed" })
    const questionId = idOf(await ask())
    const dueAt = inHours(72)
    const listed = async (by: Id) => (await call(by, "GET", "/v1/cases?order=due")).json["cases"]
    expect(await listed("leafline")).toMatchObject([
      { state: "closed", nextQuestion: { questionId, regulator: "OPC", dueAt } },
    ])
    expect(JSON.stringify(await listed("northpost"))).not.toContain("nextQuestion")
    for (const hours of [49, 24, 24]) {
      world.passSeconds(hours * hour)
      await watch()
      await watch()
    }
    expect(mails().map(({ partyId, level }) => [partyId, level])).toEqual([
      ["leafline", "alert"],
      ["leafline", "alert"],
      ["leafline", "escalation"],
    ])
    expect(soleCase(world)).toMatchObject({ state: "closed", partyId: "hub" })
    await record("leafline", { step: "answered", questionId, at: now(), reference: "OUT-17" })
    await watch()
    expect(soleCase(world).partyId).toBe("hub#closed")
    expect(JSON.stringify(await listed("leafline"))).not.toContain("nextQuestion")
    world.passSeconds(48 * hour)
    await watch()
    expect(mails()).toHaveLength(3)
  })

  it("keeps a false alarm from being stated, also where nothing is known to have been shown", async () => {
    const { ask, close } = await askedDesk()
    await ask()
    expect((await close("leafline", "falseAlarm")).codes).toContain("regulatorUnanswered")
    expect((await close("northpost", "falseAlarm")).codes).not.toContain("regulatorUnanswered")
  })

  it("is refused with a reason where it cannot be right", async () => {
    const { ask, record, inHours, now } = await askedDesk()
    const questionId = idOf(await ask())
    const later = { step: "extended", questionId, reason: "They said so." }
    const answered = { step: "answered", questionId, at: now(), reference: "OUT-17" }
    const codeOf = async (sent: Promise<{ json: Record<string, unknown> }>) => (await sent).json["code"]
    expect(await codeOf(ask({ regulator: "NOBODY" }))).toBe("unknownRegulator")
    expect(await codeOf(ask({ at: inHours(1) }))).toBe("correspondenceInFuture")
    expect(await codeOf(ask({ dueAt: now() }))).toBe("termTooEarly")
    expect(await codeOf(record("leafline", { ...later, dueAt: inHours(71) }))).toBe("termTooEarly")
    expect(await codeOf(record("leafline", { ...answered, at: inHours(1) }))).toBe("correspondenceInFuture")
    expect(await codeOf(record("northpost", answered))).toBe("unknownQuestion")
    expect((await record("leafline", answered)).statusCode).toBe(200)
    expect(await codeOf(record("leafline", answered))).toBe("questionOver")
    for (let more = 1; more < 10; more++) expect((await ask()).statusCode).toBe(200)
    expect(await codeOf(ask())).toBe("tooMuchCorrespondence")
  })
})

describe("somebody outside who was told", () => {
  it("is in the party's own timeline with the date, and in its evidence with the content, and nowhere else", async () => {
    const { record, entriesOf, dossier, seenBy, now } = await askedDesk()
    const at = now()
    const text = { kind: "text", text: canary }
    const document = { kind: "document", documentId: "notice-ca-on-fippa-en" }
    await record("leafline", { step: "told", addressee: "insurer", at, content: text })
    await record("leafline", { step: "told", addressee: "bank", at, content: document })
    const told = entriesOf("leafline").filter(({ type }) => type === "OutsiderTold")
    expect(told.map(({ data }) => data)).toMatchObject([
      { addressee: "insurer", at },
      { addressee: "bank", at, documentId: "notice-ca-on-fippa-en" },
    ])
    const { documents } = await dossier("leafline")
    const evidence = JSON.stringify(documents.find(({ id }) => id === "evidence"))
    for (const part of ["Somebody outside told: insurer", "CANARY", "notice-ca-on-fippa-en"])
      expect(evidence).toContain(part)
    const others = JSON.stringify([await seenBy("northpost"), entriesOf("northpost"), await dossier("northpost")])
    expect(others).not.toMatch(/CANARY|OutsiderTold/)
  })

  it("is recorded once under one idempotency key", async () => {
    const { world, pathOf, seenBy, now } = await askedDesk()
    const body = { step: "told", addressee: "police", at: now(), content: { kind: "text", text: "All of it." } }
    const send = caller(world, { "idempotency-key": "told-once" })
    for (let times = 0; times < 2; times++) await send("leafline", "POST", `${pathOf("leafline")}/correspondence`, body)
    expect((await seenBy("leafline"))["correspondence"]).toMatchObject({ told: [{ addressee: "police" }] })
  })
})
