import { shipmentRecordId } from "../../intake/tracking/record-ids.ts"
import type { Party } from "../../parties/party.ts"
import { CaseBusy } from "../cases/case-busy.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, CaseItem, PartyRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import { assertNotMerging, type Participant, participantToAct } from "../cases/participant.ts"
import { partiesOfShipments, transactionsOfShipments } from "../cases/shipment-transactions.ts"
import { recountParties, withReceipts } from "../notices/notice-receipts.ts"
import { progressOf } from "../notices/progress-view.ts"
import { isInFuture } from "../time-in-future.ts"
import type { Action } from "./action.ts"
import { begunRows, refusedAsStale } from "./as-read.ts"
import type { Acted } from "./decide-act.ts"
import type { NoticeDesk, Notification, Notified, NotifiedRecipients } from "./notification.ts"
import { recordBatch } from "./record-batch.ts"
import { giveNoticeReceipts, statePublicNotice } from "./record-public-notice.ts"
import type { Refusal } from "./refusal.ts"
import { isBeforeBreach } from "./stated-times.ts"

/**
 * Records that people were notified, up to 500 shipments at a time. A shipment counts once, no matter who notified its
 * recipient and however often; repeating an event or a shipment has no effect. A public notice names the shipments it
 * was for, or states for how many of them the party's public notices stand in all.
 */
export async function recordNotified(
  desk: NoticeDesk,
  action: Action,
  notification: Notification,
): Promise<Refusal | Acted<Notified>> {
  const found = await participantToAct(desk, action)
  if (found === undefined) return { refused: "unknownCase" }
  const { caseId } = found.current
  const { recipients } = notification
  const [done] = await desk.cases.items([caseKeys.command(caseId, action.party.id, action.actionId)])
  if (done !== undefined) {
    if (recipients.kind === "public") await giveNoticeReceipts(desk, caseId, action)
    return { outcome: "repeated", shipments: 0, unknown: [], progress: progressOf(found.own) }
  }
  const { notifiedAt } = notification
  if (isInFuture(notifiedAt, desk.clock().toISOString())) return { refused: "notifiedInFuture" }
  if (isBeforeBreach(notifiedAt, found.own)) return { refused: "notifiedBeforeBreach" }
  if (recipients.kind === "public") return recordPublicNotice(desk, action, notification, recipients.shipments)
  const named = await affectedBy(desk, caseId, action.party, recipients)
  if (named === undefined) return { refused: "wrongKindOfReference" }
  const unknown = named.flatMap((row, place) => (row === undefined ? [place] : []))
  if (unknown.length > 0) assertNotMerging(found.current)
  const rows = new Map(named.flatMap((row) => (row === undefined ? [] : [[row.recordId, row] as const])))
  for (const chunk of transactionsOfShipments([...rows.values()])) {
    const refused = await changeCase(desk, receiving, { action, notification, named: chunk })
    if (refused !== undefined) return refused
  }
  const notified = [...rows.values()]
  return summed(await recordBatch(desk, action, notification, { notified, shipments: notified.length }), unknown)
}

/** The notice counts at once. The receipts of very many people follow, see `giveNoticeReceipts`. */
async function recordPublicNotice(
  desk: NoticeDesk,
  action: Action,
  notification: Notification,
  shipments: number,
): Promise<Refusal | Acted<Notified>> {
  const stated = await statePublicNotice(desk, action, notification, shipments)
  if ("refused" in stated) return stated
  const batch = { shared: stated.shared, shipments: stated.more }
  const recorded = await recordBatch(desk, action, notification, batch)
  if ("refused" in recorded) return recorded
  await giveNoticeReceipts(desk, recorded.caseId, action)
  return summed(recorded, [])
}

function summed(
  result: Refusal | Acted<{ caseId: string; more?: Omit<Notified, "unknown"> }>,
  unknown: number[],
): Refusal | Acted<Notified> {
  if ("refused" in result) return result
  return { outcome: result.outcome, shipments: 0, ...result.more, unknown }
}

type Receiving = { action: Action; notification: Notification; named: readonly AffectedRow[] }

type ReceivingRows = Refusal | { found: Participant; rows: AffectedRow[]; parties: PartyRow[]; at: string }

/** Gives each of some shipments a receipt, and counts it for every party whose shipment it is. */
const receiving: KindOfChange<NoticeDesk, Receiving, ReceivingRows, Refusal | undefined> = {
  side: ({ action }) => action.party.id,
  async read(desk, { action, named }) {
    const found = await participantToAct(desk, action)
    if (found === undefined) return { refused: "unknownCase" }
    const stale = await refusedAsStale(desk, action, found)
    if (stale !== undefined) return stale
    const { caseId, state } = found.current
    if (state !== "open") return { refused: "caseClosed" }
    const rows = await affectedNow(desk, caseId, named)
    // Some were handed to another retailer meanwhile, or wait for a merge: a repeat of the action finds them.
    if (rows.length < named.length) throw new CaseBusy()
    const parties = await partiesOfShipments(desk, caseId, rows)
    return { found, rows, parties, at: desk.clock().toISOString() }
  },
  decide(read, { action, notification }) {
    if ("refused" in read) return { result: read }
    const { found, rows, parties, at } = read
    const items = receiptItems(found, { rows, parties }, { ...notification, actionId: action.actionId })
    if (items.length === 0) return { result: undefined }
    const begun = begunRows(action, found, at)
    return { draft: { case: found.current, items: [...items, ...begun], entries: [] }, result: undefined }
  },
}

function receiptItems(
  { own }: Participant,
  { rows, parties }: { rows: readonly AffectedRow[]; parties: readonly PartyRow[] },
  { method, notifiedAt, actionId }: Notification & { actionId: string },
): CaseItem[] {
  const isPublic = method === "publicNotice"
  const receipt = { at: notifiedAt, method, public: isPublic, receipt: actionId }
  const changes = rows.flatMap((row) => withReceipts(row, { [own.partyId]: receipt }) ?? [])
  const stated = isPublic ? rows.filter(({ receipts }) => receipts[own.partyId]?.public !== true).length : 0
  if (changes.length === 0 && stated === 0) return []
  const counted = recountParties(parties, changes)
  return [
    ...changes.map(({ after }) => after),
    ...counted.filter(({ partyId }) => partyId !== own.partyId),
    withStated(counted.find(({ partyId }) => partyId === own.partyId) ?? own, stated),
  ]
}

/** The party's public notices also stand for the shipments that this one names. */
function withStated(row: PartyRow, more: number): PartyRow {
  return more === 0 ? row : { ...row, notified: { ...row.notified, stated: (row.notified.stated ?? 0) + more } }
}

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
