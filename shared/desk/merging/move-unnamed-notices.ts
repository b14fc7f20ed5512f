import * as z from "zod"
import { caseKeys } from "../cases/case-keys.ts"
import { type BreachCaseItem, type NotifiedCounts, type PartyRow, rowsOfType } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, whileOpen } from "../cases/change-case.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import { howNotified, isWithoutReceipt } from "../notices/notice-receipts.ts"
import type { Merge } from "./decide-moves.ts"
import { passRows } from "./pass-rows.ts"

/** Shipments that are read at a time. */
export const comparedAtOnce = 250

const comparedSchema = z.object({
  /** Shipments that only the surviving case knows as notified. */
  closed: z.int(),
  /** Of the party in the surviving case, when the comparison began. */
  notified: z.int(),
  shipments: z.int(),
})

/**
 * Carries over for how many shipments the public notices of each party stand that named no shipments. The number falls
 * by the shipments that somebody notified individually in the surviving case, which are counted page by page.
 *
 * @returns whether all are moved. It stops at `until`, and another call goes on
 */
export async function moveUnnamedNotices(desk: CaseDesk, merge: Merge): Promise<boolean> {
  const { merged, survivorId: caseId } = merge
  for (const partyId of merged.parties) {
    const rows = await desk.cases.items([merged.caseId, caseId].map((id) => caseKeys.party(id, partyId)))
    const [own, known] = [merged.caseId, caseId].map((id) => rowsOfType(rows, "party").find((row) => row.caseId === id))
    if (own === undefined || known === undefined || (own.notified.unnamed ?? 0) === 0) continue
    const { isWhole, found } = await passRows(desk, merge, {
      under: "AFFECTED#",
      atOnce: comparedAtOnce,
      name: `UNNAMED#${partyId}`,
      begin: { closed: 0, notified: certain(known.notified), shipments: known.shipments },
      schema: comparedSchema,
      page: async (page, found) => ({ ...found, closed: found.closed + (await closedAmong(desk, known, page)) }),
    })
    if (!isWhole) return false
    await changeCase(desk, carryingOver, { caseId, own, compared: found })
  }
  return true
}

/** How many of a party's shipments without a receipt in the merged case have one in the surviving case. */
async function closedAmong(
  { cases }: Pick<CaseDesk, "cases">,
  { caseId, partyId, kind }: PartyRow,
  page: readonly BreachCaseItem[],
): Promise<number> {
  const shipments = rowsOfType(page, "affected").filter((row) => isShipmentOf(row, { id: partyId, kind }))
  const open = shipments.filter(isWithoutReceipt)
  const there = await cases.items(open.map(({ recordId }) => caseKeys.affected(caseId, recordId)))
  const stillOpen = rowsOfType(there, "affected").filter(({ receipts }) => howNotified(receipts) === "notNotified")
  return open.length - stillOpen.length
}

/** A party's row in the merged case, and what was found when its shipments were compared. */
type CarryingOver = { caseId: string; own: PartyRow; compared: z.infer<typeof comparedSchema> }

/** Who was notified since the comparison began may be among the compared, so it counts as notified individually. */
const carryingOver = whileOpen({
  read: ({ cases }: CaseDesk, { caseId, own }: CarryingOver) => cases.items([caseKeys.party(caseId, own.partyId)]),
  decide([known], { own, compared }) {
    if (known?.type !== "party") return undefined
    const notifiedSince = Math.max(0, certain(known.notified) - compared.notified)
    const goneSince = Math.max(0, compared.shipments - known.shipments)
    const unnamed = (own.notified.unnamed ?? 0) - compared.closed - notifiedSince - goneSince
    if (unnamed <= (known.notified.unnamed ?? 0)) return undefined
    return { items: [{ ...known, notified: { ...known.notified, unnamed } }] }
  },
})

function certain({ direct, publicNotice }: NotifiedCounts): number {
  return direct + publicNotice
}
