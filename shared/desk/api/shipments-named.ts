import { orderReference, shipmentId, trackingNumber } from "../../base/contracts/fields.ts"
import type { TrackingRecord } from "../../intake/tracking/joined-record.ts"
import type { RecordFinder } from "../../intake/tracking/record-finder.ts"
import { normaliseTrackingNumber, shipmentRecordId } from "../../intake/tracking/record-ids.ts"
import type { RecordReference } from "../../intake/tracking/tracking-records.ts"
import { counterpartiesOf } from "../../parties/named-counterparty.ts"
import type { Party, Retailer } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"

/** Finds shipments by what their party calls them. */
export type ShipmentFinder = { readonly records: RecordFinder; readonly parties: Pick<PartyDirectory, "each"> }

/**
 * A party's own shipments, by a text that somebody typed. A retailer names them by its own id, by the number of their
 * order, or by a tracking number; a carrier by a tracking number alone, because an order number is not its own.
 *
 * @returns none if the text names no shipment of the party
 */
export async function shipmentsNamed(finder: ShipmentFinder, party: Party, typed: string): Promise<TrackingRecord[]> {
  // API Gateway decodes a path before our router splits it, so who writes a slash has to encode it twice.
  const text = typed.replaceAll(/%2F/gi, "/")
  if (party.kind === "carrier") return findAll(finder, numbered(text, [party.id]))
  const byOwnName = await findAll(finder, [...byShipmentId(party, text), ...byOrder(party, text)])
  return byOwnName.length > 0 ? byOwnName : shipmentsWithNumber(finder, party, text)
}

/** The key under which the ledger has lookups of a shipment of which nothing else is known any more, or yet. */
export function ledgerKeyNamed(party: Party, typed: string): string | undefined {
  return byShipmentId(party, typed).map((one) => shipmentRecordId(one.retailerId, one.shipmentId))[0]
}

/** A retailer's shipments whose parcel has this number, with any carrier. */
async function shipmentsWithNumber(finder: ShipmentFinder, retailer: Retailer, text: string) {
  if (normalNumber(text) === undefined) return []
  const found = await findAll(finder, numbered(text, await carriersOf(finder, retailer)))
  const own = found.filter(({ retailerId }) => retailerId === retailer.id)
  // A number also finds shipments that only claim it. What a shipment itself is found with is its own.
  const again = await findAll(
    finder,
    own.flatMap((record) => byShipmentId(retailer, record.shipmentId ?? "")),
  )
  return again.filter(({ parcelId }) => parcelId !== undefined)
}

async function carriersOf({ parties }: ShipmentFinder, retailer: Retailer): Promise<string[]> {
  const ids = counterpartiesOf(retailer).map(({ id }) => id)
  for await (const { id, kind } of parties.each()) if (kind === "carrier") ids.push(id)
  return ids
}

async function findAll({ records }: ShipmentFinder, references: readonly RecordReference[]): Promise<TrackingRecord[]> {
  if (references.length === 0) return []
  const found = (await records.find(references)).flat()
  return [...new Map(found.map((record) => [record.recordId, record])).values()]
}

const byShipmentId = ({ id, kind }: Party, text: string) =>
  kind === "retailer" && shipmentId.safeParse(text).success
    ? [{ by: "shipmentId" as const, retailerId: id, shipmentId: text }]
    : []

const byOrder = (retailer: Retailer, text: string): RecordReference[] => {
  const number = orderReference.safeParse(text)
  return number.success ? [{ by: "orderReference", retailer, orderReference: number.data }] : []
}

const normalNumber = (text: string): string | undefined => trackingNumber.safeParse(normaliseTrackingNumber(text)).data

const numbered = (text: string, carrierIds: readonly string[]): RecordReference[] => {
  const number = normalNumber(text)
  return number === undefined
    ? []
    : carrierIds.map((carrierId) => ({ by: "trackingNumber", carrierId, trackingNumber: number }))
}
