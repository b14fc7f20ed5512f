import type { Sealer, SealOwner } from "../../base/platform/sealing.ts"
import { referenceOf } from "../../intake/tracking/record-ids.ts"
import { unsealOrderReference, unsealTrackingNumber } from "../../intake/tracking/record-proofs.ts"
import type { RecordReference, TrackingRecords } from "../../intake/tracking/tracking-records.ts"
import type { AffectedRow } from "../cases/case-rows.ts"
import type { Claimant } from "../cases/exposure.ts"
import type { ClaimantsOf, DescribeShipments } from "./exposure-ports.ts"
import type { ShipmentDetails } from "./growth-context.ts"

/** The owner of the data key that seals what a case copied. */
export function sealOwnerOf(caseId: string): SealOwner {
  return `case#${caseId}`
}

/**
 * Copies what a party needs to recognise its shipments: the retailer's order reference and the carrier's tracking
 * number. They are sealed again under the case's own key, so that they outlive the tracking record and are deleted with
 * the case.
 */
export function shipmentDescriber(options: {
  records: Pick<TrackingRecords, "find">
  sealer: Sealer
}): DescribeShipments {
  const { records, sealer } = options
  return async (caseId, shipments) => {
    const recordIds = [...new Set(shipments.map((one) => one.recordId))]
    const found = await records.find(recordIds.map((recordId) => ({ by: "recordId", recordId })))
    const owner = sealOwnerOf(caseId)
    const described = await Promise.all(
      recordIds.map(async (recordId, place): Promise<readonly [string, ShipmentDetails]> => {
        const record = found[place]?.[0]
        if (record === undefined) return [recordId, {}]
        const reference = await unsealOrderReference(sealer, record)
        const number = await unsealTrackingNumber(sealer, record)
        const seal = (field: string, value: string) => sealer.seal(owner, recordId, field, value)
        return [
          recordId,
          {
            ...(reference === undefined ? {} : { sealedOrderReference: await seal("orderReference", reference) }),
            ...(number === undefined ? {} : { sealedTrackingNumber: await seal("trackingNumber", number) }),
            ...(record.deliveryPoint === undefined ? {} : { deliveryPoint: record.deliveryPoint }),
            ...(record.region === undefined ? {} : { region: record.region }),
          },
        ]
      }),
    )
    return new Map(described)
  }
}

/** Finds in the tracking records which shipment claims a parcel, and which shipments of an order a carrier has. */
export function claimantFinder(records: Pick<TrackingRecords, "find">): ClaimantsOf {
  return async (recordIds) => {
    const found = await records.find(recordIds.map(referenceBehind))
    const claimants = new Map<string, Claimant[]>()
    recordIds.forEach((asked, place) => {
      const carrierId = referenceOf(asked)?.carrierId
      const shipments = (found[place] ?? []).flatMap((record) => {
        const { recordId, retailerId, shipmentId } = record
        const isTheirs = carrierId === undefined || record.carrierId === carrierId
        return isTheirs && retailerId !== undefined && shipmentId !== undefined
          ? [{ recordId, retailerId, shipmentId }]
          : []
      })
      if (shipments.length > 0) claimants.set(asked, shipments)
    })
    return claimants
  }
}

function referenceBehind(recordId: string): RecordReference {
  const order = referenceOf(recordId)
  return order === undefined
    ? { by: "recordId", recordId }
    : { by: "orderReferenceKey", orderReferenceKey: order.orderReferenceKey }
}

/** The references of an affected shipment in the clear. One is absent if the tracking record or the key was deleted. */
export async function openReferences(
  sealer: Pick<Sealer, "unseal">,
  row: AffectedRow,
): Promise<{ orderReference?: string; trackingNumber?: string }> {
  const open = async (field: string, sealed: string | undefined) =>
    sealed === undefined ? undefined : sealer.unseal(sealOwnerOf(row.caseId), row.recordId, field, sealed)
  const orderReference = await open("orderReference", row.sealedOrderReference)
  const trackingNumber = await open("trackingNumber", row.sealedTrackingNumber)
  return {
    ...(orderReference === undefined ? {} : { orderReference }),
    ...(trackingNumber === undefined ? {} : { trackingNumber }),
  }
}
