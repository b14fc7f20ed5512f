import { type DynamoDBClient, TransactionConflictException } from "@aws-sdk/client-dynamodb"
import canonicalize from "canonicalize"
import { normaliseTrackingNumber, parcelRecordId, quarantineRecordId, shipmentRecordId } from "../domain/identifiers.ts"
import { normaliseOrderReference } from "../domain/order-reference.ts"
import type { ReferenceFormat } from "../domain/party.ts"
import { postalCodeReadings } from "../domain/postal-code.ts"
import { orderReferenceKey, type RedactedShipment } from "../domain/redaction.ts"
import {
  claims,
  isTold,
  type ParcelFacts,
  type ParcelRow,
  type ParcelStatus,
  type Progress,
  quarantineOf,
  recordExpiry,
  type ShipmentCreation,
  type ShipmentFacts,
  type ShipmentKey,
  type ShipmentRow,
  shipmentRow,
  type ToldShipment,
  type TrackingRow,
  trackingRow,
  unknownParcel,
  withCancellation,
  withCreation,
  withNumber,
  withProgress,
} from "../domain/tracking-record.ts"
import type { KeyedHash } from "./keyed-hash.ts"
import type { Sealer } from "./sealing.ts"
import { dynamoTable, transact } from "./table.ts"

/**
 * What the hub knows of one shipment and its parcel, in one piece. `recordId` is the shipment's, or, while nobody claims the parcel, the
 * parcel's own; disclosures and exposures name records by it.
 */
export type TrackingRecord = {
  recordId: string
  carrierId: string
  /** Absent while no retailer claims the parcel. */
  retailerId?: string
  shipmentId?: string
  /** The same for every shipment of one order, whatever way it was looked up; absent for an unclaimed parcel. */
  orderReferenceKey?: string
  /** Absent until a tracking number is known and this shipment's claim of the parcel stands. */
  parcelId?: string
  /** Absent until the carrier tells one. */
  status?: ParcelStatus
  statusAt?: string
  deliveredAt?: string
  signatoryRecorded: boolean
  createdAt?: string
  cancelledAt?: string
  /** Compare by {@link provesPostalCode}. */
  postalProof?: string
  deliveryPoint?: number
  /** Blinded. */
  ordinal?: number
  linkDigestKey?: string
  /** Read by {@link unsealOrderReference}. */
  sealedOrderReference?: string
  /** Read by {@link unsealTrackingNumber}. */
  sealedTrackingNumber?: string
}

/** How a record is asked for. Values are taken as typed; they are put in their one form and hashed here. */
export type RecordReference =
  | {
      by: "orderReference"
      retailer: { id: string; referenceFormat?: ReferenceFormat | undefined }
      orderReference: string
    }
  | { by: "trackingNumber"; carrierId: string; trackingNumber: string }
  | { by: "linkToken"; linkTokenDigest: string }
  | { by: "shipmentId"; retailerId: string; shipmentId: string }
  | { by: "recordId"; recordId: string }
  | { by: "orderReferenceKey"; orderReferenceKey: string }

/** `quarantined`: the parcel is another shipment's; to be answered like a success. `stale`: later news was known already. */
export type RecordOutcome = "recorded" | "duplicate" | "stale" | "quarantined"

/** Raw values of one telling; hashed or sealed by the store, kept nowhere else. */
export type ToldNumber = { trackingNumber: string; at: string; eventKey: string }

export type ToldCreationEvent = {
  shipment: RedactedShipment
  occurredAt: string
  eventKey: string
  orderReference: string
  trackingNumber?: string | undefined
  /** Whether what is known already says the same as this telling. */
  repeats: (known: ShipmentCreation) => boolean
}

/**
 * The tracking records. Every operation may be repeated and may come in any order; the outcome is the same (except of two contradicting
 * tellings: there the first one holds). A shipment names a parcel if and only if that parcel's claim names the shipment.
 */
export type TrackingRecords = {
  /** Takes in `ShipmentCreated`; `conflict` when the shipment was told differently before, and then nothing changes. */
  recordCreation(told: ToldCreationEvent): Promise<RecordOutcome | "conflict">
  /** Takes in `TrackingNumberAssigned`, even before the shipment itself is told. */
  recordNumber(shipment: { retailerId: string; shipmentId: string }, told: ToldNumber): Promise<RecordOutcome>
  recordCancellation(shipment: { retailerId: string; shipmentId: string }, at: string): Promise<RecordOutcome>
  /** Takes in what a carrier tells of a parcel, claimed or not. */
  recordProgress(parcel: { carrierId: string; trackingNumber: string }, told: Progress): Promise<RecordOutcome>

  /** Finds what several references name: one list for each, in their order. Expired records are not found. */
  find(references: readonly RecordReference[]): Promise<TrackingRecord[][]>
  /** All shipments of one order. */
  byOrderReference(
    retailer: { id: string; referenceFormat?: ReferenceFormat | undefined },
    orderReference: string,
  ): Promise<TrackingRecord[]>
  byTrackingNumber(carrierId: string, trackingNumber: string): Promise<TrackingRecord | undefined>
  /** The one shipment that a link token opens, by the base64url SHA-256 of the token. */
  byLinkDigest(linkTokenDigest: string): Promise<TrackingRecord | undefined>
  byShipmentId(retailerId: string, shipmentId: string): Promise<TrackingRecord | undefined>
}

/** A row that was changed, on condition that it still has the revision it was read with (0: that it is not there). */
export type RowChange = { readRevision: number; row: TrackingRow } | { readRevision: number; deleted: string }

/** The rows of the table, with compare-and-swap; what differs between DynamoDB and memory. */
export type TrackingRows = {
  /** The rows there are, in any order, strongly consistent. */
  get(recordIds: readonly string[]): Promise<TrackingRow[]>
  /** Eventually consistent. */
  shipmentsByOrderReference(orderReferenceKey: string): Promise<ShipmentRow[]>
  shipmentsByLinkDigest(linkDigestKey: string): Promise<ShipmentRow[]>
  /** All changes or none; `refused` when a row is not what it was. */
  replace(changes: readonly RowChange[]): Promise<"written" | "refused">
}

/** Other writers were at the same record again and again; a retry of the event mends it. */
export class RecordContended extends Error {
  override name = "RecordContended"
  constructor() {
    super("A tracking record was written by others at the same time, too often in a row")
  }
}

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

/**
 * Every key that an order reference may be stored under, the newest first. The first one stands for a reference that is not found.
 */
export function orderReferenceKeys(
  hashes: KeyedHash,
  retailer: { id: string; referenceFormat?: ReferenceFormat | undefined },
  orderReference: string,
): string[] {
  const reference = normaliseOrderReference(orderReference, retailer.referenceFormat)
  return hashes.hashes("order-reference", retailer.id, reference).map((hash) => orderReferenceKey(retailer.id, hash))
}

/** Whether a typed postal code is the one that the record was made with. False when the record has none. */
export function provesPostalCode(
  hashes: KeyedHash,
  record: Pick<TrackingRecord, "recordId" | "postalProof">,
  typed: string,
): boolean {
  return (
    record.postalProof !== undefined &&
    postalCodeReadings(typed)
      .flatMap((reading) => hashes.hashes("postal-proof", record.recordId, reading))
      .includes(record.postalProof)
  )
}

/** The order reference as its retailer told it; undefined when there is none or the retailer's key was shredded. */
export async function unsealOrderReference(sealer: Sealer, record: TrackingRecord): Promise<string | undefined> {
  return record.sealedOrderReference === undefined || record.retailerId === undefined
    ? undefined
    : sealer.unseal(`party#${record.retailerId}`, record.recordId, "orderReference", record.sealedOrderReference)
}

/** The tracking number of the record's parcel; undefined when there is none or the carrier's key was shredded. */
export async function unsealTrackingNumber(
  sealer: Sealer,
  record: Pick<TrackingRecord, "carrierId" | "parcelId" | "sealedTrackingNumber">,
): Promise<string | undefined> {
  return record.sealedTrackingNumber === undefined || record.parcelId === undefined
    ? undefined
    : sealer.unseal(`party#${record.carrierId}`, record.parcelId, "trackingNumber", record.sealedTrackingNumber)
}

/** The tracking records of the deployed system. */
export function dynamoTrackingRecords(options: {
  client: DynamoDBClient
  tableName: string
  hashes: KeyedHash
  sealer: Sealer
  now: () => Date
}): TrackingRecords {
  return trackingRecords({ ...options, rows: dynamoTrackingRows(options) })
}

export function dynamoTrackingRows(options: { client: DynamoDBClient; tableName: string }): TrackingRows {
  const { client } = options
  const table = dynamoTable({ ...options, schema: trackingRow })
  const shipments = dynamoTable({ ...options, schema: shipmentRow })
  const unchanged = (readRevision: number) =>
    readRevision === 0
      ? { expression: "attribute_not_exists(recordId)" }
      : { expression: "revision = :revision", values: { ":revision": readRevision } }

  async function query(index: string, attribute: string, key: string): Promise<ShipmentRow[]> {
    const found: ShipmentRow[] = []
    const page = shipments.query({
      index,
      expression: "#key = :key",
      names: { "#key": attribute },
      values: { ":key": key },
    })
    for await (const row of page) found.push(row)
    return found
  }

  return {
    get: (recordIds) => table.getAll(recordIds.map((recordId) => ({ recordId }))),
    shipmentsByOrderReference: (key) => query("byOrderReference", "orderReferenceKey", key),
    shipmentsByLinkDigest: (key) => query("byLinkDigest", "linkDigestKey", key),
    async replace(changes) {
      const [only, another] = changes
      if (only === undefined) return "written"
      if (another === undefined && "row" in only) {
        try {
          return (await table.put(only.row, unchanged(only.readRevision))).written ? "written" : "refused"
        } catch (error) {
          if (error instanceof TransactionConflictException) return "refused"
          throw error
        }
      }
      return transact(
        client,
        changes.map((change) =>
          "row" in change
            ? table.putPart(change.row, unchanged(change.readRevision))
            : table.deletePart({ recordId: change.deleted }, unchanged(change.readRevision)),
        ),
      )
    },
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

function parcelFactsOf(row: ParcelRow): ParcelFacts {
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

function present(value: string | undefined): string[] {
  return value === undefined ? [] : [value]
}

function withoutConflict(outcome: RecordOutcome | "conflict"): RecordOutcome {
  return outcome === "conflict" ? "duplicate" : outcome
}

// --- What is to be written

function same(one: unknown, other: unknown): boolean {
  return canonicalize(one) === canonicalize(other)
}

function ownExpiry(parcel: ParcelFacts): number {
  return recordExpiry({ deliveredAt: parcel.deliveredAt, lastEvents: [parcel.lastEventAt] })
}

function shipmentChange(
  current: ShipmentRow | undefined,
  facts: ShipmentFacts,
  expiresAt = recordExpiry({ lastEvents: [facts.lastEventAt] }),
): RowChange[] {
  const readRevision = current?.revision ?? 0
  const row: ShipmentRow = { ...facts, revision: readRevision + 1, expiresAt }
  return current !== undefined && same({ ...row, revision: readRevision }, current) ? [] : [{ readRevision, row }]
}

function parcelChange(current: ParcelRow | undefined, facts: ParcelFacts, expiresAt: number): RowChange[] {
  const readRevision = current?.revision ?? 0
  const row: ParcelRow = { ...facts, revision: readRevision + 1, expiresAt }
  return current !== undefined && same({ ...row, revision: readRevision }, current) ? [] : [{ readRevision, row }]
}

/** A shipment and the parcel it claims expire together. */
function jointChanges(
  currentShipment: ShipmentRow | undefined,
  shipment: ShipmentFacts,
  currentParcel: ParcelRow | undefined,
  parcel: ParcelFacts | undefined,
): RowChange[] {
  const expiresAt = recordExpiry({
    deliveredAt: parcel?.deliveredAt,
    lastEvents: [shipment.lastEventAt, parcel?.lastEventAt],
  })
  return [
    ...shipmentChange(currentShipment, shipment, expiresAt),
    ...(parcel === undefined ? [] : parcelChange(currentParcel, parcel, expiresAt)),
  ]
}

/** A parcel whose claim was given up; a row of which the carrier told nothing goes altogether. */
function released(row: ParcelRow): RowChange {
  const { claimedBy: _, ...facts } = parcelFactsOf(row)
  if (facts.lastEventAt === undefined) return { readRevision: row.revision, deleted: row.recordId }
  return {
    readRevision: row.revision,
    row: { ...facts, revision: row.revision + 1, expiresAt: ownExpiry(facts) },
  }
}

// --- Reading

function counterpartOf(row: TrackingRow): string[] {
  if (row.kind === "shipment") return present(row.parcelId)
  if (row.kind === "parcel" && row.claimedBy !== undefined)
    return [shipmentRecordId(row.claimedBy.retailerId, row.claimedBy.shipmentId)]
  return []
}

function recordOf(
  row: TrackingRow | undefined,
  known: ReadonlyMap<string, TrackingRow>,
  atSeconds: number,
): TrackingRecord | undefined {
  if (row === undefined || row.kind === "quarantine" || row.expiresAt <= atSeconds) return undefined
  const counterpart = counterpartOf(row)
    .map((recordId) => known.get(recordId))
    .find((other) => other !== undefined)
  if (row.kind === "shipment") {
    if (!isTold(row)) return undefined
    const parcel = counterpart?.kind === "parcel" && claims(row, counterpart) ? counterpart : undefined
    return joined(row, parcel)
  }
  const shipment = counterpart?.kind === "shipment" ? counterpart : undefined
  if (isTold(shipment)) return joined(shipment, row)
  return { recordId: row.recordId, carrierId: row.carrierId, ...parcelView(row) }
}

function joined(shipment: ToldShipment, parcel: ParcelRow | undefined): TrackingRecord {
  const { creation } = shipment
  return {
    recordId: shipment.recordId,
    carrierId: creation.carrierId,
    retailerId: shipment.retailerId,
    shipmentId: shipment.shipmentId,
    createdAt: creation.createdAt,
    sealedOrderReference: creation.sealedOrderReference,
    ...defined({
      orderReferenceKey: shipment.orderReferenceKey,
      linkDigestKey: shipment.linkDigestKey,
      cancelledAt: shipment.cancelledAt,
      postalProof: creation.postalProof,
      deliveryPoint: creation.deliveryPoint,
      ordinal: creation.ordinal,
    }),
    ...(parcel === undefined ? { signatoryRecorded: false } : parcelView(parcel)),
  }
}

function parcelView(parcel: ParcelRow) {
  return {
    parcelId: parcel.recordId,
    signatoryRecorded: parcel.signatoryRecorded,
    sealedTrackingNumber: parcel.sealedTrackingNumber,
    ...defined({ status: parcel.status, statusAt: parcel.statusAt, deliveredAt: parcel.deliveredAt }),
  }
}

function byCreation(one: TrackingRecord, other: TrackingRecord): number {
  const time = (one.createdAt ?? "").localeCompare(other.createdAt ?? "")
  return time === 0 ? one.recordId.localeCompare(other.recordId) : time
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> }

/** The same fields without those that are undefined. */
function defined<Fields extends Record<string, unknown>>(fields: Fields): Defined<Fields> {
  const kept: Defined<Fields> = {}
  for (const name in fields) {
    const value = fields[name]
    if (isSet(value)) kept[name] = value
  }
  return kept
}

function isSet<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined
}
