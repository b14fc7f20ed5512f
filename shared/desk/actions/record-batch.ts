import { refreshedSide } from "../alerts/refreshed-side.ts"
import type { PlannedEntry } from "../cases/case-draft.ts"
import type { AffectedRow, PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import type { Duty } from "../duties/duty.ts"
import type { Knowledge } from "../knowledge.ts"
import { factsAfterNotice } from "../notices/facts-when-notified.ts"
import { shipmentsDigest } from "../notices/notice-receipts.ts"
import { progressOf } from "../notices/progress-view.ts"
import { readersOf } from "../visibility.ts"
import { knowledgeIn } from "../watch-of-case.ts"
import { act, type KindOfAct } from "./act.ts"
import type { Action } from "./action.ts"
import { type Acting, forward } from "./decide-act.ts"
import { dutiesAtOnce } from "./decide-statement.ts"
import type { Notification, Notified } from "./notification.ts"
import { withNotices } from "./state-notices.ts"

/**
 * `shipments`: for how many the batch stands. `notified`: those of them that have a receipt; or `shared`: with which
 * counterparties the party shares how many of them.
 */
type Batch = { shipments: number } & (
  | { notified: readonly AffectedRow[] }
  | { shared: Readonly<Record<string, number>> }
)

/** Records a batch of receipts in the timeline, and updates the party's duties, whose clocks can depend on it. */
export function recordBatch(desk: CaseDesk, action: Action, notification: Notification, batch: Batch) {
  return act(desk, action, recordingBatch, { notification, batch })
}

type Recorded = { notification: Notification; batch: Batch }

/** The party's duties, and what is known of the exposure. */
type RecordingRows = { duties: readonly Duty[]; known: Knowledge }

const recordingBatch: KindOfAct<CaseDesk, Recorded, RecordingRows, Omit<Notified, "unknown">> = {
  async read(desk, { current, own }) {
    const duties = await dutiesOf(desk, current.caseId, own.partyId)
    return { duties, known: await knowledgeIn(desk, current, own) }
  },
  decide(acting, { notification, batch }, { duties, known }) {
    const { current, own, action, laws, at } = acting
    const side = refreshedSide(current, { row: own, party: action.party, duties, laws }, at)
    const row = explained(side.row, notification, { ...batch, known })
    return {
      items: [...(row === own ? [] : [row]), ...side.changed.slice(0, dutiesAtOnce)],
      entries: [batchEntry(acting, notification, batch)],
      more: { shipments: batch.shipments, progress: progressOf(own) },
    }
  },
}

/** The party's row with what it knew when it notified people, or why it notified the public, if that is new. */
function explained(
  own: PartyRow,
  { publicNoticeGround, method, notifiedAt }: Notification,
  batch: Batch & { known: Knowledge },
): PartyRow {
  const isDirect = method !== "publicNotice" && batch.shipments > 0
  const after = {
    ...withNotices(own, { publicNoticeGround }, batch.known),
    ...(isDirect ? { notifiedFacts: factsAfterNotice(own, notifiedAt, batch.known) } : {}),
  }
  const told = ({ publicNoticeGrounds, notifiedFacts }: PartyRow) =>
    JSON.stringify([publicNoticeGrounds, notifiedFacts])
  return told(after) === told(own) ? own : after
}

/**
 * Counterparties learn how many of the shipments they share. The other shipments would reveal that there are other
 * parties.
 */
function batchEntry(
  { own, others, viewer, action }: Acting,
  { method, notifiedAt, recipients }: Notification,
  batch: Batch,
): PlannedEntry {
  const { shipments } = batch
  const notified = "notified" in batch ? batch.notified : []
  const { text: _text, ...progress } = progressOf(own)
  const isPublic = recipients.kind === "public" ? { public: true } : {}
  const digest =
    recipients.kind === "shipmentIds"
      ? { shipmentsDigest: shipmentsDigest(notified.flatMap(({ shipmentId }) => shipmentId ?? [])) }
      : {}
  const shares = others.flatMap((row) => {
    const shared = "shared" in batch ? (batch.shared[row.partyId] ?? 0) : sharedWith(row, notified)
    return shared === 0 ? [] : [{ row, facts: { method, notifiedAt, shipments: shared } }]
  })
  return {
    actor: own.alias,
    type: "IndividualsNotified",
    data: { method, notifiedAt, shipments, ...digest, ...progress, ...isPublic },
    visibleTo: readersOf(
      "IndividualsNotified",
      viewer,
      shares.map(({ row }) => row.partyId),
    ),
    shown: Object.fromEntries(shares.map(({ row, facts }) => [row.partyId, { data: { ...facts, ...isPublic } }])),
    messages: shares.flatMap(({ row, facts }) =>
      forward(own, action, row, (beginning) => ({ kind: "IndividualsNotified", facts: { ...beginning, ...facts } })),
    ),
  }
}

function sharedWith({ partyId: id, kind }: PartyRow, rows: readonly AffectedRow[]): number {
  return rows.filter((row) => isShipmentOf(row, { id, kind })).length
}
