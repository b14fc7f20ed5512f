import { earlier, later } from "../../base/platform/instants.ts"
import type { AffectedRow, PartyRow } from "../cases/case-rows.ts"
import type { Exposure } from "../cases/exposure.ts"
import { withPossible, withRegion, withShare } from "../cases/party-counts.ts"
import { recountParties } from "../notices/notice-receipts.ts"

type Seen = { exposure: Exposure; shipment: AffectedRow }

/** An exposure and its shipment, before and after it was added. */
export type Counted = { before: { [Name in keyof Seen]: Seen[Name] | undefined }; after: Seen }

/**
 * A party's counts after one exposure was added.
 *
 * @param retailerId whose shipment it is, for a carrier's counts by retailer
 */
export function grownParty(party: PartyRow, { before, after }: Counted, retailerId: string | undefined): PartyRow {
  if (after.exposure.possible === true) {
    const more = {
      exposures: before.exposure === undefined ? 1 : 0,
      shipments: before.shipment === undefined ? 1 : 0,
    }
    return withPossible(party, more, after.exposure)
  }
  const wasPossible = { exposure: before.exposure?.possible === true, shipment: before.shipment?.possible === true }
  const isNewExposure = before.exposure === undefined || wasPossible.exposure
  const known = wasPossible.shipment ? undefined : before.shipment
  const { exposure, shipment } = after
  const grown: PartyRow = {
    ...withPossible(party, {
      exposures: wasPossible.exposure ? -1 : 0,
      shipments: wasPossible.shipment ? -1 : 0,
    }),
    exposures: party.exposures + (isNewExposure ? 1 : 0),
    shipments: party.shipments + (known === undefined ? 1 : 0),
    shipmentsByField: withFields(party, shipment, known),
    ...(known === undefined ? { shipmentsByRegion: withRegion(party, shipment, 1) } : {}),
    ...(retailerId === undefined || known !== undefined ? {} : { byRetailer: withShare(party, retailerId, 1) }),
    firstAt: party.firstAt === undefined ? exposure.firstAt : earlier(party.firstAt, exposure.firstAt),
    lastAt: party.lastAt === undefined ? exposure.lastAt : later(party.lastAt, exposure.lastAt),
  }
  // Receipts that came while the shipment was only possibly exposed count from now on.
  const recounted = wasPossible.shipment
    ? recountParties([grown], [{ before: { ...shipment, receipts: {} }, after: shipment }])
    : []
  return recounted[0] ?? grown
}

/** Counts each field once per shipment. */
function withFields(party: PartyRow, shipment: AffectedRow, known: AffectedRow | undefined) {
  const shipmentsByField = { ...party.shipmentsByField }
  for (const field of shipment.fields) {
    if (known?.fields.includes(field) !== true) shipmentsByField[field] = (shipmentsByField[field] ?? 0) + 1
  }
  return shipmentsByField
}
