import { setTimeout as pause } from "node:timers/promises"
import { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import { eventOfEntry } from "../../../client/events/build-event.ts"
import type { PutsEvents } from "../../../client/events/load-event-bridge.ts"
import { overEventBridge } from "../../../client/events/over-event-bridge.ts"
import { publish } from "../../../client/events/publish.ts"
import type { EventEntry } from "../../../shared/base/contracts/define-event.ts"
import { manifestDeclared } from "../../../shared/base/contracts/manifest-declared.ts"
import { shipmentCreated } from "../../../shared/base/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/base/contracts/shipment-delivered.ts"
import { chunksOf } from "../../../shared/base/platform/chunks-of.ts"
import type { Party } from "../../../shared/parties/party.ts"
import { eventSource } from "../../../shared/parties/party-directory.ts"
import { shipperOf } from "../../../shared/parties/shipper-of.ts"
import type { CastParcel } from "./cast.ts"
import type { DeployedExchange, GateQueue } from "./deployed-exchange.ts"
import { creationOf } from "./parcel.ts"

/**
 * Publishes as each party would from its own account, several calls at a time.
 *
 * @throws PublishFailed when the bus did not accept an entry
 */
export async function publishAll(
  { events, ingressBusName: busName }: Pick<DeployedExchange, "events" | "ingressBusName">,
  entries: readonly EventEntry[],
  parallel = 4,
): Promise<void> {
  const client: PutsEvents = { putEvents: (input) => events.send(new PutEventsCommand(input)) }
  for (const source of new Set(entries.map(({ Source }) => Source))) {
    const own = entries.filter(({ Source }) => Source === source)
    await publish(overEventBridge({ busName, source, client }), own.map(eventOfEntry), { parallel })
  }
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

/** The carrier's events that name the retailer as the shipper of parcels, so that it receives their progress. */
export function handedOverEntries(
  { exchange, retailer, carrier }: Publishers,
  parcels: readonly CastParcel[],
  at: string,
): EventEntry[] {
  const shipper = shipperOf(retailer, carrier.id)
  if (shipper === undefined) return []
  return chunksOf(parcels, parcelsInManifest).map((some) => {
    const id = `m-${some[0]?.shipmentId}`
    return manifestDeclared.entry({
      source: eventSource(carrier),
      busName: exchange.ingressBusName,
      data: { parcels: some.map(({ trackingNumber }) => ({ trackingNumber, shipper })) },
      metadata: { id, occurredAt: at, correlationId: id },
    })
  })
}

const parcelsInManifest = 100

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
 * @param patienceSeconds how long one of them may go without getting emptier. How fast it does depends on the machine
 * @param part only queues whose path matches
 * @throws Error when it got no emptier for so long
 */
export async function whenQueuesAreEmpty(
  exchange: Pick<DeployedExchange, "depth" | "gateQueues">,
  patienceSeconds: number,
  part = /./,
): Promise<void> {
  const queues = exchange.gateQueues.filter(({ name, isDeadLetters }) => !isDeadLetters && part.test(name))
  let [busy, least, leastAt]: [GateQueue | undefined, number, number] = [undefined, 0, 0]
  for (let quiet = 0; quiet < 2; ) {
    // While one queue is known to hold something, the others need not be asked. That takes as much of a small machine
    // as the work that is waited for.
    const depth: number = busy === undefined ? 0 : await exchange.depth(busy.url)
    if (busy !== undefined && depth > 0) {
      if (depth < least) [least, leastAt] = [depth, Date.now()]
      if (Date.now() > leastAt + patienceSeconds * 1000)
        throw new Error(`The queue ${busy.name} did not get emptier for ${patienceSeconds} s`)
    } else {
      const depths = await Promise.all(queues.map(({ url }) => exchange.depth(url)))
      busy = queues.find((_, place) => (depths[place] ?? 0) > 0)
      ;[least, leastAt] = [Number.POSITIVE_INFINITY, Date.now()]
      quiet = busy === undefined ? quiet + 1 : 0
    }
    if (quiet < 2) await pause(150)
  }
}
