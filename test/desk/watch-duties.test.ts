import { describe, expect, it } from "@jest/globals"
import { breachCaseOpened, breachCaseUpdated } from "../../shared/base/contracts/breach-case-events.ts"
import { dutyDue, dutyOverdue, dutyUnanswered } from "../../shared/base/contracts/duty-clock-events.ts"
import { closeCase } from "../../shared/desk/actions/close-case.ts"
import { lawCatalogue } from "../../shared/desk/law/catalogue.ts"
import { makeWatchDuties } from "../../shared/desk/watch-duties.ts"
import { actionIn, walkedWorld } from "./actions/walked-world.ts"
import { breachWorld, seen, soleCase, walkAnomaly } from "./breach-world.ts"

const halfAnHourLater = { kind: "within", amount: 72.5, unit: "hours" } as const

describe("the watch of cases over time", () => {
  it("escalates an alert that a party does not acknowledge", async () => {
    const desk = await walkedWorld()
    const { world } = desk
    const watch = makeWatchDuties(world.desk)
    await watch()
    await world.settle()
    expect(world.exchange.published(breachCaseUpdated)).toEqual([])
    world.passSeconds(4 * 3600)
    await desk.run(desk.acknowledge("northpost"))
    await watch()
    await watch()
    await world.settle()
    const escalated = world.exchange.published(breachCaseUpdated).filter(({ data }) => data.reason === "escalation")
    expect(escalated.map(({ metadata }) => metadata.audience)).toEqual(["leafline"])
    expect(world.mail.sent.filter(({ level }) => level === "escalation").map(({ partyId }) => partyId)).toEqual([
      "leafline",
    ])
  })

  it("marks a request unanswered after its time, so that another party can take the duty over, and duties overdue", async () => {
    const desk = await walkedWorld()
    const { world } = desk
    const watch = makeWatchDuties(world.desk)
    await desk.run(desk.request("leafline", "ca-privacy-act"))
    expect(await desk.run(desk.takeOver("leafline", "ca-privacy-act", "unanswered"))).toMatchObject({
      outcome: "rejected",
    })
    world.passSeconds(25 * 3600)
    await watch()
    await world.settle()
    expect(
      world.exchange
        .published(dutyUnanswered)
        .map(({ metadata }) => metadata.audience)
        .sort(),
    ).toEqual(["leafline", "northpost"])
    expect(await desk.run(desk.takeOver("leafline", "ca-privacy-act", "unanswered"))).toBe("done")
    world.passSeconds(30 * 86_400)
    await watch()
    await watch()
    await world.settle()
    const overdue = world.exchange.published(dutyOverdue)
    expect(new Set(overdue.map(({ metadata }) => metadata.id)).size).toBe(overdue.length)
    expect(overdue.some(({ data }) => data.owner === "self" && data.duty.kind === "tellRegulator")).toBe(true)
  })

  it("reminds a party in one mail of duties that are due at the same time, and keeps an event for each", async () => {
    const { world } = await walkedWorld()
    const watch = makeWatchDuties(world.desk)
    world.mail.sent.length = 0
    world.passSeconds(49 * 3600)
    await watch()
    await watch()
    await world.settle()
    const events = world.exchange.published(dutyDue, "leafline")
    expect(events).toHaveLength(3)
    const ids = events.map(({ data }) => data.duty.dutyId)
    for (const { data } of events) expect(data.dueTogether?.map(({ dutyId }) => dutyId)).toEqual(ids)
    const reminders = world.mail.sent.filter(
      ({ partyId, mail: { subject } }) => partyId === "leafline" && subject.includes("Reminder"),
    )
    expect(reminders.map(({ mail: { subject } }) => subject)).toEqual([
      expect.stringMatching(/^\[Wayseal\] Reminder: 3 duties due by 4 Nov, 09:10 \(WS-/),
    ])
    const { text = "", calendar } = reminders[0]?.mail ?? {}
    expect(text.match(/^By Wednesday 4 November 2026, .*:$/gm)).toHaveLength(1)
    expect(text.match(/^- \w/gm)).toHaveLength(3)
    expect(calendar?.content.match(/BEGIN:VEVENT/g)).toHaveLength(3)
    for (const id of ids) expect(calendar?.content).toContain(`UID:${id}@api.hub.example`)
  })

  it("reminds a party in one mail of duties that are due minutes apart, each with its own time", async () => {
    const laws = lawCatalogue.map((law) => ({
      ...law,
      rules: law.rules.map((rule) =>
        rule.kind === "keepRecord" ? { ...rule, clock: { ...rule.clock, ...halfAnHourLater } } : rule,
      ),
    }))
    const { world } = await walkedWorld(5, { laws })
    const watch = makeWatchDuties(world.desk)
    world.mail.sent.length = 0
    for (let minute = 0; minute < 60; minute += 5) {
      world.passSeconds(minute === 0 ? 48 * 3600 - 600 : 300)
      await watch()
      await world.settle()
    }
    const sent = world.mail.sent.filter(({ partyId, level }) => partyId === "leafline" && level === "alert")
    expect(sent.map(({ mail: { subject } }) => subject)).toEqual([
      expect.stringMatching(/^\[Wayseal\] Reminder: 3 duties due by 4 Nov, 09:10 and later \(WS-/),
    ])
    const { text = "", calendar } = sent[0]?.mail ?? {}
    expect(text.match(/^- By Wednesday 4 November 2026, \d\d:\d\d/gm)).toEqual(
      ["09:10", "09:10", "09:40"].map((time) => `- By Wednesday 4 November 2026, ${time}`),
    )
    expect(calendar?.content.match(/DTSTART:.*/g)?.map((line) => line.trim())).toEqual(
      // The last has a target too, a day before its legal deadline.
      ["04T141000Z", "04T141000Z", "03T144000Z", "04T144000Z"].map((time) => `DTSTART:202611${time}`),
    )
  })

  it("alerts parties to how far a case grew once it has stopped growing", async () => {
    const desk = await walkedWorld(5)
    const { world } = desk
    for (let number = 6; number <= 8; number++) await world.disclosures.append(seen(number))
    await world.settle()
    expect(world.exchange.published(breachCaseUpdated)).toEqual([])
    world.passSeconds(3600)
    await makeWatchDuties(world.desk)()
    await world.settle()
    expect(world.exchange.published(breachCaseUpdated, "leafline").map(({ data }) => data.counts.shipments)).toEqual([
      8,
    ])
  })

  it("counts what the index of networks did not show yet, and alerts parties that a crash left without an alert", async () => {
    const world = breachWorld()
    for (let number = 1; number <= 3; number++) await world.disclosures.append(seen(number))
    await world.anomalies.raise(
      walkAnomaly({ accessorKey: "network#home-of-walker", anomalyId: "anomaly-net", subject: undefined }),
    )
    await world.settle()
    // The stream had carried this one on before the case opened, and the index did not show it yet.
    await world.disclosures.append(seen(4, { subject: "subject#other-cookie", at: "2026-11-01T14:00:45.000Z" }))
    world.pending.splice(0)
    expect(soleCase(world).exposures).toBe(3)
    const obstacles = async (eventId: string) => {
      const closing = await closeCase(world.desk, actionIn(world, "northpost", eventId), "resolved")
      return "refused" in closing ? closing.obstacles?.map(({ code }) => code) : []
    }
    expect(await obstacles("close-early")).toContain("exposuresNotCounted")
    world.passSeconds(120)
    await makeWatchDuties(world.desk)()
    expect(await obstacles("close-counted")).not.toContain("exposuresNotCounted")
    expect(soleCase(world).exposures).toBe(4)
    expect(world.rowsOf("pending")).toEqual([])
    await world.settle()
    expect(world.exchange.published(breachCaseOpened)).toHaveLength(2)
  })
})
