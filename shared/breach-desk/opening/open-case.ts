import { derivedId } from "../../contracts/envelope.ts"
import type { PointerChange } from "../cases/breach-cases.ts"
import { aliasOf, aliasPointers, pointerOf, pointersAt } from "../cases/case-pointers.ts"
import { type CaseRow, caseKeys, type PartyRow, type PointerRow, pointerKeys } from "../cases/case-rows.ts"
import { type CaseDesk, type CaseDraft, changeCase, type PlannedEntry } from "../cases/change-case.ts"
import { joinKeys, oldestCase, sameAttribution } from "../exposures/attribution.ts"
import { planCounts } from "../exposures/count-pending.ts"
import { newParty, withAliases } from "../exposures/new-party.ts"
import { emptyTimelineHead } from "../timeline.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import type { Occasion } from "./occasion.ts"

export type Opening = { caseId: string; outcome: "opened" | "joined" | "duplicate" }

/**
 * Opens a case or adds to the open one that shares an accessor key. The same transaction writes the pointers, so that
 * of two writers one opens the case and the other adds to it. Repeating the call has no effect.
 */
export function openOrJoin(desk: CaseDesk, occasion: Occasion): Promise<Opening> {
  return changeCase<Opening>(desk, async () => {
    const keyNames = [...occasion.keys.map(({ accessorKey }) => accessorKey), ...occasion.neighbours]
    const pointers = await pointersAt(desk, [occasion.pointer, ...keyNames.map(pointerKeys.accessor)])
    const known = pointers.get(occasion.pointer.pk)
    if (known !== undefined) return { result: { caseId: known.caseId, outcome: "duplicate" } }

    const candidates = await openCasesAt(desk, pointers)
    const open = [...new Map([...candidates.values()].map((row) => [row.caseId, row])).values()]
    const joined = oldestCase(open)
    const draft =
      joined === undefined
        ? draftOfNewCase(desk, occasion)
        : draftOfJoining(desk, { occasion, joined, candidates: open })
    const { caseId } = draft.case
    const own: PointerChange = { row: { ...occasion.pointer, type: "pointer", caseId }, expected: undefined }
    const keyPointers = draft.case.keys
      .filter(({ accessorKey }) => keyNames.includes(accessorKey))
      .flatMap((key): PointerChange[] => {
        const at = pointerKeys.accessor(key.accessorKey)
        const current = pointers.get(at.pk)
        // A merge moves the pointers of the cases that it ends, with what they attribute.
        const isToBeMoved = current !== undefined && current.caseId !== caseId && candidates.has(current.caseId)
        const isUnchanged = current?.caseId === caseId && sameAttribution(current, key)
        if (isToBeMoved || isUnchanged) return []
        return [{ row: pointerOf(at, caseId, key), expected: current?.caseId }]
      })
    return {
      draft: { ...draft, pointers: [...(draft.pointers ?? []), own, ...keyPointers] },
      result: { caseId, outcome: joined === undefined ? "opened" : "joined" },
    }
  })
}

/**
 * The open cases that these pointers lead to, by the id in the pointer. While a merge is under way, a pointer still
 * names the case that ended, and leads to the surviving one.
 */
async function openCasesAt(
  desk: CaseDesk,
  pointers: ReadonlyMap<string, PointerRow>,
): Promise<ReadonlyMap<string, CaseRow>> {
  const open = new Map<string, CaseRow>()
  let wanted = new Map([...pointers.values()].map(({ caseId }) => [caseId, [caseId]]))
  while (wanted.size > 0) {
    const found = await desk.cases.items([...wanted.keys()].map(caseKeys.case))
    const next = new Map<string, string[]>()
    for (const row of found) {
      if (row.type !== "case") continue
      const named = wanted.get(row.caseId) ?? []
      if (row.state === "open") for (const caseId of named) open.set(caseId, row)
      else if (row.mergedInto !== undefined) {
        next.set(row.mergedInto, [...(next.get(row.mergedInto) ?? []), ...named])
      }
    }
    wanted = next
  }
  return open
}

function draftOfNewCase(desk: CaseDesk, occasion: Occasion): CaseDraft {
  const caseId = derivedId("breach-case", occasion.seed)
  const at = desk.clock().toISOString()
  const parties = newParties(desk, occasion, { caseId, known: [], at })
  const partyIds = parties.map((party) => party.partyId)
  const row: CaseRow = {
    ...caseKeys.case(caseId),
    caseId,
    type: "case",
    version: 0,
    state: "open",
    origin: occasion.origin,
    correlationId: occasion.correlationId,
    openedAt: at,
    discoveredAt: occasion.discoveredAt,
    ...(occasion.finder === undefined ? {} : { finder: occasion.finder }),
    tool: occasion.tool,
    charts: occasion.chart === undefined ? [] : [occasion.chart],
    head: { ...emptyTimelineHead, mac: "" },
    heads: {},
    keys: joinKeys([], occasion.keys),
    pending: planCounts([], occasion.keys, at),
    exposures: 0,
    parties: partyIds,
    aliases: withAliases({}, parties),
    toAlert: [...partyIds].sort(),
    partyId: "hub",
  }
  return {
    case: row,
    items: [...parties, ...occasion.items(caseId, at)],
    pointers: aliasPointers(parties),
    entries: [entryOf("BreachCaseOpened", occasion, partyIds)],
  }
}

/** @param from.candidates the open cases that are this breach; all but the oldest are merged into it */
function draftOfJoining(
  desk: CaseDesk,
  { occasion, joined, candidates }: { occasion: Occasion; joined: CaseRow; candidates: readonly CaseRow[] },
): CaseDraft {
  const { caseId } = joined
  const at = desk.clock().toISOString()
  const parties = newParties(desk, occasion, { caseId, known: joined.parties, at })
  const newIds = parties.map((party) => party.partyId)
  const partyIds = [...joined.parties, ...newIds]
  const keys = joinKeys(joined.keys, occasion.keys)
  const others = candidates.map((one) => one.caseId).filter((id) => id !== caseId)
  return {
    case: {
      ...joined,
      charts: occasion.chart === undefined ? joined.charts : sortedUnion(joined.charts, [occasion.chart]),
      keys,
      pending: [...joined.pending, ...planCounts(joined.keys, keys, at)],
      parties: partyIds,
      aliases: withAliases(joined.aliases, parties),
      toAlert: sortedUnion(joined.toAlert, newIds),
      ...(others.length === 0 ? {} : { merging: sortedUnion(joined.merging ?? [], others) }),
    },
    items: [...parties, ...occasion.items(caseId, at)],
    pointers: aliasPointers(parties),
    entries: [
      entryOf(
        occasion.origin === "anomaly" ? "AnomalyJoined" : "BreachReported",
        occasion,
        occasion.partyIds.filter((id) => partyIds.includes(id)),
      ),
    ],
  }
}

function sortedUnion(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])].sort()
}

function entryOf(type: TimelineEntryType, occasion: Occasion, visibleTo: readonly string[]): PlannedEntry {
  const { origin, data, dataFor = {} } = occasion
  const shown = Object.fromEntries(
    Object.entries(dataFor).map(([partyId, theirs]) => [partyId, { data: { origin, ...theirs } }]),
  )
  return { actor: "hub", type, data: { origin, ...data }, visibleTo, shown }
}

/** Rows of the parties that this occasion brings into a case. */
function newParties(
  desk: CaseDesk,
  { partyIds, tool, reporter }: Occasion,
  { caseId, known, at }: { caseId: string; known: readonly string[]; at: string },
): PartyRow[] {
  const touched = [...new Set(partyIds)].flatMap((partyId) => desk.parties.byId(partyId) ?? [])
  return touched
    .filter(({ id }) => !known.includes(id))
    .map(({ id: partyId, kind }) => {
      const counterparties = touched.flatMap((other) => (other.kind === kind ? [] : [other.id])).sort()
      const aliasFor = (id: string) => aliasOf(desk, caseId, id)
      const row = newParty({ caseId, partyId, kind, tool, counterparties }, { at, aliasOf: aliasFor })
      if (reporter?.partyId !== partyId) return row
      return { ...row, awareAt: reporter.awareAt, discoveredAt: reporter.awareAt }
    })
}
