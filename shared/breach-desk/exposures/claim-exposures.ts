import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../lookups/ledger/disclosures.ts"
import { referenceRecordId } from "../../tracking/record-ids.ts"
import { type CreatedShipment, isCreated, type TrackingRow } from "../../tracking/tracking-record.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { type Claimant, seenOf } from "../cases/exposure.ts"
import { addExposures, handOverExposures } from "./add-exposures.ts"
import { attributed } from "./count-pending.ts"
import type { GrowthDesk } from "./growth-desk.ts"

type ClaimDesk = GrowthDesk & { disclosures: Pick<Disclosures, "ofRecord"> }

/**
 * Gives a shipment the exposures that open cases hold of its parcel or its order, from before a shipment claimed it.
 * They count once for the carrier and once for the retailer, which is then alerted. Repeating the call has no effect.
 */
export function makeClaimExposures(
  desk: ClaimDesk,
): (change: { before?: TrackingRow | undefined; after?: TrackingRow | undefined }) => Promise<"claimed" | "nothing"> {
  return async ({ before, after }) => {
    if (after?.kind !== "shipment" || !isCreated(after)) return "nothing"
    const known = before?.kind === "shipment" ? before : undefined
    const changed = new Set<string>()
    if (after.parcelId !== undefined && after.parcelId !== known?.parcelId) {
      for (const caseId of await claimParcel(desk, after.parcelId)) changed.add(caseId)
    }
    if (!isCreated(known)) for (const caseId of await claimOrder(desk, after)) changed.add(caseId)
    // Until the first alert the opening of the case is still counting, and alerts the parties itself.
    for (const caseId of changed) await queueAlerts(desk, caseId, { afterFirst: true })
    return changed.size === 0 ? "nothing" : "claimed"
  }
}

async function claimParcel(desk: ClaimDesk, parcelId: string): Promise<Set<string>> {
  const claimants = (await desk.claimantsOf([parcelId])).get(parcelId)
  return claimants === undefined ? new Set() : handOverEverywhere(desk, parcelId, claimants)
}

async function claimOrder(desk: ClaimDesk, shipment: CreatedShipment): Promise<Set<string>> {
  const { recordId, retailerId, shipmentId, orderReferenceKey, creation } = shipment
  if (orderReferenceKey === undefined) return new Set()
  const reference = referenceRecordId(creation.carrierId, orderReferenceKey)
  const self = { recordId, retailerId, shipmentId }
  const others = (await desk.claimantsOf([reference])).get(reference) ?? []
  // The index of orders may not hold this shipment yet.
  const claimants = [self, ...others.filter((one) => one.recordId !== recordId)]
  const changed = await handOverEverywhere(desk, reference, claimants)
  // Exposures by the order reference that the first shipment of the order received are exposures of this shipment too.
  const seen: Disclosure[] = []
  for await (const one of desk.disclosures.ofRecord(reference)) seen.push(...seenOf(one, [self]))
  for (const [caseId, found] of await attributed(desk, seen)) {
    if ((await addExposures(desk, caseId, found)) > 0) changed.add(caseId)
  }
  return changed
}

async function handOverEverywhere(
  desk: ClaimDesk,
  recordId: string,
  claimants: readonly Claimant[],
): Promise<Set<string>> {
  const caseIds = new Set<string>()
  for await (const caseId of desk.cases.withUnclaimed(recordId)) caseIds.add(caseId)
  for (const caseId of caseIds) await handOverExposures(desk, caseId, recordId, claimants)
  return caseIds
}
