import type { ParcelRow, TrackingRow } from "../intake/tracking/tracking-record.ts"
import type { TrackingRows } from "../intake/tracking/tracking-rows.ts"
import type { Party } from "../parties/party.ts"

/**
 * The rows as one party knows them, which nobody can write. A retailer has its own shipments, and of a parcel its own
 * claims. A carrier has its own parcels, without the claims of retailers. So nothing that is decided on these rows
 * depends on what another party sent.
 */
export function ownTrackingRows(rows: Pick<TrackingRows, "get">, party: Party): TrackingRows {
  return {
    get: async (recordIds) => (await rows.get(recordIds)).flatMap((row) => ownPart(row, party)),
    shipmentsByOrderReference: async () => [],
    shipmentsByLinkDigest: async () => [],
    heldUntil: async () => [],
    replace: async () => "written",
  }
}

function ownPart(row: TrackingRow, party: Party): TrackingRow[] {
  if (row.kind === "shipment") return row.retailerId === party.id ? [row] : []
  if (party.kind === "carrier") return row.carrierId === party.id ? [asCarrierKnows(row)] : []
  return [{ ...withoutShipper(row), claims: row.claims.filter(({ retailerId }) => retailerId === party.id) }]
}

/** Beyond every event, so that what a parcel's last event was decides nothing. */
const afterAllEvents = "9999-12-31T23:59:59.999Z"

/**
 * Naming a shipper counts as an event of the parcel only if that retailer takes part, which a carrier may not learn of
 * an account.
 */
function asCarrierKnows(row: ParcelRow): ParcelRow {
  return { ...withoutShipper(row), claims: [], lastEventAt: afterAllEvents }
}

/** Without what the carrier, or another claim, made of the parcel. */
function withoutShipper({ shipper: _, held: __, ...row }: ParcelRow): ParcelRow {
  return row
}
