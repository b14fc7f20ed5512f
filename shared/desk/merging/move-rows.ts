import { chunksOf } from "../../base/platform/chunks-of.ts"
import { isClaimable } from "../../intake/tracking/record-ids.ts"
import { keyRow, keysAmong, pendingRow } from "../cases/accessor-keys.ts"
import type { CaseDraft } from "../cases/case-draft.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { accessorPointer, pointersAt } from "../cases/case-pointers.ts"
import {
  type AffectedRow,
  type BreachCaseItem,
  breachCaseItemSchema,
  type CaseItem,
  type CaseRow,
  rowsOfType,
} from "../cases/case-rows.ts"
import { changeOpenCase } from "../cases/change-case.ts"
import { dutyRow } from "../cases/duty-rows.ts"
import { seenOf } from "../cases/exposure.ts"
import { partiesOfShipments, transactionsOfShipments } from "../cases/shipment-transactions.ts"
import { mergeDuties } from "../duties/merge-duties.ts"
import { addCounted } from "../exposures/add-exposures.ts"
import { joinKeys, sameAttribution } from "../exposures/attribution.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { exposureOfRow } from "../exposures/grow-case.ts"
import { planCounts } from "../exposures/plan-counts.ts"
import { mergeReceipts, type Receipts, recountParties, withReceipts } from "../notices/notice-receipts.ts"
import { moveParties } from "./move-parties.ts"
import { type Merge, passRows } from "./pass-rows.ts"

type RowType = BreachCaseItem["type"]
type RowOf<Type extends RowType> = Extract<BreachCaseItem, { type: Type }>

/** What the surviving case changes for some rows of the merged one; `undefined` if it did so before. */
type Change<Type extends RowType> = (
  desk: ExposurePorts,
  merge: Merge,
  rows: readonly RowOf<Type>[],
  survivor: CaseRow,
) => Promise<Partial<CaseDraft> | undefined>

/**
 * What becomes of the rows of one type when their case is merged. `under`: what their sort keys begin with. `changes`:
 * for as many rows as one transaction takes. `moves`: where a page takes transactions of its own. `stays`: why nothing
 * is to be done.
 */
type Fate<Type extends RowType> =
  | { under: Place; atOnce: number; changes: Change<Type> }
  | { under: Place; moves: (desk: ExposurePorts, merge: Merge, rows: readonly RowOf<Type>[]) => Promise<void> }
  | { stays: string }

/**
 * Where the rows of the merged case are, in the order in which they move. Commands come before the aliases of parties
 * lead to the surviving case: then it recognises a repeated command. Receipts come after the shipments of exposures.
 */
const places = [
  "MARKER#COMMAND#",
  "PARTY#",
  "ANOMALY#",
  "EXPOSURE#",
  "AFFECTED#",
  "MEASURE#",
  "DUTY#",
  "LETTER#",
  "VIEW#",
  "PENDING#",
  "KEY#",
] as const
type Place = (typeof places)[number]

const elsewhere = "It lies outside of the case, and is read under a key that does not change"

/**
 * What becomes of each type of row when its case is merged into another. A type without a line does not compile. What
 * can be repeated and what cannot, each line sees to itself: a crash can come after any transaction.
 */
const whatBecomesOf: { readonly [Type in RowType]: Fate<Type> } = {
  // Copied
  marker: copied("MARKER#COMMAND#"),
  measure: copied("MEASURE#"),
  letter: copied("LETTER#"),
  view: copied("VIEW#"),
  search: copied("PENDING#"),
  notice: copied("PENDING#"),
  // Joined with the row of the surviving case, and the pointer turned
  party: { under: "PARTY#", moves: moveParties },
  anomaly: { under: "ANOMALY#", atOnce: 40, changes: moveAnomalies },
  key: { under: "KEY#", atOnce: 20, changes: moveKeys },
  duty: { under: "DUTY#", atOnce: 40, changes: mergeSameDuties },
  affected: { under: "AFFECTED#", moves: addReceipts },
  // Recounted, which makes the rows of shipments and accessors and the notes of unclaimed parcels
  exposure: {
    under: "EXPOSURE#",
    moves: async (desk, { survivorId }, rows) => {
      await addCounted(desk, survivorId, rows.map(exposureOfRow))
    },
  },
  accessor: { stays: "Counting the exposures makes it" },
  unclaimed: { stays: "Counting the exposures makes it" },
  pending: { stays: "The surviving case counts the ledger for the keys anew" },
  // Stays
  case: { stays: "It says that it was merged; the surviving case takes its beginning from it" },
  heads: { stays: "Moving a party takes its head along" },
  timeline: { stays: "A party of this case alone goes on reading it; others have its end in the surviving timeline" },
  pointer: { stays: "Moving the row that it leads to turns it; that of a report, letter or view is followed" },
  command: { stays: elsewhere },
  note: { stays: elsewhere },
  evidence: { stays: elsewhere },
  approval: { stays: elsewhere },
  draft: { stays: elsewhere },
  attempt: { stays: elsewhere },
  attemptsDay: { stays: elsewhere },
}

/** Rows that are read before they are moved. */
const rowsAtOnce = 200

/** Moves what the merged case holds. Each step can be repeated. @returns whether all is moved; it stops at `until` */
export async function moveRows(desk: ExposurePorts, merge: Merge): Promise<boolean> {
  for (const under of places) {
    const page = async (rows: readonly BreachCaseItem[]) => {
      for (const { shape } of breachCaseItemSchema.options)
        await moveType(desk, merge, { type: shape.type.value, under, rows })
      return {}
    }
    const passed = await passRows(desk, merge, { under, atOnce: rowsAtOnce, page, begin: {}, note: placeAlone(under) })
    if (passed === undefined) return false
  }
  return true
}

/** Nothing but the place is noted. */
const placeAlone = (name: Place) => ({
  name,
  write: (after: string) => after,
  read: (answer: unknown) => (typeof answer === "string" ? { after: answer } : undefined),
})

async function moveType<Type extends RowType>(
  desk: ExposurePorts,
  merge: Merge,
  { type, under, rows }: { type: Type; under: Place; rows: readonly BreachCaseItem[] },
): Promise<void> {
  const fate: Fate<Type> = whatBecomesOf[type]
  if ("stays" in fate || fate.under !== under) return
  const own = rowsOfType(rows, type)
  if ("moves" in fate) return fate.moves(desk, merge, own)
  for (const chunk of chunksOf(own, fate.atOnce))
    await changeOpenCase(desk, merge.survivorId, (survivor) => fate.changes(desk, merge, chunk, survivor))
}

type Given<Type extends RowType> = Parameters<Change<Type>>
type Changed = ReturnType<Change<RowType>>

/** Copies rows that the surviving case has under the same key, unless they were copied before. */
function copied(under: Place) {
  type Copied = RowOf<"marker" | "measure" | "letter" | "view" | "search" | "notice">
  const changes = async (desk: ExposurePorts, { survivorId }: Merge, rows: readonly Copied[]) => {
    const { pk } = caseKeys.case(survivorId)
    const copies = rows.map((row) => ({ ...(row.type === "notice" ? passingAnew(row) : row), pk, caseId: survivorId }))
    const known = new Set((await desk.cases.items(copies)).map(({ sk }) => sk))
    const items = copies.filter(({ sk }) => !known.has(sk))
    return items.length === 0 ? undefined : { items }
  }
  return { under, atOnce: 90, changes }
}

/** A public notice, whose receipts all shipments of the surviving case may get. */
const passingAnew = ({ givenTo: _passed, ...notice }: RowOf<"notice">) => notice

/** Copies the anomalies and lets their pointers lead to the surviving case. */
async function moveAnomalies(...[desk, { merged, survivorId }, rows, survivor]: Given<"anomaly">): Changed {
  const keyOf = ({ anomalyId }: RowOf<"anomaly">) => pointerKeys.anomaly(anomalyId)
  const pointers = await pointersAt(desk, rows.map(keyOf))
  const moving = rows.filter((row) => pointers.get(keyOf(row).pk)?.caseId === merged.caseId)
  if (moving.length === 0) return undefined
  return {
    case: { ...survivor, charts: [...new Set([...survivor.charts, ...merged.charts])].sort() },
    items: moving.map((row) => ({ ...row, ...caseKeys.anomaly(survivorId, row), caseId: survivorId })),
    pointers: moving.map((row) => ({
      row: { ...keyOf(row), type: "pointer", caseId: survivorId },
      expected: merged.caseId,
    })),
  }
}

/**
 * Gives the accessor keys of the merged case to the surviving one, which counts the ledger for them anew: no case
 * attributed what they saw since the merged case ended. It does so too where a pointer led to it before, and the merged
 * case attributed more.
 */
async function moveKeys(...[desk, { merged, survivorId }, rows]: Given<"key">): Changed {
  const keys = rows.map(({ accessorKey }) => accessorKey)
  const pointers = await pointersAt(desk, keys.map(pointerKeys.accessor))
  const pointerAt = (accessorKey: string) => pointers.get(pointerKeys.accessor(accessorKey).pk)
  const ownerOf = (accessorKey: string) => pointerAt(accessorKey)?.caseId
  const ours = rows.filter(({ accessorKey }) => [merged.caseId, survivorId].includes(ownerOf(accessorKey) ?? ""))
  const known = new Map((await keysAmong(desk, survivorId, keys)).map((key) => [key.accessorKey, key]))
  const moving = joinKeys([...known.values()], ours).filter(({ accessorKey, ...key }) => {
    const before = known.get(accessorKey)
    return ownerOf(accessorKey) === merged.caseId || before === undefined || !sameAttribution(before, key)
  })
  if (moving.length === 0) return undefined
  const pending = planCounts([], moving, desk.clock().toISOString())
  return {
    items: [...moving.map((key) => keyRow(survivorId, key)), ...pending.map((one) => pendingRow(survivorId, one))],
    pointers: moving.map((key) => {
      // What the merged case attributes is the surviving one's from now on, so the pointer need not go on naming it.
      const { setAside = [] } = pointerAt(key.accessorKey) ?? {}
      return { row: accessorPointer(survivorId, key, { setAside }), expected: ownerOf(key.accessorKey) }
    }),
  }
}

/**
 * Merges each duty once with the same duty of the surviving case. A marker notes this, so that a repeated step does not
 * undo what a party did about the duty afterwards.
 */
async function mergeSameDuties(...[desk, { merged, survivorId }, rows]: Given<"duty">): Changed {
  const markerOf = ({ duty }: RowOf<"duty">) => caseKeys.mergedDuty(survivorId, merged.caseId, duty)
  const found = await desk.cases.items(rows.flatMap((row) => [caseKeys.duty(survivorId, row.duty), markerOf(row)]))
  const known = new Map(found.map((row) => [row.sk, row]))
  const at = desk.clock().toISOString()
  const items = rows.flatMap((row): CaseItem[] => {
    const marker = markerOf(row)
    if (known.has(marker.sk)) return []
    const same = known.get(row.sk)
    const duty = same?.type === "duty" ? mergeDuties(same.duty, row.duty) : row.duty
    return [dutyRow(survivorId, duty), { ...marker, caseId: survivorId, type: "marker", at }]
  })
  return items.length === 0 ? undefined : { items }
}

/** Merges receipts with those of the surviving case and counts the shipments that had none. */
async function addReceipts(desk: ExposurePorts, { survivorId }: Merge, rows: readonly AffectedRow[]): Promise<void> {
  const notified = rows.filter(({ receipts }) => Object.keys(receipts).length > 0)
  // A shipment may have claimed a parcel since; the surviving case then has the shipment instead.
  const claimants = await desk.claimantsOf(notified.map(({ recordId }) => recordId).filter(isClaimable))
  const claimed = notified.flatMap((row) => seenOf(row, claimants.get(row.recordId) ?? []))
  for (const chunk of transactionsOfShipments([...notified, ...claimed])) {
    await changeOpenCase(desk, survivorId, async () => {
      const receipts = new Map<string, Receipts>()
      for (const row of chunk) receipts.set(row.recordId, mergeReceipts(receipts.get(row.recordId) ?? {}, row.receipts))
      const there = await desk.cases.items(chunk.map(({ recordId }) => caseKeys.affected(survivorId, recordId)))
      const changes = there.flatMap((row) =>
        row.type === "affected" ? (withReceipts(row, receipts.get(row.recordId) ?? {}) ?? []) : [],
      )
      if (changes.length === 0) return undefined
      const parties = recountParties(await partiesOfShipments(desk, survivorId, chunk), changes)
      return { items: [...changes.map(({ after }) => after), ...parties] }
    })
  }
}
