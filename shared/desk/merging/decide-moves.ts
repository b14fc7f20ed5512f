import { keyOfRow, keyRow, pendingRow } from "../cases/accessor-keys.ts"
import type { CaseDraft, PointerChange } from "../cases/case-draft.ts"
import { caseKeys, type ItemKey, pointerKeys } from "../cases/case-keys.ts"
import { accessorPointer, pointerOf } from "../cases/case-pointers.ts"
import { type BreachCaseItem, type CaseItem, type CaseRow, rowsOfType } from "../cases/case-rows.ts"
import { dutyOfRow, dutyRow } from "../cases/duty-rows.ts"
import { mergeDuties } from "../duties/merge-duties.ts"
import { joinKey, sameAttribution } from "../exposures/attribution.ts"
import { planCounts } from "../exposures/plan-counts.ts"
import { mergeReceipts, type Receipts, recountParties, withReceipts } from "../notices/notice-receipts.ts"

/** A row of one type, or of one of several. */
export type RowOf<Type extends BreachCaseItem["type"]> = Extract<BreachCaseItem, { type: Type }>

/** A merge under way. `until`: epoch milliseconds at which it stops; another call goes on. */
export type Merge = { merged: CaseRow; survivorId: string; until: number }

/** Rows of the merged case, the surviving case, and what was read at the keys of the step. `at`: ISO instant. */
export type Moving<Row> = {
  merged: CaseRow
  survivor: CaseRow
  rows: readonly Row[]
  found: readonly BreachCaseItem[]
  at: string
}

/** How rows of one type move: where to read what they are decided on, and what the surviving case changes. */
export type Step<Row> = {
  keys(row: Row, merge: Pick<Merge, "merged" | "survivorId">): ItemKey[]
  /** @returns no items if these rows were moved before */
  decide(moving: Moving<Row>): Partial<CaseDraft> & Pick<CaseDraft, "items">
}

/** Copies rows that the surviving case has under the same key, unless they were copied before. */
export const copying: Step<RowOf<"marker" | "measure" | "letter" | "view" | "search" | "notice">> = {
  keys: ({ sk }, { survivorId }) => [{ pk: caseKeys.case(survivorId).pk, sk }],
  decide({ survivor: { pk, caseId }, rows, found }) {
    const known = new Set(found.map(({ sk }) => sk))
    const kept = rows.filter(({ sk }) => !isPlaceOfMerge(sk))
    const copies = kept.map((row) => ({ ...(row.type === "notice" ? passingAnew(row) : row), pk, caseId }))
    return { items: copies.filter(({ sk }) => !known.has(sk)) }
  },
}

/** Whether a marker notes how far a merge into the merged case came. The surviving case passes those rows anew. */
const isPlaceOfMerge = (sk: string): boolean => /^MARKER#MERGED#[^#]*#TO#/.test(sk)

/** A public notice, whose receipts all shipments of the surviving case may get. */
const passingAnew = ({ givenTo: _passed, ...notice }: RowOf<"notice">) => notice

/** The pointer of something of the merged case, which leads to the surviving one from now on. */
export const turnedPointer = (at: ItemKey, mergedId: string, survivorId: string): PointerChange => ({
  row: pointerOf(at, survivorId),
  expected: mergedId,
})

/** Copies the anomalies and lets their pointers lead to the surviving case. */
export const movingAnomalies: Step<RowOf<"anomaly">> = {
  keys: ({ anomalyId }) => [pointerKeys.anomaly(anomalyId)],
  decide({ merged, survivor, rows, found }) {
    const { caseId } = survivor
    const toTurn = new Set(rowsOfType(found, "pointer").flatMap((row) => (row.caseId === merged.caseId ? row.pk : [])))
    const moving = rows.filter(({ anomalyId }) => toTurn.has(pointerKeys.anomaly(anomalyId).pk))
    return {
      case: { ...survivor, charts: [...new Set([...survivor.charts, ...merged.charts])].sort() },
      items: moving.map((row) => ({ ...row, ...caseKeys.anomaly(caseId, row), caseId })),
      pointers: moving.map(({ anomalyId }) => turnedPointer(pointerKeys.anomaly(anomalyId), merged.caseId, caseId)),
    }
  },
}

/**
 * Gives the accessor keys of the merged case to the surviving one, which counts the ledger for them anew: no case
 * attributed what they saw since the merged case ended. It does so too where a pointer led to it before, and the merged
 * case attributed more. A pointer of another case goes on naming the merged one as set aside, see `attributed`.
 */
export const movingKeys: Step<RowOf<"key">> = {
  keys: ({ accessorKey }, { survivorId }) => [pointerKeys.accessor(accessorKey), caseKeys.key(survivorId, accessorKey)],
  decide({ merged, survivor: { caseId }, rows, found, at }) {
    const pointers = new Map(rowsOfType(found, "pointer").map((row) => [row.pk, row]))
    const known = new Map(rowsOfType(found, "key").map((row) => [row.accessorKey, keyOfRow(row)]))
    const moving = rows.flatMap((row) => {
      const { caseId: owner, setAside = [] } = pointers.get(pointerKeys.accessor(row.accessorKey).pk) ?? {}
      const isOurs = owner === merged.caseId || owner === caseId
      if (!isOurs && setAside.every((one) => one.caseId !== merged.caseId)) return []
      const before = known.get(row.accessorKey)
      const key = joinKey(before, keyOfRow(row))
      if (owner !== merged.caseId && before !== undefined && sameAttribution(before, key)) return []
      // What the merged case attributes is the surviving one's from now on, so the pointer need not go on naming it.
      const turned = { row: accessorPointer(caseId, key, { setAside }), expected: owner }
      return [{ key, pointers: isOurs ? [turned] : [] }]
    })
    const keys = moving.map(({ key }) => key)
    const counts = planCounts([], keys, at)
    return {
      items: [...keys.map((key) => keyRow(caseId, key)), ...counts.map((one) => pendingRow(caseId, one))],
      pointers: moving.flatMap((one) => one.pointers),
    }
  },
}

/**
 * Merges each duty once with the same duty of the surviving case. A marker notes this, so that a repeated step does not
 * undo what a party did about the duty afterwards.
 */
export const mergingDuties: Step<RowOf<"duty">> = {
  keys: ({ duty }, { merged, survivorId }) => [
    caseKeys.duty(survivorId, duty),
    caseKeys.mergedDuty(survivorId, merged.caseId, duty),
  ],
  decide({ merged, survivor: { caseId }, rows, found, at }) {
    const known = new Map(found.map((row) => [row.sk, row]))
    const items = rows.flatMap((row): CaseItem[] => {
      const marker = caseKeys.mergedDuty(caseId, merged.caseId, row.duty)
      if (known.has(marker.sk)) return []
      const same = known.get(row.sk)
      const moved = dutyOfRow(row)
      const duty = same?.type === "duty" ? mergeDuties(dutyOfRow(same), moved) : moved
      return [dutyRow(caseId, duty), { ...marker, caseId, type: "marker", at }]
    })
    return { items }
  },
}

/** Merges receipts with those of the surviving case and counts the shipments that had none. */
export const addingReceipts: Step<RowOf<"affected">> = {
  keys: ({ recordId, retailerId, carrierId }, { survivorId }) => [
    caseKeys.affected(survivorId, recordId),
    ...[retailerId, carrierId].map((partyId) => caseKeys.party(survivorId, partyId)),
  ],
  decide({ rows, found }) {
    const receipts = new Map<string, Receipts>()
    for (const row of rows) receipts.set(row.recordId, mergeReceipts(receipts.get(row.recordId) ?? {}, row.receipts))
    const changes = rowsOfType(found, "affected").flatMap(
      (row) => withReceipts(row, receipts.get(row.recordId) ?? {}) ?? [],
    )
    return { items: [...changes.map(({ after }) => after), ...recountParties(rowsOfType(found, "party"), changes)] }
  },
}
