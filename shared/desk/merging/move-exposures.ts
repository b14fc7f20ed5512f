import { isClaimable } from "../../intake/tracking/record-ids.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, BreachCaseItem, CaseRow, MarkerRow } from "../cases/case-rows.ts"
import { changeOpenCase } from "../cases/change-case.ts"
import { seenOf } from "../cases/exposure.ts"
import { partiesOfShipments, transactionsOfShipments } from "../cases/shipment-transactions.ts"
import { addCounted } from "../exposures/add-exposures.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { exposureOfRow } from "../exposures/grow-case.ts"
import { mergeReceipts, type Receipts, recountParties, withReceipts } from "../notices/notice-receipts.ts"

/** A merge under way. `until`: epoch milliseconds at which it stops; another call goes on. */
export type Merge = { merged: CaseRow; survivorId: string; until: number }

/** Rows that are read before they are moved. */
const rowsAtOnce = 200

/** Counts the exposures of the merged case into the surviving one. @returns whether all are moved; see `moveByPages` */
export function moveExposures(desk: ExposurePorts, merge: Merge): Promise<boolean> {
  return moveByPages(desk, merge, "EXPOSURE#", async (rows) => {
    const exposures = rows.flatMap((row) => (row.type === "exposure" ? [exposureOfRow(row)] : []))
    await addCounted(desk, merge.survivorId, exposures)
  })
}

/** Adds the receipts of the merged case to the shipments of the surviving one. @returns whether all are moved */
export function moveReceipts(desk: ExposurePorts, merge: Merge): Promise<boolean> {
  return moveByPages(desk, merge, "AFFECTED#", async (rows) => {
    const notified = rows.flatMap((row) =>
      row.type === "affected" && Object.keys(row.receipts).length > 0 ? [row] : [],
    )
    // A shipment may have claimed a parcel since; the surviving case then has the shipment instead.
    const claimants = await desk.claimantsOf(notified.map(({ recordId }) => recordId).filter(isClaimable))
    const claimed = notified.flatMap((row) => seenOf(row, claimants.get(row.recordId) ?? []))
    for (const chunk of transactionsOfShipments([...notified, ...claimed]))
      await addReceipts(desk, chunk, merge.survivorId)
  })
}

/**
 * Moves the rows of the merged case whose sort keys begin with `prefix`, page by page. The surviving case notes how far
 * it came, so that another call goes on from there.
 *
 * @returns whether all are moved. It stops at `until`
 */
async function moveByPages(
  desk: ExposurePorts,
  { merged, survivorId, until }: Merge,
  prefix: string,
  move: (rows: readonly BreachCaseItem[]) => Promise<void>,
): Promise<boolean> {
  const marker = caseKeys.movedTo(survivorId, merged.caseId, prefix)
  const [noted] = await desk.cases.items([marker])
  let answer = noted?.type === "marker" && typeof noted.answer === "string" ? noted.answer : undefined
  for (;;) {
    const page: BreachCaseItem[] = []
    const part = { limit: rowsAtOnce, ...(answer === undefined ? {} : { after: answer }) }
    for await (const row of desk.cases.list(merged.caseId, prefix, part)) page.push(row)
    await move(page)
    answer = page.at(-1)?.sk
    if (answer === undefined || page.length < rowsAtOnce) return true
    const row: MarkerRow = { ...marker, caseId: survivorId, type: "marker", at: desk.clock().toISOString(), answer }
    await changeOpenCase(desk, survivorId, async () => ({ items: [row] }))
    if (desk.clock().getTime() >= until) return false
  }
}

/** Merges receipts with those of the surviving case and counts the shipments that had none. */
function addReceipts(desk: ExposurePorts, notified: readonly AffectedRow[], survivorId: string): Promise<void> {
  return changeOpenCase(desk, survivorId, async () => {
    const receipts = new Map<string, Receipts>()
    for (const row of notified)
      receipts.set(row.recordId, mergeReceipts(receipts.get(row.recordId) ?? {}, row.receipts))
    const rows = await desk.cases.items(notified.map(({ recordId }) => caseKeys.affected(survivorId, recordId)))
    const changes = rows.flatMap((row) =>
      row.type === "affected" ? (withReceipts(row, receipts.get(row.recordId) ?? {}) ?? []) : [],
    )
    if (changes.length === 0) return undefined
    const parties = recountParties(await partiesOfShipments(desk, survivorId, notified), changes)
    return { items: [...changes.map(({ after }) => after), ...parties] }
  })
}
