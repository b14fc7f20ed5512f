import { setTimeout as pause } from "node:timers/promises"
import { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import type { EventEntry } from "../../../shared/contracts/define-event.ts"
import { shipmentCreated } from "../../../shared/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/contracts/shipment-delivered.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import type { CastParcel } from "./cast.ts"
import { chunksOf, inParallel } from "./concurrency.ts"
import type { DeployedExchange } from "./deployed-exchange.ts"
import { creationOf } from "./parcel.ts"

/** PutEvents takes at most ten entries. */
const entriesPerCall = 10
const attempts = 5

/**
 * Publishes with the stock SDK client, several calls at a time. Sends again what the bus did not accept.
 *
 * @throws Error when the bus refuses an entry again and again
 */
export async function publishAll(
  exchange: DeployedExchange,
  entries: readonly EventEntry[],
  parallel = 4,
): Promise<void> {
  const calls = chunksOf(entries, entriesPerCall)
  await inParallel(calls, parallel, async (call) => {
    let waiting: readonly EventEntry[] = call
    for (let attempt = 1; waiting.length > 0; attempt++) {
      const answer = await exchange.events.send(new PutEventsCommand({ Entries: [...waiting] }))
      const refused = waiting.filter((_, index) => answer.Entries?.[index]?.EventId === undefined)
      if (refused.length > 0 && attempt === attempts) throw new Error(`The bus did not accept ${refused.length} events`)
      waiting = refused
    }
  })
}

/** The exchange, and the parties that publish on it. */
type Publishers = { readonly exchange: DeployedExchange; readonly retailer: Party; readonly carrier: Party }

/** The retailer's event for a parcel that it handed over. */
export function createdEntry(
  { exchange, retailer, carrier }: Publishers,
  parcel: CastParcel,
  options: { readonly createdAt: string; readonly withTrackingNumber: boolean },
): EventEntry {
  const { createdAt, withTrackingNumber } = options
  return shipmentCreated.entry({
    source: eventSource(retailer),
    busName: exchange.ingressBusName,
    data: creationOf(parcel, { createdAt, withTrackingNumber, carrierId: carrier.id }),
    metadata: { id: `c-${parcel.shipmentId}`, occurredAt: createdAt, correlationId: `s-${parcel.shipmentId}` },
  })
}

/** The carrier's event for a parcel that somebody signed for. */
export function deliveredEntry({ exchange, carrier }: Publishers, parcel: CastParcel, deliveredAt: string): EventEntry {
  return shipmentDelivered.entry({
    source: eventSource(carrier),
    busName: exchange.ingressBusName,
    data: { trackingNumber: parcel.trackingNumber, deliveredAt, signatory: parcel.signatory },
    metadata: { id: `d-${parcel.shipmentId}`, occurredAt: deliveredAt, correlationId: `s-${parcel.shipmentId}` },
  })
}

/**
 * Waits until the queues between the buses and the functions are empty, twice in a row.
 *
 * @param part only queues whose path matches
 * @throws Error when they are not empty in time
 */
export async function whenQueuesAreEmpty(
  exchange: DeployedExchange,
  patienceSeconds: number,
  part = /./,
): Promise<void> {
  const queues = exchange.gateQueues.filter(({ name, isDeadLetters }) => !isDeadLetters && part.test(name))
  const deadline = Date.now() + patienceSeconds * 1000
  for (let quiet = 0; quiet < 2; ) {
    const depths = await Promise.all(queues.map(({ url }) => exchange.depth(url)))
    quiet = depths.every((depth) => depth === 0) ? quiet + 1 : 0
    if (Date.now() > deadline) {
      const waiting = queues.filter((_, index) => depths[index] !== 0).map(({ name }) => name)
      throw new Error(`These queues were not empty after ${patienceSeconds} s: ${waiting.join(", ")}`)
    }
    if (quiet < 2) await pause(150)
  }
}
