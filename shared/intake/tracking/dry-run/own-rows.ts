import type { Sealer } from "../../../base/platform/sealing.ts"
import type { Party } from "../../../parties/party.ts"
import type { Erasures } from "../erasures.ts"
import type { ParcelRow, TrackingRow } from "../tracking-record.ts"
import type { TrackingRows } from "../tracking-rows.ts"

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

/** The erasures that a party asked for. Those of others, and the parcels that they had, count as not erased. */
export function ownErasures(erasures: Pick<Erasures, "get">, partyId: string): Pick<Erasures, "get" | "among"> {
  const get = async (erasureId: string) => {
    const found = await erasures.get(erasureId)
    return found?.retailerId === partyId ? found : undefined
  }
  return {
    get,
    async among(keys) {
      const found = await Promise.all(keys.map(get))
      return new Set(keys.filter((_, place) => found[place] !== undefined))
    },
  }
}

/**
 * A sealer that makes no key. It keeps what it sealed in memory, for as long as it lives, and opens that and what rests
 * sealed.
 */
export function unwrittenSealer(stored: Pick<Sealer, "unseal">): Pick<Sealer, "seal" | "unseal"> {
  const sealedHere = new Map<string, string>()
  return {
    async seal(_owner, _recordKey, _field, value) {
      const sealed = `unwritten.${sealedHere.size}`
      sealedHere.set(sealed, value)
      return sealed
    },
    async unseal(owner, recordKey, field, sealed) {
      return sealedHere.get(sealed) ?? stored.unseal(owner, recordKey, field, sealed)
    },
  }
}
