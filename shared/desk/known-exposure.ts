import type { FieldName } from "../base/contracts/words.ts"
import { fieldsNotExposed } from "../intake/tracking/fields.ts"
import type { UnwatchedHours } from "../watch/lookups/reporting/unwatched.ts"
import type { PartyRow } from "./cases/case-rows.ts"
import { fieldsExposed, isToolUnreported, possibleCount, possiblySeen } from "./cases/party-counts.ts"

/**
 * What is known of how far one party's shipments were exposed. This is the one place that says what was not shown, and
 * whether a count is a least one. Documents, pages, mails, events and answers read it.
 */
export type KnownExposure = {
  readonly fieldsExposed: readonly FieldName[]
  /** What was neither shown nor may have been. Empty while nobody knows: {@link isAtLeast}, or no field is known. */
  readonly fieldsNotExposed: readonly FieldName[]
  /**
   * More may have been shown than the counts and fields say: lookups of some hours did not reach the hub, or nobody
   * reports what is looked up in the tool.
   */
  readonly isAtLeast: boolean
  /** The hours of the case in which nobody watched the carrier's tool, the earliest first. */
  readonly unwatched: readonly UnwatchedHours[]
}

/** @param unwatched the hours of this party's side of the case, from `unwatched-of-case.ts` */
export function knownExposure(
  row: Pick<PartyRow, "shipmentsByField" | "possible" | "tool">,
  unwatched: readonly UnwatchedHours[],
): KnownExposure {
  const isAtLeast = hasOpenHours(unwatched) || isToolUnreported(row)
  const exposed = fieldsExposed(row)
  const perhaps = possiblySeen(row)
  const shown = [...exposed, ...(perhaps?.fields ?? [])]
  const isFieldUnknown = possibleCount(row).possibleShipments !== undefined && perhaps === undefined
  return {
    fieldsExposed: exposed,
    fieldsNotExposed: isAtLeast || isFieldUnknown || shown.length === 0 ? [] : fieldsNotExposed(shown),
    isAtLeast,
    unwatched,
  }
}

/** Whether no report has filled some of these hours. */
export const hasOpenHours = (unwatched: readonly Pick<UnwatchedHours, "filledAt">[]): boolean =>
  unwatched.some(({ filledAt }) => filledAt === undefined)
