import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { caseKeys } from "../cases/case-keys.ts"
import { type NotifiedCounts, type PartyRow, rowsOfType } from "../cases/case-rows.ts"
import { changeOpenCase } from "../cases/change-case.ts"
import { isShipmentOf } from "../cases/own-shipments.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { howNotified, isWithoutReceipt } from "../notices/notice-receipts.ts"
import { type Merge, passRows } from "./pass-rows.ts"

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
type Compared = Omit<z.infer<typeof comparedSchema>, "after">

/**
 * Carries over for how many shipments the public notices of each party stand that named no shipments. The number falls
 * by the shipments that somebody notified individually in the surviving case, which are counted page by page.
 *
 * @returns whether all are moved. It stops at `until`, and another call goes on
 */
export async function moveUnnamedNotices(desk: ExposurePorts, merge: Merge): Promise<boolean> {
  const { merged, survivorId } = merge
  for (const partyId of merged.parties) {
    const keys = [merged.caseId, survivorId].map((caseId) => caseKeys.party(caseId, partyId))
    const rows = rowsOfType(await desk.cases.items(keys), "party")
    const [own, known] = [merged.caseId, survivorId].map((caseId) => rows.find((row) => row.caseId === caseId))
    if (own === undefined || known === undefined || (own.notified.unnamed ?? 0) === 0) continue
    const compared = await compareShipments(desk, merge, { own, known })
    if (compared === undefined) return false
    await carryOver(desk, survivorId, { own, compared })
  }
  return true
}

/** @returns `undefined` if it stopped at `until` */
function compareShipments(
  desk: ExposurePorts,
  merge: Merge,
  { own: { partyId, kind }, known }: { own: PartyRow; known: PartyRow },
): Promise<Compared | undefined> {
  return passRows<Compared>(desk, merge, {
    under: "AFFECTED#",
    atOnce: comparedAtOnce,
    begin: { closed: 0, notified: certain(known.notified), shipments: known.shipments },
    note: {
      name: `UNNAMED#${partyId}`,
      write: (after, compared) => ({ ...compared, after }),
      read: (answer) => comparedSchema.safeParse(answer).data,
    },
    async page(rows, compared) {
      const open = rowsOfType(rows, "affected").filter(
        (row) => isShipmentOf(row, { id: partyId, kind }) && isWithoutReceipt(row),
      )
      const there = await desk.cases.items(open.map(({ recordId }) => caseKeys.affected(merge.survivorId, recordId)))
      const stillOpen = rowsOfType(there, "affected").filter(
        ({ receipts }) => howNotified(receipts) === "notNotified",
      ).length
      return { ...compared, closed: compared.closed + open.length - stillOpen }
    },
  })
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
