import { createHash } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"
import { PutEventsCommand } from "@aws-sdk/client-eventbridge"
import type { EventEntry } from "../../../shared/contracts/define-event.ts"
import { shipmentCreated } from "../../../shared/contracts/shipment-created.ts"
import { shipmentDelivered } from "../../../shared/contracts/shipment-delivered.ts"
import type { CastParcel } from "./cast.ts"
import type { DeployedExchange } from "./deployed-exchange.ts"

/** What PutEvents takes at once. */
const entriesPerCall = 10
const attempts = 5

/**
 * Publishes with the stock SDK client, several calls at a time, and sends again what the bus did not take.
 *
 * @throws Error when the bus keeps refusing an entry.
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
      if (refused.length > 0 && attempt === attempts) throw new Error(`${refused.length} events were not accepted`)
      waiting = refused
    }
  })
}

/** The retailer's event for a parcel that it handed over. */
export function createdEntry(
  exchange: { readonly ingressBusName: string },
  cast: { readonly retailer: string; readonly carrier: string },
  parcel: CastParcel,
  options: { readonly createdAt: string; readonly withTrackingNumber: boolean },
): EventEntry {
  const { createdAt } = options
  return shipmentCreated.entry({
    source: `wayseal.retailer.${cast.retailer}`,
    busName: exchange.ingressBusName,
    data: {
      shipmentId: parcel.shipmentId,
      orderReference: parcel.orderReference,
      carrierId: cast.carrier,
      ...(options.withTrackingNumber ? { trackingNumber: parcel.trackingNumber } : {}),
      linkTokenDigest: linkTokenDigest(parcel.linkToken),
      recipient: { postalCode: parcel.postalCode, country: "CA", addressLine: parcel.addressLine },
      createdAt,
    },
    metadata: { id: `c-${parcel.shipmentId}`, occurredAt: createdAt, correlationId: `s-${parcel.shipmentId}` },
  })
}

/** The carrier's event for a parcel that somebody signed for. */
export function deliveredEntry(
  exchange: { readonly ingressBusName: string },
  cast: { readonly carrier: string },
  parcel: CastParcel,
  deliveredAt: string,
): EventEntry {
  return shipmentDelivered.entry({
    source: `wayseal.carrier.${cast.carrier}`,
    busName: exchange.ingressBusName,
    data: { trackingNumber: parcel.trackingNumber, deliveredAt, signatory: parcel.signatory },
    metadata: { id: `d-${parcel.shipmentId}`, occurredAt: deliveredAt, correlationId: `s-${parcel.shipmentId}` },
  })
}

/** What a retailer stores and sends of the token it mails: base64url SHA-256. */
export function linkTokenDigest(linkToken: string): string {
  return createHash("sha256").update(linkToken).digest("base64url")
}

/**
 * Waits until the queues between the buses and the functions are empty.
 *
 * @throws Error when they are not within the time given, or when a message became a dead letter.
 */
export async function whenWorkedOff(exchange: DeployedExchange, patienceSeconds: number, part = /./): Promise<void> {
  const queues = exchange.gateQueues.filter(({ name, isDeadLetters }) => !isDeadLetters && part.test(name))
  const deadline = Date.now() + patienceSeconds * 1000
  for (let quiet = 0; quiet < 2; ) {
    const depths = await Promise.all(queues.map(({ url }) => exchange.depth(url)))
    quiet = depths.every((depth) => depth === 0) ? quiet + 1 : 0
    if (Date.now() > deadline) {
      const waiting = queues.filter((_, index) => depths[index] !== 0).map(({ name }) => name)
      throw new Error(`not worked off in ${patienceSeconds} s: ${waiting.join(", ")}`)
    }
    if (quiet < 2) await pause(150)
  }
}

/** Calls the work for each item, so many at a time; the first failure ends it. */
export async function inParallel<T>(
  items: readonly T[],
  parallel: number,
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index]
      if (item !== undefined) await work(item, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, worker))
}

/** The items in lists of at most so many. */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = []
  for (let from = 0; from < items.length; from += size) chunks.push(items.slice(from, from + size))
  return chunks
}
