import { isClaimable } from "../../tracking/record-ids.ts"
import { affectedOf } from "../cases/affected.ts"
import type { PointerChange } from "../cases/breach-cases.ts"
import { pointersAt } from "../cases/case-pointers.ts"
import {
  type AffectedRow,
  type CaseItem,
  type CaseRow,
  caseKeys,
  type ExposureRow,
  type MarkerRow,
  type MeasureRow,
  pointerKeys,
} from "../cases/case-rows.ts"
import { changeCase } from "../cases/change-case.ts"
import { dutiesOf, dutyRow } from "../cases/duty-rows.ts"
import { seenOf } from "../cases/exposure.ts"
import { partiesOfShipments, transactionsOfShipments } from "../cases/shipment-transactions.ts"
import { joinDuties } from "../duties/join-duties.ts"
import { addCounted } from "../exposures/add-exposures.ts"
import type { GrowthDesk } from "../exposures/growth-desk.ts"
import { howNotified, joinReceipts, type Receipts, recountParties, withReceipts } from "../notices/notice-receipts.ts"

/** Rows moved in one transaction, with a pointer or a marker each. */
export const movedAtOnce = 40

/** Rows copied in one transaction, with nothing else but the case. */
const copiedAtOnce = 90

/** Copies rows of one kind and turns the pointers that lead to them. */
export async function moveAnomalies(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  const rows: CaseItem[] = []
  for await (const row of desk.cases.list(from.caseId, "ANOMALY#")) if (row.type === "anomaly") rows.push(row)
  for (let place = 0; place < rows.length; place += movedAtOnce) {
    const chunk = rows.slice(place, place + movedAtOnce).flatMap((row) => (row.type === "anomaly" ? [row] : []))
    await changeCase(desk, async () => {
      const into = await desk.cases.get(intoId)
      if (into?.state !== "open") return { result: undefined }
      const pointers = await pointersAt(
        desk,
        chunk.map((row) => pointerKeys.anomaly(row.anomalyId)),
      )
      const waiting = chunk.filter((row) => pointers.get(pointerKeys.anomaly(row.anomalyId).pk)?.caseId === from.caseId)
      if (waiting.length === 0) return { result: undefined }
      return {
        draft: {
          case: { ...into, charts: [...new Set([...into.charts, ...from.charts])].sort() },
          items: waiting.map((row) => ({ ...row, ...caseKeys.anomaly(intoId, row.anomalyId), caseId: intoId })),
          pointers: waiting.map(
            (row): PointerChange => ({
              row: { ...pointerKeys.anomaly(row.anomalyId), type: "pointer", caseId: intoId },
              expected: from.caseId,
            }),
          ),
          entries: [],
        },
        result: undefined,
      }
    })
  }
}

/** Counts the exposures of the case taken in into the surviving one, and carries over who was told. */
export async function moveExposures(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  let page: ExposureRow[] = []
  const add = async () => {
    await addCounted(
      desk,
      intoId,
      page.map(({ pk: _pk, sk: _sk, caseId: _caseId, type: _type, ...exposure }) => exposure),
    )
    page = []
  }
  for await (const row of desk.cases.list(from.caseId, "EXPOSURE#")) {
    if (row.type === "exposure") page.push(row)
    if (page.length >= 200) await add()
  }
  await add()
  const notified: AffectedRow[] = []
  for await (const row of desk.cases.list(from.caseId, "AFFECTED#")) {
    if (row.type === "affected" && Object.keys(row.receipts).length > 0) notified.push(row)
  }
  // A parcel may have been claimed meanwhile, and be here under its shipments.
  const claimants = await desk.claimantsOf(notified.map(({ recordId }) => recordId).filter(isClaimable))
  const claimed = notified.flatMap((row) => seenOf(row, claimants.get(row.recordId) ?? []))
  for (const chunk of transactionsOfShipments([...notified, ...claimed])) await carryReceipts(desk, chunk, intoId)
}

/** Joins receipts of the case taken in with those of the surviving one, and counts whoever nobody there was known to have told. */
function carryReceipts(desk: GrowthDesk, notified: readonly AffectedRow[], intoId: string): Promise<void> {
  return changeCase<void>(desk, async () => {
    const into = await desk.cases.get(intoId)
    if (into?.state !== "open" || notified.length === 0) return { result: undefined }
    const receipts = new Map<string, Receipts>()
    for (const row of notified) receipts.set(row.recordId, joinReceipts(receipts.get(row.recordId) ?? {}, row.receipts))
    const rows = await desk.cases.items(notified.map((row) => caseKeys.affected(intoId, row.recordId)))
    const changes = rows.flatMap((row) =>
      row.type === "affected" ? (withReceipts(row, receipts.get(row.recordId) ?? {}) ?? []) : [],
    )
    if (changes.length === 0) return { result: undefined }
    const parties = recountParties(await partiesOfShipments(desk, intoId, notified), changes)
    const items: CaseItem[] = [...changes.map(({ after }) => after), ...parties]
    return { draft: { case: into, items, entries: [] }, result: undefined }
  })
}

/**
 * Public notices that name nobody stand in the surviving case for so many of its people not notified as they did in the one taken in, of whom those are left out
 * that somebody told there.
 */
export async function moveUnnamed(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  for (const partyId of from.parties) {
    const [old] = await desk.cases.items([caseKeys.party(from.caseId, partyId)])
    if (old?.type !== "party" || (old.notified.unnamed ?? 0) === 0) continue
    const notNotified: AffectedRow[] = []
    for await (const row of affectedOf(desk, from.caseId, { id: partyId, kind: old.kind }))
      if (row.possible !== true && howNotified(row.receipts) === "notNotified") notNotified.push(row)
    await changeCase<void>(desk, async () => {
      const into = await desk.cases.get(intoId)
      const rows = await desk.cases.items([
        caseKeys.party(intoId, partyId),
        ...notNotified.map(({ recordId }) => caseKeys.affected(intoId, recordId)),
      ])
      const known = rows.find((row) => row.type === "party")
      if (into?.state !== "open" || known === undefined) return { result: undefined }
      const stillNotNotified = rows.filter(
        (row) => row.type === "affected" && howNotified(row.receipts) === "notNotified",
      ).length
      const unnamed = Math.max(
        known.notified.unnamed ?? 0,
        (old.notified.unnamed ?? 0) - (notNotified.length - stillNotNotified),
      )
      if (unnamed === (known.notified.unnamed ?? 0)) return { result: undefined }
      return {
        draft: { case: into, items: [{ ...known, notified: { ...known.notified, unnamed } }], entries: [] },
        result: undefined,
      }
    })
  }
}

/** Copies rows that never change, so many at a time; those that are there already are left alone. */
export async function moveRows(
  desk: GrowthDesk,
  from: CaseRow,
  intoId: string,
  prefix: "MARKER#COMMAND#" | "MEASURE#",
): Promise<void> {
  const rows: (MarkerRow | MeasureRow)[] = []
  for await (const row of desk.cases.list(from.caseId, prefix))
    if (row.type === "marker" || row.type === "measure") rows.push(row)
  for (let place = 0; place < rows.length; place += copiedAtOnce) {
    const chunk = rows.slice(place, place + copiedAtOnce).map((row) => ({
      ...row,
      pk: caseKeys.case(intoId).pk,
      caseId: intoId,
    }))
    await changeCase<void>(desk, async () => {
      const into = await desk.cases.get(intoId)
      if (into?.state !== "open") return { result: undefined }
      const known = new Set((await desk.cases.items(chunk)).map(({ sk }) => sk))
      const items = chunk.filter(({ sk }) => !known.has(sk))
      return items.length === 0
        ? { result: undefined }
        : { draft: { case: into, items, entries: [] }, result: undefined }
    })
  }
}

/** Joins duties with those of the surviving case, each once: what is done about one afterwards is not undone when a crash brings this step again. */
export async function moveDuties(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  const duties = await dutiesOf(desk, from.caseId)
  for (let place = 0; place < duties.length; place += movedAtOnce) {
    const chunk = duties.slice(place, place + movedAtOnce)
    await changeCase<void>(desk, async () => {
      const into = await desk.cases.get(intoId)
      if (into?.state !== "open") return { result: undefined }
      const found = await desk.cases.items(
        chunk.flatMap((duty) => [caseKeys.duty(intoId, duty), caseKeys.takenIn(intoId, from.caseId, duty)]),
      )
      const known = new Map(found.map((row) => [row.sk, row]))
      const at = desk.clock().toISOString()
      const items = chunk.flatMap((duty): CaseItem[] => {
        const key = caseKeys.takenIn(intoId, from.caseId, duty)
        if (known.has(key.sk)) return []
        const current = known.get(caseKeys.duty(intoId, duty).sk)
        const joined = current?.type === "duty" ? joinDuties(current.duty, duty) : duty
        return [dutyRow(intoId, joined), { ...key, caseId: intoId, type: "marker", at }]
      })
      return items.length === 0
        ? { result: undefined }
        : { draft: { case: into, items, entries: [] }, result: undefined }
    })
  }
}
