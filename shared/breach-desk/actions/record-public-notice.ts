import { affectedOf } from "../cases/affected.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, MarkerRow } from "../cases/case-rows.ts"
import { type CaseDraft, changeCase } from "../cases/change-case.ts"
import { assertNotMerging, type Participant, participantOf, participantToAct } from "../cases/participant.ts"
import { partiesOfShipments, transactionsOfShipments } from "../cases/shipment-transactions.ts"
import {
  coversEverybody,
  howNotified,
  recountParties,
  withPublicNotice,
  withReceipts,
} from "../notices/notice-receipts.ts"
import type { Action } from "./action.ts"
import { affectedNow } from "./named-shipments.ts"
import type { NoticeDesk, Notification } from "./notification.ts"
import type { Refusal } from "./refusal.ts"

type Receipt = AffectedRow["receipts"][string]

/**
 * Counts a public notice that names no shipment. If the party's public notices cover all its people, each shipment gets
 * a receipt.
 *
 * @param shipments how many shipments the party's public notices cover in all
 * @returns how many more they cover now
 */
export async function recordPublicNotice(
  desk: NoticeDesk,
  action: Action,
  { method, notifiedAt }: Notification,
  shipments: number,
): Promise<Refusal | { more: number }> {
  const stated = await statePublicNotice(desk, action, notifiedAt, shipments)
  if (!("refused" in stated))
    await giveReceipts(desk, action, { at: notifiedAt, method, public: true, receipt: action.actionId })
  return stated
}

/** Adds the number once. A repeat of the action gets the first answer. */
function statePublicNotice(
  desk: NoticeDesk,
  action: Action,
  notifiedAt: string,
  shipments: number,
): Promise<Refusal | { more: number }> {
  return changeCase<Refusal | { more: number }>(desk, async () => {
    const found = await participantToAct(desk, action)
    if (found === undefined) return { result: { refused: "unknownCase" } }
    const { current, own } = found
    if (current.state !== "open") return { result: { refused: "caseClosed" } }
    const key = caseKeys.command(current.caseId, own.partyId, `${action.actionId}#claim`)
    const [stated] = await desk.cases.items([key])
    if (stated?.type === "marker" && typeof stated.answer === "number") return { result: { more: stated.answer } }
    // During a merge, shipments that the notice covers may not have arrived yet.
    assertNotMerging(current)
    const { row, more } = withPublicNotice(own, shipments, notifiedAt)
    const at = desk.clock().toISOString()
    const marker: MarkerRow = { ...key, caseId: current.caseId, type: "marker", at, answer: more }
    return { draft: { case: current, items: [row, marker], entries: [] }, result: { more } }
  })
}

/** Gives a receipt to each shipment that has none, if the party's public notices cover all. Safe to repeat. */
async function giveReceipts(desk: NoticeDesk, action: Action, receipt: Receipt): Promise<void> {
  const found = await participantOf(desk, action.party, action.caseAlias)
  if (found === undefined || !coversEverybody(found.own)) return
  const notNotified: AffectedRow[] = []
  for await (const row of affectedOf(desk, found.current.caseId, action.party))
    if (row.possible !== true && howNotified(row.receipts) === "notNotified") notNotified.push(row)
  for (const chunk of transactionsOfShipments(notNotified)) {
    await changeCase<void>(desk, async () => {
      const participant = await participantOf(desk, action.party, action.caseAlias)
      if (participant?.current.state !== "open" || !coversEverybody(participant.own)) return { result: undefined }
      return { draft: await receiptsDraft(desk, participant, chunk, receipt), result: undefined }
    })
  }
}

async function receiptsDraft(
  desk: NoticeDesk,
  { current, own }: Participant,
  chunk: readonly AffectedRow[],
  receipt: Receipt,
): Promise<CaseDraft | undefined> {
  const rows = await affectedNow(desk, current.caseId, chunk)
  const changes = rows
    .filter((row) => howNotified(row.receipts) === "notNotified")
    .flatMap((row) => withReceipts(row, { [own.partyId]: receipt }) ?? [])
  if (changes.length === 0) return undefined
  const parties = recountParties(await partiesOfShipments(desk, current.caseId, chunk), changes)
  return { case: current, items: [...changes.map(({ after }) => after), ...parties], entries: [] }
}
