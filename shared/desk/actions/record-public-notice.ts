import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { MarkerRow, NoticeRow, PartyRow } from "../cases/case-rows.ts"
import { changeCase, type KindOfChange } from "../cases/change-case.ts"
import { assertNotMerging, type Participant, participantToAct } from "../cases/participant.ts"
import { partiesOfCase } from "../cases/participant-details.ts"
import { giveReceipts } from "../notices/give-receipts.ts"
import { coversEverybody, uncertainShared, withPublicNotice } from "../notices/notice-receipts.ts"
import { counterpartiesOf } from "../visibility.ts"
import type { Action } from "./action.ts"
import { begunRow, isClosedTo, refusedAsStale } from "./as-read.ts"
import type { NoticeDesk, Notification } from "./notification.ts"
import type { Refusal } from "./refusal.ts"

/** Whoever records a public notice gives receipts for this long at most. `watch-duties` gives the others. */
const givingMilliseconds = 5_000

/**
 * What a public notice that names no shipments added: for how many more shipments of the party it stands, and, if the
 * party's public notices now cover all its people, how many of these shipments each counterparty shares.
 */
const statedSchema = z.object({ more: z.int(), shared: z.record(ownString(), z.int()) })
export type Stated = z.infer<typeof statedSchema>

/**
 * Counts a public notice that names no shipment, once. If the party's public notices now cover all its people, each
 * shipment is to get a receipt, which the case notes. A repeat of the action gets the first answer.
 *
 * @param shipments how many shipments the party's public notices cover in all
 */
export function statePublicNotice(
  desk: NoticeDesk,
  action: Action,
  notification: Notification,
  shipments: number,
): Promise<Refusal | Stated> {
  return changeCase(desk, stating, { action, notification, shipments })
}

type Stating = { action: Action; notification: Notification; shipments: number }
type StatingRows =
  | Refusal
  | { known: MarkerRow }
  | { found: Participant; row: PartyRow; more: number; parties: PartyRow[]; at: string }

const stating: KindOfChange<NoticeDesk, Stating, StatingRows, Refusal | Stated> = {
  side: ({ action }) => action.party.id,
  async read(desk, { action, notification: { notifiedAt }, shipments }) {
    const found = await participantToAct(desk, action)
    if (found === undefined) return { refused: "unknownCase" }
    const { current, own } = found
    if (await isClosedTo(desk, action, found)) return { refused: "caseClosed" }
    const known = await claimOf(desk, current.caseId, action)
    if (known !== undefined) return { known }
    const stale = await refusedAsStale(desk, action, found)
    if (stale !== undefined) return stale
    // During a merge, shipments that the notice covers may not have arrived yet.
    assertNotMerging(current)
    const { row, more } = withPublicNotice(own, shipments, notifiedAt)
    const parties = coversEverybody(row) ? await partiesOfCase(desk, current) : []
    return { found, row, more, parties, at: desk.clock().toISOString() }
  },
  decide(read, { action, notification: { method, notifiedAt } }) {
    if ("refused" in read) return { result: read }
    if ("known" in read) return { result: statedSchema.parse(read.known.answer) }
    const { found, row, more, parties, at } = read
    const { current, own } = found
    const { caseId } = current
    const others = counterpartiesOf(own, parties)
    const answer = { more, shared: Object.fromEntries(others.map((one) => [one.partyId, uncertainShared(own, one)])) }
    const marker: MarkerRow = { ...claimKey(caseId, action), caseId, type: "marker", at, answer }
    const receipt = { at: notifiedAt, method, public: true, receipt: action.actionId }
    const notices = coversEverybody(row) ? [noticeRow(row, { dueAt: at, actionId: action.actionId, receipt })] : []
    const items = [row, marker, ...notices, begunRow(action, found, at)]
    return { draft: { case: current, items, entries: [] }, result: answer }
  },
}

function noticeRow(
  { caseId, partyId }: PartyRow,
  { dueAt, actionId, receipt }: Pick<NoticeRow, "dueAt" | "receipt"> & { actionId: string },
): NoticeRow {
  return { ...caseKeys.notice(caseId, { dueAt, partyId, actionId }), caseId, type: "notice", dueAt, partyId, receipt }
}

/** Gives the receipts of a public notice, for a few seconds. Does nothing if none are left to give. */
export async function giveNoticeReceipts(desk: NoticeDesk, caseId: string, action: Action): Promise<void> {
  const claim = await claimOf(desk, caseId, action)
  if (claim === undefined) return
  const { party, actionId } = action
  const key = caseKeys.notice(caseId, { dueAt: claim.at, partyId: party.id, actionId })
  const until = desk.clock().getTime() + givingMilliseconds
  do {
    if ((await desk.cases.items([key])).length === 0 || !(await giveReceipts(desk, key))) return
  } while (desk.clock().getTime() < until)
}

function claimKey(caseId: string, { party, actionId }: Action) {
  return caseKeys.command(caseId, party.id, `${actionId}#claim`)
}

async function claimOf(desk: NoticeDesk, caseId: string, action: Action): Promise<MarkerRow | undefined> {
  const [claim] = await desk.cases.items([claimKey(caseId, action)])
  return claim?.type === "marker" ? claim : undefined
}
