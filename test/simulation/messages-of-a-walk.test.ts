import { describe, expect } from "@jest/globals"
import { castOf, type ObservedLookup } from "../../infra/local/replay/cast.ts"
import { report } from "../../infra/local/replay/observed-walk.ts"
import { scenario2018 as scenario } from "../../infra/local/replay/scenario.ts"
import { exhaustively } from "../exhaustively.ts"
import { acknowledgeAlerts } from "./acknowledging.ts"
import { renderedInSlack } from "./canaries/rendered-letters.ts"
import type { BusEvent } from "./event-bus.ts"
import { received } from "./invariants.ts"
import { noFaults } from "./scheduler.ts"
import { contactsOfParty, makeWorld, sourceOf, type World } from "./world.ts"

const minuteMilliseconds = 60_000
const walkedMinutes = 100
const cast = castOf(scenario, "walk")

/** The first minutes of the walk of 2018, with the recipients beside it. The hub knows all orders. */
const lookups = cast.observed.lookups.filter(({ second }) => second < walkedMinutes * 60)

/** Lets the walk happen, with a report of the carrier each minute, and two quiet hours after it. */
async function afterTheWalk({ hasSlack = false } = {}): Promise<World> {
  const world = makeWorld({ seed: 4, faults: noFaults, hasSlack })
  const { scheduler } = world
  await world.ready
  acknowledgeAlerts(world, { sent: [] }, world.random.fork("acknowledgements"))
  publishOrders(world)
  await scheduler.runUntilIdle()
  const startMs = scheduler.nowMs()
  for (let minute = 0; minute < walkedMinutes + 120; minute++) {
    scheduler.after(startMs + (minute + 1) * minuteMilliseconds - scheduler.nowMs(), () => {
      reportMinute(world, startMs, minute)
      void world.call("watch-duties", {})
    })
    await scheduler.runUntilIdle()
  }
  return world
}

function publishOrders(world: World): void {
  const createdAt = new Date(world.scheduler.nowMs() - 72 * 60 * minuteMilliseconds).toISOString()
  const parcels = new Map(lookups.map(({ parcel }) => [parcel.ordinal, parcel]))
  for (const { ordinal, shipmentId, orderReference, postalCode, addressLine } of parcels.values()) {
    const trackingNumber = `NP${String(ordinal).padStart(10, "0")}CA`
    const recipient = { postalCode, country: "CA", addressLine }
    const data = { shipmentId, orderReference, carrierId: "northpost", trackingNumber, recipient, createdAt }
    publish(world, "leafline", { detailType: "ShipmentCreated", id: `created-${ordinal}`, data })
  }
}

function reportMinute(world: World, startMs: number, minute: number): void {
  const isOfMinute = ({ second }: ObservedLookup) => Math.floor(second / 60) === minute
  const retailer = world.parties.named("leafline")
  if (retailer === undefined) throw new Error("parties.json has no party leafline")
  const context = { scenario, run: "walk", retailer }
  const accesses = lookups.flatMap((lookup, index) =>
    isOfMinute(lookup) ? [report(context, lookup, index, startMs).access] : [],
  )
  if (accesses.length > 0)
    publish(world, "northpost", { detailType: "TrackingAccessed", id: `minute-${minute}`, data: { accesses } })
}

type Sent = { readonly detailType: string; readonly id: string; readonly data: object }

function publish(world: World, sender: string, { detailType, id, data }: Sent): void {
  const metadata = { id, occurredAt: world.scheduler.clock().toISOString(), correlationId: id, version: 1 }
  world.publish({ source: sourceOf(world, sender), detailType, detail: { metadata, data } })
}

/** How many events of each type a party received about the walk. */
function eventsOf(world: World, partyId: string): Record<string, number> {
  const aboutWalk = eventsAboutWalk(world, partyId).map((event) => event["detail-type"])
  return Object.fromEntries([...Map.groupBy(aboutWalk, (type) => type)].map(([type, all]) => [type, all.length]))
}

const eventsAboutWalk = (world: World, partyId: string): readonly BusEvent[] =>
  (world.inboxes.get(partyId) ?? []).filter((event) => !/^(Shipment|Claim)/.test(event["detail-type"]))

const postsTo = (world: World, partyId: string): readonly string[] =>
  world.webhooks.flatMap((post) => (post.partyId === partyId ? [post.message.body] : []))

const update = expect.stringMatching(/Alert, updated: possible privacy breach/)
const anAlertAndItsUpdates = [expect.stringMatching(/Alert: possible privacy breach/), update, update, update]

describe("the walk of 2018, reported by the carrier each minute", () => {
  exhaustively("is one anomaly, one case and its updates to each party, and two refusals to the carrier", async () => {
    const world = await afterTheWalk()
    const ofCase = { BreachCaseOpened: 1, BreachCaseUpdated: 3, BreachAlertAcknowledged: 1 }
    expect(eventsOf(world, "leafline")).toEqual({ AccessAnomalyDetected: 1, ...ofCase })
    expect(eventsOf(world, "northpost")).toEqual({ AccessAnomalyDetected: 1, AccessorRestricted: 2, ...ofCase })
    expect(eventsOf(world, "maplebooks")).toEqual({})
    // Its visitor, network and several charts were over their thresholds.
    expect(world.stores.anomalies.rows().length).toBeGreaterThanOrEqual(4)
    const [anomaly] = received(world, "northpost", "AccessAnomalyDetected")
    expect(anomaly?.data).toMatchObject({ revision: 1, accessorTokens: ["tok_observedwalker"] })
    const scopes = received(world, "northpost", "AccessorRestricted").map(({ data }) => data["scope"])
    expect(scopes.sort()).toEqual(["network", "subject"])

    for (const partyId of ["leafline", "northpost"]) {
      const mails = world.mails.filter((mail) => mail.partyId === partyId && mail.receiver === contactsOfParty[0])
      const posts = postsTo(world, partyId).filter((body) => !/^\{"type":"(Shipment|Claim)/.test(body))
      expect(posts).toHaveLength(eventsAboutWalk(world, partyId).length)
      expect(mails.map(({ mail }) => mail.subject)).toEqual(anAlertAndItsUpdates)
    }
  })

  exhaustively("is the same alert and updates in a Slack channel as in the mails", async () => {
    const world = await afterTheWalk({ hasSlack: true })
    for (const partyId of ["leafline", "northpost"])
      expect(postsTo(world, partyId).map(renderedInSlack)).toEqual(anAlertAndItsUpdates)
  })
})
