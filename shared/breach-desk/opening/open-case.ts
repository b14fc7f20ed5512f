import { derivedId } from "../../contracts/envelope.ts"
import type { PointerChange } from "../cases/breach-cases.ts"
import { aliasOf, aliasPointers, pointerOf, pointersAt } from "../cases/case-pointers.ts"
import { type CaseRow, caseKeys, type PartyRow, pointerKeys } from "../cases/case-rows.ts"
import { type CaseDesk, type CaseDraft, changeCase, type PlannedEntry } from "../cases/change-case.ts"
import { caseToJoin, joinKeys, sameAttribution } from "../exposures/attribution.ts"
import { newParty, withAliases } from "../exposures/new-party.ts"
import { pendingCounts } from "../exposures/pending-counts.ts"
import { emptyTimelineHead } from "../timeline.ts"
import type { Occasion } from "./occasion.ts"

export type Opening = { caseId: string; outcome: "opened" | "joined" | "duplicate" }

/**
 * Opens a case or joins the open one that shares an accessor key. The pointers are claimed in the same transaction, so
 * that of two writers one opens and the other joins; a repeat finds where it belongs and changes nothing.
 */
export function openOrJoin(desk: CaseDesk, occasion: Occasion): Promise<Opening> {
  return changeCase<Opening>(desk, async () => {
    const keyNames = [...occasion.keys.map((key) => key.accessorKey), ...occasion.neighbours]
    const pointers = await pointersAt(desk, [occasion.pointer, ...keyNames.map(pointerKeys.accessor)])
    const settled = pointers.get(occasion.pointer.pk)
    if (settled !== undefined) return { result: { caseId: settled.caseId, outcome: "duplicate" } }

    const caseIds = [...new Set(keyNames.flatMap((key) => pointers.get(pointerKeys.accessor(key).pk)?.caseId ?? []))]
    const found = await desk.cases.items(caseIds.map(caseKeys.case))
    const joined = caseToJoin(found.flatMap((row) => (row.type === "case" ? [row] : [])))
    const openIds = new Set(found.flatMap((row) => (row.type === "case" && row.state === "open" ? [row.caseId] : [])))
    const further = [...openIds].filter((caseId) => caseId !== joined?.caseId).sort()
    const draft =
      joined === undefined ? draftOfNewCase(desk, occasion) : draftOfJoining(desk, occasion, joined, further)
    const { caseId } = draft.case
    const outcome = joined === undefined ? ("opened" as const) : ("joined" as const)
    const own = { row: { ...occasion.pointer, type: "pointer" as const, caseId }, expected: undefined }
    const claims = draft.case.keys.flatMap((key): PointerChange[] => {
      if (!keyNames.includes(key.accessorKey)) return []
      const at = pointerKeys.accessor(key.accessorKey)
      const current = pointers.get(at.pk)
      if (current !== undefined && current.caseId !== caseId && openIds.has(current.caseId)) return []
      if (current?.caseId === caseId && sameAttribution(current, key)) return []
      return [{ row: pointerOf(at, caseId, key), expected: current?.caseId }]
    })
    return {
      draft: { ...draft, pointers: [...(draft.pointers ?? []), own, ...claims] },
      result: { caseId, outcome },
    }
  })
}

function draftOfNewCase(desk: CaseDesk, occasion: Occasion): CaseDraft {
  const caseId = derivedId("breach-case", occasion.seed)
  const at = desk.clock().toISOString()
  const parties = partiesOf(desk, caseId, occasion, at, [])
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
    pending: pendingCounts([], occasion.keys, at),
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

function draftOfJoining(desk: CaseDesk, occasion: Occasion, current: CaseRow, further: readonly string[]): CaseDraft {
  const { caseId } = current
  const at = desk.clock().toISOString()
  const parties = partiesOf(desk, caseId, occasion, at, current.parties)
  const keys = joinKeys(current.keys, occasion.keys)
  const charts =
    occasion.chart === undefined ? current.charts : [...new Set([...current.charts, occasion.chart])].sort()
  const newIds = parties.map((party) => party.partyId)
  return {
    case: {
      ...current,
      charts,
      keys,
      pending: [...current.pending, ...pendingCounts(current.keys, keys, at)],
      parties: [...current.parties, ...newIds],
      aliases: withAliases(current.aliases, parties),
      toAlert: [...new Set([...current.toAlert, ...newIds])].sort(),
      ...(further.length === 0 ? {} : { merging: [...new Set([...(current.merging ?? []), ...further])].sort() }),
    },
    items: [...parties, ...occasion.items(caseId, at)],
    pointers: aliasPointers(parties),
    entries: [
      entryOf(
        occasion.origin === "anomaly" ? "AnomalyJoined" : "BreachReported",
        occasion,
        occasion.partyIds.filter((id) => [...current.parties, ...newIds].includes(id)),
      ),
    ],
  }
}

function entryOf(type: string, occasion: Occasion, visibleTo: readonly string[]): PlannedEntry {
  const { origin, told, toldTo = {} } = occasion
  const shown = Object.fromEntries(
    Object.entries(toldTo).map(([partyId, data]) => [partyId, { data: { origin, ...data } }]),
  )
  return { actor: "hub", type, data: { origin, ...told }, visibleTo, shown }
}

function partiesOf(
  desk: CaseDesk,
  caseId: string,
  occasion: Occasion,
  at: string,
  known: readonly string[],
): PartyRow[] {
  const touched = [...new Set(occasion.partyIds)].flatMap((partyId) => desk.parties.byId(partyId) ?? [])
  return touched.flatMap((party) => {
    const partyId = party.id
    if (known.includes(partyId)) return []
    const row = newParty({ caseId }, partyId, party.kind, {
      at,
      tool: occasion.tool,
      counterparties: touched.flatMap(({ id, kind }) => (kind === party.kind ? [] : [id])).sort(),
      aliasOf: (id) => aliasOf(desk, caseId, id),
    })
    const { reporter } = occasion
    return reporter?.partyId === partyId
      ? [{ ...row, awareAt: reporter.awareAt, discoveredAt: reporter.awareAt }]
      : [row]
  })
}
