import { describe, expect, it } from "@jest/globals"
import { alertDrillRequested, drillAcknowledged, drillAlertSent } from "../../../shared/base/contracts/alert-drills.ts"
import type { DataOf } from "../../../shared/base/contracts/define-event.ts"
import { makeAcknowledgeDrill, makeStartDrill } from "../../../shared/parties/drills/run-drills.ts"
import { readParties } from "../../../shared/parties/load-parties.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { memoryAlertMail } from "../../doubles/alert-mail.ts"
import { inMemoryBus } from "../../doubles/event-publisher.ts"
import { knownDirectory } from "../known-directory.ts"
import { memoryDrills } from "../memory-stores.ts"

const example = readParties(new URL("../../../stages/local/parties.json", import.meta.url))
const bus = "arn:aws:events:ca-central-1:111122223333:event-bus/inbox"
const parties = knownDirectory(
  example.map((party) => ({ ...party, channels: { ...party.channels, queue: true, busArn: bus } })),
)
const [first, second] = [partyAt(0), partyAt(1)]

function partyAt(place: number): Party {
  const party = parties.all[place]
  if (party === undefined) throw new Error("the example has too few parties")
  return party
}

const requestedAt = "2026-11-01T16:20:00.000Z"
const drillId = "drill-kqztbxwd"
const received = { eventBridgeId: "e-1", receivedAt: "2026-11-01T16:25:00.000Z" }
const metadata = { id: "m-1", occurredAt: requestedAt, correlationId: "c-1", version: 1 }

function drillWorld(mailOptions: Parameters<typeof memoryAlertMail>[0] = {}) {
  let now = new Date("2026-11-01T16:20:02.000Z")
  const drills = memoryDrills()
  const mail = memoryAlertMail({
    receivers: (_, level) => (level === "escalation" ? ["privacy", "board"] : ["privacy"]),
    ...mailOptions,
  })
  const exchange = inMemoryBus()
  const tools = { parties, drills, publisher: exchange.publisher, mail, clock: () => now }
  const start = makeStartDrill(tools)
  const acknowledge = makeAcknowledgeDrill(tools)
  return {
    drills,
    mail,
    exchange,
    passMinutes: (minutes: number) => {
      now = new Date(now.getTime() + minutes * 60_000)
    },
    start: (change: Partial<DataOf<typeof alertDrillRequested>> = {}) =>
      start({
        ...received,
        contract: alertDrillRequested,
        detailType: "AlertDrillRequested",
        metadata,
        data: { drillId, partyId: first.id, requestedAt, level: "alert", ...change },
      }),
    acknowledge: (party = first, id = drillId) =>
      acknowledge({
        ...received,
        contract: drillAcknowledged,
        detailType: "DrillAcknowledged",
        party,
        metadata,
        data: { drillId: id, at: requestedAt },
      }),
  }
}

describe("a drill", () => {
  it("goes to one party on every channel, and says that there is no breach", async () => {
    const world = drillWorld()
    expect(await world.start()).toBe("sent")
    const events = world.exchange.published(drillAlertSent, first.id)
    expect(events.map(({ data }) => data)).toEqual([{ drillId, requestedAt }])
    expect(world.exchange.events).toHaveLength(1)
    expect(world.mail.sent).toHaveLength(1)
    expect(world.mail.sent[0]?.mail.subject).toBe(`[Wayseal] Drill, no breach: please acknowledge ${drillId}`)
    expect(world.mail.sent[0]?.mail.text).toMatch(/There is no breach\.[\s\S]+Acknowledge this drill/)
    const row = await world.drills.get(drillId, first.id)
    expect(row?.sent).toEqual({ at: "2026-11-01T16:20:02.000Z", channels: ["queue", "bus", "mail"], mailsRefused: 0 })
  })

  it("goes to contacts for escalations only if it is asked to", async () => {
    const world = drillWorld()
    await world.start({ level: "escalation" })
    expect(world.mail.sent.map(({ receiver }) => receiver)).toEqual(["privacy", "board"])
  })

  it("is sent once, however often its request comes", async () => {
    const world = drillWorld()
    await world.start()
    expect(await world.start()).toBe("repeated")
    expect([world.exchange.events.length, world.mail.sent.length]).toEqual([1, 1])
  })

  it("is not sent again when somebody replays the archive, nor to a party that is gone", async () => {
    const world = drillWorld()
    world.passMinutes(61)
    expect(await world.start()).toBe("tooOld")
    expect(await world.start({ partyId: "nobody" })).toBe("unknownParty")
    expect([world.exchange.events.length, world.mail.sent.length]).toEqual([0, 0])
  })

  it("counts mails that are refused, and a party whose contacts all refuse has no mail", async () => {
    const world = drillWorld({ answer: () => ({ refusedAs: "MessageRejected" }) })
    await world.start({ level: "escalation" })
    const row = await world.drills.get(drillId, first.id)
    expect(row?.sent).toMatchObject({ channels: ["queue", "bus"], mailsRefused: 2 })
  })

  it("is tried again when a mail fails, and the other contact gets it all the same", async () => {
    let fails = true
    const world = drillWorld({
      answer: (receiver) => {
        if (fails && receiver === "privacy") throw new Error("too many mails")
        return "accepted"
      },
    })
    await expect(world.start({ level: "escalation" })).rejects.toThrow("too many mails")
    expect(world.mail.sent.map(({ receiver }) => receiver)).toEqual(["board"])
    fails = false
    expect(await world.start({ level: "escalation" })).toBe("sent")
    const ids = world.exchange.published(drillAlertSent, first.id).map(({ metadata: { id } }) => id)
    expect([ids.length, new Set(ids).size]).toEqual([2, 1])
  })
})

describe("an acknowledgement of a drill", () => {
  it("is noted once, with the time at which the hub received it", async () => {
    const world = drillWorld()
    await world.start()
    expect(await world.acknowledge()).toBe("acknowledged")
    expect(await world.acknowledge()).toBe("repeated")
    expect((await world.drills.get(drillId, first.id))?.acknowledgedAt).toBe(received.receivedAt)
  })

  it("of another party or another drill is rejected, and changes nothing", async () => {
    const world = drillWorld()
    await world.start()
    const unknown = { outcome: "rejected", problems: [{ path: "data.drillId", rule: "unknownReference" }] }
    expect(await world.acknowledge(second)).toEqual(unknown)
    expect(await world.acknowledge(first, "drill-zzzzzzzz")).toEqual(unknown)
    expect((await world.drills.get(drillId, first.id))?.acknowledgedAt).toBeUndefined()
  })
})
