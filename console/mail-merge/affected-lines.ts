import type { ExposureLine } from "../exposures/exposure-table.ts"
import type { Affected } from "./join-orders.ts"

/** Which of the exposed shipments a mail merge is about. */
export type Reach = { readonly withTold: boolean; readonly withPossible: boolean }

/** The exposed shipments as a mail merge needs them. */
export function affectedOf(
  lines: readonly ExposureLine[],
  partyKind: "retailer" | "carrier",
  { withTold, withPossible }: Reach,
): Affected[] {
  return lines
    .filter(({ told, isPossible }) => (withTold || told === "no") && (withPossible || !isPossible))
    .map(({ shipmentId, trackingNumber, reference, fields, firstExposureAt, lastExposureAt, isPossible, told }) => ({
      receiptId: partyKind === "retailer" ? shipmentId : trackingNumber,
      reference,
      fields,
      firstExposureAt,
      lastExposureAt,
      isPossible,
      isTold: told !== "no",
    }))
}
