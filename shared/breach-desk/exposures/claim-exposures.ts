import type { Disclosure } from "../../lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../lookups/ledger/disclosures.ts"
import { referenceRecordId } from "../../tracking/record-ids.ts"
import { type CreatedShipment, isCreated, type TrackingRow } from "../../tracking/tracking-record.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { seenOf } from "../cases/exposure.ts"
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
      for (const caseId of await claim(desk, after.parcelId, after)) changed.add(caseId)
    }
    if (!isCreated(known) && after.orderReferenceKey !== undefined) {
      const order = referenceRecordId(after.creation.carrierId, after.orderReferenceKey)
      for (const caseId of await claim(desk, order, after)) changed.add(caseId)
    }
    // Until the first alert the opening of the case is still counting, and alerts the parties itself.
    for (const caseId of changed) await queueAlerts(desk, caseId, { afterFirst: true })
    return changed.size === 0 ? "nothing" : "claimed"
  }
}

/** Gives the shipment the exposures of its parcel or its order. Other shipments may share both. */
async function claim(
  desk: ClaimDesk,
  claimed: string,
  { recordId, retailerId, shipmentId, parcelId }: CreatedShipment,
): Promise<Set<string>> {
  const holding = await casesHolding(desk, claimed)
  const shown: Disclosure[] = []
  for await (const one of desk.disclosures.ofRecord(claimed)) shown.push(one)
  // Nearly every claim ends here. The ledger's index may lag, so an empty answer of it alone says too little.
  if (holding.size === 0 && shown.length === 0) return new Set()
  const self = { recordId, retailerId, shipmentId }
  const found = (await desk.claimantsOf([claimed])).get(claimed) ?? []
  const others = found.filter((one) => one.recordId !== recordId)
  // Another shipment has the parcel by now. The index of orders, though, may not hold this shipment yet.
  if (claimed === parcelId && others.length === found.length) return new Set()
  const claimants = [self, ...others]
  // A case that came to hold exposures since saw this claim.
  const changed = holding
  for (const caseId of holding) await handOverExposures(desk, caseId, claimed, claimants)
  // What was handed over to another shipment before are exposures of this shipment too.
  const seen = shown.flatMap((one) => seenOf(one, [self]))
  for (const [caseId, found] of await attributed(desk, seen)) {
    if ((await addExposures(desk, caseId, found)) > 0) changed.add(caseId)
  }
  return changed
}

/** Ids of the cases that hold exposures of this parcel or order. */
async function casesHolding({ cases }: Pick<ClaimDesk, "cases">, recordId: string): Promise<Set<string>> {
  const caseIds = new Set<string>()
  for await (const caseId of cases.withUnclaimed(recordId)) caseIds.add(caseId)
  return caseIds
}
