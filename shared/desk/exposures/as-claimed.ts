import { isClaimable } from "../../intake/tracking/record-ids.ts"
import { type Attributed, type Claimant, seenOf } from "../cases/exposure.ts"
import type { ExposurePorts } from "./exposure-ports.ts"

/**
 * The disclosures, with those of parcels and orders that a shipment has claimed since as disclosures of that shipment.
 */
export async function asClaimed(
  desk: Pick<ExposurePorts, "claimantsOf">,
  disclosures: readonly Attributed[],
): Promise<Attributed[]> {
  return ofClaimants(disclosures, await claimantsAmong(desk, disclosures))
}

/** The disclosures, with those of a parcel or an order as disclosures of each shipment that claims it. */
export function ofClaimants(
  disclosures: readonly Attributed[],
  claimants: ReadonlyMap<string, readonly Claimant[]>,
): Attributed[] {
  return disclosures.flatMap((one) => {
    const found = claimants.get(one.recordId)
    return found === undefined ? [one] : seenOf(one, found)
  })
}

export async function claimantsAmong(
  desk: Pick<ExposurePorts, "claimantsOf">,
  seen: readonly { recordId: string }[],
): Promise<ReadonlyMap<string, readonly Claimant[]>> {
  const recordIds = [...new Set(seen.map((one) => one.recordId))].filter(isClaimable)
  return recordIds.length === 0 ? new Map() : desk.claimantsOf(recordIds)
}
