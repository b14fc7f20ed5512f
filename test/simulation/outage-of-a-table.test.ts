import { describe, expect, it } from "@jest/globals"
import { received } from "./invariants.ts"
import { noFaults } from "./scheduler.ts"
import { alertedParties, publishOrders, reportWalk } from "./walk-reported.ts"
import { makeWorld, type World } from "./world.ts"

const anHour = 3_600_000

/** Tables that a report and its alerts pass, by their names in the points of the simulation. */
const tables = [
  "trackingRecords",
  "sealingKeys",
  "reportStreams",
  "disclosures",
  "accessProfiles",
  "anomalies",
  "restrictions",
  "announcedWalkers",
  "breachCases",
  "webhookDeliveries",
]

/** What waits for an operator. */
const leftToPeople = ({ queues, streams }: World) => [
  ...[...queues].flatMap(([name, { deadLetters }]) => deadLetters.map(() => name)),
  ...[...streams].flatMap(([name, { givenUp }]) => givenUp.map(() => name)),
]

/** A retailer publishes orders and a carrier reports a walk over others, while a table does not answer for an hour. */
async function duringOutageOf(table: string, seed: number) {
  const world = makeWorld({ seed, faults: noFaults })
  const { scheduler } = world
  await world.ready
  const walked = publishOrders(world, 12)
  await scheduler.runUntilIdle()
  const endsMs = scheduler.nowMs() + anHour
  scheduler.takeAway(table, anHour)
  reportWalk(world, walked)
  const published = publishOrders(world, 6, 100)
  await scheduler.runUntilIdle()
  return { world, endsMs, published }
}

describe("an outage of one table for an hour", () => {
  it.each(tables)(
    "loses nothing and leaves nothing to people: %s",
    async (table) => {
      for (const seed of [1, 2]) {
        const { world, endsMs, published } = await duringOutageOf(table, seed)
        expect(leftToPeople(world)).toEqual([])
        for (const queue of world.queues.values()) expect(queue.messages.size).toBe(0)
        const opened = alertedParties.map((party) => received(world, party, "BreachCaseOpened").length)
        expect(opened).toEqual([1, 1])
        const rows = world.stores.trackingRecords.rows()
        for (const { shipmentId } of published)
          expect(rows.filter((row) => row.kind === "shipment" && row.shipmentId === shipmentId)).toHaveLength(1)
        // All is done within two minutes after the end: the longest pause, and the way of an alert.
        expect(world.scheduler.nowMs() - endsMs).toBeLessThan(2 * 60_000)
      }
    },
    60_000,
  )
})
