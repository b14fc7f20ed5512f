import { chunksOf } from "../../base/platform/chunks-of.ts"
import type { PointerChange } from "../cases/case-draft.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import type {
  CaseItem,
  CaseRow,
  LetterRow,
  MarkerRow,
  MeasureRow,
  NoticeRow,
  SearchRow,
  ViewRow,
} from "../cases/case-rows.ts"
import { changeOpenCase } from "../cases/change-case.ts"
import { dutiesOf, dutyRow } from "../cases/duty-rows.ts"
import { anomaliesOf } from "../cases/rows-of-case.ts"
import { mergeDuties } from "../duties/merge-duties.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { viewsOf } from "../regulator-views/views-of-case.ts"

/** Rows that one transaction moves, each with a pointer or a marker. */
const movedAtOnce = 40

/** Rows that one transaction copies, with nothing but the case. */
const copiedAtOnce = 90

/** Copies the anomalies and lets their pointers lead to the surviving case. */
export async function moveAnomalies(desk: ExposurePorts, merged: CaseRow, survivorId: string): Promise<void> {
  for (const chunk of chunksOf(await anomaliesOf(desk, merged.caseId), movedAtOnce)) {
    await changeOpenCase(desk, survivorId, async (survivor) => {
      const pointers = await pointersAt(
        desk,
        chunk.map(({ anomalyId }) => pointerKeys.anomaly(anomalyId)),
      )
      const moving = chunk.filter(
        ({ anomalyId }) => pointers.get(pointerKeys.anomaly(anomalyId).pk)?.caseId === merged.caseId,
      )
      if (moving.length === 0) return undefined
      return {
        case: { ...survivor, charts: [...new Set([...survivor.charts, ...merged.charts])].sort() },
        items: moving.map((row) => ({ ...row, ...caseKeys.anomaly(survivorId, row), caseId: survivorId })),
        pointers: moving.map(
          ({ anomalyId }): PointerChange => ({
            row: { ...pointerKeys.anomaly(anomalyId), type: "pointer", caseId: survivorId },
            expected: merged.caseId,
          }),
        ),
      }
    })
  }
}

/** Copies the notes of which commands were carried out, so that a repeated command has no effect. */
export async function moveCommands(desk: ExposurePorts, merged: CaseRow, survivorId: string): Promise<void> {
  const rows: MarkerRow[] = []
  for await (const row of desk.cases.list(merged.caseId, "MARKER#COMMAND#")) if (row.type === "marker") rows.push(row)
  await copyRows(desk, rows, survivorId)
}

/** Copies the measures. */
export async function moveMeasures(desk: ExposurePorts, merged: CaseRow, survivorId: string): Promise<void> {
  const rows: MeasureRow[] = []
  for await (const row of desk.cases.list(merged.caseId, "MEASURE#")) if (row.type === "measure") rows.push(row)
  await copyRows(desk, rows, survivorId)
}

/** Copies the letters. Their links lead to the merged case, and from there to the surviving one. */
export async function moveLetters(desk: ExposurePorts, merged: CaseRow, survivorId: string): Promise<void> {
  const rows: LetterRow[] = []
  for await (const row of desk.cases.list(merged.caseId, "LETTER#")) if (row.type === "letter") rows.push(row)
  await copyRows(desk, rows, survivorId)
}

/** Copies the views for regulators. Their links lead to the merged case, and from there to the surviving one. */
export async function moveViews(desk: ExposurePorts, merged: CaseRow, survivorId: string): Promise<void> {
  await copyRows(desk, await viewsOf(desk, merged.caseId), survivorId)
}

/**
 * Copies what the merged case still had to count of reports, and the public notices whose receipts it still had to
 * give. What it has counted is among its exposures. A notice passes all shipments anew.
 */
export async function moveSearches(desk: ExposurePorts, merged: CaseRow, survivorId: string): Promise<void> {
  const rows: (SearchRow | NoticeRow)[] = []
  for await (const row of desk.cases.list(merged.caseId, "PENDING#")) {
    if (row.type === "search") rows.push(row)
    if (row.type !== "notice") continue
    const { givenTo: _passed, ...anew } = row
    rows.push(anew)
  }
  await copyRows(desk, rows, survivorId)
}

/** Copies rows that the surviving case has under the same key, unless they were copied before. */
async function copyRows(
  desk: ExposurePorts,
  rows: readonly (MarkerRow | MeasureRow | SearchRow | NoticeRow | LetterRow | ViewRow)[],
  survivorId: string,
) {
  const { pk } = caseKeys.case(survivorId)
  for (const chunk of chunksOf(rows, copiedAtOnce)) {
    await changeOpenCase(desk, survivorId, async () => {
      const copies = chunk.map((row) => ({ ...row, pk, caseId: survivorId }))
      const known = new Set((await desk.cases.items(copies)).map(({ sk }) => sk))
      const items = copies.filter(({ sk }) => !known.has(sk))
      return items.length === 0 ? undefined : { items }
    })
  }
}

/**
 * Merges each duty once with the same duty of the surviving case. A marker notes this, so that a repeated step does not
 * undo what a party did about the duty afterwards.
 */
export async function moveDuties(desk: ExposurePorts, merged: CaseRow, survivorId: string): Promise<void> {
  for (const chunk of chunksOf(await dutiesOf(desk, merged.caseId), movedAtOnce)) {
    await changeOpenCase(desk, survivorId, async () => {
      const markerOf = (duty: (typeof chunk)[number]) => caseKeys.mergedDuty(survivorId, merged.caseId, duty)
      const found = await desk.cases.items(chunk.flatMap((duty) => [caseKeys.duty(survivorId, duty), markerOf(duty)]))
      const known = new Map(found.map((row) => [row.sk, row]))
      const at = desk.clock().toISOString()
      const items = chunk.flatMap((duty): CaseItem[] => {
        const marker = markerOf(duty)
        if (known.has(marker.sk)) return []
        const same = known.get(caseKeys.duty(survivorId, duty).sk)
        const merged = same?.type === "duty" ? mergeDuties(same.duty, duty) : duty
        return [dutyRow(survivorId, merged), { ...marker, caseId: survivorId, type: "marker", at }]
      })
      return items.length === 0 ? undefined : { items }
    })
  }
}
