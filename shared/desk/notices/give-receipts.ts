import { affectedAmong } from "../cases/affected.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, NoticeRow, PartyRow } from "../cases/case-rows.ts"
import { type CaseDesk, type CaseDraft, changeOpenCase } from "../cases/change-case.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import { partiesOfShipments, transactionsOfShipments } from "../cases/shipment-transactions.ts"
import { coversEverybody, isWithoutReceipt, recountParties, withReceipts } from "./notice-receipts.ts"

/** Shipments that are read before receipts are given to them. */
const rowsAtOnce = 500

/**
 * Gives receipts to the next shipments that a public notice stands for and that have none, and notes how far it came.
 * It ends early if the party's public notices no longer cover all its people. It can be repeated, and run at the same
 * time as others.
 *
 * @returns whether the case is open
 */
export async function giveReceipts(desk: CaseDesk, { pk, sk }: Pick<NoticeRow, "pk" | "sk">): Promise<boolean> {
  const [notice] = await desk.cases.items([{ pk, sk }])
  if (notice?.type !== "notice") return true
  const { caseId, partyId, givenTo } = notice
  const [own] = await desk.cases.items([caseKeys.party(caseId, partyId)])
  const page: AffectedRow[] = []
  if (own?.type === "party" && coversEverybody(own)) {
    const party = { id: partyId, kind: own.kind }
    const part = { after: givenTo, limit: rowsAtOnce, unpublished: true } as const
    for await (const row of affectedAmong(desk, caseId, party, part)) page.push(row)
    const waiting = page.filter((row) => isShipmentOf(row, party) && isWithoutReceipt(row))
    for (const chunk of transactionsOfShipments(waiting)) await giveTo(desk, notice, chunk)
  }
  let isOpen = false
  await changeOpenCase(desk, caseId, async () => {
    isOpen = true
    const [known] = await desk.cases.items([notice])
    if (known === undefined) return undefined
    const last = page.length < rowsAtOnce ? undefined : page.at(-1)
    return last === undefined ? { removed: [notice] } : { items: [{ ...notice, givenTo: last.sk }] }
  })
  return isOpen
}

function giveTo(desk: CaseDesk, notice: NoticeRow, chunk: readonly AffectedRow[]): Promise<void> {
  const { caseId, partyId } = notice
  return changeOpenCase(desk, caseId, async () => {
    const parties = await partiesOfShipments(desk, caseId, chunk)
    const own = parties.find((one) => one.partyId === partyId)
    if (own === undefined || !coversEverybody(own)) return undefined
    return receiptsDraft(desk, { notice, chunk, parties })
  })
}

async function receiptsDraft(
  desk: CaseDesk,
  { notice, chunk, parties }: { notice: NoticeRow; chunk: readonly AffectedRow[]; parties: readonly PartyRow[] },
): Promise<Partial<CaseDraft> | undefined> {
  const found = await desk.cases.items(chunk.map(({ recordId }) => caseKeys.affected(notice.caseId, recordId)))
  const changes = found.flatMap((row) =>
    row.type === "affected" && isWithoutReceipt(row)
      ? (withReceipts(row, { [notice.partyId]: notice.receipt }) ?? [])
      : [],
  )
  if (changes.length === 0) return undefined
  return { items: [...changes.map(({ after }) => after), ...recountParties(parties, changes)] }
}
