import type { KeyedHash } from "../../base/keyed-hash/keyed-hash.ts"
import { byCreation, counterpartsOf, present, recordsOf, type TrackingRecord } from "./joined-record.ts"
import { parcelIdsOf } from "./parcel-ids.ts"
import { shipmentRecordId } from "./record-ids.ts"
import { orderReferenceKeys } from "./record-proofs.ts"
import type { TrackingRow } from "./tracking-record.ts"
import type { RecordReference, TrackingRecords } from "./tracking-records.ts"
import type { IndexedShipment, TrackingRows } from "./tracking-rows.ts"

const queriesAtOnce = 10

/** The read operations of the tracking records. */
export type FindTrackingRecords = Pick<
  TrackingRecords,
  "find" | "byOrderReference" | "byTrackingNumber" | "byLinkDigest" | "byShipmentId"
>

/** Keys under which the records of one reference may be stored. */
type ReferenceKeys = { recordIds: string[]; orderKeys: string[]; linkKeys: string[] }

/** What each key of an index leads to. */
type Indexed = ReadonlyMap<string, readonly IndexedShipment[]>

/** Makes the read operations over any store of rows. */
export function findTrackingRecords(options: {
  rows: TrackingRows
  hashes: KeyedHash
  now: () => Date
}): FindTrackingRecords {
  const { rows, hashes, now } = options

  async function find(references: readonly RecordReference[]): Promise<TrackingRecord[][]> {
    const wanted = references.map((reference) => keysOf(hashes, reference))
    const recordIds = wanted.flatMap((keys) => keys.recordIds)
    const [byOrder, byLink, byId] = await Promise.all([
      queryAll(
        wanted.flatMap((keys) => keys.orderKeys),
        rows.shipmentsByOrderReference,
      ),
      queryAll(
        wanted.flatMap((keys) => keys.linkKeys),
        rows.shipmentsByLinkDigest,
      ),
      recordIds.length === 0 ? [] : rows.get(recordIds),
    ])
    const known = await readRows(rows, {
      indexed: [...byOrder.values(), ...byLink.values()].flat(),
      byId,
      asked: recordIds,
    })
    const atSeconds = now().getTime() / 1_000
    return wanted.map((keys) => {
      const ids = [...keys.recordIds, ...idsUnder(keys.orderKeys, byOrder), ...idsUnder(keys.linkKeys, byLink)]
      const records = ids.flatMap((id) => recordsOf(known.get(id), known, atSeconds))
      return [...new Map(records.map((record) => [record.recordId, record])).values()].sort(byCreation)
    })
  }

  const findAll = async (reference: RecordReference) => (await find([reference]))[0] ?? []
  const findFirst = async (reference: RecordReference) => (await findAll(reference))[0]

  return {
    find,
    byOrderReference: (retailer, orderReference) => findAll({ by: "orderReference", retailer, orderReference }),
    byTrackingNumber: (carrierId, trackingNumber) => findFirst({ by: "trackingNumber", carrierId, trackingNumber }),
    byLinkDigest: (linkTokenDigest) => findFirst({ by: "linkToken", linkTokenDigest }),
    byShipmentId: (retailerId, shipmentId) => findFirst({ by: "shipmentId", retailerId, shipmentId }),
  }
}

function keysOf(hashes: KeyedHash, reference: RecordReference): ReferenceKeys {
  const none = { recordIds: [], orderKeys: [], linkKeys: [] }
  switch (reference.by) {
    case "orderReference":
      return { ...none, orderKeys: orderReferenceKeys(hashes, reference.retailer, reference.orderReference) }
    case "trackingNumber":
      return { ...none, recordIds: parcelIdsOf(hashes, reference.carrierId, reference.trackingNumber) }
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

async function queryAll(
  keys: readonly string[],
  query: (key: string) => Promise<IndexedShipment[]>,
): Promise<Map<string, IndexedShipment[]>> {
  const answers = new Map<string, IndexedShipment[]>()
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

/** The rows, with the parcel of each shipment and the shipments of each parcel. It mostly takes one call. */
async function readRows(
  rows: TrackingRows,
  found: { indexed: readonly IndexedShipment[]; byId: readonly TrackingRow[]; asked: readonly string[] },
): Promise<Map<string, TrackingRow>> {
  const known = new Map(found.byId.map((row) => [row.recordId, row]))
  const asked = new Set(found.asked)
  async function read(recordIds: readonly string[]) {
    const missing = recordIds.filter((recordId) => !asked.has(recordId))
    for (const recordId of missing) asked.add(recordId)
    if (missing.length > 0) for (const row of await rows.get(missing)) known.set(row.recordId, row)
  }
  const indexed = found.indexed.flatMap(({ recordId, parcelId }) => [recordId, ...present(parcelId)])
  await read([...indexed, ...found.byId.flatMap(counterpartsOf)])
  // An index may not know yet which parcel a shipment has.
  await read(found.indexed.flatMap(({ recordId }) => shipmentsParcel(known.get(recordId))))
  return known
}

function shipmentsParcel(row: TrackingRow | undefined): string[] {
  return row?.kind === "shipment" ? counterpartsOf(row) : []
}

function idsUnder(keys: readonly string[], index: Indexed): string[] {
  return keys.flatMap((key) => index.get(key) ?? []).map(({ recordId }) => recordId)
}
