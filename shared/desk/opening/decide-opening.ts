import type { Party } from "../../parties/party.ts"
import type { CaseDraft, Decided, PlannedEntry, PointerChange } from "../cases/case-draft.ts"
import { caseKeys, type ItemKey } from "../cases/case-keys.ts"
import { aliasPointers, pointerOf } from "../cases/case-pointers.ts"
import type { CaseKey, CaseRow, PartyRow, PointerRow } from "../cases/case-rows.ts"
import { leadingCase } from "../exposures/attribution.ts"
import { keysAtOnce, takenKeys } from "../exposures/decide-keys.ts"
import { newParty } from "../exposures/new-party.ts"
import { emptyTimelineHead } from "../timeline.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import type { Occasion } from "./occasion.ts"
import { chooseSlot, type ReportSlot } from "./report-slots.ts"

export type Opening = { caseId: string; outcome: "opened" | "joined" | "duplicate" }

/** The open cases to which an occasion may belong: of its accessor keys, and of its slots if it has no such case. */
export type Neighbourhood = {
  pointers: ReadonlyMap<string, PointerRow>
  open: ReadonlyMap<string, CaseRow>
  openInSlots: ReadonlyMap<string, CaseRow>
}

/** Where an occasion belongs. `candidates`: the open cases that are this breach. Without `joined` it opens a case. */
export type Place = { joined: CaseRow | undefined; candidates: readonly CaseRow[]; slot: ReportSlot | undefined }

/** What an opening is decided on, or the pointer of an occasion that a case has already. */
export type OpeningRows =
  | { known: PointerRow }
  | (Neighbourhood & {
      place: Place
      /** The case that is opened or joined. */
      caseId: string
      /** What that case attributes to itself for the first keys of the occasion. */
      knownKeys: readonly CaseKey[]
      /** The parties that the occasion brings in, and the alias that each has of the case. */
      touched: readonly Party[]
      aliases: ReadonlyMap<string, string>
      /** ISO instant. */
      at: string
    })

/** The accessor keys that a case takes when it is opened or joined. The others follow in changes of their own. */
export const keysOfOpening = ({ keys }: Occasion): readonly CaseKey[] => keys.slice(0, keysAtOnce)

/** Which case an occasion joins: the leading one of those that are this breach, or the last of its reporter's slots. */
export function placeOf({ slots = [] }: Pick<Occasion, "slots">, around: Neighbourhood): Place {
  const { pointers, open, openInSlots } = around
  const slot = open.size > 0 ? undefined : chooseSlot(slots, pointers, openInSlots)
  const candidates = slot !== undefined && "taken" in slot ? [slot.taken] : distinctCases(open)
  return { joined: leadingCase(candidates), candidates, slot }
}

function distinctCases(cases: ReadonlyMap<string, CaseRow>): CaseRow[] {
  return [...new Map([...cases.values()].map((row) => [row.caseId, row])).values()]
}

/**
 * Opens a case for an occasion, or adds it to the open one. All but the leading one of several open cases are merged
 * into it. An occasion that a case has already changes nothing.
 */
export function decideOpening(rows: OpeningRows, occasion: Occasion): Decided<Opening> {
  if ("known" in rows) return { result: { caseId: rows.known.caseId, outcome: "duplicate" } }
  const { place, caseId, knownKeys, pointers, open, at } = rows
  const { joined, slot } = place
  const draft = joined === undefined ? draftOfNewCase(rows, occasion) : draftOfJoining(rows, occasion, joined)
  const taken = takenKeys(caseId, { keys: keysOfOpening(occasion), known: knownKeys, pointers, open }, at)
  const changes = [
    ...(draft.pointers ?? []),
    pointerTo(draft.case, { at: occasion.pointer, content: occasion.content }),
    ...(slot !== undefined && "free" in slot ? [pointerTo(draft.case, { at: slot.free, ...slot })] : []),
    ...taken.pointers,
  ]
  const outcome = joined === undefined ? "opened" : "joined"
  return {
    draft: { ...draft, items: [...draft.items, ...taken.items], pointers: changes },
    result: { caseId, outcome },
  }
}

function pointerTo(
  { caseId }: CaseRow,
  { at, expected, content }: { at: ItemKey; expected?: string | undefined; content?: string | undefined },
): PointerChange {
  return { row: { ...pointerOf(at, caseId), ...(content === undefined ? {} : { content }) }, expected }
}

type Undecided = Exclude<OpeningRows, { known: unknown }>

function draftOfNewCase(rows: Undecided, occasion: Occasion): CaseDraft {
  const { caseId, at } = rows
  const parties = newParties(rows, occasion, [])
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

function draftOfJoining(rows: Undecided, occasion: Occasion, joined: CaseRow): CaseDraft {
  const { caseId, place, at } = rows
  const parties = newParties(rows, occasion, joined.parties)
  const newIds = parties.map((party) => party.partyId)
  const partyIds = [...joined.parties, ...newIds]
  const others = place.candidates.map((one) => one.caseId).filter((id) => id !== caseId)
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
function newParties(
  { caseId, touched, aliases, at }: Undecided,
  { tool, vouchedBy, reporter, atHub, closedAtHub }: Occasion,
  known: readonly string[],
): PartyRow[] {
  return touched
    .filter(({ id }) => !known.includes(id))
    .map(({ id: partyId, kind }) => {
      const counterparties = touched.flatMap((other) => (other.kind === kind ? [] : [other.id])).sort()
      const aliasOf = (id: string) => aliases.get(id) ?? ""
      const came = newParty({ caseId, partyId, kind, tool, vouchedBy, counterparties }, { at, aliasOf })
      const stated = atHub === undefined ? came : { ...came, atHub }
      const row = closedAtHub === undefined ? stated : { ...stated, closedAtHub }
      if (reporter?.partyId !== partyId) return row
      const { partyId: _, awareAt, ...reported } = reporter
      return { ...row, ...reported, awareAt, discoveredAt: awareAt }
    })
}
