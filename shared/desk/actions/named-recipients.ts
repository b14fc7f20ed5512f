import { shipmentRecordId } from "../../intake/tracking/record-ids.ts"
import type { Party } from "../../parties/party.ts"
import { CaseBusy } from "../cases/case-busy.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import { assertNotMerging, type Participant, participantToAct } from "../cases/participant.ts"
import { partiesOfShipments } from "../cases/shipment-transactions.ts"
import type { Action } from "./action.ts"
import { isClosedTo, refusedAsStale } from "./as-read.ts"
import type { NoticeDesk, NotifiedRecipients } from "./notification.ts"
import type { Refusal } from "./refusal.ts"

/** People by their shipments: a retailer names its ids, a carrier its tracking numbers. */
export type NamedRecipients = Exclude<NotifiedRecipients, { kind: "public" }>

/** The affected shipments that a party names, each once, and the places in its list that are no shipment of it. */
export type FoundRecipients = { readonly rows: readonly AffectedRow[]; readonly unknown: number[] }

/** @throws CaseBusy if a shipment that is not there may still come by a merge */
export async function findRecipients(
  desk: NoticeDesk,
  { current, party }: { readonly current: Participant["current"]; readonly party: Party },
  recipients: NamedRecipients,
): Promise<Refusal | FoundRecipients> {
  if ((party.kind === "retailer") !== (recipients.kind === "shipmentIds")) return { refused: "wrongKindOfReference" }
  const candidates = await recordIdsOf(desk, party, recipients)
  const byRecord = await affectedRows(desk, current.caseId, [...new Set(candidates.flat())])
  const named = candidates.map((recordIds) =>
    recordIds.flatMap((recordId) => byRecord.get(recordId) ?? []).find((row) => isShipmentOf(row, party)),
  )
  const unknown = named.flatMap((row, place) => (row === undefined ? [place] : []))
  if (unknown.length > 0) assertNotMerging(current)
  return { rows: [...new Set(named.flatMap((row) => row ?? []))], unknown }
}

/** What a change of receipts decides on. */
export type ReceiptRows = {
  readonly found: Participant
  readonly rows: readonly AffectedRow[]
  readonly parties: readonly PartyRow[]
  readonly at: string
}

/** Reads the newest rows of some shipments, and the parties whose shipments they are. */
export async function readReceipts(
  desk: CaseDesk,
  action: Action,
  named: readonly AffectedRow[],
): Promise<Refusal | ReceiptRows> {
  const found = await participantToAct(desk, action)
  if (found === undefined) return { refused: "unknownCase" }
  const stale = await refusedAsStale(desk, action, found)
  if (stale !== undefined) return stale
  const { caseId } = found.current
  if (await isClosedTo(desk, action, found)) return { refused: "caseClosed" }
  const newest = await affectedRows(
    desk,
    caseId,
    named.map(({ recordId }) => recordId),
  )
  // Some were handed to another retailer meanwhile, or wait for a merge: a repeat of the action finds them.
  if (newest.size < named.length) throw new CaseBusy()
  const rows = [...newest.values()]
  return { found, rows, parties: await partiesOfShipments(desk, caseId, rows), at: desk.clock().toISOString() }
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

async function affectedRows(
  { cases }: Pick<CaseDesk, "cases">,
  caseId: string,
  recordIds: readonly string[],
): Promise<ReadonlyMap<string, AffectedRow>> {
  const rows = await cases.items(recordIds.map((recordId) => caseKeys.affected(caseId, recordId)))
  return new Map(rows.flatMap((row) => (row.type === "affected" ? [[row.recordId, row] as const] : [])))
}
