import type { NoticeMethod } from "../../contracts/words.ts"
import type { Party } from "../../parties/party.ts"
import { shipmentRecordId } from "../../tracking/record-ids.ts"
import type { TrackingRecords } from "../../tracking/tracking-records.ts"
import { refreshedSide } from "../alerts/refreshed-side.ts"
import { affectedOf } from "../cases/affected.ts"
import { type AffectedRow, type CaseItem, caseKeys, type MarkerRow, type PartyRow } from "../cases/case-rows.ts"
import { CaseBusy, type CaseDesk, changeCase, type PlannedEntry } from "../cases/change-case.ts"
import { dutiesOf } from "../cases/duty-rows.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import { assertNotMerging, participantOf, participantToAct } from "../cases/participant.ts"
import { partiesOfShipments, transactionsOfShipments } from "../cases/shipment-transactions.ts"
import {
  coversEverybody,
  howNotified,
  type ReceiptChange,
  recountParties,
  shipmentsDigest,
  withPublicNotice,
  withReceipts,
} from "../notices/notice-receipts.ts"
import { progressOf } from "../notices/progress-view.ts"
import { type Acted, act, forward } from "./act.ts"
import type { Action } from "./action.ts"
import type { Refusal } from "./refusal.ts"
import { dutiesAtOnce } from "./state-facts.ts"

/** What receipts are taken with besides the cases. */
export type NoticeDesk = CaseDesk & { records: Pick<TrackingRecords, "find"> }

/** Whom a party told: by its own ids of the shipments, or the public on behalf of so many. */
export type NotifiedRecipients =
  | { kind: "shipmentIds"; shipmentIds: readonly string[] }
  | { kind: "trackingNumbers"; trackingNumbers: readonly string[] }
  | { kind: "public"; shipments: number }

export type Notification = { method: NoticeMethod; notifiedAt: string; recipients: NotifiedRecipients }

export type Notified = {
  shipments: number
  unknown: number[]
  progress?: { affected: number; told: number; publicNotice: number; text: string }
}

/**
 * Takes receipts that affected people were told, up to 500 shipments at a time. A shipment counts as told once, by whomever and
 * however often; a repeat of the event, or of a shipment, changes nothing. A public notice names the shipments it was for, or
 * says for how many of them the party's public notices stand in all.
 *
 * @returns places in the list of shipments that are not of this case and this party
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
  const [done] = await desk.cases.items([caseKeys.command(caseId, action.party.id, action.eventId)])
  if (done !== undefined) return { outcome: "repeated", shipments: 0, unknown: [], progress: progressOf(found.own) }
  if (recipients.kind === "public") {
    const claimed = await claimPublic(desk, action, notification, recipients.shipments)
    if ("refused" in claimed) return claimed
    await nameCovered(desk, action, notification)
    const notified = await notifiedBy(desk, caseId, action)
    return summed(await closeBatch(desk, action, notification, { notified, shipments: claimed.more }), [])
  }
  const named = await affectedBy(desk, caseId, action.party, recipients)
  if (named === undefined) return { refused: "wrongKindOfReference" }
  const unknown = named.flatMap((row, place) => (row === undefined ? [place] : []))
  if (unknown.length > 0) assertNotMerging(found.current)
  const rows = new Map(named.flatMap((row) => (row === undefined ? [] : [[row.recordId, row] as const])))
  for (const chunk of transactionsOfShipments([...rows.values()])) {
    const refused = await tellShipments(desk, action, notification, chunk)
    if (refused !== undefined) return refused
  }
  const notified = [...rows.values()]
  return summed(await closeBatch(desk, action, notification, { notified, shipments: notified.length }), unknown)
}

function summed(
  result: Refusal | Acted<{ caseId: string; more?: Omit<Notified, "unknown"> }>,
  unknown: number[],
): Refusal | Acted<Notified> {
  if ("refused" in result) return result
  return { outcome: result.outcome, shipments: 0, ...result.more, unknown }
}

/** The affected shipments that a party names, in the order of its list; `undefined` in a place that is not of this case. */
async function affectedBy(
  desk: NoticeDesk,
  caseId: string,
  party: Party,
  recipients: Exclude<NotifiedRecipients, { kind: "public" }>,
): Promise<(AffectedRow | undefined)[] | undefined> {
  const isRetailer = party.kind === "retailer"
  if (isRetailer !== (recipients.kind === "shipmentIds")) return undefined
  const candidates: string[][] =
    recipients.kind === "shipmentIds"
      ? recipients.shipmentIds.map((shipmentId) => [shipmentRecordId(party.id, shipmentId)])
      : (
          await desk.records.find(
            recipients.trackingNumbers.map((trackingNumber) => ({
              by: "trackingNumber",
              carrierId: party.id,
              trackingNumber,
            })),
          )
        ).map((records) =>
          records.flatMap(({ recordId, parcelId }) => (parcelId === undefined ? [recordId] : [recordId, parcelId])),
        )
  const rows = await desk.cases.items(
    [...new Set(candidates.flat())].map((recordId) => caseKeys.affected(caseId, recordId)),
  )
  const byRecord = new Map(rows.flatMap((row) => (row.type === "affected" ? [[row.recordId, row] as const] : [])))
  return candidates.map((recordIds) =>
    recordIds.flatMap((recordId) => byRecord.get(recordId) ?? []).find((row) => isShipmentOf(row, party)),
  )
}

/** The shipments as they are now. */
async function affectedNow(desk: CaseDesk, caseId: string, rows: readonly AffectedRow[]): Promise<AffectedRow[]> {
  const found = await desk.cases.items(rows.map(({ recordId }) => caseKeys.affected(caseId, recordId)))
  return found.flatMap((row) => (row.type === "affected" ? [row] : []))
}

/** Notes of some shipments that their addressees were told, and counts them for every party they are of. */
async function tellShipments(
  desk: NoticeDesk,
  action: Action,
  { method, notifiedAt }: Notification,
  named: readonly AffectedRow[],
): Promise<Refusal | undefined> {
  return changeCase<Refusal | undefined>(desk, async () => {
    const found = await participantToAct(desk, action)
    if (found === undefined) return { result: { refused: "unknownCase" } }
    const { current, own } = found
    if (current.state !== "open") return { result: { refused: "caseClosed" } }
    const isPublic = method === "publicNotice"
    const receipt = { at: notifiedAt, method, public: isPublic, receipt: action.eventId }
    const rows = await affectedNow(desk, current.caseId, named)
    // Some were claimed meanwhile, or wait to be taken into another case: a repeat finds them.
    if (rows.length < named.length) throw new CaseBusy()
    const changes = rows.flatMap((row) => withReceipts(row, { [own.partyId]: receipt }) ?? [])
    const claims = isPublic ? rows.filter(({ receipts }) => receipts[own.partyId]?.public !== true).length : 0
    if (changes.length === 0 && claims === 0) return { result: undefined }
    const parties = recountParties(await partiesOfShipments(desk, current.caseId, named), changes)
    const items = [
      ...changes.map(({ after }) => after),
      ...parties.filter(({ partyId }) => partyId !== own.partyId),
      claiming(parties.find(({ partyId }) => partyId === own.partyId) ?? own, claims),
    ]
    return { draft: { case: current, items, entries: [] }, result: undefined }
  })
}

/** What a public notice names is part of what the party's public notices stand for. */
function claiming(row: PartyRow, claims: number): PartyRow {
  return claims === 0 ? row : { ...row, notified: { ...row.notified, stated: (row.notified.stated ?? 0) + claims } }
}

/** Takes once that the party's public notices stand for so many of its shipments, and answers for how many that was news. */
async function claimPublic(
  desk: NoticeDesk,
  action: Action,
  { notifiedAt }: Notification,
  shipments: number,
): Promise<Refusal | { more: number }> {
  return changeCase<Refusal | { more: number }>(desk, async () => {
    const found = await participantToAct(desk, action)
    if (found === undefined) return { result: { refused: "unknownCase" } }
    const { current, own } = found
    if (current.state !== "open") return { result: { refused: "caseClosed" } }
    const key = caseKeys.command(current.caseId, own.partyId, `${action.eventId}#claim`)
    const [claimed] = await desk.cases.items([key])
    if (claimed?.type === "marker" && typeof claimed.answer === "number") return { result: { more: claimed.answer } }
    // For how many of them a notice stands is known only once all that the case is about is here.
    assertNotMerging(current)
    const { row, more } = withPublicNotice(own, shipments, notifiedAt)
    const marker: MarkerRow = {
      ...key,
      caseId: current.caseId,
      type: "marker",
      at: desk.clock().toISOString(),
      answer: more,
    }
    return { draft: { case: current, items: [row, marker], entries: [] }, result: { more } }
  })
}

/** Names every shipment that nobody was told of, while the party's public notices stand for all of them. May be repeated. */
async function nameCovered(desk: NoticeDesk, action: Action, { method, notifiedAt }: Notification): Promise<void> {
  const found = await participantOf(desk, action.party, action.caseAlias)
  if (found === undefined || !coversEverybody(found.own)) return
  const notNotified: AffectedRow[] = []
  for await (const row of affectedOf(desk, found.current.caseId, action.party))
    if (row.possible !== true && howNotified(row.receipts) === "notNotified") notNotified.push(row)
  const receipt = { at: notifiedAt, method, public: true, receipt: action.eventId }
  for (const chunk of transactionsOfShipments(notNotified)) {
    await changeCase<void>(desk, async () => {
      const participant = await participantOf(desk, action.party, action.caseAlias)
      if (participant?.current.state !== "open" || !coversEverybody(participant.own)) return { result: undefined }
      const { current, own } = participant
      const changes: ReceiptChange[] = (await affectedNow(desk, current.caseId, chunk)).flatMap((row) =>
        howNotified(row.receipts) === "notNotified" ? (withReceipts(row, { [own.partyId]: receipt }) ?? []) : [],
      )
      if (changes.length === 0) return { result: undefined }
      const parties = recountParties(await partiesOfShipments(desk, current.caseId, chunk), changes)
      const items: CaseItem[] = [...changes.map(({ after }) => after), ...parties]
      return { draft: { case: current, items, entries: [] }, result: undefined }
    })
  }
}

/**
 * Writes a batch of receipts into the timeline, tells the other parties how many of their own shipments it is about, and brings
 * the party's duties up to date, whose clocks may wait for it. Whoever shares only some of the party's shipments hears of those
 * alone: the rest would tell it that there are others.
 *
 * @param batch.told the shipments that the batch is certain of
 * @param batch.shipments how many it is about
 */
function closeBatch(
  desk: CaseDesk,
  action: Action,
  { method, notifiedAt, recipients }: Notification,
  { notified, shipments }: { notified: readonly AffectedRow[]; shipments: number },
) {
  return act<Omit<Notified, "unknown">>(desk, action, async (participant) => {
    const { current, own, others } = participant
    const { text, ...progress } = progressOf(own)
    const duties = await dutiesOf(desk, current.caseId, own.partyId)
    const side = refreshedSide(desk, current, { row: own, party: action.party, duties }, desk.clock().toISOString())
    const isPublic = recipients.kind === "public" ? { public: true } : {}
    const which =
      recipients.kind === "shipmentIds"
        ? { shipmentsDigest: shipmentsDigest(notified.flatMap(({ shipmentId }) => shipmentId ?? [])) }
        : {}
    const heard = others.flatMap((row) => {
      const shared = notified.filter((one) => [one.retailerId, one.carrierId].includes(row.partyId)).length
      return shared === 0 ? [] : [{ row, facts: { method, notifiedAt, shipments: shared } }]
    })
    const parts = heard.map(({ row, facts }) => ({
      partyId: row.partyId,
      data: { ...facts, ...isPublic },
      messages: forward(own, action, row, (beginning) => ({
        kind: "IndividualsNotified",
        facts: { ...beginning, ...facts },
      })),
    }))
    const entries: PlannedEntry[] = [
      {
        actor: own.alias,
        type: "IndividualsNotified",
        data: { method, notifiedAt, shipments, ...which, ...progress, ...isPublic },
        visibleTo: [own.partyId],
        shown: Object.fromEntries(parts.map(({ partyId, data }) => [partyId, { data }])),
        messages: parts.flatMap(({ messages }) => messages),
      },
    ]
    return { items: side.changed.slice(0, dutiesAtOnce), entries, more: { shipments, progress: { ...progress, text } } }
  })
}

/** The party's shipments that a receipt made certain. */
async function notifiedBy(desk: CaseDesk, caseId: string, { party, eventId }: Action): Promise<AffectedRow[]> {
  const notified: AffectedRow[] = []
  for await (const row of affectedOf(desk, caseId, party))
    if (row.receipts[party.id]?.receipt === eventId) notified.push(row)
  return notified
}
