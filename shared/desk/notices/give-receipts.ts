import { affectedAmong } from "../cases/affected.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, NoticeRow } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, whileOpen } from "../cases/change-case.ts"
import { noteProgress } from "../cases/note-progress.ts"
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
    for (const chunk of transactionsOfShipments(waiting)) await changeCase(desk, giving, { caseId, notice, chunk })
  }
  const last = page.length < rowsAtOnce ? undefined : page.at(-1)
  return noteProgress(desk, notice, last && { ...notice, givenTo: last.sk })
}

type Given = { caseId: string; notice: NoticeRow; chunk: readonly AffectedRow[] }

/** Gives receipts to shipments that fit one transaction, as far as the notice covers all people of its party. */
const giving = whileOpen({
  async read(desk: CaseDesk, { caseId, notice, chunk }: Given) {
    const parties = await partiesOfShipments(desk, caseId, chunk)
    const own = parties.find((one) => one.partyId === notice.partyId)
    if (own === undefined || !coversEverybody(own)) return undefined
    const found = await desk.cases.items(chunk.map(({ recordId }) => caseKeys.affected(caseId, recordId)))
    return { parties, found }
  },
  decide(rows, { notice }) {
    if (rows === undefined) return undefined
    const changes = rows.found.flatMap((row) =>
      row.type === "affected" && isWithoutReceipt(row)
        ? (withReceipts(row, { [notice.partyId]: notice.receipt }) ?? [])
        : [],
    )
    if (changes.length === 0) return undefined
    return { items: [...changes.map(({ after }) => after), ...recountParties(rows.parties, changes)] }
  },
})
