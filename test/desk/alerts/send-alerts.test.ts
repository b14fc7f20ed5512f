import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened } from "../../../shared/base/contracts/breach-case-events.ts"
import { letterOf } from "../../../shared/desk/alerts/letter-of-message.ts"
import { mailReader } from "../../../shared/desk/alerts/mail-reader.ts"
import { alertsOf, makeAlertParties } from "../../../shared/desk/alerts/send-alerts.ts"
import { letterWriter } from "../../../shared/desk/alerts/write-letters.ts"
import type { Mail } from "../../../shared/parties/channels/mail.ts"
import { memoryAlertMail } from "../../doubles/alert-mail.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { recordedTelemetry } from "../../parties/test-parties.ts"
import { testLinks } from "../alerting-parties.ts"
import { aliasIn, breachParties, breachWorld, partyIn, seen, walkAnomaly } from "../breach-world.ts"

async function alertedWorld() {
  const world = breachWorld()
  for (let number = 1; number <= 5; number++) await world.disclosures.append(seen(number))
  await world.anomalies.raise(walkAnomaly())
  await world.settle()
  return world
}

/** The alerts of a case of three parties, as changes of one batch, and what sending them needs. */
async function unsentAlerts(
  failEntry: (detail: string) => string | undefined = () => undefined,
  mailOptions: Parameters<typeof memoryAlertMail>[0] = {},
  loadLetterWriter = async () => letterWriter(testLinks),
) {
  const world = breachWorld()
  await world.disclosures.append(seen(1))
  await world.disclosures.append(seen(2, { retailerId: "maplebooks" }))
  await world.anomalies.raise(walkAnomaly())
  while (world.pending.some(({ name }) => name !== "alert-parties")) {
    const tasks = world.pending.splice(0)
    world.pending.push(...tasks.filter(({ name }) => name === "alert-parties"))
    for (const task of tasks) if (task.name !== "alert-parties") await task.run()
  }
  const alerts = world.rowsOf("timeline").map((after) => alertsOf({ after }))
  const calls: string[] = []
  const bus = inMemoryBus({
    failEntry: ({ Detail }) => failEntry(Detail),
    interrupt: async (point) => void (point.includes("before") && calls.push("publish")),
  })
  const mail = memoryAlertMail({ interrupt: async () => void calls.push("mail"), ...mailOptions })
  const { cases, clock } = world
  const { parties } = world.desk
  const telemetry = recordedTelemetry()
  const sendLetter = async () => undefined
  const tools = {
    cases,
    parties,
    loadLetterWriter,
    mail,
    sendLetter,
    clock,
    telemetry,
  }
  const alertAll = makeAlertParties({ ...tools, publisher: bus.publisher })
  const marked = () => world.rowsOf("marker").filter(({ sk }) => sk.startsWith("MARKER#SENT#")).length
  return { alerts, bus, mail, alertAll, marked, calls, telemetry, clock }
}

describe("the alerts of a batch", () => {
  it("are published with one call for ten events, before their mails", async () => {
    const { alerts, bus, alertAll, marked, calls } = await unsentAlerts()
    const expected = alerts.flat().flatMap(({ events }) => events).length
    expect(expected).toBeGreaterThan(1)
    const { outcomes, failure } = await alertAll([...alerts, []])
    expect([failure, outcomes.at(-1)]).toEqual([undefined, "nothing"])
    const published = Math.ceil(expected / 10)
    expect(calls.slice(0, published + 1)).toEqual([...Array(published).fill("publish"), "mail"])
    expect(calls.lastIndexOf("publish")).toBe(published - 1)
    expect(bus.events).toHaveLength(expected)
    expect(marked()).toBe(alerts.flat().length)
  })

  it("measure how long each was on its way since it was written, and no repeat", async () => {
    const { alerts, alertAll, telemetry, clock } = await unsentAlerts()
    const sent = alerts.flat()
    const expected = sent.flatMap(({ row }) =>
      row.type === "timeline"
        ? [{ metric: "AlertDelay", milliseconds: clock().getTime() - Date.parse(row.entry.at) }]
        : [],
    )
    await alertAll(alerts)
    expect(telemetry.durations).toEqual(expected)
    await alertAll(alerts)
    expect(telemetry.durations).toHaveLength(expected.length)
  })

  it("are handled up to the first whose event was refused", async () => {
    let refuses = true
    const { alerts, bus, mail, alertAll, marked } = await unsentAlerts((detail) =>
      refuses && detail.includes('"audience":"maplebooks"') ? "ThrottlingException" : undefined,
    )
    const first = alerts.findIndex((group) =>
      group.some(({ events }) => events.some(({ metadata }) => metadata.audience === "maplebooks")),
    )
    const { outcomes, failure } = await alertAll(alerts)
    expect([outcomes.length, failure]).toEqual([first, expect.objectContaining({ name: "PublishFailed" })])
    expect(mail.sent.map(({ partyId }) => partyId)).not.toContain("maplebooks")
    expect(marked()).toBe(alerts.slice(0, first).flat().length)
    refuses = false
    expect((await alertAll(alerts)).failure).toBeUndefined()
    expect(bus.published(breachCaseOpened, "maplebooks")).toHaveLength(1)
    expect(marked()).toBe(alerts.flat().length)
  })
})

describe("the mails of an alert", () => {
  const receivers = () => ["privacy", "security", "operations"]
  const mailsOf = (mail: ReturnType<typeof memoryAlertMail>) =>
    mail.sent.map(({ partyId, receiver, mail: { subject } }) => `${partyId} ${receiver} ${subject}`)

  it("go to each contact in a mail of its own, once, however often a retry comes", async () => {
    const { alerts, mail, alertAll } = await unsentAlerts(undefined, { receivers })
    expect((await alertAll(alerts)).failure).toBeUndefined()
    const sent = mailsOf(mail)
    expect(sent.length).toBeGreaterThan(3)
    expect(new Set(sent.map((each) => each.split(" ")[1]))).toEqual(new Set(receivers()))
    expect((await alertAll(alerts)).failure).toBeUndefined()
    expect(mailsOf(mail)).toEqual(sent)
  })

  it("reach the other contacts when one fails, and a retry sends what is missing alone", async () => {
    let fails = true
    const answer = (receiver: string) => {
      if (fails && receiver === "security") throw new Error("SES sends no more in this second")
      return "accepted" as const
    }
    const { alerts, mail, alertAll, marked } = await unsentAlerts(undefined, { receivers, answer })
    const { outcomes, failure } = await alertAll(alerts)
    expect(outcomes).not.toContain("sent")
    expect(failure).toMatchObject({ message: expect.stringMatching(/no more/) })
    expect(mail.sent.map(({ receiver }) => receiver)).toEqual(expect.arrayContaining(["privacy", "operations"]))
    expect(marked()).toBe(0)
    fails = false
    expect((await alertAll(alerts)).failure).toBeUndefined()
    expect(marked()).toBe(alerts.flat().length)
    expect(mailsOf(mail).filter((each, index, all) => all.indexOf(each) < index)).toEqual([])
  })

  it("go out once when what writes letters loads at the second try, and the events again under the same ids", async () => {
    const failure = new Error("not loaded")
    let tries = 0
    const { alerts, bus, alertAll, marked, mail } = await unsentAlerts(undefined, {}, async () => {
      tries += 1
      if (tries === 1) throw failure
      return letterWriter(testLinks)
    })
    expect(await alertAll(alerts)).toMatchObject({ failure })
    expect([mail.sent.length, marked()]).toEqual([0, 0])
    const first = bus.events.map(({ detail }) => detail)
    expect(await alertAll(alerts)).toMatchObject({ failure: undefined })
    expect(bus.events.map(({ detail }) => detail)).toEqual([...first, ...first])
    const sent = mail.sent.length
    await alertAll(alerts)
    expect([mail.sent.length, marked()]).toEqual([sent, alerts.flat().length])
    expect(sent).toBeGreaterThan(0)
  })

  it("that no retry would deliver raise an alarm, and hold up no other alert", async () => {
    const answer = (receiver: string) => (receiver === "security" ? { refusedAs: "MessageRejected" } : "accepted")
    const { alerts, mail, alertAll, marked, telemetry } = await unsentAlerts(undefined, { receivers, answer })
    expect((await alertAll(alerts)).failure).toBeUndefined()
    expect(marked()).toBe(alerts.flat().length)
    expect(mail.sent.map(({ receiver }) => receiver)).not.toContain("security")
    expect(telemetry.counts).toEqual({ MailRefused: mail.sent.length / 2 })
  })
})

/** The entries of a mail's calendar, by their start. */
function entriesOf(mail: Mail | undefined): { uid: string; start: string; status: string }[] {
  const lines = (mail?.calendar?.content ?? "").replaceAll("\r\n ", "")
  return lines
    .split("BEGIN:VEVENT")
    .slice(1)
    .map((entry) => {
      const fieldOf = (name: string) => new RegExp(`^${name}:(.*)\\r$`, "m").exec(entry)?.[1] ?? ""
      return { uid: fieldOf("UID"), start: fieldOf("DTSTART"), status: fieldOf("STATUS") }
    })
    .sort((one, other) => (`${one.start}${one.uid}` < `${other.start}${other.uid}` ? -1 : 1))
}

describe("alerts", () => {
  it("go out once, however often the stream carries the entry", async () => {
    const world = await alertedWorld()
    const sent = [world.exchange.events.length, world.mail.sent.length]
    for (const row of world.rowsOf("timeline")) {
      expect(["repeated", "nothing"]).toContain(await world.use.alert({ after: row }))
    }
    expect([world.exchange.events.length, world.mail.sent.length]).toEqual(sent)
  })

  it("go out again under the same id after a crash before the marker", async () => {
    let crash = false
    const world = breachWorld({
      interrupt: async (point) => {
        if (crash && point === "breachCases.putItem:before") throw new Error("crashed")
      },
    })
    await world.disclosures.append(seen(1))
    await world.anomalies.raise(walkAnomaly())
    while (world.pending[0] !== undefined && world.pending[0].name !== "alert-parties")
      await world.pending.shift()?.run()
    crash = true
    const tasks = world.pending.splice(0)
    for (const task of tasks) await task.run().catch(() => undefined)
    crash = false
    for (const task of tasks) await task.run()
    await world.settle()
    const ids = world.exchange.published(breachCaseOpened, "leafline").map(({ metadata }) => metadata.id)
    expect(ids.length).toBe(2)
    expect(new Set(ids).size).toBe(1)
  })

  it("say what happened and what to do, and nothing of what anybody bought or of another party (promise: mails-name-no-purchase)", async () => {
    const world = await alertedWorld()
    const letter = world.mail.sent.find(({ partyId }) => partyId === "leafline")
    const alias = partyIn(world, "leafline").alias
    expect(letter?.mail.subject).toBe(`[Wayseal] Alert: possible privacy breach, act by 4 Nov, 09:10 (${alias})`)
    expect(letter?.mail.text).toMatch(/^Your shipments affected: 5$/m)
    expect(letter?.mail.text).toMatch(
      /Could be seen: the date of delivery, the name or initials of the person who signed/,
    )
    expect(letter?.mail.text).toContain("confirm that you have read this alert: see the guide “The breach desk”.")
    expect(letter?.mail.text).toMatch(/within 4 hours/)
    expect(letter?.mail.text).toMatch(
      /^By Wednesday 4 November 2026, 09:10 Eastern Standard Time:\n- Notify the regulator/m,
    )
    expect(letter?.mail.text).toContain(
      "(target of the exchange, as no fixed deadline is set in Ontario FIPPA s. 40.1)",
    )
    expect(letter?.mail.text).toContain(
      "(target of the exchange, as no fixed deadline is set in Ontario FIPPA ss. 34, 40.1)",
    )
    expect(`${letter?.mail.subject}${letter?.mail.text}`).not.toMatch(/LL-\d|NP\d|\bs[1-5]\b/)
    const toCarrier = world.mail.sent.find(({ partyId }) => partyId === "northpost")
    expect(`${toCarrier?.mail.subject}${toCarrier?.mail.text}`).not.toMatch(/leafline|maplebooks/i)
  })

  it("bring one mail for each contact of a walker that several findings show, and one that updates it", async () => {
    const world = await alertedWorld()
    for (const [place, chart] of (["guess", "fanOut", "walk"] as const).entries()) {
      world.passSeconds(30)
      for (const number of [1, 2]) await world.disclosures.append(seen(5 + 2 * place + number))
      await world.anomalies.raise(walkAnomaly({ anomalyId: `again-${chart}`, chart }))
      await world.settle()
    }
    const subjects = world.mail.sent.filter(({ partyId }) => partyId === "leafline").map(({ mail }) => mail.subject)
    expect(subjects).toEqual([expect.stringMatching("Alert: possible"), expect.stringMatching("Alert, updated:")])
  })

  it("say that a case was merged, and name the alias that leads now", async () => {
    const world = await alertedWorld()
    const elsewhere = { subject: "subject#evening-walker", network: "network#cafe" }
    world.passSeconds(30)
    await world.disclosures.append(seen(6, elsewhere))
    const evening = { ...elsewhere, accessorKey: elsewhere.subject, accessorTokens: [], accessIds: [] }
    await world.anomalies.raise(
      walkAnomaly({ ...evening, anomalyId: "anomaly-evening", crossedAt: "2026-11-01T18:00:50.000Z" }),
    )
    await world.settle()
    const [older, younger] = world.heads().map((row) => aliasIn(world, row, "leafline"))
    const toRetailer = () => world.mail.sent.filter(({ partyId }) => partyId === "leafline").map(({ mail }) => mail)
    const [before, after] = [older, younger].map((alias = "") =>
      entriesOf(toRetailer().find(({ subject }) => subject.includes(`Alert: possible`) && subject.includes(alias))),
    )
    world.mail.sent.length = 0

    await world.anomalies.raise(walkAnomaly({ anomalyId: "anomaly-bridge", network: "network#cafe" }))
    await world.settle()
    const letter = world.mail.sent.find(({ partyId }) => partyId === "leafline")
    expect(letter?.mail.subject).toMatch(`[Wayseal] Info: case ${younger} goes on as ${older}`)
    expect(letter?.mail.text).toContain(`From now on, use case ${older}: see the guide “The breach desk”.\n`)
    expect(`${letter?.mail.subject}${letter?.mail.text}`).not.toMatch(/updated|replaces/)
    // The entries of the ended case, half a minute later, make way for those of the leading one.
    expect(before?.length).toBeGreaterThan(1)
    expect(entriesOf(letter?.mail)).toEqual([
      ...(before ?? []),
      ...(after ?? []).map((entry) => ({ ...entry, status: "CANCELLED" })),
    ])
    expect(new Set(entriesOf(letter?.mail).map(({ start }) => start)).size).toBe(2)
  })

  it("leave events that pass on what another party did without a mail", () => {
    const facts = { caseAlias: "WS-0123456789", actor: { kind: "carrier" as const }, at: "2026-11-01T16:20:00.000Z" }
    const [party] = breachParties
    if (party === undefined) throw new Error("there is no party")
    expect(letterOf({ kind: "BreachAlertAcknowledged", facts }, mailReader(party, testLinks))).toBeUndefined()
  })
})
