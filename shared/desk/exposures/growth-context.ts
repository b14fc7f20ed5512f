import type { PartyKind } from "../../base/contracts/words.ts"
import type { AffectedRow } from "../cases/case-rows.ts"

/** What a case copies of a shipment, so that its evidence outlives the tracking record. */
export type ShipmentDetails = Pick<
  AffectedRow,
  "sealedOrderReference" | "sealedTrackingNumber" | "deliveryPoint" | "region"
>

export type GrowthContext = {
  /** ISO instant of the change. */
  at: string
  /** Whether the parties learn of more. A merge only moves what another case counted before. */
  isNews: boolean
  kindOf(partyId: string): PartyKind | undefined
  aliasOf(partyId: string): string
  detailsOf(recordId: string): ShipmentDetails
}
