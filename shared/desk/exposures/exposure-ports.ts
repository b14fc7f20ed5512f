import type { Disclosures } from "../../watch/lookups/ledger/disclosures.ts"
import type { AffectedRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import type { Claimant } from "../cases/exposure.ts"
import type { Evidence } from "./evidence.ts"
import type { ShipmentDetails } from "./growth-context.ts"
import type { ReportedReferences } from "./named-references.ts"

/** Copies details of shipments, sealed under the key of the case, by record id. */
export type DescribeShipments = (
  caseId: string,
  shipments: readonly Pick<AffectedRow, "recordId" | "retailerId" | "carrierId">[],
) => Promise<ReadonlyMap<string, ShipmentDetails>>

/** Finds the shipments that claim these parcels or belong to these orders, by record id of the parcel or order. */
export type ClaimantsOf = (recordIds: readonly string[]) => Promise<ReadonlyMap<string, readonly Claimant[]>>

/** What counting exposures from the ledger needs. */
export type CountingPorts = ExposurePorts & {
  disclosures: Disclosures
  evidence: Evidence
  references: ReportedReferences
}

export type ExposurePorts = CaseDesk & { describeShipments: DescribeShipments; claimantsOf: ClaimantsOf }

/**
 * Merges into a case the open cases that were found to be the same breach. What is left goes on with another call.
 *
 * @param until epoch milliseconds at which it stops moving exposures
 */
export type MergeCases = (caseId: string, until?: number) => Promise<void>

/** What opening and watching cases needs. Those that find cases to merge know nothing of how they are merged. */
export type MergingPorts = CountingPorts & { merge: MergeCases }
