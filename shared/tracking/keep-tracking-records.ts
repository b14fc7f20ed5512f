import { retryLostRace } from "../platform/retry-lost-race.ts"
import type { Sealer } from "../platform/sealing.ts"
import { claimParcel, newParcel, type TrackingTools } from "./claim-parcel.ts"
import { findTrackingRecords } from "./find-tracking-records.ts"
import { parcelIdsOf } from "./parcel-ids.ts"
import { jointChanges, ownExpiry, parcelChange, parcelFactsOf } from "./record-changes.ts"
import { shipmentRecordId } from "./record-ids.ts"
import { firstParcel, shipmentOf } from "./row-selection.ts"
import {
  type Progress,
  type ShipmentFacts,
  type ShipmentKey,
  type ShipmentRow,
  withCancellation,
  withCreation,
  withNumber,
  withProgress,
} from "./tracking-record.ts"
import {
  type AssignedNumber,
  type CreationEvent,
  RecordContended,
  type RecordOutcome,
  type TrackingRecords,
} from "./tracking-records.ts"
import type { RowChange } from "./tracking-rows.ts"

type Decision<Outcome> = { outcome: Outcome; changes: readonly RowChange[] }

/** The change that an event makes to a shipment beside its tracking number. Undefined when there is none. */
type Advance = (known: ShipmentFacts | undefined) => Promise<ShipmentFacts | "duplicate" | "conflict" | undefined>

/** Makes tracking records over any store of rows. */
export function trackingRecords(options: TrackingTools & { now: () => Date }): TrackingRecords {
  const tools: TrackingTools = options
  return {
    ...findTrackingRecords(options),
    recordCreation: (creation) => recordCreation(tools, creation),
    recordNumber: async (shipment, number) =>
      withoutConflict(await recordShipment(tools, keyOf(shipment), async () => undefined, number)),
    recordCancellation: async (shipment, at) => {
      const key = keyOf(shipment)
      const cancel: Advance = async (known) => withCancellation(known, key, at)
      return withoutConflict(await recordShipment(tools, key, cancel, undefined))
    },
    recordProgress: (parcel, progress) => settle(tools, () => decideProgress(tools, parcel, progress)),
  }
}

/** Reads, decides and writes. Repeats this when another writer was faster. */
function settle<Outcome>({ rows }: TrackingTools, decide: () => Promise<Decision<Outcome>>): Promise<Outcome> {
  return retryLostRace(
    async () => {
      const { outcome, changes } = await decide()
      const settled = changes.length === 0 || (await rows.replace(changes)) === "written"
      return settled ? { result: outcome } : undefined
    },
    () => new RecordContended(),
  )
}

function recordCreation(tools: TrackingTools, event: CreationEvent): Promise<RecordOutcome | "conflict"> {
  const { eventKey, occurredAt, repeats, orderReference, trackingNumber } = event
  const { key, creation, orderReferenceKey, linkDigestKey } = event.shipment
  const create: Advance = async (known) => {
    if (known?.creation !== undefined) return repeats(known.creation) ? "duplicate" : "conflict"
    const owner = `party#${key.retailerId}` as const
    const sealedOrderReference = await tools.sealer.seal(owner, key.recordId, "orderReference", orderReference)
    const sealed = { ...creation, eventKey, sealedOrderReference }
    return withCreation(known, key, { creation: sealed, orderReferenceKey, linkDigestKey, occurredAt }, repeats)
  }
  const number = trackingNumber === undefined ? undefined : { trackingNumber, at: occurredAt, eventKey }
  return recordShipment(tools, key, create, number)
}

function recordShipment(
  tools: TrackingTools,
  key: ShipmentKey,
  advance: Advance,
  number: AssignedNumber | undefined,
): Promise<RecordOutcome | "conflict"> {
  return settle<RecordOutcome | "conflict">(tools, async () => {
    const current = shipmentOf(await tools.rows.get([key.recordId]))
    const known = current && factsOf(current)
    const advanced = await advance(known)
    if (advanced === "conflict") return { outcome: advanced, changes: [] }
    const facts = typeof advanced === "object" ? advanced : known
    const numbered =
      number === undefined ? undefined : withNumber(facts, key, await sealedNumber(tools.sealer, key, number))
    if (typeof numbered === "object") return claimParcel(tools, { key, current, facts: numbered, number })
    if (typeof advanced === "object") return claimParcel(tools, { key, current, facts: advanced, number })
    return { outcome: advanced ?? numbered ?? "duplicate", changes: [] }
  })
}

async function decideProgress(
  { rows, hashes, sealer }: TrackingTools,
  { carrierId, trackingNumber }: { carrierId: string; trackingNumber: string },
  progress: Progress,
): Promise<Decision<RecordOutcome>> {
  const candidates = parcelIdsOf(hashes, carrierId, trackingNumber)
  const known = firstParcel(await rows.get(candidates), candidates)
  const parcelId = known?.recordId ?? candidates[0]
  if (parcelId === undefined) return { outcome: "stale", changes: [] }
  const facts =
    known === undefined ? await newParcel(sealer, { carrierId, parcelId, trackingNumber }) : parcelFactsOf(known)
  const next = withProgress(facts, progress)
  if (typeof next === "string") return { outcome: next, changes: [] }
  const { claimedBy } = next
  // The shipment expires with its parcel. If the parcel's expiry changes, the shipment's changes too.
  const moves = known !== undefined && ownExpiry(next) !== known.expiresAt
  const shipment =
    claimedBy !== undefined && moves
      ? shipmentOf(await rows.get([shipmentRecordId(claimedBy.retailerId, claimedBy.shipmentId)]))
      : undefined
  const changes =
    shipment === undefined
      ? parcelChange(known, next, ownExpiry(next))
      : jointChanges(shipment, factsOf(shipment), known, next)
  return { outcome: "recorded", changes }
}

async function sealedNumber(sealer: Sealer, key: ShipmentKey, { trackingNumber, at, eventKey }: AssignedNumber) {
  const owner = `party#${key.retailerId}` as const
  return {
    at,
    eventKey,
    sealedTrackingNumber: await sealer.seal(owner, key.recordId, "trackingNumber", trackingNumber),
  }
}

function keyOf({ retailerId, shipmentId }: { retailerId: string; shipmentId: string }): ShipmentKey {
  return { recordId: shipmentRecordId(retailerId, shipmentId), retailerId, shipmentId }
}

function factsOf(row: ShipmentRow): ShipmentFacts {
  const { revision: _, expiresAt: __, ...facts } = row
  return facts
}

/** Only a creation can conflict. */
function withoutConflict(outcome: RecordOutcome | "conflict"): RecordOutcome {
  return outcome === "conflict" ? "duplicate" : outcome
}
