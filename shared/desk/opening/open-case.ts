import { derivedId, hubAudience } from "../../base/contracts/envelope.ts"
import type { ItemKey, PointerChange } from "../cases/breach-cases.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { aliasOf, aliasPointers, pointerOf, pointersAt } from "../cases/case-pointers.ts"
import type { CaseRow, PartyRow } from "../cases/case-rows.ts"
import { type CaseDesk, type CaseDraft, changeCase, type PlannedEntry } from "../cases/change-case.ts"
import { leadingCase } from "../exposures/attribution.ts"
import { newParty } from "../exposures/new-party.ts"
import { keysAtOnce, openCasesAt, takenKeys } from "../exposures/take-keys.ts"
import { emptyTimelineHead } from "../timeline.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import type { Occasion } from "./occasion.ts"
import { chooseSlot } from "./report-slots.ts"

export type Opening = { caseId: string; outcome: "opened" | "joined" | "duplicate" }

/**
 * Opens a case or adds to the open one that shares an accessor key. The same transaction writes the pointers, so that
 * of two writers one opens the case and the other adds to it. Repeating the call has no effect.
 */
export function openOrJoin(desk: CaseDesk, occasion: Occasion): Promise<Opening> {
  return changeCase<Opening>(desk, async () => {
    const accessorKeys = [...occasion.keys.map(({ accessorKey }) => accessorKey), ...occasion.neighbours]
    const [keys, slots] = [accessorKeys.map(pointerKeys.accessor), occasion.slots ?? []]
    const pointers = await pointersAt(desk, [occasion.pointer, ...keys, ...slots])
    const known = pointers.get(occasion.pointer.pk)
    if (known !== undefined) return { result: { caseId: known.caseId, outcome: "duplicate" } }

    const openAt = (some: readonly ItemKey[]) =>
      openCasesAt(
        desk,
        some.flatMap(({ pk }) => pointers.get(pk) ?? []),
      )
    const open = await openAt(keys)
    const slot = open.size > 0 ? undefined : chooseSlot(slots, pointers, await openAt(slots))
    const candidates = slot !== undefined && "taken" in slot ? [slot.taken] : distinctCases(open)
    const joined = leadingCase(candidates)
    const draft = await (joined === undefined
      ? draftOfNewCase(desk, occasion)
      : draftOfJoining(desk, { occasion, joined, candidates }))
    // The others follow in transactions of their own.
    const taken = await takenKeys(desk, draft.case.caseId, { keys: occasion.keys.slice(0, keysAtOnce), pointers, open })
    const changes = [
      ...(draft.pointers ?? []),
      pointerTo(draft.case, { at: occasion.pointer, content: occasion.content }),
      ...(slot !== undefined && "free" in slot ? [pointerTo(draft.case, { at: slot.free, ...slot })] : []),
      ...taken.pointers,
    ]
    const outcome = joined === undefined ? "opened" : "joined"
    const items = [...draft.items, ...taken.items]
    return { draft: { ...draft, items, pointers: changes }, result: { caseId: draft.case.caseId, outcome } }
  })
}

function distinctCases(cases: ReadonlyMap<string, CaseRow>): CaseRow[] {
  return [...new Map([...cases.values()].map((row) => [row.caseId, row])).values()]
}

function pointerTo(
  { caseId }: CaseRow,
  { at, expected, content }: { at: ItemKey; expected?: string | undefined; content?: string | undefined },
): PointerChange {
  return { row: { ...pointerOf(at, caseId), ...(content === undefined ? {} : { content }) }, expected }
}

async function draftOfNewCase(desk: CaseDesk, occasion: Occasion): Promise<CaseDraft> {
  // Keyed: ids of messages are hashes of it, and nobody may find by trying which party's event they are about.
  const caseId = derivedId("breach-case", desk.hashUnderKey(occasion.seed, hubAudience))
  const at = desk.clock().toISOString()
  const parties = await newParties(desk, occasion, { caseId, known: [], at })
  const partyIds = parties.map((party) => party.partyId)
  const row: CaseRow = {
    ...caseKeys.case(caseId),
    caseId,
    type: "case",
    version: 0,
    state: "open",
    origin: occasion.origin,
    belongsTo: occasion.belongsTo ?? caseId,
    openedAt: at,
    discoveredAt: occasion.discoveredAt,
    ...(occasion.finder === undefined ? {} : { finder: occasion.finder }),
    tool: occasion.tool,
    charts: occasion.chart === undefined ? [] : [occasion.chart],
    head: { ...emptyTimelineHead, mac: "" },
    exposures: 0,
    parties: partyIds,
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

/** @param from.candidates the open cases that are this breach; all but the leading one are merged into it */
async function draftOfJoining(
  desk: CaseDesk,
  { occasion, joined, candidates }: { occasion: Occasion; joined: CaseRow; candidates: readonly CaseRow[] },
): Promise<CaseDraft> {
  const { caseId } = joined
  const at = desk.clock().toISOString()
  const parties = await newParties(desk, occasion, { caseId, known: joined.parties, at })
  const newIds = parties.map((party) => party.partyId)
  const partyIds = [...joined.parties, ...newIds]
  const others = candidates.map((one) => one.caseId).filter((id) => id !== caseId)
  return {
    case: {
      ...joined,
      charts: occasion.chart === undefined ? joined.charts : sortedUnion(joined.charts, [occasion.chart]),
      parties: partyIds,
      toAlert: sortedUnion(joined.toAlert, newIds),
      ...(others.length === 0 ? {} : { merging: sortedUnion(joined.merging ?? [], others) }),
    },
    items: [...parties, ...occasion.items(caseId, at)],
    pointers: aliasPointers(parties),
    entries: [
      entryOf(
        occasion.origin === "anomaly" ? "AnomalyJoined" : "BreachReported",
        occasion,
        occasion.concerned.filter((id) => partyIds.includes(id)),
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
async function newParties(
  desk: CaseDesk,
  { partyIds, tool, vouchedBy, reporter }: Occasion,
  { caseId, known, at }: { caseId: string; known: readonly string[]; at: string },
): Promise<PartyRow[]> {
  const touched = [...(await desk.parties.byIds([...new Set(partyIds)])).values()]
  return touched
    .filter(({ id }) => !known.includes(id))
    .map(({ id: partyId, kind }) => {
      const counterparties = touched.flatMap((other) => (other.kind === kind ? [] : [other.id])).sort()
      const aliasFor = (id: string) => aliasOf(desk, caseId, id)
      const row = newParty({ caseId, partyId, kind, tool, vouchedBy, counterparties }, { at, aliasOf: aliasFor })
      if (reporter?.partyId !== partyId) return row
      return { ...row, awareAt: reporter.awareAt, discoveredAt: reporter.awareAt }
    })
}
