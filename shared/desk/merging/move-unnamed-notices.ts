import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { affectedAmong } from "../cases/affected.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { AffectedRow, MarkerRow, NotifiedCounts, PartyRow } from "../cases/case-rows.ts"
import { changeOpenCase } from "../cases/change-case.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { howNotified, isWithoutReceipt } from "../notices/notice-receipts.ts"
import type { Merge } from "./move-exposures.ts"

/** Shipments that are read at a time. */
export const comparedAtOnce = 250

/** How far the shipments of one party were compared. */
const comparedSchema = z.object({
  after: ownString().optional(),
  /** Shipments that only the surviving case knows as notified. */
  closed: z.int(),
  /** Of the party in the surviving case, when the comparison began. */
  notified: z.int(),
  shipments: z.int(),
})
type Compared = z.infer<typeof comparedSchema>

/**
 * Carries over for how many shipments the public notices of each party stand that named no shipments. The number falls
 * by the shipments that somebody notified individually in the surviving case, which are counted page by page.
 *
 * @returns whether all are moved. It stops at `until`, and another call goes on
 */
export async function moveUnnamedNotices(desk: ExposurePorts, merge: Merge): Promise<boolean> {
  const { merged, survivorId } = merge
  for (const partyId of merged.parties) {
    const [own] = await desk.cases.items([caseKeys.party(merged.caseId, partyId)])
    if (own?.type !== "party" || (own.notified.unnamed ?? 0) === 0) continue
    const compared = await compareShipments(desk, merge, own)
    if (compared === "unfinished") return false
    if (compared !== undefined) await carryOver(desk, survivorId, { own, compared })
  }
  return true
}

/** @returns `undefined` if the party has no part in the surviving case */
async function compareShipments(
  desk: ExposurePorts,
  { merged: { caseId }, survivorId, until }: Merge,
  own: PartyRow,
): Promise<Compared | "unfinished" | undefined> {
  const { partyId, kind } = own
  const marker = caseKeys.movedTo(survivorId, caseId, `UNNAMED#${partyId}`)
  const rows = await desk.cases.items([marker, caseKeys.party(survivorId, partyId)])
  const known = rows.find((row) => row.type === "party")
  if (known === undefined) return undefined
  const noted = comparedSchema.safeParse(rows.find((row) => row.type === "marker")?.answer)
  let compared = noted.data ?? { closed: 0, notified: certain(known.notified), shipments: known.shipments }
  for (;;) {
    const page: AffectedRow[] = []
    const part = { after: compared.after, limit: comparedAtOnce, unpublished: true } as const
    for await (const row of affectedAmong(desk, caseId, { id: partyId, kind }, part)) page.push(row)
    const open = page.filter((row) => isShipmentOf(row, { id: partyId, kind }) && isWithoutReceipt(row))
    const there = await desk.cases.items(open.map(({ recordId }) => caseKeys.affected(survivorId, recordId)))
    const stillOpen = there.filter(
      (row) => row.type === "affected" && howNotified(row.receipts) === "notNotified",
    ).length
    compared = { ...compared, closed: compared.closed + open.length - stillOpen }
    const after = page.at(-1)?.sk
    if (after === undefined || page.length < comparedAtOnce) return compared
    compared = { ...compared, after }
    const at = desk.clock().toISOString()
    const row: MarkerRow = { ...marker, caseId: survivorId, type: "marker", at, answer: { ...compared, after } }
    await changeOpenCase(desk, survivorId, async () => ({ items: [row] }))
    if (desk.clock().getTime() >= until) return "unfinished"
  }
}

/** Who was notified since the comparison began may be among the compared, so it counts as notified individually. */
function carryOver(
  desk: ExposurePorts,
  survivorId: string,
  { own, compared }: { own: PartyRow; compared: Compared },
): Promise<void> {
  return changeOpenCase(desk, survivorId, async () => {
    const [known] = await desk.cases.items([caseKeys.party(survivorId, own.partyId)])
    if (known?.type !== "party") return undefined
    const notifiedSince = Math.max(0, certain(known.notified) - compared.notified)
    const goneSince = Math.max(0, compared.shipments - known.shipments)
    const before = known.notified.unnamed ?? 0
    const carried = (own.notified.unnamed ?? 0) - compared.closed - notifiedSince - goneSince
    if (carried <= before) return undefined
    return { items: [{ ...known, notified: { ...known.notified, unnamed: carried } }] }
  })
}

function certain({ direct, publicNotice }: NotifiedCounts): number {
  return direct + publicNotice
}
