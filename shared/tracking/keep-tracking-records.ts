import type { Sealer } from "../platform/sealing.ts"
import { byCreation, counterpartOf, defined, present, recordOf, type TrackingRecord } from "./joined-record.ts"
import type { KeyedHash } from "./keyed-hash.ts"
import {
  jointChanges,
  ownExpiry,
  parcelChange,
  parcelFactsOf,
  released,
  same,
  shipmentChange,
} from "./record-changes.ts"
import { normaliseTrackingNumber, parcelRecordId, quarantineRecordId, shipmentRecordId } from "./record-ids.ts"
import { orderReferenceKeys } from "./record-proofs.ts"
import {
  claims,
  type ParcelFacts,
  type ParcelRow,
  quarantineOf,
  type ShipmentFacts,
  type ShipmentKey,
  type ShipmentRow,
  type TrackingRow,
  unknownParcel,
  withCancellation,
  withCreation,
  withNumber,
  withProgress,
} from "./tracking-record.ts"
import {
  RecordContended,
  type RecordOutcome,
  type RecordReference,
  type ToldNumber,
  type TrackingRecords,
} from "./tracking-records.ts"
import type { RowChange, TrackingRows } from "./tracking-rows.ts"

const attempts = 12

const queriesAtOnce = 10

/** Tracking records over any rows. */
export function trackingRecords(options: {
  rows: TrackingRows
  hashes: KeyedHash
  sealer: Sealer
  now: () => Date
}): TrackingRecords {
  const { rows, hashes, sealer, now } = options

  function parcelIds(carrierId: string, trackingNumber: string): string[] {
    return hashes
      .hashes("tracking-number", carrierId, normaliseTrackingNumber(trackingNumber))
      .map((hash) => parcelRecordId(carrierId, hash))
  }

  /** Reads, decides and writes until nobody else has written in between. */
  async function settle<Outcome>(
    decide: () => Promise<{ outcome: Outcome; changes: readonly RowChange[] }>,
  ): Promise<Outcome> {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const { outcome, changes } = await decide()
      if (changes.length === 0 || (await rows.replace(changes)) === "written") return outcome
    }
    throw new RecordContended()
  }

  /** What an event says of a shipment beside its number; `undefined` when it says nothing else. */
  type Advance = (known: ShipmentFacts | undefined) => Promise<ShipmentFacts | "duplicate" | "conflict" | undefined>

  async function recordShipment(
    key: ShipmentKey,
    advance: Advance,
    number: ToldNumber | undefined,
  ): Promise<RecordOutcome | "conflict"> {
    return settle<RecordOutcome | "conflict">(async () => {
      const current = shipmentOf(await rows.get([key.recordId]))
      const known = current && factsOf(current)
      const advanced = await advance(known)
      if (advanced === "conflict") return { outcome: advanced, changes: [] }
      const facts = typeof advanced === "object" ? advanced : known
      const numbered = number === undefined ? undefined : withNumber(facts, key, await sealedNumber(key, number))
      if (typeof numbered === "object") return claimFor(key, current, numbered, number)
      if (typeof advanced === "object") return claimFor(key, current, advanced, number)
      return { outcome: advanced ?? numbered ?? "duplicate", changes: [] }
    })
  }

  async function sealedNumber(key: ShipmentKey, { trackingNumber, at, eventKey }: ToldNumber) {
    const owner = `party#${key.retailerId}` as const
    return {
      at,
      eventKey,
      sealedTrackingNumber: await sealer.seal(owner, key.recordId, "trackingNumber", trackingNumber),
    }
  }

  /** Makes the shipment's claim match the tracking number that holds, and settles what to write. */
  async function claimFor(
    key: ShipmentKey,
    current: ShipmentRow | undefined,
    facts: ShipmentFacts,
    number: ToldNumber | undefined,
  ): Promise<{ outcome: RecordOutcome; changes: RowChange[] }> {
    const outcome = "recorded"
    const { creation, numbering } = facts
    if (creation === undefined || numbering === undefined) return { outcome, changes: shipmentChange(current, facts) }
    if (current?.parcelId !== undefined && same(current.numbering, numbering)) {
      const parcel = parcelOf(await rows.get([current.parcelId]))
      return { outcome, changes: jointChanges(current, facts, parcel, parcel) }
    }
    const trackingNumber =
      number?.eventKey === numbering.eventKey ? number.trackingNumber : await unsealNumber(key, facts)
    if (trackingNumber === undefined) return { outcome, changes: shipmentChange(current, facts) }

    const candidates = parcelIds(creation.carrierId, trackingNumber)
    const quarantineIds = candidates.map((parcelId) => quarantineRecordId(parcelId, key.recordId))
    const found = await rows.get([...candidates, ...quarantineIds, ...present(current?.parcelId)])
    const known = firstParcel(found, candidates)

    if (known?.claimedBy !== undefined && !claims(key, known)) {
      const held = parcelOf(found.filter((row) => row.recordId === current?.parcelId))
      const changes = jointChanges(current, withNumberOf(current, facts), held, held)
      if (found.some((row) => row.kind === "quarantine"))
        return { outcome: changes.length === 0 ? "duplicate" : "quarantined", changes }
      changes.push({ readRevision: 0, row: quarantineOf(known, key, numbering.at) })
      return { outcome: "quarantined", changes }
    }

    const parcelId = known?.recordId ?? candidates[0]
    if (parcelId === undefined) return { outcome, changes: shipmentChange(current, facts) }
    const parcel: ParcelFacts = {
      ...(known === undefined ? await freshParcel(creation.carrierId, parcelId, trackingNumber) : parcelFactsOf(known)),
      claimedBy: { retailerId: key.retailerId, shipmentId: key.shipmentId },
    }
    const changes = jointChanges(current, { ...facts, parcelId }, known, parcel)
    const left = parcelOf(found.filter((row) => row.recordId === current?.parcelId))
    if (left !== undefined && left.recordId !== parcelId && claims(key, left)) changes.push(released(left))
    return { outcome, changes }
  }

  async function unsealNumber(key: ShipmentKey, { sealedTrackingNumber }: ShipmentFacts): Promise<string | undefined> {
    return sealedTrackingNumber === undefined
      ? undefined
      : sealer.unseal(`party#${key.retailerId}`, key.recordId, "trackingNumber", sealedTrackingNumber)
  }

  async function freshParcel(carrierId: string, recordId: string, trackingNumber: string): Promise<ParcelFacts> {
    const sealedTrackingNumber = await sealer.seal(
      `party#${carrierId}`,
      recordId,
      "trackingNumber",
      normaliseTrackingNumber(trackingNumber),
    )
    return unknownParcel({ recordId, carrierId, sealedTrackingNumber })
  }

  async function byIndex(
    keys: readonly string[],
    query: (key: string) => Promise<ShipmentRow[]>,
  ): Promise<Map<string, ShipmentRow[]>> {
    const answers = new Map<string, ShipmentRow[]>()
    const wanted = [...new Set(keys)]
    for (let from = 0; from < wanted.length; from += queriesAtOnce) {
      await Promise.all(
        wanted.slice(from, from + queriesAtOnce).map(async (key) => {
          answers.set(key, await query(key))
        }),
      )
    }
    return answers
  }

  async function find(references: readonly RecordReference[]): Promise<TrackingRecord[][]> {
    const asked = references.map((reference) => keysOf(reference))
    const direct = asked.flatMap((keys) => keys.recordIds)
    const [byOrder, byLink, byId] = await Promise.all([
      byIndex(
        asked.flatMap((keys) => keys.orderKeys),
        rows.shipmentsByOrderReference,
      ),
      byIndex(
        asked.flatMap((keys) => keys.linkKeys),
        rows.shipmentsByLinkDigest,
      ),
      direct.length === 0 ? [] : rows.get(direct),
    ])
    const known = new Map<string, TrackingRow>()
    for (const row of [...[...byOrder.values(), ...byLink.values()].flat(), ...byId]) known.set(row.recordId, row)
    const others = [...known.values()].flatMap(counterpartOf).filter((recordId) => !known.has(recordId))
    if (others.length > 0) for (const row of await rows.get(others)) known.set(row.recordId, row)

    const at = now().getTime() / 1000
    return asked.map((keys) => {
      const ids = [
        ...keys.recordIds,
        ...keys.orderKeys.flatMap((key) => byOrder.get(key) ?? []).map((row) => row.recordId),
        ...keys.linkKeys.flatMap((key) => byLink.get(key) ?? []).map((row) => row.recordId),
      ]
      const records = new Map<string, TrackingRecord>()
      for (const id of ids) {
        const record = recordOf(known.get(id), known, at)
        if (record !== undefined) records.set(record.recordId, record)
      }
      return [...records.values()].sort(byCreation)
    })
  }

  function keysOf(reference: RecordReference): { recordIds: string[]; orderKeys: string[]; linkKeys: string[] } {
    const none = { recordIds: [], orderKeys: [], linkKeys: [] }
    switch (reference.by) {
      case "orderReference":
        return { ...none, orderKeys: orderReferenceKeys(hashes, reference.retailer, reference.orderReference) }
      case "trackingNumber":
        return { ...none, recordIds: parcelIds(reference.carrierId, reference.trackingNumber) }
      case "linkToken":
        return { ...none, linkKeys: hashes.hashes("link-digest", reference.linkTokenDigest) }
      case "shipmentId":
        return { ...none, recordIds: [shipmentRecordId(reference.retailerId, reference.shipmentId)] }
      case "recordId":
        return { ...none, recordIds: [reference.recordId] }
      case "orderReferenceKey":
        return { ...none, orderKeys: [reference.orderReferenceKey] }
    }
  }

  const first = async (reference: RecordReference) => (await find([reference]))[0]?.[0]

  return {
    recordCreation: (told) => {
      const { key, creation, orderReferenceKey, linkDigestKey } = told.shipment
      const { eventKey, occurredAt } = told
      return recordShipment(
        key,
        async (known) => {
          if (known?.creation !== undefined) return told.repeats(known.creation) ? "duplicate" : "conflict"
          const sealedOrderReference = await sealer.seal(
            `party#${key.retailerId}`,
            key.recordId,
            "orderReference",
            told.orderReference,
          )
          return withCreation(
            known,
            key,
            { creation: { ...creation, eventKey, sealedOrderReference }, orderReferenceKey, linkDigestKey, occurredAt },
            told.repeats,
          )
        },
        told.trackingNumber === undefined
          ? undefined
          : { trackingNumber: told.trackingNumber, at: occurredAt, eventKey },
      )
    },
    recordNumber: async (shipment, told) =>
      withoutConflict(await recordShipment(keyOf(shipment), async () => undefined, told)),
    recordCancellation: async (shipment, at) => {
      const key = keyOf(shipment)
      return withoutConflict(await recordShipment(key, async (known) => withCancellation(known, key, at), undefined))
    },
    recordProgress: ({ carrierId, trackingNumber }, told) =>
      settle<RecordOutcome>(async () => {
        const candidates = parcelIds(carrierId, trackingNumber)
        const known = firstParcel(await rows.get(candidates), candidates)
        const parcelId = known?.recordId ?? candidates[0]
        if (parcelId === undefined) return { outcome: "stale", changes: [] }
        const facts =
          known === undefined ? await freshParcel(carrierId, parcelId, trackingNumber) : parcelFactsOf(known)
        const next = withProgress(facts, told)
        if (typeof next === "string") return { outcome: next, changes: [] }
        const claim = next.claimedBy
        const shipment =
          claim === undefined || known === undefined || ownExpiry(next) === known.expiresAt
            ? undefined
            : shipmentOf(await rows.get([shipmentRecordId(claim.retailerId, claim.shipmentId)]))
        if (shipment !== undefined)
          return { outcome: "recorded", changes: jointChanges(shipment, factsOf(shipment), known, next) }
        return { outcome: "recorded", changes: parcelChange(known, next, ownExpiry(next)) }
      }),
    find,
    byOrderReference: async (retailer, orderReference) =>
      (await find([{ by: "orderReference", retailer, orderReference }]))[0] ?? [],
    byTrackingNumber: (carrierId, trackingNumber) => first({ by: "trackingNumber", carrierId, trackingNumber }),
    byLinkDigest: (linkTokenDigest) => first({ by: "linkToken", linkTokenDigest }),
    byShipmentId: (retailerId, shipmentId) => first({ by: "shipmentId", retailerId, shipmentId }),
  }
}

// --- Rows and facts
function keyOf({ retailerId, shipmentId }: { retailerId: string; shipmentId: string }): ShipmentKey {
  return { recordId: shipmentRecordId(retailerId, shipmentId), retailerId, shipmentId }
}

function shipmentOf(found: readonly TrackingRow[]): ShipmentRow | undefined {
  return found.find((row) => row.kind === "shipment")
}

function parcelOf(found: readonly TrackingRow[]): ParcelRow | undefined {
  return found.find((row) => row.kind === "parcel")
}

function firstParcel(found: readonly TrackingRow[], candidates: readonly string[]): ParcelRow | undefined {
  return candidates
    .map((recordId) => parcelOf(found.filter((row) => row.recordId === recordId)))
    .find((row) => row !== undefined)
}

function factsOf(row: ShipmentRow): ShipmentFacts {
  const { revision: _, expiresAt: __, ...facts } = row
  return facts
}

/** The facts with the number that the shipment had before, if its claim stood. */
function withNumberOf(current: ShipmentRow | undefined, facts: ShipmentFacts): ShipmentFacts {
  const { numbering: _, sealedTrackingNumber: __, ...others } = facts
  if (current?.parcelId === undefined) return others
  const { numbering, sealedTrackingNumber } = current
  return { ...others, ...defined({ numbering, sealedTrackingNumber }) }
}

function withoutConflict(outcome: RecordOutcome | "conflict"): RecordOutcome {
  return outcome === "conflict" ? "duplicate" : outcome
}
