import { derivedId } from "../../contracts/envelope.ts"
import { shipmentId, trackingNumber } from "../../contracts/fields.ts"
import type { Party } from "../../parties/party.ts"
import { isClaimable, referenceRecordId, shipmentRecordId } from "../../tracking/record-ids.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import type { PartyRequest, ServedDesk } from "./desk-request.ts"

/** Ledger keys of one shipment of the caller, also those from before the shipment was created or its parcel claimed. */
async function ledgerKeysOf(desk: ServedDesk, party: Party, reference: string): Promise<Set<string>> {
  const keys = new Set<string>()
  const schema = party.kind === "retailer" ? shipmentId : trackingNumber
  if (!schema.safeParse(reference).success) return keys
  if (party.kind === "retailer") keys.add(shipmentRecordId(party.id, reference))
  const [records = []] = await desk.records.find([
    party.kind === "retailer"
      ? { by: "shipmentId", retailerId: party.id, shipmentId: reference }
      : { by: "trackingNumber", carrierId: party.id, trackingNumber: reference },
  ])
  for (const { recordId, parcelId, carrierId, orderReferenceKey } of records) {
    keys.add(recordId)
    if (parcelId !== undefined) keys.add(parcelId)
    if (orderReferenceKey !== undefined) keys.add(referenceRecordId(carrierId, orderReferenceKey))
  }
  return keys
}

/**
 * The lookups that showed one shipment of the caller, named by its shipment id or, for a carrier, its tracking number.
 */
export async function accessesOf(desk: ServedDesk, request: PartyRequest) {
  const { party } = request.caller
  const accesses: object[] = []
  for (const recordId of await ledgerKeysOf(desk, party, request.parameters["shipmentId"] ?? "")) {
    for await (const one of desk.disclosures.ofRecord(recordId)) {
      // Before the claim the ledger names the carrier in place of the retailer.
      const isClaimed = party.kind === "retailer" && isClaimable(recordId)
      if (!isClaimed && !isShipmentOf(one, party)) continue
      const { at, lastAt, fields, proof, provenForExposure, tool, subject } = one
      // Each party gets other names of accessors, so that parties cannot compare their lists.
      accesses.push({
        at,
        ...(lastAt === undefined ? {} : { lastAt }),
        fields,
        proof,
        proven: provenForExposure,
        tool,
        accessor: derivedId("accessor", party.id, subject),
      })
    }
  }
  return accesses
}
