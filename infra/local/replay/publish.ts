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
import { eventSource, shipperOf } from "../../../shared/parties/party-directory.ts"
import type { CastParcel } from "./cast.ts"
import { type Seen, usualPatienceSeconds, waitUntil } from "./concurrency.ts"
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
 * @param patienceSeconds how long one that holds messages may stay as full as it is; by default that of `waitUntil`
 * @param part only queues whose path matches
 * @throws Error that names the queue that stayed as full as it was for so long
 */
export async function whenQueuesAreEmpty(
  exchange: Pick<DeployedExchange, "depth" | "gateQueues">,
  patienceSeconds = usualPatienceSeconds,
  part = /./,
): Promise<void> {
  const queues = exchange.gateQueues.filter(({ name, isDeadLetters }) => !isDeadLetters && part.test(name))
  let [busy, quiet]: [GateQueue | undefined, number] = [undefined, 0]
  const areEmpty = async (seen: Seen): Promise<true | undefined> => {
    // While one queue is known to hold something, the others need not be asked. That takes as much of a small machine
    // as the work that is waited for.
    const depth: number = busy === undefined ? 0 : await exchange.depth(busy.url)
    if (busy !== undefined && depth > 0) return void seen(`${depth} in ${busy.name}`)
    const depths = await Promise.all(queues.map(({ url }) => exchange.depth(url)))
    seen(depths.join(" "))
    busy = queues.find((_, place) => (depths[place] ?? 0) > 0)
    quiet = busy === undefined ? quiet + 1 : 0
    return quiet === 2 ? true : undefined
  }
  await waitUntil("the queues to be empty", areEmpty, { patienceSeconds, everyMilliseconds: 150 })
}
