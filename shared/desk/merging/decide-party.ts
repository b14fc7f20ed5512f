import { earlier, later } from "../../base/platform/instants.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { type HeadsRow, type PartyRow, rowsOfType } from "../cases/case-rows.ts"
import { joinedCorrespondence } from "../cases/correspondence.ts"
import { headsKey } from "../cases/timeline-heads.ts"
import { mergeAssessments, mergeFalseAlarms } from "../duties/merge-duties.ts"
import { emptyTimelineHead } from "../timeline.ts"
import { type Moving, type Step, turnedPointer } from "./decide-moves.ts"

/** Makes a party of the merged case a party of the surviving one, and lets its old aliases lead to it. */
export const movingParty: Step<PartyRow> = {
  keys: ({ partyId }, { merged, survivorId }) => [
    caseKeys.party(survivorId, partyId),
    ...[merged.caseId, survivorId].map((caseId) => headsKey(caseId, partyId)),
  ],
  decide(moving) {
    const [old] = moving.rows
    const [known] = rowsOfType(moving.found, "party")
    if (old === undefined || [known?.alias, ...(known?.formerAliases ?? [])].includes(old.alias)) return { items: [] }
    const aliases = [old.alias, ...(old.formerAliases ?? [])].map(pointerKeys.alias)
    const pointers = aliases.map((at) => turnedPointer(at, old.caseId, moving.survivor.caseId))
    return { ...(known === undefined ? movedAlone(moving, old) : movedInto(moving, old, known)), pointers }
  },
}

type MovingParty = Moving<PartyRow>

const headsOf = ({ found }: MovingParty, caseId: string): HeadsRow | undefined =>
  rowsOfType(found, "heads").find((row) => row.caseId === caseId)

/** A party that is in both cases keeps the alias of the surviving one. */
function movedInto(moving: MovingParty, old: PartyRow, known: PartyRow) {
  // The surviving timeline records the end of the merged one, so that neither can be rewritten.
  const { seq, hash } = headsOf(moving, old.caseId)?.heads[old.partyId] ?? emptyTimelineHead
  const data = { party: known.alias, from: old.alias, fromHead: { seq, hash } }
  return {
    items: [joinedParty(known, old)],
    entries: [{ actor: "hub", type: "CaseTakenIn", data, visibleTo: [old.partyId] } as const],
  }
}

/** The row of a party that is in both cases. Its counts grow when its exposures and receipts are moved. */
export function joinedParty(known: PartyRow, old: PartyRow): PartyRow {
  const { assessments: _, saysFalseAlarmAt: __, ...own } = known
  const assessments = mergeAssessments(known, old)
  const saysFalseAlarmAt = mergeFalseAlarms(known, old)
  return {
    ...own,
    ...(assessments === undefined ? {} : { assessments }),
    ...(saysFalseAlarmAt === undefined ? {} : { saysFalseAlarmAt }),
    ...joinedFields(known, old, ["openedAt", "awareAt", "writeAgainBy"], earlier),
    ...joinedFields(known, old, ["grownAt", "shrunkAt", "correctedAt"], later),
    ...joinedFields(known, old, ["acknowledgedAt", "discoveredAt", "determinedAt", "cause"], (one) => one),
    ...joinedFields(known, old, ["notifiedFacts", "lawEnforcementDelay", "reportedLookups", "settling"], (one) => one),
    ...joinedFields(known, old, ["reported", "assignees", "confirmations", "details", "lawTexts"], (one, other) => ({
      ...other,
      ...one,
    })),
    ...joinedFields(known, old, ["publicNoticeGrounds"], union),
    ...joinedFields(known, old, ["causes"], union),
    ...joinedFields(known, old, ["correspondence"], joinedCorrespondence),
    counterparties: union(known.counterparties, old.counterparties).sort(),
    formerAliases: [...(known.formerAliases ?? []), old.alias, ...(old.formerAliases ?? [])],
    notified: { ...known.notified, stated: (known.notified.stated ?? 0) + (old.notified.stated ?? 0) },
  }
}

const union = <Item>(one: readonly Item[], other: readonly Item[]): Item[] => [...new Set([...one, ...other])]

/** Fields of a party's two rows: joined where both have one. `join` gets that of the surviving case first. */
export function joinedFields<Name extends keyof PartyRow>(
  known: PartyRow,
  old: PartyRow,
  names: readonly Name[],
  join: (one: NonNullable<PartyRow[Name]>, other: NonNullable<PartyRow[Name]>) => PartyRow[Name],
): Partial<Pick<PartyRow, Name>> {
  const fields: Partial<Pick<PartyRow, Name>> = {}
  for (const name of names) {
    const one = known[name]
    const other = old[name]
    const value = one == null || other == null ? (one ?? other) : join(one, other)
    if (value !== undefined) fields[name] = value
  }
  return fields
}

/**
 * A party that is only in the merged case keeps its alias, its timeline goes on, and nothing shows it that there was a
 * merge. Its counts start at nothing: they grow when its exposures and receipts are moved.
 */
function movedAlone({ survivor, ...moving }: MovingParty, old: PartyRow) {
  const { caseId, toAlert, parties } = survivor
  const { partyId, alias, possible, byRetailer: _, notified, ...own } = old
  const row: PartyRow = {
    ...own,
    ...caseKeys.party(caseId, partyId),
    ...{ caseId, partyId, alias, exposures: 0, shipments: 0, shipmentsByField: {}, shipmentsByRegion: {} },
    ...(possible && { possible: { exposures: 0, shipments: 0, alerted: possible.alerted } }),
    notified: { direct: 0, publicNotice: 0, ...(notified.stated === undefined ? {} : { stated: notified.stated }) },
    earlierCases: [...(old.earlierCases ?? []), old.caseId],
  }
  return {
    case: {
      ...survivor,
      parties: [...parties, partyId],
      toAlert: old.alertedAt === undefined ? union(toAlert, [partyId]).sort() : toAlert,
    },
    items: [row, ...headMoved({ survivor, ...moving }, old)],
  }
}

/** The row with the heads of the surviving case, with that of a party that moves alone. */
function headMoved(moving: MovingParty, { caseId: mergedId, partyId, alias }: PartyRow): HeadsRow[] {
  const { caseId } = moving.survivor
  const head = headsOf(moving, mergedId)?.heads[partyId]
  if (head === undefined) return []
  const heads = { ...headsOf(moving, caseId)?.heads, [partyId]: { ...head, alias } }
  return [{ ...headsKey(caseId, partyId), caseId, type: "heads", heads }]
}
