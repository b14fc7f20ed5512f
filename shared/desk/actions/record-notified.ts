import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, CaseItem, PartyRow } from "../cases/case-rows.ts"
import { changeCase, type KindOfChange } from "../cases/change-case.ts"
import { type Participant, participantToAct } from "../cases/participant.ts"
import { transactionsOfShipments } from "../cases/shipment-transactions.ts"
import { recountParties, withReceipts } from "../notices/notice-receipts.ts"
import { progressOf } from "../notices/progress-view.ts"
import { isInFuture } from "../time-in-future.ts"
import type { Action } from "./action.ts"
import { begunRow } from "./as-read.ts"
import type { Acted } from "./decide-act.ts"
import { findRecipients, type ReceiptRows, readReceipts } from "./named-recipients.ts"
import type { NoticeDesk, Notification, Notified } from "./notification.ts"
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
  const named = await findRecipients(desk, { current: found.current, party: action.party }, recipients)
  if ("refused" in named) return named
  const { rows: notified, unknown } = named
  for (const chunk of transactionsOfShipments(notified)) {
    const refused = await changeCase(desk, receiving, { action, notification, named: chunk })
    if (refused !== undefined) return refused
  }
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

/** Gives each of some shipments a receipt, and counts it for every party whose shipment it is. */
const receiving: KindOfChange<NoticeDesk, Receiving, Refusal | ReceiptRows, Refusal | undefined> = {
  side: ({ action }) => action.party.id,
  read: (desk, { action, named }) => readReceipts(desk, action, named),
  decide(read, { action, notification }) {
    if ("refused" in read) return { result: read }
    const { found, rows, parties, at } = read
    const items = receiptItems(found, { rows, parties }, { ...notification, actionId: action.actionId })
    if (items.length === 0) return { result: undefined }
    const begun = begunRow(action, found, at)
    return { draft: { case: found.current, items: [...items, begun], entries: [] }, result: undefined }
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
