import { describe, expect, it } from "@jest/globals"
import { accessAnomalyDetected } from "../../../shared/base/contracts/access-anomaly-detected.ts"
import { hubAudience } from "../../../shared/base/contracts/envelope.ts"
import type { Telemetry } from "../../../shared/base/platform/telemetry.ts"
import type { OutgoingEvent } from "../../../shared/parties/channels/event-publisher.ts"
import type { Mail, MailOutcome } from "../../../shared/parties/channels/mail.ts"
import { anomalyLetter } from "../../../shared/watch/alerts/anomaly-letter.ts"
import { dynamoMailedAlerts } from "../../../shared/watch/alerts/dynamo-mailed-alerts.ts"
import { letterOfAnomalyEvent } from "../../../shared/watch/alerts/letter-of-anomaly-event.ts"
import { makeMailAnomalies } from "../../../shared/watch/alerts/mail-anomalies.ts"
import { mailedAlertRow } from "../../../shared/watch/alerts/mailed-alerts.ts"
import { breachWorld, walkAnomaly } from "../../desk/breach-world.ts"
import { storeInMemory } from "../../dynamo/store-in-memory.ts"

/** The events of a walk, and what mails them in a stage without the desk. */
async function mailing(
  answer: (partyId: string, contact: number) => MailOutcome = () => "accepted",
  countContacts: () => number = () => 1,
) {
  const world = breachWorld()
  await world.use.raise(walkAnomaly({}))
  const events = world.exchange.published(accessAnomalyDetected).map(
    ({ data, metadata: { id, occurredAt, audience = "" } }): OutgoingEvent => ({
      contract: accessAnomalyDetected,
      data,
      metadata: { id, occurredAt, audience, belongsTo: "walk" },
    }),
  )
  const published: string[] = []
  const mailed: { partyId: string; contact: number; mail: Mail }[] = []
  const clock = () => new Date("2026-11-01T14:01:00.000Z")
  const counted: string[] = []
  const telemetry: Pick<Telemetry, "count" | "error" | "measure"> = {
    count: (name) => void counted.push(name),
    measure: (name) => void counted.push(name),
    error: () => undefined,
  }
  const send = makeMailAnomalies({
    publisher: {
      publishGroups: async (groups) => {
        for (const { metadata } of groups.flat()) published.push(metadata.audience)
        return { sent: groups.length }
      },
    },
    mail: {
      receivers: async (partyId) => {
        const send = (contact: number) => async (mail: Mail) => {
          const outcome = answer(partyId, contact)
          mailed.push({ partyId, contact, mail })
          return outcome
        }
        return Array.from({ length: countContacts() }, (_, contact) => ({ key: `key-${contact}`, send: send(contact) }))
      },
    },
    mailed: storeInMemory("AnnouncedWalkers", mailedAlertRow, (table) => dynamoMailedAlerts(table, clock))(),
    parties: world.directory,
    clock,
    telemetry,
  })
  return { events, send, published, mailed, counted, world }
}

/** The same events as a later change makes them, with other ids. */
const laterChange = (events: readonly OutgoingEvent[], data: object = {}) =>
  events.map((event) => ({
    ...event,
    data: { ...Object(event.data), ...data },
    metadata: { ...event.metadata, id: `${event.metadata.id}-later` },
  }))

describe("an alert in a stage without the breach desk", () => {
  it("is published and mailed to both parties, and nothing goes to the hub, which opens no case", async () => {
    const { events, send, published, mailed, counted } = await mailing()
    expect(events.map(({ metadata }) => metadata.audience)).toContain(hubAudience)
    expect(await send([events])).toEqual({ sent: 1, failure: undefined })
    expect(published.sort()).toEqual(["leafline", "northpost"])
    expect(mailed.map(({ partyId }) => partyId).sort()).toEqual(["leafline", "northpost"])
    expect(counted).toEqual(["AlertDelay", "AlertDelay"])
  })

  it("is no mail for a finding below its threshold", async () => {
    const { events, send, mailed } = await mailing()
    const notices = events.map((event) => ({ ...event, data: { ...Object(event.data), severity: "notice" } }))
    expect(await send([notices])).toEqual({ sent: 1, failure: undefined })
    expect(mailed).toEqual([])
  })

  it("comes again when one party cannot be mailed, which keeps the other not waiting", async () => {
    const failure = new Error("slow down")
    const { events, send, mailed } = await mailing((partyId) => {
      if (partyId === "leafline") throw failure
      return "accepted"
    })
    expect(await send([[], events])).toEqual({ sent: 1, failure })
    expect(mailed.map(({ partyId }) => partyId)).toEqual(["northpost"])
  })

  it("reaches the other contacts of a party of which one cannot be mailed", async () => {
    let isFirst = true
    const busy = (partyId: string): MailOutcome => {
      if (partyId !== "leafline" || !isFirst) return "accepted"
      isFirst = false
      throw new Error("slow down")
    }
    const { events, send, mailed } = await mailing(busy, () => 2)
    expect(await send([events])).toMatchObject({ sent: 0 })
    expect(mailed.map(({ partyId }) => partyId).sort()).toEqual(["leafline", "northpost", "northpost"])
  })

  it("comes once to each contact, however often one of them cannot be mailed", async () => {
    let failures = 0
    const { events, send, mailed, counted } = await mailing(
      (partyId, contact) => {
        if (partyId === "leafline" && contact === 0 && ++failures < 10) throw new Error("slow down")
        return "accepted"
      },
      () => 2,
    )
    for (let attempt = 1; attempt < 10; attempt++) expect(await send([events])).toMatchObject({ sent: 0 })
    expect(await send([events])).toMatchObject({ sent: 1 })
    expect(mailed.map(({ partyId, contact }) => `${partyId} ${contact}`).sort()).toEqual([
      "leafline 0",
      "leafline 1",
      "northpost 0",
      "northpost 1",
    ])
    expect(counted).toEqual(["AlertDelay", "AlertDelay"])
    expect(await send([events])).toMatchObject({ sent: 1 })
    expect(mailed).toHaveLength(4)
  })

  it("is mailed again when the party gets an update of it, which says that it is one", async () => {
    const { events, send, mailed } = await mailing()
    expect(await send([events, laterChange(events, { revision: 2 })])).toMatchObject({ sent: 2 })
    expect(mailed.map(({ mail: { subject } }) => subject.replace(/:.*/, "")).sort()).toEqual([
      "[Wayseal] Alert",
      "[Wayseal] Alert",
      "[Wayseal] Alert, updated",
      "[Wayseal] Alert, updated",
    ])
    const [first, , second] = mailed
    expect(first?.mail.text).not.toContain("This is an update")
    expect(second?.mail.text).toContain("This is an update. The exchange sent you an event about this anomaly before")
  })

  it("comes again alone when contacts cannot be found, without the changes before it", async () => {
    const failure = new Error("the table is busy")
    let asked = 0
    const { events, send, mailed } = await mailing(undefined, () => {
      asked += 1
      if (asked === 3) throw failure
      return 1
    })
    expect(await send([events, laterChange(events)])).toEqual({ sent: 1, failure })
    expect(mailed).toHaveLength(3)
  })

  it("counts a mail that was refused, and does not send it again", async () => {
    const { events, send, counted } = await mailing(() => ({ refusedAs: "MessageRejected" }))
    expect(await send([events])).toMatchObject({ sent: 1 })
    expect(counted.filter((name) => name === "MailRefused")).toHaveLength(2)
  })

  it.each([
    ["en", /^Alert: One visitor walked along/, "It has no breach desk"],
    ["fr", /^Alerte : Un même visiteur a parcouru/, "La plateforme n’a pas de bureau des atteintes"],
  ] as const)("says in %s what was noticed and that nobody follows it up here", async (language, subject, said) => {
    const { events, world } = await mailing()
    for (const { data, metadata } of events) {
      const party = world.directory.named(metadata.audience)
      if (party === undefined) continue
      const finding = accessAnomalyDetected.data.parse(data)
      const letter = anomalyLetter({ ...party, language }, finding)
      expect(letter.subject).toMatch(subject)
      expect(JSON.stringify(letter)).toContain(said)
      expect(JSON.stringify(letter)).not.toMatch(/\/v1\/cases|\/desk|Leafline|Northpost|walker|acc-5/i)
      const event = { detailType: "AccessAnomalyDetected", data: finding }
      expect(letterOfAnomalyEvent(event, { ...party, language })).toEqual(letter)
      expect(letterOfAnomalyEvent({ ...event, data: { ...finding, severity: "notice" } }, party)).toBeUndefined()
    }
  })

  it("says what the event asks of a party's tool, and of nobody else", async () => {
    const { events, world } = await mailing()
    const stepsOf = (audience: string, more: object = {}) => {
      const [party, event] = [world.directory.named(audience), events.find((one) => one.metadata.audience === audience)]
      if (party === undefined) throw new Error("no such party")
      return JSON.stringify(anomalyLetter(party, accessAnomalyDetected.data.parse({ ...Object(event?.data), ...more })))
    }
    expect(stepsOf("northpost")).toContain("refuse the visitors")
    expect(stepsOf("leafline")).not.toContain("refuse the visitors")
    expect(stepsOf("northpost")).not.toContain("ask for proof")
    expect(stepsOf("northpost", { proofRequiredUntil: "2026-11-02T14:00:50.000Z" })).toContain("ask for proof")
  })

  it("does not say that one visitor guessed, since several may have, and counts what came without proof", async () => {
    const { events, world } = await mailing()
    const [party, event] = [world.directory.named("leafline"), events[0]]
    if (party === undefined) throw new Error("no such party")
    const finding = accessAnomalyDetected.data.parse({ ...Object(event?.data), chart: "guess" })
    const letters = (["en", "fr"] as const).map((language) => anomalyLetter({ ...party, language }, finding))
    expect(letters.map(({ subject }) => subject)).toEqual([
      "Alert: Reference numbers or postal codes were guessed",
      "Alerte : Des numéros de référence ou des codes postaux ont été devinés",
    ])
    expect(JSON.stringify(letters)).toContain("References looked up without proof")
  })

  it("is no letter for an event that only programs read", () => {
    const [party] = [breachWorld().directory.named("leafline")]
    if (party === undefined) throw new Error("no such party")
    expect(letterOfAnomalyEvent({ detailType: "ShipmentDelivered", data: {} }, party)).toBeUndefined()
  })
})
