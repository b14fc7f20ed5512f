import { shipmentRecordId } from "../../intake/tracking/record-ids.ts"
import type { Party } from "../../parties/party.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import type { NoticeDesk, NotifiedRecipients } from "./notification.ts"

type NamedRecipients = Exclude<NotifiedRecipients, { kind: "public" }>

/**
 * The affected shipments that a party names, in the order of its list; `undefined` in each place that is no shipment of
 * the party in the case, and in all if the party named shipments in the wrong way.
 */
export async function affectedBy(
  desk: NoticeDesk,
  caseId: string,
  party: Party,
  recipients: NamedRecipients,
): Promise<(AffectedRow | undefined)[] | undefined> {
  if ((party.kind === "retailer") !== (recipients.kind === "shipmentIds")) return undefined
  const candidates = await recordIdsOf(desk, party, recipients)
  const rows = await desk.cases.items(
    [...new Set(candidates.flat())].map((recordId) => caseKeys.affected(caseId, recordId)),
  )
  const byRecord = new Map(rows.flatMap((row) => (row.type === "affected" ? [[row.recordId, row] as const] : [])))
  return candidates.map((recordIds) =>
    recordIds.flatMap((recordId) => byRecord.get(recordId) ?? []).find((row) => isShipmentOf(row, party)),
  )
}

/** For each named shipment, the records under which the case can hold it. */
async function recordIdsOf(desk: NoticeDesk, party: Party, recipients: NamedRecipients): Promise<string[][]> {
  if (recipients.kind === "shipmentIds")
    return recipients.shipmentIds.map((shipmentId) => [shipmentRecordId(party.id, shipmentId)])
  const found = await desk.records.find(
    recipients.trackingNumbers.map((trackingNumber) => ({ by: "trackingNumber", carrierId: party.id, trackingNumber })),
  )
  return found.map((records) =>
    records.flatMap(({ recordId, parcelId }) => (parcelId === undefined ? [recordId] : [recordId, parcelId])),
  )
}

/** The newest rows of these shipments. */
export async function affectedNow(
  desk: CaseDesk,
  caseId: string,
  rows: readonly AffectedRow[],
): Promise<AffectedRow[]> {
  const found = await desk.cases.items(rows.map(({ recordId }) => caseKeys.affected(caseId, recordId)))
  return found.flatMap((row) => (row.type === "affected" ? [row] : []))
}
