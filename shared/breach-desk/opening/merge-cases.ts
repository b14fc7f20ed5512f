import { earlier } from "../../platform/instants.ts"
import { caseSideOf } from "../alerts/case-side.ts"
import type { PointerChange } from "../cases/breach-cases.ts"
import { aliasOf, pointerOf, pointersAt } from "../cases/case-pointers.ts"
import { type CaseRow, pointerKeys } from "../cases/case-rows.ts"
import { changeCase, type PlannedEntry } from "../cases/change-case.ts"
import { partySides } from "../cases/party-sides.ts"
import { joinKeys } from "../exposures/attribution.ts"
import type { GrowthDesk } from "../exposures/growth-desk.ts"
import { pendingCounts } from "../exposures/pending-counts.ts"
import { moveParties, optional } from "./merge-parties.ts"
import { moveAnomalies, moveDuties, movedAtOnce, moveExposures, moveRows, moveUnnamed } from "./merge-rows.ts"

/** Parties whom one entry of the timeline tells of the merging. */
const toldAtOnce = 20

/**
 * Takes open cases that turned out to be this one into it: an anomaly showed that their accessors are one. The case taken in
 * ends as merged, the parties of both are told where it goes on, and its aliases lead there. Each step may be repeated, and a crash
 * between two leaves the case in the list of those to take in.
 */
export async function mergeCases(desk: GrowthDesk, caseId: string): Promise<void> {
  for (;;) {
    const current = await desk.cases.get(caseId)
    const [fromId] = current?.state === "open" ? (current.merging ?? []) : []
    if (fromId === undefined) return
    const from = await endAsMerged(desk, fromId, caseId)
    if (from !== undefined) {
      // Before an alias leads here, so that a repeat of what was commanded there is known here.
      await moveRows(desk, from, caseId, "MARKER#COMMAND#")
      await moveParties(desk, from, caseId)
      await moveAnomalies(desk, from, caseId)
      await moveExposures(desk, from, caseId)
      await moveUnnamed(desk, from, caseId)
      await moveRows(desk, from, caseId, "MEASURE#")
      await moveDuties(desk, from, caseId)
      await moveKeys(desk, from, caseId)
    }
    await changeCase(desk, async () => {
      const row = await desk.cases.get(caseId)
      if (row?.state !== "open" || row.merging === undefined) return { result: undefined }
      const merging = [...new Set([...row.merging, ...(from?.merging ?? [])])].filter((id) => id !== fromId)
      const next = from === undefined ? row : withBeginnings(row, from)
      return { draft: { case: { ...next, merging }, items: [], entries: [] }, result: undefined }
    })
  }
}

/** The surviving case, as early as either and told by whoever told it first; a person's word before the detector's. */
function withBeginnings(into: CaseRow, from: CaseRow): CaseRow {
  const finder = into.finder === undefined || into.finder.kind === "hub" ? (from.finder ?? into.finder) : into.finder
  return { ...into, discoveredAt: earlier(into.discoveredAt, from.discoveredAt), ...optional("finder", finder) }
}

/** Whether a case was merged into another, be it by way of a third. */
async function isMergedInto(desk: GrowthDesk, { mergedInto }: CaseRow, intoId: string): Promise<boolean> {
  if (mergedInto === undefined || mergedInto === intoId) return mergedInto === intoId
  const next = await desk.cases.get(mergedInto)
  return next?.state === "merged" && (await isMergedInto(desk, next, intoId))
}

/** Ends a case as merged; `undefined` when it ended otherwise before. */
function endAsMerged(desk: GrowthDesk, fromId: string, intoId: string): Promise<CaseRow | undefined> {
  return changeCase(desk, async () => {
    const from = await desk.cases.get(fromId)
    if (from === undefined) return { result: undefined }
    // Taken in by a case that was taken in itself before it was done: what is left is taken in here.
    if (from.state === "merged" && (await isMergedInto(desk, from, intoId))) return { result: from }
    if (from.state !== "open") return { result: undefined }
    const at = desk.clock().toISOString()
    const into = await desk.cases.get(intoId)
    // Whoever has no part in the surviving case is moved there as it is: that there was another case is none of its business.
    const inBoth = from.parties.filter((partyId) => into?.parties.includes(partyId))
    const sides = await partySides(desk, from, inBoth)
    const ended: CaseRow = {
      ...from,
      state: "merged",
      mergedInto: intoId,
      closedAt: at,
      partyId: "hub#closed",
      pending: [],
      toAlert: [],
    }
    const told = sides.map((side) => {
      const { row } = side
      const alias = into?.aliases[row.partyId] ?? aliasOf(desk, intoId, row.partyId)
      const facts = {
        ...caseSideOf(desk, ended, side),
        caseUrl: `/v1/cases/${alias}`,
        leadingAlias: alias,
        updatedAt: at,
      }
      return { row, data: { party: row.alias, into: alias }, facts }
    })
    const entries: PlannedEntry[] = []
    for (let place = 0; place < told.length; place += toldAtOnce) {
      const some = told.slice(place, place + toldAtOnce)
      entries.push({
        actor: "hub",
        type: "CaseMerged",
        data: {},
        visibleTo: some.map(({ row }) => row.partyId),
        shown: Object.fromEntries(some.map(({ row, data }) => [row.partyId, { data }])),
        // Who was not told of the case need not be told that it ended.
        messages: some.flatMap(({ row, facts }) =>
          row.alertedAt === undefined ? [] : [{ audience: row.partyId, kind: "CaseMerged" as const, facts }],
        ),
      })
    }
    return { draft: { case: ended, items: [], entries }, result: ended }
  })
}

/** Gives the accessor keys to the surviving case, which counts their stretch of the ledger anew: nothing seen meanwhile is missed. */
async function moveKeys(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  for (let place = 0; place < from.keys.length; place += movedAtOnce) {
    const chunk = from.keys.slice(place, place + movedAtOnce)
    await changeCase(desk, async () => {
      const into = await desk.cases.get(intoId)
      if (into?.state !== "open") return { result: undefined }
      const pointers = await pointersAt(
        desk,
        chunk.map((key) => pointerKeys.accessor(key.accessorKey)),
      )
      const mine = chunk.filter((key) => {
        const pointer = pointers.get(pointerKeys.accessor(key.accessorKey).pk)
        return pointer?.caseId === from.caseId || pointer?.caseId === intoId
      })
      const keys = joinKeys(into.keys, mine)
      const waiting = keys.filter(
        (key) => pointers.get(pointerKeys.accessor(key.accessorKey).pk)?.caseId === from.caseId,
      )
      if (waiting.length === 0) return { result: undefined }
      // Between the end of the one case and this moment nobody attributed what these keys saw.
      const unattributed = into.keys.filter((key) => !waiting.some((one) => one.accessorKey === key.accessorKey))
      const pending = pendingCounts(unattributed, joinKeys(unattributed, waiting), desk.clock().toISOString())
      return {
        draft: {
          case: { ...into, keys, pending: [...into.pending, ...pending] },
          items: [],
          pointers: waiting.map(
            (key): PointerChange => ({
              row: pointerOf(pointerKeys.accessor(key.accessorKey), intoId, key),
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
