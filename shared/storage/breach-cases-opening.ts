import { derivedId } from "../contracts/envelope.ts"
import { blocksOf, neighbouringBlocks } from "../detection/number-blocks.ts"
import {
  type Attribution,
  type CaseItem,
  type CaseKey,
  type CaseRow,
  caseAlias,
  caseKeys,
  type Finder,
  type PartyRow,
  type PendingCount,
  type PointerRow,
  pointerKeys,
} from "../domain/breach-case.ts"
import { newParty, withAliases } from "../domain/breach-case-growth.ts"
import { caseToJoin, joinKeys, keysOfAnomaly, sameAttribution, widenedKeys } from "../domain/breach-case-joining.ts"
import { emptyTimelineHead, type TimelineData } from "../domain/timeline.ts"
import type { ToldFinding } from "../domain/told-finding.ts"
import type { Anomaly } from "./anomalies.ts"
import type { ItemKey, PointerChange } from "./breach-cases.ts"
import { type CaseDesk, type CaseDraft, changeCase, type PlannedEntry } from "./breach-cases-desk.ts"

/** An index of the ledger may lag behind it; what it hid is counted this much later. */
export const recountSeconds = 90

/** Why a case opens or grows: an anomaly, or a report of a party. */
export type Occasion = {
  /** Where it is noted which case this occasion belongs to; found there again, it is a repeat. */
  pointer: ItemKey
  /** From which the id of a new case is derived. */
  seed: string
  keys: readonly CaseKey[]
  /** Further keys whose open case this occasion belongs to. */
  neighbours: readonly string[]
  /** Ids of the parties it touches whatever was exposed. */
  partyIds: readonly string[]
  origin: CaseRow["origin"]
  tool: CaseRow["tool"]
  correlationId: string
  discoveredAt: string
  finder?: Finder | undefined
  /** The party that reported it, and since when it knows. */
  reporter?: { partyId: string; awareAt: string } | undefined
  chart?: string | undefined
  /** Further items of the case. */
  items: (caseId: string, at: string) => CaseItem[]
  /** What the timeline says of it, and what it says to a party that may know less. */
  told: TimelineData
  toldTo?: Readonly<Record<string, TimelineData>> | undefined
}

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

/** The occasion that an anomaly is. */
export function occasionOfAnomaly(anomaly: Anomaly, correlationId: string): Occasion {
  const { anomalyId, accessorKey, retailerId, chart, severity, score, threshold, from, crossedAt, tool } = anomaly
  const observer = anomaly.reportedBy === undefined ? [] : [anomaly.reportedBy]
  const partyIds = [...new Set([retailerId, ...anomaly.carrierIds, ...observer])]
  const tell = (told: ToldFinding): TimelineData => ({
    anomalyId,
    chart: told.chart,
    score: told.score,
    threshold: told.threshold,
    from: told.from,
    crossedAt: told.crossedAt,
    tool,
    key: accessorKey.split("#")[0] ?? "",
  })
  return {
    pointer: pointerKeys.anomaly(anomalyId),
    seed: anomalyId,
    keys: keysOfAnomaly(anomaly, blocksOf(accessorKey)),
    neighbours: neighbouringBlocks(accessorKey),
    partyIds,
    origin: "anomaly",
    tool,
    correlationId,
    discoveredAt: anomaly.detectedAt,
    finder: { kind: "hub", receivedAt: anomaly.detectedAt },
    chart,
    items: (caseId, at) => [
      {
        ...caseKeys.anomaly(caseId, anomalyId),
        caseId,
        type: "anomaly",
        anomalyId,
        accessorKey,
        retailerId,
        partyIds,
        chart,
        severity,
        score,
        threshold,
        from,
        crossedAt,
        evidence: anomaly.evidence,
        detectedAt: anomaly.detectedAt,
        tool,
        ...(anomaly.reportedBy === undefined ? {} : { reportedBy: anomaly.reportedBy }),
        told: anomaly.told,
        joinedAt: at,
      },
    ],
    told: tell(anomaly),
    toldTo: { [retailerId]: tell(anomaly.told) },
  }
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

/** The alias of a case for a party. */
export function aliasOf(desk: Pick<CaseDesk, "hashAlias">, caseId: string, partyId: string): string {
  return caseAlias(desk.hashAlias(caseId, partyId))
}

/** Pointers by which parties find their case under its alias. */
export function aliasPointers(parties: readonly Pick<PartyRow, "alias" | "caseId">[]): PointerChange[] {
  return parties.map(({ alias, caseId }) => ({ row: pointerOf(pointerKeys.alias(alias), caseId), expected: undefined }))
}

/** What is to be counted of the ledger for keys that attribute more than before; again a little later where an index may lag. */
export function pendingCounts(before: readonly CaseKey[], after: readonly CaseKey[], at: string): PendingCount[] {
  const later = new Date(Date.parse(at) + recountSeconds * 1000).toISOString()
  return widenedKeys(before, after).flatMap(({ accessorKey, from }) => [
    { accessorKey, from, dueAt: at },
    ...(accessorKey.startsWith("subject#") ? [] : [{ accessorKey, from, dueAt: later }]),
  ])
}

/** Pointers by partition key. */
export async function pointersAt(
  desk: { cases: Pick<CaseDesk["cases"], "items"> },
  keys: readonly ItemKey[],
): Promise<Map<string, PointerRow>> {
  const rows = await desk.cases.items(keys)
  return new Map(rows.flatMap((row) => (row.type === "pointer" ? [[row.pk, row] as const] : [])))
}

/** A pointer, with what the case attributes to itself where it is one of an accessor. */
export function pointerOf(at: ItemKey, caseId: string, claim: Attribution & { accessorKey?: string } = {}): PointerRow {
  const { accessorKey: _, ...attribution } = claim
  return { ...at, type: "pointer", caseId, ...attribution }
}
