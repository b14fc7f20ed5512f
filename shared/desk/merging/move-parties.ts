import { earlier, later } from "../../base/platform/instants.ts"
import type { CaseDraft, PointerChange } from "../cases/case-draft.ts"
import { caseKeys, pointerKeys } from "../cases/case-keys.ts"
import { type CaseRow, type HeadsRow, type PartyRow, rowsOfType, type SignedHead } from "../cases/case-rows.ts"
import { changeOpenCase } from "../cases/change-case.ts"
import { headOf, headsRows } from "../cases/timeline-heads.ts"
import { mergeAssessments, mergeFalseAlarms } from "../duties/merge-duties.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { newParty } from "../exposures/new-party.ts"
import { emptyTimelineHead } from "../timeline.ts"
import type { Merge } from "./pass-rows.ts"

/** Makes the parties of the merged case parties of the surviving one, and lets their old aliases lead to it. */
export async function moveParties(
  desk: ExposurePorts,
  { merged, survivorId }: Merge,
  rows: readonly PartyRow[],
): Promise<void> {
  const place = ({ partyId }: PartyRow) => merged.parties.indexOf(partyId)
  for (const old of rows.toSorted((one, other) => place(one) - place(other))) {
    await changeOpenCase(desk, survivorId, async (survivor) => {
      if ((await desk.parties.byId(old.partyId)) === undefined) return undefined
      const [known] = rowsOfType(await desk.cases.items([caseKeys.party(survivorId, old.partyId)]), "party")
      if (known?.alias === old.alias || known?.formerAliases?.includes(old.alias)) return undefined
      const moving = { survivor, merged, old }
      const draft = await (known === undefined ? moveUnchanged(desk, moving) : joinParty(desk, moving, known))
      return { ...draft, pointers: turnedAliases(old, survivorId) }
    })
  }
}

/** A party of the merged case, to be moved to the surviving case. */
type Moving = { survivor: CaseRow; merged: CaseRow; old: PartyRow }

/** Merges the two rows of a party that is in both cases. It keeps the alias of the surviving case. */
async function joinParty(desk: ExposurePorts, { merged, old }: Moving, known: PartyRow): Promise<Partial<CaseDraft>> {
  // The surviving timeline records the end of the merged one, so that neither can be rewritten.
  const { seq, hash } = (await headOf(desk, merged.caseId, old.partyId)) ?? emptyTimelineHead
  const data = { party: known.alias, from: old.alias, fromHead: { seq, hash } }
  return {
    items: [joinedParty(known, old)],
    entries: [{ actor: "hub", type: "CaseTakenIn", data, visibleTo: [old.partyId] }],
  }
}

/** The row of a party that is in both cases. Its counts grow when its exposures and receipts are moved. */
export function joinedParty(known: PartyRow, old: PartyRow): PartyRow {
  const { assessments: _, saysFalseAlarmAt: __, ...rest } = known
  return {
    ...rest,
    ...optional("assessments", mergeAssessments(known, old)),
    ...optional("saysFalseAlarmAt", mergeFalseAlarms(known, old)),
    openedAt: earlier(known.openedAt, old.openedAt),
    counterparties: [...new Set([...known.counterparties, ...old.counterparties])].sort(),
    formerAliases: [...(known.formerAliases ?? []), old.alias, ...(old.formerAliases ?? [])],
    ...optional("awareAt", earliest(known.awareAt, old.awareAt)),
    ...optional("acknowledgedAt", known.acknowledgedAt ?? old.acknowledgedAt),
    ...optional("discoveredAt", known.discoveredAt ?? old.discoveredAt),
    ...optional("determinedAt", known.determinedAt ?? old.determinedAt),
    ...optional("grownAt", latest(known.grownAt, old.grownAt)),
    ...optional("shrunkAt", latest(known.shrunkAt, old.shrunkAt)),
    ...optional("correctedAt", latest(known.correctedAt, old.correctedAt)),
    ...optional("reported", known.reported === undefined ? old.reported : { ...old.reported, ...known.reported }),
    ...optional("assignees", known.assignees === undefined ? old.assignees : { ...old.assignees, ...known.assignees }),
    ...optional("notifiedFacts", known.notifiedFacts ?? old.notifiedFacts),
    ...optional("writeAgainBy", earliest(known.writeAgainBy, old.writeAgainBy)),
    ...optional("lawEnforcementDelay", known.lawEnforcementDelay ?? old.lawEnforcementDelay),
    ...optional("publicNoticeGrounds", union(known.publicNoticeGrounds, old.publicNoticeGrounds)),
    ...optional("causes", union(known.causes, old.causes)),
    ...optional("cause", known.cause ?? old.cause),
    ...optional(
      "confirmations",
      known.confirmations === undefined ? old.confirmations : { ...old.confirmations, ...known.confirmations },
    ),
    ...optional("details", known.details === undefined ? old.details : { ...old.details, ...known.details }),
    notified: { ...known.notified, stated: (known.notified.stated ?? 0) + (old.notified.stated ?? 0) },
  }
}

/**
 * Moves a party that is only in the merged case. It keeps its alias, its timeline goes on, and nothing shows it that
 * there was a merge.
 */
async function moveUnchanged(desk: ExposurePorts, { survivor, merged, old }: Moving): Promise<Partial<CaseDraft>> {
  const { partyId } = old
  const row = unchangedParty(old, survivor.caseId, desk.clock().toISOString())
  const head = await headOf(desk, merged.caseId, partyId)
  const [heads] = (await headsRows(desk, survivor.caseId, [partyId])).values()
  return {
    case: {
      ...survivor,
      parties: [...survivor.parties, partyId],
      toAlert: old.alertedAt === undefined ? [...new Set([...survivor.toAlert, partyId])].sort() : survivor.toAlert,
    },
    items: head === undefined || heads === undefined ? [row] : [row, withHead(heads, old, head)],
  }
}

function withHead(row: HeadsRow, { partyId, alias }: PartyRow, head: SignedHead): HeadsRow {
  return { ...row, heads: { ...row.heads, [partyId]: { ...head, alias } } }
}

/** Its counts start at nothing: they grow when its exposures and receipts are moved. */
function unchangedParty(old: PartyRow, survivorId: string, at: string): PartyRow {
  const { alias, kind, tool, counterparties, notified, possible, byRetailer: _, ...own } = old
  return {
    ...own,
    ...newParty({ caseId: survivorId, partyId: old.partyId, kind, tool, counterparties }, { at, aliasOf: () => alias }),
    openedAt: old.openedAt,
    alertedShipments: old.alertedShipments,
    alerts: old.alerts,
    acknowledgeEscalations: old.acknowledgeEscalations,
    ...optional("possible", possible && { exposures: 0, shipments: 0, alerted: possible.alerted }),
    notified: { direct: 0, publicNotice: 0, ...optional("stated", notified.stated) },
    earlierCases: [...(old.earlierCases ?? []), old.caseId],
  }
}

/** The aliases of the merged case for a party, which lead to the surviving case from now on. */
function turnedAliases(old: PartyRow, survivorId: string): PointerChange[] {
  return [old.alias, ...(old.formerAliases ?? [])].map((alias) => ({
    row: { ...pointerKeys.alias(alias), type: "pointer", caseId: survivorId },
    expected: old.caseId,
  }))
}

function earliest(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined ? (one ?? other) : earlier(one, other)
}

function latest(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined ? (one ?? other) : later(one, other)
}

function union<Item>(one: readonly Item[] | undefined, other: readonly Item[] | undefined): Item[] | undefined {
  return one === undefined && other === undefined ? undefined : [...new Set([...(one ?? []), ...(other ?? [])])]
}

function optional<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  const made: { [Key in Name]?: Value } = {}
  if (value !== undefined) made[name] = value
  return made
}
