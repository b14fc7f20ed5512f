import type { HandledChanges } from "../../base/platform/stream-pipeline.ts"
import { referenceOf, referenceRecordId } from "../../intake/tracking/record-ids.ts"
import { type CreatedShipment, isCreated, type TrackingRow } from "../../intake/tracking/tracking-record.ts"
import type { Disclosure } from "../../watch/lookups/ledger/disclosure.ts"
import type { Disclosures } from "../../watch/lookups/ledger/disclosures.ts"
import { queueAlerts } from "../alerts/queue-alerts.ts"
import { seenOf } from "../cases/exposure.ts"
import { addExposures, handOverExposures } from "./add-exposures.ts"
import { attributed } from "./count-pending.ts"
import { countedAmong } from "./counted-records.ts"
import type { ExposurePorts } from "./exposure-ports.ts"

type ClaimDesk = ExposurePorts & { disclosures: Pick<Disclosures, "ofRecord"> }

/** A shipment, and the key of a parcel or an order that it claims. */
export type Claim = { shipment: CreatedShipment; claimed: string }

type TrackingChange = { before?: TrackingRow | undefined; after?: TrackingRow | undefined }

/**
 * What a change of a tracking record claims: a shipment its parcel when it claims or gets one, and its order when
 * created. A shipment that waits for a parcel is concerned if nobody knows whose it is.
 */
export function claimsOf({ before, after }: TrackingChange): Claim[] {
  if (after?.kind !== "shipment" || !isCreated(after)) return []
  const known = before?.kind === "shipment" ? before : undefined
  const claimed: string[] = []
  if (after.parcelId !== undefined && after.parcelId !== known?.parcelId) claimed.push(after.parcelId)
  if (after.waitsFor !== undefined && after.waitsFor !== known?.waitsFor) claimed.push(after.waitsFor)
  if (!isCreated(known) && after.orderReferenceKey !== undefined)
    claimed.push(referenceRecordId(after.creation.carrierId, after.orderReferenceKey))
  return claimed.map((recordId) => ({ shipment: after, claimed: recordId }))
}

/**
 * Gives shipments the exposures that open cases hold of their parcels or orders, from before a shipment claimed them.
 * They count once for the carrier and once for the retailer, which is then alerted. It takes the claims of each change
 * of a batch, because one call asks for all of them what cases have counted. Repeating the call has no effect.
 */
export function makeClaimExposures(
  desk: ClaimDesk,
): (claimsOfChanges: readonly (readonly Claim[])[]) => Promise<HandledChanges> {
  return async (claimsOfChanges) => {
    const outcomes: string[] = []
    try {
      const seen = await seenBefore(desk, new Set(claimsOfChanges.flat().map(({ claimed }) => claimed)))
      for (const claims of claimsOfChanges) {
        const changed = new Set<string>()
        for (const one of claims) for (const caseId of await claim(desk, one, seen)) changed.add(caseId)
        // Until the first alert the opening of the case is still counting, and alerts the parties itself.
        for (const caseId of changed) await queueAlerts(desk, caseId, { afterFirst: true })
        outcomes.push(changed.size === 0 ? "nothing" : "claimed")
      }
      return { outcomes }
    } catch (failure) {
      return { outcomes, failure }
    }
  }
}

/** Which parcels and orders of a batch a case has counted, and what the ledger holds of some of them. */
type SeenBefore = { counted: ReadonlySet<string>; shown: ReadonlyMap<string, PromiseSettledResult<Disclosure[]>> }

/**
 * Asks for a whole batch, after its claims were written. A case that counts what was seen of a parcel from now on reads
 * the claim. Of an order it reads an index that may lag, so what the ledger holds of an order is asked here too.
 */
async function seenBefore(desk: ClaimDesk, claimed: ReadonlySet<string>): Promise<SeenBefore> {
  const counted = await countedAmong(desk, [...claimed])
  const asked = [...claimed].filter((recordId) => counted.has(recordId) || referenceOf(recordId) !== undefined)
  const answers = await Promise.allSettled(asked.map((recordId) => disclosuresOf(desk, recordId)))
  return { counted, shown: new Map(answers.map((answer, place) => [asked[place] ?? "", answer])) }
}

/** Gives the shipment the exposures of its parcel or its order. Other shipments may share both. */
async function claim(
  desk: ClaimDesk,
  { claimed, shipment }: Claim,
  { counted, shown: answers }: SeenBefore,
): Promise<Set<string>> {
  const shown = answerOf(answers.get(claimed)) ?? []
  const holding = counted.has(claimed) ? await casesHolding(desk, claimed) : new Set<string>()
  // Nearly every claim ends here.
  if (holding.size === 0 && shown.length === 0) return new Set()
  const { recordId, retailerId, shipmentId, parcelId = shipment.waitsFor } = shipment
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

async function disclosuresOf({ disclosures }: ClaimDesk, recordId: string): Promise<Disclosure[]> {
  const shown: Disclosure[] = []
  for await (const one of disclosures.ofRecord(recordId)) shown.push(one)
  return shown
}

/** The answer of a call that was made before. @throws what the call threw */
function answerOf<Answer>(settled: PromiseSettledResult<Answer> | undefined): Answer | undefined {
  if (settled?.status === "rejected") throw settled.reason
  return settled?.value
}

/** Ids of the cases that hold exposures of this parcel or order. */
async function casesHolding({ cases }: Pick<ClaimDesk, "cases">, recordId: string): Promise<Set<string>> {
  const caseIds = new Set<string>()
  for await (const caseId of cases.withUnclaimed(recordId)) caseIds.add(caseId)
  return caseIds
}
