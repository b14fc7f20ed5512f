import type * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { derivedId } from "../../base/contracts/envelope.ts"
import type { HeldPart, UnlookedPart } from "../../base/contracts/part-of-erasure.ts"
import { parcelErased, shipmentErased } from "../../base/contracts/shipment-erased.ts"
import type { shipmentErasureRequested } from "../../base/contracts/shipment-erasure-requested.ts"
import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import type { Clock } from "../../base/platform/clock.ts"
import { dayMilliseconds } from "../../base/platform/instants.ts"
import { listOfDue } from "../../base/platform/lists-of-due.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import { type EventPublisher, type OutgoingEvent, outgoing } from "../../parties/channels/event-publisher.ts"
import { type Handled, type ReceivedEvent, rejected } from "../../parties/received-event.ts"
import {
  dueErasures,
  type Erasures,
  erasureExpiry,
  erasureIdOf,
  orderTombstoneKey,
  type PartCounts,
  type ShipmentErasure,
} from "../tracking/erasures.ts"
import { defined } from "../tracking/joined-record.ts"
import { referenceRecordId, shipmentRecordId } from "../tracking/record-ids.ts"
import { type RecordTraces, recordTraces } from "../tracking/record-traces.ts"
import type { TrackingRecords } from "../tracking/tracking-records.ts"
import { addedCounts, countsOf, heldPartsOf, largerCounts } from "./erasure-parts.ts"
import type { FindParts, FoundPart } from "./found-part.ts"

/** What erasing needs. */
export type ErasureTools = {
  /** Finds what the other contexts hold of a shipment. */
  findParts: FindParts
  erasures: Erasures
  records: Pick<TrackingRecords, "tracesOf" | "erase">
  hashes: Pick<KeyedHash, "lastingHash">
  sealer: Pick<Sealer, "seal" | "unseal">
  publisher: Pick<EventPublisher, "publish">
  clock: Clock
}

/**
 * How long after the erasure the shipment is looked for again. A function that had read it before may write until it
 * ends, and indexes lag: a function takes 5 minutes at most.
 */
const settlingMilliseconds = 15 * 60_000

/** How often it is asked anew whether an open case still holds something. */
const recheckMilliseconds = dayMilliseconds

/** A shipment and its traces, as they rest sealed in its erasure. */
const sealedTraces = recordTraces.extend({ shipmentId: ownString() })
type SealedTraces = z.infer<typeof sealedTraces>

/** Erases what a retailer asks for. A repeat does it again, and answers under the same event id. */
export function makeEraseShipment(
  tools: ErasureTools,
): (event: ReceivedEvent<typeof shipmentErasureRequested>) => Promise<Handled> {
  return async ({ party, data, metadata }) => {
    if (party.kind !== "retailer") return rejected({ path: "source", rule: "wrongSender" })
    const { shipmentId } = data
    const erasureKey = erasureIdOf(tools.hashes, { retailerId: party.id, shipmentId })
    const now = tools.clock()
    const begun = await tools.erasures.begin({
      erasureKey,
      kind: "shipment",
      retailerId: party.id,
      requestedAt: metadata.occurredAt,
      held: [],
      sealedTraces: await sealTraces(tools, { erasureKey, retailerId: party.id }, { shipmentId }),
      due: listOfDue(dueErasures, erasureKey),
      dueAt: now.toISOString(),
      expiresAt: erasureExpiry(now.toISOString()),
    })
    await eraseAgain(tools, begun)
    return "erased"
  }
}

/**
 * Erases again what is due: what a write under way or an index that lagged kept from the first erasure, what a case
 * held that holds it no more, and what came back with a restored table. So a hold ends by itself.
 *
 * @returns how many were erased again
 * @throws why the first one failed, after all others were tried
 */
export async function sweepErasures(tools: ErasureTools): Promise<number> {
  const now = tools.clock().toISOString()
  const failures: unknown[] = []
  let swept = 0
  for await (const erasureId of tools.erasures.due(now)) {
    const erasure = await tools.erasures.get(erasureId)
    if (erasure?.dueAt === undefined || erasure.dueAt > now) continue
    try {
      await eraseAgain(tools, erasure)
      swept += 1
    } catch (failure) {
      failures.push(failure)
    }
  }
  if (failures.length > 0) throw failures[0]
  return swept
}

/**
 * Removes the shipment from every table, but for held evidence. It stores what it is about to remove before it does,
 * and publishes what changed before it notes it. So a crash anywhere is mended by doing all of it again.
 */
async function eraseAgain(tools: ErasureTools, begun: ShipmentErasure): Promise<void> {
  const { erasure, traces } = await withTraces(tools, begun)
  if (traces === undefined) {
    // The retailer's key was shredded, so nobody can say any more which shipment it was.
    const { due: _, dueAt: __, ...ended } = erasure
    return tools.erasures.save(ended)
  }
  const { retailerId } = erasure
  await tools.erasures.bury(tombstonesOf(traces).map((erasureKey) => tombstone(tools, erasure, erasureKey)))
  await tools.records.erase({ retailerId, shipmentId: traces.shipmentId }, traces.parcelId)
  const { parts, notLookedFor } = await tools.findParts({
    retailerId,
    traces,
    recordIds: recordIdsOf(retailerId, traces),
  })
  const counted = await withCounts(tools, erasure, parts)
  for (const part of parts) await part.remove()
  const now = tools.clock()
  const erasedAt = erasure.erasedAt ?? now.toISOString()
  const left: Left = {
    held: heldPartsOf(parts),
    ...(notLookedFor.length === 0 ? {} : { notLookedFor: [...notLookedFor] }),
  }
  const answers = answersTo({ ...counted, erasedAt }, traces, left)
  if (answers.length > 0) await tools.publisher.publish(answers)
  await tools.erasures.save(after({ ...counted, erasedAt }, left, now))
}

/** The erasure with all traces that are known of the shipment. They are stored before anything is removed. */
async function withTraces(
  tools: ErasureTools,
  erasure: ShipmentErasure,
): Promise<{ erasure: ShipmentErasure; traces: SealedTraces | undefined }> {
  const { retailerId, erasureKey } = erasure
  const opened = await tools.sealer.unseal(`party#${retailerId}`, erasureKey, "traces", erasure.sealedTraces)
  if (opened === undefined) return { erasure, traces: undefined }
  const known = sealedTraces.parse(JSON.parse(opened))
  const found = await tools.records.tracesOf({ retailerId, shipmentId: known.shipmentId })
  const traces = { ...known, ...defined(found ?? {}) }
  const isNews = found !== undefined && erasure.wasKnown === undefined
  if (!isNews && JSON.stringify(traces) === JSON.stringify(known)) return { erasure, traces }
  const sealed = await sealTraces(tools, erasure, traces)
  const parcel = found?.parcelId === undefined ? {} : { parcel: 1 }
  const removing = largerCounts(erasure.removing ?? {}, found === undefined ? {} : { shipment: 1, ...parcel })
  const grown: ShipmentErasure = {
    ...erasure,
    sealedTraces: sealed,
    removing,
    ...(found === undefined ? {} : { wasKnown: true }),
  }
  await tools.erasures.save(grown)
  return { erasure: grown, traces }
}

function sealTraces(
  { sealer }: Pick<ErasureTools, "sealer">,
  { retailerId, erasureKey }: Pick<ShipmentErasure, "retailerId" | "erasureKey">,
  traces: SealedTraces,
): Promise<string> {
  return sealer.seal(`party#${retailerId}`, erasureKey, "traces", JSON.stringify(traces))
}

/** The erasure with what is about to be removed, which is stored first: nobody can count what is gone. */
async function withCounts(
  { erasures }: Pick<ErasureTools, "erasures">,
  erasure: ShipmentErasure,
  found: readonly FoundPart[],
): Promise<ShipmentErasure> {
  const removing = largerCounts(erasure.removing ?? {}, countsOf(found))
  if (JSON.stringify(removing) === JSON.stringify(erasure.removing ?? {})) return erasure
  const counted = { ...erasure, removing }
  await erasures.save(counted)
  return counted
}

/** Keys of records under which there may be rows about the shipment alone. */
function recordIdsOf(retailerId: string, traces: SealedTraces): string[] {
  const { shipmentId, carrierId, parcelId, orderReferenceKey } = traces
  return [
    shipmentRecordId(retailerId, shipmentId),
    ...(parcelId === undefined ? [] : [parcelId]),
    ...(carrierId === undefined || orderReferenceKey === undefined
      ? []
      : [referenceRecordId(carrierId, orderReferenceKey)]),
  ]
}

function tombstonesOf({ parcelId, orderReferenceKey }: RecordTraces): string[] {
  return [
    ...(parcelId === undefined ? [] : [parcelId]),
    ...(orderReferenceKey === undefined ? [] : [orderTombstoneKey(orderReferenceKey)]),
  ]
}

function tombstone({ clock }: Pick<ErasureTools, "clock">, erasure: ShipmentErasure, erasureKey: string) {
  const { erasedAt = clock().toISOString(), expiresAt } = erasure
  return { erasureKey, kind: "tombstone", erasedAt, expiresAt } as const
}

/** What an erasure leaves: what is held, and what it could not look for. */
type Left = { held: HeldPart[]; notLookedFor?: UnlookedPart[] | undefined }

/** What the parties receive: the retailer what is erased and left, once and whenever that changes, the carrier once. */
function answersTo(erasure: ShipmentErasure & { erasedAt: string }, traces: SealedTraces, left: Left): OutgoingEvent[] {
  const { erasureKey, retailerId, erasedAt, sweptAt, wasKnown = false } = erasure
  const { shipmentId, carrierId, parcelId, trackingNumber } = traces
  const isFirst = sweptAt === undefined
  const content = contentOf(left)
  const answers: OutgoingEvent[] = []
  if (isFirst || content !== contentOf(erasure))
    answers.push(
      outgoing(
        shipmentErased,
        { shipmentId, erasureId: erasureKey, erasedAt, wasKnown, ...left },
        {
          id: derivedId("shipment-erased", erasureKey, content),
          occurredAt: erasedAt,
          belongsTo: shipmentRecordId(retailerId, shipmentId),
          audience: retailerId,
        },
      ),
    )
  if (isFirst && carrierId !== undefined && parcelId !== undefined && trackingNumber !== undefined)
    answers.push(
      outgoing(
        parcelErased,
        { trackingNumber, erasedAt },
        {
          id: derivedId("shipment-erased", erasureKey, carrierId),
          occurredAt: erasedAt,
          belongsTo: parcelId,
          audience: carrierId,
        },
      ),
    )
  return answers
}

/** What an event says of it, as its id is made from. */
const contentOf = ({ held, notLookedFor }: Left): string =>
  JSON.stringify(notLookedFor === undefined ? held : { held, notLookedFor })

/** The erasure as it stands after it was done once more. */
function after(
  { due: _, dueAt: __, notLookedFor: ___, removing = {}, ...erasure }: ShipmentErasure & { erasedAt: string },
  left: Left,
  now: Date,
): ShipmentErasure {
  const { held } = left
  const sweptAt = now.toISOString()
  const dueMs = nextLook(erasure, { removing, held }, now.getTime())
  const ends = held.flatMap(({ because }) => because.map(({ until = sweptAt }) => erasureExpiry(until)))
  return {
    ...erasure,
    sweptAt,
    removed: addedCounts(erasure.removed ?? {}, removing),
    ...left,
    ...(dueMs === undefined
      ? {}
      : { due: listOfDue(dueErasures, erasure.erasureKey), dueAt: new Date(dueMs).toISOString() }),
    expiresAt: Math.max(erasure.expiresAt, erasureExpiry(sweptAt), ...ends),
  }
}

/**
 * When the shipment is looked for again (ms): soon after something was removed, each day while a case is open, and when
 * the first closed case lets go. Undefined once nothing of it is left.
 */
function nextLook(
  { erasedAt }: { erasedAt: string },
  { removing, held }: { removing: PartCounts; held: readonly HeldPart[] },
  now: number,
): number | undefined {
  const settledAt = Date.parse(erasedAt) + settlingMilliseconds
  if (now < settledAt) return settledAt
  if (Object.keys(removing).length > 0) return now + settlingMilliseconds
  const looks = held.flatMap(({ because }) =>
    because.map(({ until }) => (until ? Date.parse(until) : now + recheckMilliseconds)),
  )
  return looks.length === 0 ? undefined : Math.min(...looks)
}
