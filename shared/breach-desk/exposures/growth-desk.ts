import type { AffectedRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { Claimant } from "../cases/exposure.ts"
import type { ShipmentDetails } from "./growth-context.ts"

/** What a case copies of shipments, sealed under its own key; shipments that are gone are left out. */
export type DescribeShipments = (
  caseId: string,
  shipments: readonly Pick<AffectedRow, "recordId" | "retailerId" | "carrierId">[],
) => Promise<ReadonlyMap<string, ShipmentDetails>>

/** The shipments that claim these parcels, or are of these orders, by the keys that were asked for; those that nobody claims are left out. */
export type ClaimantsOf = (recordIds: readonly string[]) => Promise<ReadonlyMap<string, readonly Claimant[]>>

export type GrowthDesk = CaseDesk & { describeShipments: DescribeShipments; claimantsOf: ClaimantsOf }
