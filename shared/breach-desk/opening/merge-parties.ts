import { earlier } from "../../platform/instants.ts"
import type { PointerChange } from "../cases/breach-cases.ts"
import { type CaseRow, caseKeys, type PartyRow, pointerKeys } from "../cases/case-rows.ts"
import { type CaseDraft, changeCase } from "../cases/change-case.ts"
import { joinAssessments, joinFalseAlarms } from "../duties/join-duties.ts"
import type { GrowthDesk } from "../exposures/growth-desk.ts"
import { newParty, withAliases } from "../exposures/new-party.ts"
import { emptyTimelineHead } from "../timeline.ts"

/** Seats the parties of the case taken in: those of both cases under the alias that the surviving one has for them, to which the old alias leads. */
export async function moveParties(desk: GrowthDesk, from: CaseRow, intoId: string): Promise<void> {
  for (const partyId of from.parties) {
    await changeCase(desk, async () => {
      const into = await desk.cases.get(intoId)
      const party = desk.parties.byId(partyId)
      if (into?.state !== "open" || party === undefined) return { result: undefined }
      const at = desk.clock().toISOString()
      const rows = await desk.cases.items([caseKeys.party(intoId, partyId), caseKeys.party(from.caseId, partyId)])
      const known = rows.find((row): row is PartyRow => row.type === "party" && row.caseId === intoId)
      const old = rows.find((row): row is PartyRow => row.type === "party" && row.caseId === from.caseId)
      if (old === undefined || known?.alias === old.alias || known?.formerAliases?.includes(old.alias)) {
        return { result: undefined }
      }
      const ended = (await desk.cases.get(from.caseId)) ?? from
      if (known === undefined) return { draft: moveAsItIs(into, ended, old, party.kind, at), result: undefined }
      const awareAt = [known.awareAt, old.awareAt]
        .filter((one) => one !== undefined)
        .reduce<string | undefined>(earliest, undefined)
      const { assessment: _one, saysFalseAlarmAt: _said, ...rest } = known
      const moved: PartyRow = {
        ...rest,
        ...optional("assessment", joinAssessments(known, old)),
        ...optional("saysFalseAlarmAt", joinFalseAlarms(known, old)),
        openedAt: earlier(known.openedAt, old.openedAt),
        counterparties: [...new Set([...known.counterparties, ...old.counterparties])].sort(),
        formerAliases: [...(known.formerAliases ?? []), old.alias, ...(old.formerAliases ?? [])],
        ...(awareAt === undefined ? {} : { awareAt }),
        ...optional("acknowledgedAt", known.acknowledgedAt ?? old.acknowledgedAt),
        ...optional("discoveredAt", known.discoveredAt ?? old.discoveredAt),
        ...optional("determinedAt", known.determinedAt ?? old.determinedAt),
        ...optional("lawEnforcementDelay", known.lawEnforcementDelay ?? old.lawEnforcementDelay),
        ...optional("causes", union(known.causes, old.causes)),
        ...optional("cause", known.cause ?? old.cause),
        notified: { ...known.notified, claimed: (known.notified.claimed ?? 0) + (old.notified.claimed ?? 0) },
      }
      // The end of the other chain becomes part of this one, so that neither can be written anew.
      const { seq, hash } = ended.heads[partyId] ?? emptyTimelineHead
      return {
        draft: {
          case: into,
          items: [moved],
          pointers: turnedAliases(old, intoId),
          entries: [
            {
              actor: "hub",
              type: "CaseTakenIn",
              data: { party: moved.alias, from: old.alias, fromHead: { seq, hash } },
              visibleTo: [partyId],
            },
          ],
        },
        result: undefined,
      }
    })
  }
}

/** A party that only the case taken in had: it keeps its alias, its timeline goes on, and nothing tells it of the merging. */
function moveAsItIs(into: CaseRow, from: CaseRow, old: PartyRow, kind: PartyRow["kind"], at: string): CaseDraft {
  const { partyId, alias, notified, possible, byRetailer: _, ...own } = old
  const moved: PartyRow = {
    ...own,
    ...newParty({ caseId: into.caseId }, partyId, kind, {
      at,
      tool: old.tool,
      aliasOf: () => alias,
      counterparties: old.counterparties,
    }),
    openedAt: old.openedAt,
    alertedShipments: old.alertedShipments,
    alerts: old.alerts,
    acknowledgeEscalations: old.acknowledgeEscalations,
    // What is exposed or possibly so, and who was notified, is counted as it comes.
    ...optional("possible", possible && { exposures: 0, shipments: 0, alerted: possible.alerted }),
    notified: { direct: 0, publicNotice: 0, ...optional("claimed", notified.claimed) },
    earlierCases: [...(old.earlierCases ?? []), from.caseId],
  }
  const head = from.heads[partyId]
  return {
    case: {
      ...into,
      parties: [...into.parties, partyId],
      aliases: withAliases(into.aliases, [moved]),
      heads: head === undefined ? into.heads : { ...into.heads, [partyId]: head },
      toAlert: old.alertedAt === undefined ? [...new Set([...into.toAlert, partyId])].sort() : into.toAlert,
    },
    items: [moved],
    pointers: turnedAliases(old, into.caseId),
    entries: [],
  }
}

/** The aliases by which a party knew the case that was taken in, now leading to the surviving one. */
function turnedAliases(old: PartyRow, intoId: string): PointerChange[] {
  return [old.alias, ...(old.formerAliases ?? [])].map((alias) => ({
    row: { ...pointerKeys.alias(alias), type: "pointer", caseId: intoId },
    expected: old.caseId,
  }))
}

function earliest(one: string | undefined, other: string): string {
  return one === undefined ? other : earlier(one, other)
}

function union<Item>(one: readonly Item[] | undefined, other: readonly Item[] | undefined): Item[] | undefined {
  return one === undefined && other === undefined ? undefined : [...new Set([...(one ?? []), ...(other ?? [])])]
}

export function optional<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  const made: { [Key in Name]?: Value } = {}
  if (value !== undefined) made[name] = value
  return made
}
