import * as z from "zod"
import { chunksOf } from "../../base/platform/chunks-of.ts"
import { isClaimable } from "../../intake/tracking/record-ids.ts"
import { type BreachCaseItem, breachCaseItemSchema, rowsOfType } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, whileOpen } from "../cases/change-case.ts"
import { seenOf } from "../cases/exposure.ts"
import { transactionsOfShipments } from "../cases/shipment-transactions.ts"
import { addCounted } from "../exposures/add-exposures.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { exposureOfRow } from "../exposures/grow-case.ts"
import {
  addingReceipts,
  copying,
  type Merge,
  mergingDuties,
  movingAnomalies,
  movingKeys,
  type RowOf,
  type Step,
} from "./decide-moves.ts"
import { movingParty } from "./decide-party.ts"
import { passRows } from "./pass-rows.ts"

type RowType = BreachCaseItem["type"]
type Move<Row> = (desk: ExposurePorts, merge: Merge, rows: readonly Row[]) => Promise<unknown>

/** What becomes of rows of one type. `under`: what their sort keys begin with. `stays`: why nothing is to be done. */
type Fate<Type extends RowType> = { under: readonly string[]; move: Move<RowOf<Type>> } | { stays: string }

const copied = (...under: string[]) => ({ under, move: inSteps(90, copying) })
const elsewhere = "It lies outside of the case, and is read under a key that does not change"

/**
 * What becomes of each type of row when its case is merged into another, in the order in which they move. A type
 * without a line does not compile. What can be repeated and what cannot, each line sees to itself: a crash can come
 * after any transaction.
 *
 * Commands come before the aliases of parties lead to the surviving case: then it recognises a repeated command.
 * Receipts come after the shipments of exposures.
 */
const whatBecomesOf: { readonly [Type in RowType]: Fate<Type> } = {
  marker: copied("MARKER#COMMAND#", "MARKER#MERGED#"),
  // Joined with the row of the surviving case, and the pointer turned
  party: { under: ["PARTY#"], move: inSteps(1, movingParty) },
  anomaly: { under: ["ANOMALY#"], move: inSteps(40, movingAnomalies) },
  // Recounted, which makes the rows of shipments and accessors and the notes of unclaimed parcels
  exposure: {
    under: ["EXPOSURE#"],
    move: (desk, { survivorId }, rows) => addCounted(desk, survivorId, rows.map(exposureOfRow)),
  },
  affected: { under: ["AFFECTED#"], move: addReceipts },
  measure: copied("MEASURE#"),
  duty: { under: ["DUTY#"], move: inSteps(40, mergingDuties) },
  letter: copied("LETTER#"),
  view: copied("VIEW#"),
  search: copied("PENDING#"),
  notice: copied("PENDING#"),
  key: { under: ["KEY#"], move: inSteps(20, movingKeys) },
  // Stays
  accessor: { stays: "Counting the exposures makes it" },
  unclaimed: { stays: "Counting the exposures makes it" },
  pending: { stays: "The surviving case counts the ledger for the keys anew" },
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
  hubBreach: { stays: elsewhere },
  lawText: { stays: elsewhere },
}

const places = new Set(Object.values(whatBecomesOf).flatMap((fate) => ("under" in fate ? fate.under : [])))

/** Rows that are read before they are moved. */
const rowsAtOnce = 200

/** Moves what the merged case holds. Each step can be repeated. @returns whether all is moved; it stops at `until` */
export async function moveRows(desk: ExposurePorts, merge: Merge): Promise<boolean> {
  for (const under of places) {
    const page = async (rows: readonly BreachCaseItem[]) => {
      for (const { shape } of breachCaseItemSchema.options)
        await moveType(desk, merge, { type: shape.type.value, under, rows })
      return undefined
    }
    const pass = { under, atOnce: rowsAtOnce, name: under, begin: undefined, schema: z.undefined(), page }
    if (!(await passRows(desk, merge, pass)).isWhole) return false
  }
  return true
}

/** Moves those rows of a page that are of one type, if that type is moved with this page. */
async function moveType<Type extends RowType>(
  desk: ExposurePorts,
  merge: Merge,
  { type, under, rows }: { type: Type; under: string; rows: readonly BreachCaseItem[] },
): Promise<void> {
  const fate: Fate<Type> = whatBecomesOf[type]
  if ("under" in fate && fate.under.includes(under)) await fate.move(desk, merge, rowsOfType(rows, type))
}

/** Moves so many rows in each transaction. */
function inSteps<Row extends BreachCaseItem>(atOnce: number, step: Step<Row>): Move<Row> {
  return async (desk, merge, rows) => {
    for (const chunk of chunksOf(rows, atOnce)) await takeStep(desk, merge, step, chunk)
  }
}

/** Moves rows that fit one transaction. */
function takeStep<Row extends BreachCaseItem>(
  desk: CaseDesk,
  { merged, survivorId }: Merge,
  step: Step<Row>,
  rows: readonly Row[],
): Promise<unknown> {
  const moving = whileOpen({
    async read({ cases, clock }: CaseDesk) {
      const found = await cases.items(rows.flatMap((row) => step.keys(row, { merged, survivorId })))
      return { merged, rows, found, at: clock().toISOString() }
    },
    decide(read, _of: { caseId: string }, survivor) {
      const draft = step.decide({ ...read, survivor })
      return draft.items.length === 0 ? undefined : draft
    },
  })
  return changeCase(desk, moving, { caseId: survivorId })
}

async function addReceipts(desk: ExposurePorts, merge: Merge, rows: readonly RowOf<"affected">[]): Promise<void> {
  const notified = rows.filter(({ receipts }) => Object.keys(receipts).length > 0)
  // A shipment may have claimed a parcel since; the surviving case then has the shipment instead.
  const claimants = await desk.claimantsOf(notified.map(({ recordId }) => recordId).filter(isClaimable))
  const claimed = notified.flatMap((row) => seenOf(row, claimants.get(row.recordId) ?? []))
  for (const chunk of transactionsOfShipments([...notified, ...claimed]))
    await takeStep(desk, merge, addingReceipts, chunk)
}
