import { describe, expect, it } from "@jest/globals"
import type { WebhookDeliveries } from "../../../shared/parties/webhooks/webhook-deliveries.ts"
import type { WebhookAttempt, WebhookMessageRow } from "../../../shared/parties/webhooks/webhook-rows.ts"

const receivedAt = "2026-11-01T12:00:00.000Z"
const at = (minutes: number) => new Date(Date.parse(receivedAt) + minutes * 60_000)

export const aMessage = (
  partyId: string,
  eventId: string,
  more: Partial<WebhookMessageRow> = {},
): WebhookMessageRow => ({
  partyId,
  eventId,
  type: "AccessorReleased",
  receivedAt,
  sealedBody: "s1.sealed",
  status: "waiting",
  attempts: 1,
  firstAttemptAt: receivedAt,
  expiresAt: 1_900_000_000,
  ...more,
})

export const anAttempt = (partyId: string, minutes: number, more: Partial<WebhookAttempt> = {}): WebhookAttempt => ({
  partyId,
  attemptId: `${at(minutes).getTime()}-x`,
  at: at(minutes).toISOString(),
  eventId: "e-1",
  type: "AccessorReleased",
  status: 503,
  durationMilliseconds: 12,
  attempt: 1,
  expiresAt: 1_900_000_000,
  ...more,
})

const waitingUntil = (minutes: number) => ({
  nextAttemptAt: at(minutes).toISOString(),
  dueAt: at(minutes).toISOString(),
})

const anyRoom = (): number => Number.POSITIVE_INFINITY

/** What every store of deliveries does. Each test has parties of its own. */
export function webhookDeliveriesContract(store: string, make: () => Promise<WebhookDeliveries>): void {
  describe(`deliveries in ${store}`, () => {
    it("keep a message of one party, as it was noted last", async () => {
      const deliveries = await make()
      await deliveries.note(aMessage("noting", "e-1", waitingUntil(5)), anAttempt("noting", 0))
      const delivered = aMessage("noting", "e-1", { status: "delivered", attempts: 2 })
      await deliveries.note(delivered, anAttempt("noting", 5))
      expect(await deliveries.find("noting", "e-1")).toEqual({ message: delivered, endpoint: undefined })
      expect((await deliveries.find("other", "e-1")).message).toBeUndefined()
      expect((await deliveries.find("noting", "e-2")).message).toBeUndefined()
    })

    it("list what is due, the oldest first, and nothing that is settled", async () => {
      const deliveries = await make()
      await deliveries.note(aMessage("listing", "later", waitingUntil(2)))
      await deliveries.note(aMessage("listing", "first", waitingUntil(1)))
      await deliveries.note(aMessage("listing", "not-yet", waitingUntil(30)))
      await deliveries.note(aMessage("listing", "done", { status: "delivered" }))
      const due = (await deliveries.due(at(10), 100, anyRoom)).due.filter(({ partyId }) => partyId === "listing")
      expect(due).toEqual([
        { partyId: "listing", eventId: "first", dueAt: at(1).toISOString() },
        { partyId: "listing", eventId: "later", dueAt: at(2).toISOString() },
      ])
      expect((await deliveries.due(at(10), 1, anyRoom)).due).toHaveLength(1)
      const ofParty = (partyId: string) => (partyId === "listing" ? 1 : 0)
      expect(await deliveries.due(at(10), 100, ofParty)).toEqual({ due: [due[0]] })
      const fromLater = await deliveries.due(at(10), 100, ofParty, at(2).toISOString())
      expect(fromLater).toEqual({ due: [due[1]] })
    })

    it("let one caller claim what is due", async () => {
      const deliveries = await make()
      const message = aMessage("claiming", "e-1", waitingUntil(1))
      await deliveries.note(message)
      const due = { partyId: "claiming", eventId: "e-1", dueAt: at(1).toISOString() }
      expect(await deliveries.claim(due, at(6))).toEqual({ ...message, dueAt: at(6).toISOString() })
      expect(await deliveries.claim(due, at(7))).toBeUndefined()
      expect((await deliveries.find("claiming", "e-1")).message?.dueAt).toBe(at(6).toISOString())
      expect(await deliveries.claim({ ...due, eventId: "e-2" }, at(7))).toBeUndefined()
    })

    it("list the attempts of one party, the newest first, page by page", async () => {
      const deliveries = await make()
      for (const minutes of [1, 3, 2])
        await deliveries.note(aMessage("paging", "e-1", { status: "delivered" }), anAttempt("paging", minutes))
      await deliveries.note(aMessage("beside", "e-1", { status: "delivered" }), anAttempt("beside", 4))
      const first = await deliveries.attempts("paging", { limit: 2 })
      expect(first).toEqual([anAttempt("paging", 3), anAttempt("paging", 2)])
      expect(await deliveries.attempts("paging", { limit: 2, before: first[1]?.attemptId })).toEqual([
        anAttempt("paging", 1),
      ])
      expect(await deliveries.attempt("paging", anAttempt("", 2).attemptId)).toEqual(anAttempt("paging", 2))
      expect(await deliveries.attempt("paging", anAttempt("", 4).attemptId)).toBeUndefined()
    })

    it("let a message that is settled wait for its first attempt again", async () => {
      const deliveries = await make()
      await deliveries.note(aMessage("again", "e-1", { status: "undelivered", attempts: 10 }))
      expect(await deliveries.sendAgain("again", "e-1", { now: at(9), evenIfDelivered: false })).toBe("waiting")
      expect(await deliveries.sendAgain("again", "e-2", { now: at(9), evenIfDelivered: true })).toBe("unknown")
      const { firstAttemptAt: _, ...message } = aMessage("again", "e-1", { attempts: 0, ...waitingUntil(9) })
      expect((await deliveries.find("again", "e-1")).message).toEqual(message)
      expect((await deliveries.find("again", "e-2")).message).toBeUndefined()
      const due = { partyId: "again", eventId: "e-1", dueAt: at(9).toISOString() }
      expect((await deliveries.due(at(10), 100, anyRoom)).due).toContainEqual(due)
    })

    it("send what was delivered again only if that is wanted", async () => {
      const deliveries = await make()
      await deliveries.note(aMessage("wanted", "e-1", { status: "delivered" }))
      expect(await deliveries.sendAgain("wanted", "e-1", { now: at(9), evenIfDelivered: false })).toBe("delivered")
      expect((await deliveries.find("wanted", "e-1")).message?.status).toBe("delivered")
      expect(await deliveries.sendAgain("wanted", "e-1", { now: at(9), evenIfDelivered: true })).toBe("waiting")
    })

    it("list what arrived for one party in a time, page by page", async () => {
      const deliveries = await make()
      const arriving = (partyId: string, eventId: string, minutes: number) =>
        deliveries.note(aMessage(partyId, eventId, { receivedAt: at(minutes).toISOString(), status: "delivered" }))
      for (const [id, minutes] of [
        ["e-3", 3],
        ["e-1", 1],
        ["e-2", 2],
        ["e-9", 9],
      ] as const)
        await arriving("arriving", id, minutes)
      await arriving("another", "e-4", 2)
      const range = { from: at(1).toISOString(), to: at(3).toISOString(), limit: 2 }
      const first = await deliveries.arrived("arriving", range)
      expect(first.map(({ eventId }) => eventId)).toEqual(["e-1", "e-2"])
      const second = await deliveries.arrived("arriving", { ...range, after: first[1] })
      expect(second).toEqual([{ eventId: "e-3", receivedAt: at(3).toISOString() }])
    })

    it("change how an endpoint fares one step at a time", async () => {
      const deliveries = await make()
      const first = { partyId: "changing", endpointId: "e", version: 1, failures: 1, pausedUntil: receivedAt }
      expect(await deliveries.endpoint("changing")).toBeUndefined()
      expect(await deliveries.changeEndpoint(first)).toBe("changed")
      expect(await deliveries.changeEndpoint({ ...first, failures: 7 })).toBe("outdated")
      expect(await deliveries.changeEndpoint({ ...first, version: 3 })).toBe("outdated")
      const second = { partyId: "changing", endpointId: "e", version: 2, failures: 0 }
      expect(await deliveries.changeEndpoint(second)).toBe("changed")
      expect(await deliveries.endpoint("changing")).toEqual(second)
      expect((await deliveries.find("changing", "none")).endpoint).toEqual(second)
    })
  })
}
