import type { Party } from "../../parties/party.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import { CaseBusy } from "../cases/case-busy.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, PartyRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { type Participant, participantToAct } from "../cases/participant.ts"
import { partiesOfShipments, transactionsOfShipments } from "../cases/shipment-transactions.ts"
import type { Duty } from "../duties/duty.ts"
import { type ReceiptChange, recountParties, shipmentsDigest } from "../notices/notice-receipts.ts"
import { progressOf } from "../notices/progress-view.ts"
import { isInFuture } from "../time-in-future.ts"
import { readersOf } from "../visibility.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import { begunRows, refusedAsStale } from "./as-read.ts"
import type { Acted } from "./decide-act.ts"
import { dutiesAtOnce } from "./decide-statement.ts"
import type { NoticeDesk, Notified, NotifiedRecipients } from "./notification.ts"
import { affectedBy, affectedNow } from "./record-notified.ts"
import type { Refusal } from "./refusal.ts"

/** Notices that came back: to the recipients of which shipments, and when. */
export type Returned = { returnedAt: string; recipients: Exclude<NotifiedRecipients, { kind: "public" }> }

/**
 * Records that notices came back undelivered: their receipts no longer count, so a done duty to notify people opens
 * again. What another party sent, and a public notice, still counts. A shipment whose receipt is gone changes nothing.
 */
export async function recordReturned(
  desk: NoticeDesk,
  action: Action,
  returned: Returned,
): Promise<Refusal | Acted<Notified>> {
  const found = await participantToAct(desk, action)
  if (found === undefined) return { refused: "unknownCase" }
  const { caseId } = found.current
  if (isInFuture(returned.returnedAt, desk.clock().toISOString())) return { refused: "notifiedInFuture" }
  const named = await affectedBy(desk, caseId, action.party, returned.recipients)
  if (named === undefined) return { refused: "wrongKindOfReference" }
  const unknown = named.flatMap((row, place) => (row === undefined ? [place] : []))
  const rows = [...new Map(named.flatMap((row) => (row === undefined ? [] : [[row.recordId, row] as const]))).values()]
  for (const chunk of transactionsOfShipments(rows)) {
    const refused = await changeCase(desk, withdrawing, { action, named: chunk })
    if (refused !== undefined) return refused
  }
  const result = await act(desk, action, recordingReturn, { ...returned, rows })
  if ("refused" in result) return result
  return { outcome: result.outcome, shipments: 0, ...result.more, unknown }
}

type Withdrawing = { action: Action; named: readonly AffectedRow[] }
type WithdrawingRows = Refusal | { found: Participant; rows: AffectedRow[]; parties: PartyRow[]; at: string }

/** Takes the party's own direct receipts of some shipments back, and counts that for every party of these. */
const withdrawing: KindOfChange<NoticeDesk, Withdrawing, WithdrawingRows, Refusal | undefined> = {
  side: ({ action }) => action.party.id,
  async read(desk, { action, named }) {
    const found = await participantToAct(desk, action)
    if (found === undefined) return { refused: "unknownCase" }
    const stale = await refusedAsStale(desk, action, found)
    if (stale !== undefined) return stale
    const { caseId, state } = found.current
    const at = desk.clock().toISOString()
    if (state !== "open") return { refused: "caseClosed" }
    const [done] = await desk.cases.items([caseKeys.command(caseId, action.party.id, action.actionId)])
    if (done !== undefined) return { found, rows: [], parties: [], at }
    const rows = await affectedNow(desk, caseId, named)
    if (rows.length < named.length) throw new CaseBusy()
    return { found, rows, parties: await partiesOfShipments(desk, caseId, rows), at }
  },
  decide(read, { action }) {
    if ("refused" in read) return { result: read }
    const { found, rows, parties, at } = read
    const changes = rows.flatMap((before) => withoutOwn(before, action.party) ?? [])
    if (changes.length === 0) return { result: undefined }
    const counted = recountParties(parties, changes)
    const items = [...changes.map(({ after }) => after), ...counted, ...begunRows(action, found, at)]
    return { draft: { case: found.current, items, entries: [] }, result: undefined }
  },
}

function withoutOwn(before: AffectedRow, { id }: Pick<Party, "id">): ReceiptChange | undefined {
  const { [id]: own, ...receipts } = before.receipts
  return own === undefined || own.public ? undefined : { before, after: { ...before, receipts } }
}

type Recording = { returnedAt: string; rows: readonly AffectedRow[] }

/** Notes it in the party's own timeline, and opens its duties again. */
const recordingReturn: KindOfAct<CaseDesk, Recording, readonly Duty[], Omit<Notified, "unknown">> = {
  read: (desk, { current, own }) => dutiesOf(desk, current.caseId, own.partyId),
  decide(acting, { returnedAt, rows }, duties) {
    const { current, own, viewer, action, at } = acting
    const side = refreshedSide(acting, current, { row: own, party: action.party, duties }, at)
    const progress = progressOf(own)
    const { text: _text, ...counts } = progress
    const digest = shipmentsDigest(rows.flatMap(({ shipmentId }) => shipmentId ?? []))
    const data = { returnedAt, shipments: rows.length, shipmentsDigest: digest, ...counts }
    const visibleTo = readersOf("NoticesReturned", viewer)
    return {
      items: side.changed.slice(0, dutiesAtOnce),
      entries: [{ actor: own.alias, type: "NoticesReturned", data, visibleTo }],
      more: { shipments: rows.length, progress },
    }
  },
}
