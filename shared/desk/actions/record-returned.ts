import type { Party } from "../../parties/party.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { assertNotMerging, participantToAct } from "../cases/participant.ts"
import { transactionsOfShipments } from "../cases/shipment-transactions.ts"
import type { Duty } from "../duties/duty.ts"
import { type ReceiptChange, recountParties, shipmentsDigest } from "../notices/notice-receipts.ts"
import { progressOf } from "../notices/progress-view.ts"
import { isInFuture } from "../time-in-future.ts"
import { readersOf } from "../visibility.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import { begunRow } from "./as-read.ts"
import type { Acted } from "./decide-act.ts"
import { dutiesAtOnce } from "./decide-statement.ts"
import { findRecipients, type NamedRecipients, type ReceiptRows, readReceipts } from "./named-recipients.ts"
import type { NoticeDesk, Notified } from "./notification.ts"
import type { Refusal } from "./refusal.ts"

/** Notices that came back: to the recipients of which shipments, and when. */
export type Returned = { returnedAt: string; recipients: NamedRecipients }

/**
 * Records that notices came back undelivered: their receipts no longer count, so a done duty to notify people opens
 * again. What another party sent, a public notice, and what was sent later still counts. A shipment without such a
 * receipt changes nothing.
 *
 * @throws CaseBusy while cases are merged into this one
 */
export async function recordReturned(
  desk: NoticeDesk,
  action: Action,
  returned: Returned,
): Promise<Refusal | Acted<Notified>> {
  const found = await participantToAct(desk, action)
  if (found === undefined) return { refused: "unknownCase" }
  const { current, own } = found
  const [done] = await desk.cases.items([caseKeys.command(current.caseId, own.partyId, action.actionId)])
  if (done !== undefined) return { outcome: "repeated", shipments: 0, unknown: [], progress: progressOf(own) }
  if (isInFuture(returned.returnedAt, desk.clock().toISOString())) return { refused: "returnedInFuture" }
  const named = await findRecipients(desk, { current, party: action.party }, returned.recipients)
  if ("refused" in named) return named
  const { rows, unknown } = named
  for (const chunk of transactionsOfShipments(rows)) {
    const refused = await changeCase(desk, withdrawing, { action, returned, named: chunk })
    if (refused !== undefined) return refused
  }
  const result = await act(desk, action, recordingReturn, { ...returned, rows })
  if ("refused" in result) return result
  return { outcome: result.outcome, shipments: 0, ...result.more, unknown }
}

type Withdrawing = { action: Action; returned: Returned; named: readonly AffectedRow[] }

/** Takes the party's own direct receipts of some shipments back, and counts that for every party of these. */
const withdrawing: KindOfChange<NoticeDesk, Withdrawing, Refusal | ReceiptRows, Refusal | undefined> = {
  side: ({ action }) => action.party.id,
  read: (desk, { action, named }) => readReceipts(desk, action, named),
  decide(read, { action, returned }) {
    if ("refused" in read) return { result: read }
    const { found, rows, parties, at } = read
    // The receipt can be in the case that is merged into this one, and would come after its return.
    assertNotMerging(found.current)
    const changes = rows.flatMap((before) => withoutOwn(before, action.party, returned) ?? [])
    if (changes.length === 0) return { result: undefined }
    const counted = recountParties(parties, changes)
    const items = [...changes.map(({ after }) => after), ...counted, begunRow(action, found, at)]
    return { draft: { case: found.current, items, entries: [] }, result: undefined }
  },
}

const minuteOf = (instant: string) => Math.floor(Date.parse(instant) / 60_000)

/** A letter that was sent after another one came back did not come back with it. Officers state times to the minute. */
function withoutOwn(
  before: AffectedRow,
  { id }: Pick<Party, "id">,
  { returnedAt }: Pick<Returned, "returnedAt">,
): ReceiptChange | undefined {
  const { [id]: own, ...receipts } = before.receipts
  if (own === undefined || own.public || minuteOf(own.at) > minuteOf(returnedAt)) return undefined
  return { before, after: { ...before, receipts } }
}

type Recording = { returnedAt: string; rows: readonly AffectedRow[] }

/** Notes it in the party's own timeline, and opens its duties again. */
const recordingReturn: KindOfAct<CaseDesk, Recording, readonly Duty[], Omit<Notified, "unknown">> = {
  read: (desk, { current, own }) => dutiesOf(desk, current.caseId, own.partyId),
  decide(acting, { returnedAt, rows }, duties) {
    const { current, own, viewer, action, laws, at } = acting
    const side = refreshedSide(current, { row: own, party: action.party, duties, laws }, at)
    const progress = progressOf(own)
    const { text: _text, ...counts } = progress
    const digest = shipmentsDigest(rows.flatMap(({ shipmentId }) => shipmentId ?? []))
    const data = { returnedAt, shipments: rows.length, shipmentsDigest: digest, ...counts }
    const visibleTo = readersOf("NoticesReturned", viewer)
    return {
      items: [...(side.row === own ? [] : [side.row]), ...side.changed.slice(0, dutiesAtOnce)],
      entries: [{ actor: own.alias, type: "NoticesReturned", data, visibleTo }],
      more: { shipments: rows.length, progress },
    }
  },
}
