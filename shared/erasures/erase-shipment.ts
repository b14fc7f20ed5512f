import type * as z from "zod"
import { ownString } from "../base/contracts/bounded-string.ts"
import { derivedId } from "../base/contracts/envelope.ts"
import { type HeldCause, type HeldPart, parcelErased, shipmentErased } from "../base/contracts/shipment-erased.ts"
import type { shipmentErasureRequested } from "../base/contracts/shipment-erasure-requested.ts"
import type { KeyedHash } from "../base/keyed-hash/keyed-hash.ts"
import type { Clock } from "../base/platform/clock.ts"
import { dayMilliseconds } from "../base/platform/instants.ts"
import type { Sealer } from "../base/platform/sealing.ts"
import type { BreachCases } from "../desk/cases/breach-cases.ts"
import {
  type Erasures,
  erasureExpiry,
  erasureIdOf,
  orderTombstoneKey,
  type PartCounts,
  type ShipmentErasure,
} from "../intake/tracking/erasures.ts"
import { defined } from "../intake/tracking/joined-record.ts"
import { referenceRecordId, shipmentRecordId } from "../intake/tracking/record-ids.ts"
import { type RecordTraces, recordTraces } from "../intake/tracking/record-traces.ts"
import type { TrackingRecords } from "../intake/tracking/tracking-records.ts"
import { type EventPublisher, type OutgoingEvent, outgoing } from "../parties/channels/event-publisher.ts"
import type { PartyDirectory } from "../parties/party-directory.ts"
import { type Handled, type ReceivedEvent, rejected } from "../parties/received-event.ts"
import type { Disclosure, Disclosures } from "../watch/lookups/ledger/disclosures.ts"
import type { DisclosureLog } from "../watch/lookups/log/disclosure-log.ts"
import { entryOf } from "../watch/lookups/log/log-disclosures.ts"
import type { LoggedRow } from "../watch/lookups/log/log-rows.ts"
import { referenceTagsOf } from "../watch/lookups/references/looked-up.ts"
import { addedCounts, heldPartOf, largerCounts } from "./erasure-parts.ts"
import { type ForgettingTools, forgetTraces, type ProfileTraces, profileTracesOf } from "./forget-lookups.ts"
import { type Evidence, findEvidence } from "./held-evidence.ts"

/** What erasing needs. */
export type ErasureTools = ForgettingTools &
  Parameters<typeof findEvidence>[0] & {
    cases: Pick<BreachCases, "forget">
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
  const lookups = await findLookups(tools, retailerId, traces)
  const counted = await withCounts(tools, erasure, lookups)
  await removeLookups(tools, lookups)
  const now = tools.clock()
  const erasedAt = erasure.erasedAt ?? now.toISOString()
  const held = heldOf(lookups)
  const answers = answersTo({ ...counted, erasedAt }, traces, held)
  if (answers.length > 0) await tools.publisher.publish(answers)
  await tools.erasures.save(after({ ...counted, erasedAt }, held, now))
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

/** What there is of lookups that showed the shipment: what is to be removed, and what is held. */
type Lookups = {
  readonly removed: readonly Disclosure[]
  readonly logged: { readonly removed: readonly LoggedRow[]; readonly kept: number }
  readonly profiles: ProfileTraces
  readonly evidence: Evidence
}

/** Finds the lookups that showed the shipment, in every table. */
async function findLookups(tools: ErasureTools, retailerId: string, traces: SealedTraces): Promise<Lookups> {
  const recordIds = recordIdsOf(retailerId, traces)
  const entries = []
  for (const recordId of recordIds) for await (const entry of tools.disclosures.ofRecord(recordId)) entries.push(entry)
  const evidence = await findEvidence(tools, { retailerId, recordIds, entries, now: tools.clock() })
  const removed = entries.filter((entry) => !evidence.entries.includes(entry))
  const carrier = traces.carrierId === undefined ? undefined : await tools.parties.carrierById(traces.carrierId)
  const tags = referenceTagsOf(tools.hashes, retailerId, traces, carrier?.trackingNumbers?.format)
  const profiles = await profileTracesOf(tools, tags, { removed, kept: evidence.entries })
  return { removed, evidence, profiles, logged: await findLogged(tools, recordIds, evidence.entries) }
}

/** The shipment's entries in the logs of its parties: those to remove, and how many are held. */
async function findLogged(
  { log, hashes }: Pick<ErasureTools, "log" | "hashes">,
  recordIds: readonly string[],
  held: readonly Disclosure[],
): Promise<Lookups["logged"]> {
  const removed: LoggedRow[] = []
  let kept = 0
  for (const recordId of recordIds)
    for await (const row of log.ofRecord(recordId))
      if (held.some((entry) => entryOf(hashes, row.party, entry) === row.sk)) kept += 1
      else removed.push(row)
  return { removed, kept }
}

/** The erasure with what is about to be removed, which is stored first: nobody can count what is gone. */
async function withCounts(
  tools: ErasureTools,
  erasure: ShipmentErasure,
  { removed, logged, profiles, evidence }: Lookups,
): Promise<ShipmentErasure> {
  const found: PartCounts = {
    ledgerEntries: removed.length,
    logEntries: logged.removed.length,
    accessProfileEntries: profiles.forgotten.reduce((sum, { names }) => sum + names.length, 0),
    caseEvidence: evidence.letGo.exposures.length + evidence.letGo.affected.length,
  }
  const removing = largerCounts(erasure.removing ?? {}, found)
  if (JSON.stringify(removing) === JSON.stringify(erasure.removing ?? {})) return erasure
  const counted = { ...erasure, removing }
  await tools.erasures.save(counted)
  return counted
}

/** Removes all that is not held. Leaves of logs stay. The ledger comes last: it says whose profiles there are. */
async function removeLookups(tools: ErasureTools, { removed, logged, profiles, evidence }: Lookups): Promise<void> {
  await forgetTraces(tools, profiles.forgotten)
  await tools.log.forget(logged.removed)
  await tools.cases.forget(evidence.letGo.exposures)
  await tools.cases.forget(evidence.letGo.affected)
  await tools.disclosures.remove(removed)
}

/** What is held of the shipment, each part once. */
function heldOf({ logged, profiles, evidence: { causes, heldRows, entries } }: Lookups): HeldPart[] {
  const open = causes.filter(({ reason }) => reason === "openCase")
  const counting: readonly HeldCause[] = open.length > 0 ? open : [{ reason: "openCase" }]
  return [
    ...heldPartOf("ledgerEntries", entries.length, counting),
    ...heldPartOf("logEntries", logged.kept, counting),
    ...heldPartOf("accessProfileEntries", profiles.kept, counting),
    ...heldPartOf("caseEvidence", heldRows, causes),
  ]
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
  held: HeldPart[],
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
  { due: _, dueAt: __, removing = {}, ...erasure }: ShipmentErasure & { erasedAt: string },
  held: HeldPart[],
  now: Date,
): ShipmentErasure {
  const sweptAt = now.toISOString()
  const dueMs = nextLook(erasure, { removing, held }, now.getTime())
  const ends = held.flatMap(({ because }) => because.map(({ until = sweptAt }) => erasureExpiry(until)))
  return {
    ...erasure,
    sweptAt,
    removed: addedCounts(erasure.removed ?? {}, removing),
    held,
    ...(dueMs === undefined ? {} : { due: "due", dueAt: new Date(dueMs).toISOString() }),
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
