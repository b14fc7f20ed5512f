import type * as z from "zod"
import { ownString } from "../contracts/bounded-string.ts"
import { derivedId } from "../contracts/envelope.ts"
import { type HeldEvidence, parcelErased, shipmentErased } from "../contracts/shipment-erased.ts"
import type { shipmentErasureRequested } from "../contracts/shipment-erasure-requested.ts"
import type { Disclosure, Disclosures } from "../lookups/ledger/disclosures.ts"
import type { DisclosureLog } from "../lookups/log/disclosure-log.ts"
import { entryOf } from "../lookups/log/log-disclosures.ts"
import { referenceTagsOf } from "../lookups/references/looked-up.ts"
import { type EventPublisher, type OutgoingEvent, outgoing } from "../parties/channels/event-publisher.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { type Handled, type ReceivedEvent, rejected } from "../parties/received-event.ts"
import type { Clock } from "../platform/clock.ts"
import { dayMilliseconds } from "../platform/instants.ts"
import type { Sealer } from "../platform/sealing.ts"
import {
  type Erasures,
  erasureExpiry,
  erasureIdOf,
  orderTombstoneKey,
  type ShipmentErasure,
} from "../tracking/erasures.ts"
import { defined } from "../tracking/joined-record.ts"
import type { KeyedHash } from "../tracking/keyed-hash.ts"
import { referenceRecordId, shipmentRecordId } from "../tracking/record-ids.ts"
import { type RecordTraces, recordTraces } from "../tracking/record-traces.ts"
import type { TrackingRecords } from "../tracking/tracking-records.ts"
import { type ForgettingTools, forgetLookups } from "./forget-lookups.ts"
import { findHeldEvidence, type Held } from "./held-evidence.ts"

/** What erasing needs. */
export type ErasureTools = ForgettingTools &
  Parameters<typeof findHeldEvidence>[0] & {
    erasures: Erasures
    records: Pick<TrackingRecords, "tracesOf" | "erase">
    disclosures: Pick<Disclosures, "ofRecord" | "remove">
    log: Pick<DisclosureLog, "ofRecord" | "forget">
    parties: Pick<PartyDirectory, "carrierById" | "retailerById">
    hashes: KeyedHash
    sealer: Pick<Sealer, "seal" | "unseal">
    publisher: Pick<EventPublisher, "publish">
    clock: Clock
  }

/**
 * How long after the erasure the shipment is looked for again. A function that had read it before may write until it
 * ends, and indexes lag: a function takes 5 minutes at most.
 */
const settlingMilliseconds = 15 * 60_000

/** How often it is asked anew whether a case still holds something. */
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
      due: "due",
      dueAt: now.toISOString(),
      expiresAt: erasureExpiry(now.toISOString()),
    })
    await eraseAgain(tools, begun)
    return "erased"
  }
}

/**
 * Erases again what is due: what a write under way or an index that lagged kept from the first erasure, what a case
 * held that holds it no more, and what came back with a restored table.
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
 * Removes the shipment from every table, but for held evidence, and publishes what changed before it notes it. So a
 * crash anywhere is mended by doing all of it again.
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
  const held = await eraseLookups(tools, retailerId, traces)
  const now = tools.clock()
  const erasedAt = erasure.erasedAt ?? now.toISOString()
  const answers = answersTo({ ...erasure, erasedAt }, traces, held)
  if (answers.length > 0) await tools.publisher.publish(answers)
  await tools.erasures.save(after({ ...erasure, erasedAt }, held, now))
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
  const grown: ShipmentErasure = { ...erasure, sealedTraces: sealed, ...(isNews ? { wasKnown: true } : {}) }
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

/** Removes the lookups that showed the shipment, but for those that are held. */
async function eraseLookups(tools: ErasureTools, retailerId: string, traces: SealedTraces): Promise<HeldEvidence[]> {
  const { disclosures, parties } = tools
  const recordIds = recordIdsOf(retailerId, traces)
  const entries = []
  for (const recordId of recordIds) for await (const entry of disclosures.ofRecord(recordId)) entries.push(entry)
  const retailer = (await parties.retailerById(retailerId)) ?? { id: retailerId, laws: [] }
  const held: Held = await findHeldEvidence(tools, { retailer, recordIds, entries })
  const removed = entries.filter((entry) => !held.entries.includes(entry))
  const format =
    traces.carrierId === undefined ? undefined : (await parties.carrierById(traces.carrierId))?.trackingNumbers?.format
  const tags = referenceTagsOf(tools.hashes, retailerId, traces, format)
  // The ledger comes last, because it says whose profiles there are.
  await forgetLookups(tools, tags, { removed, kept: held.entries })
  await forgetLogged(tools, recordIds, held.entries)
  await disclosures.remove(removed)
  return held.evidence
}

/** Removes the shipment's entries from the logs of its parties, but for those that are held. Their leaves stay. */
async function forgetLogged(
  { log, hashes }: Pick<ErasureTools, "log" | "hashes">,
  recordIds: readonly string[],
  held: readonly Disclosure[],
): Promise<void> {
  const isHeld = ({ party, sk }: { party: string; sk: string }) =>
    held.some((entry) => entryOf(hashes, party, entry) === sk)
  for (const recordId of recordIds) {
    const rows = []
    for await (const row of log.ofRecord(recordId)) if (!isHeld(row)) rows.push(row)
    await log.forget(rows)
  }
}

/** Keys under which the ledger may hold lookups of the shipment alone. */
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

/** What the parties receive: the retailer what is erased and held, once and whenever that changes, the carrier once. */
function answersTo(
  erasure: ShipmentErasure & { erasedAt: string },
  traces: SealedTraces,
  held: HeldEvidence[],
): OutgoingEvent[] {
  const { erasureKey, retailerId, erasedAt, sweptAt, wasKnown = false } = erasure
  const { shipmentId, carrierId, parcelId, trackingNumber } = traces
  const isFirst = sweptAt === undefined
  const content = JSON.stringify(held)
  const answers: OutgoingEvent[] = []
  if (isFirst || content !== JSON.stringify(erasure.held))
    answers.push(
      outgoing(
        shipmentErased,
        { shipmentId, erasureId: erasureKey, erasedAt, wasKnown, held },
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

/** The erasure as it stands after it was done once more. */
function after(
  { due: _, dueAt: __, ...erasure }: ShipmentErasure & { erasedAt: string },
  held: HeldEvidence[],
  now: Date,
): ShipmentErasure {
  const sweptAt = now.toISOString()
  const settledAt = Date.parse(erasure.erasedAt) + settlingMilliseconds
  const hasOpenCase = held.some(({ reason }) => reason === "openCase")
  const dueMs = now.getTime() < settledAt ? settledAt : hasOpenCase ? now.getTime() + recheckMilliseconds : undefined
  return {
    ...erasure,
    sweptAt,
    held,
    ...(dueMs === undefined ? {} : { due: "due", dueAt: new Date(dueMs).toISOString() }),
    expiresAt: Math.max(erasure.expiresAt, ...held.map(({ until = sweptAt }) => erasureExpiry(until))),
  }
}
