import { caseKeys, type PartyRow, pointerKeys } from "../../shared/domain/breach-case.ts"
import type { Party } from "../../shared/domain/party.ts"
import { type CaseDesk, changeCase } from "../../shared/storage/breach-cases-desk.ts"
import { pointersAt } from "../../shared/storage/breach-cases-opening.ts"
import { type Restriction, type Restrictions, restrictsAt } from "../../shared/storage/restrictions.ts"

export type RestrictionDesk = CaseDesk & { restrictions: Restrictions }

/** A restriction that concerns a party, with the case it belongs to, and whether the party may decide about it alone. */
export type OwnRestriction = { restriction: Restriction; caseId?: string; mayDecide: boolean }

/**
 * The restrictions that concern a party: through its own parcels or tool, or as a party of the case. It may decide about one
 * alone unless another party of its kind is in the case, whose shipments the restriction protects as well.
 */
export async function restrictionsOf(desk: RestrictionDesk, party: Party): Promise<OwnRestriction[]> {
  const all: Restriction[] = []
  for await (const restriction of desk.restrictions.list()) all.push(restriction)
  const pointerOf = (one: Restriction) =>
    one.anomalyId === undefined ? pointerKeys.accessor(one.accessorKey) : pointerKeys.anomaly(one.anomalyId)
  const pointers = await pointersAt(desk, all.map(pointerOf))
  const found: OwnRestriction[] = []
  for (const restriction of all) {
    const caseId = pointers.get(pointerOf(restriction).pk)?.caseId
    const parties = caseId === undefined ? [] : await partiesOf(desk, caseId)
    const isParty = parties.some((row) => row.partyId === party.id)
    if (!isParty && !restriction.carrierIds.includes(party.id)) continue
    const sharers = [
      ...parties.filter((row) => row.kind === party.kind).map((row) => row.partyId),
      ...(party.kind === "carrier" ? restriction.carrierIds : []),
    ]
    const mayDecide = isParty && sharers.every((id) => id === party.id)
    found.push({ restriction, ...(isParty && caseId !== undefined ? { caseId } : {}), mayDecide })
  }
  return found
}

async function partiesOf(desk: RestrictionDesk, caseId: string): Promise<PartyRow[]> {
  const current = await desk.cases.get(caseId)
  if (current === undefined) return []
  const rows = await desk.cases.items(current.parties.map((id) => caseKeys.party(caseId, id)))
  return rows.flatMap((row) => (row.type === "party" ? [row] : []))
}

/** A restriction as a party sees it: of tokens only those that its own tool gave. */
export function restrictionView({ restriction, mayDecide }: OwnRestriction, party: Party, at: string) {
  const { restrictionId, scope, since, until, reason, releasedAt, accessorTokens } = restriction
  const tokens = accessorTokens.filter((one) => one.carrierId === party.id).map((one) => one.token)
  return {
    restrictionId,
    scope,
    since,
    until,
    reason,
    state: releasedAt !== undefined ? "released" : restrictsAt(restriction, at) ? "standing" : "ended",
    ...(releasedAt === undefined ? {} : { releasedAt }),
    ...(tokens.length === 0 ? {} : { accessorTokens: tokens }),
    mayDecide,
  }
}

/** Notes in the timeline of the case that a party released or renewed a restriction. */
export function noteDecision(
  desk: CaseDesk,
  party: Party,
  own: OwnRestriction,
  decision: { type: "AccessorReleased" | "RestrictionRenewed"; until?: string },
): Promise<void> {
  const { caseId } = own
  if (caseId === undefined) return Promise.resolve()
  return changeCase<void>(desk, async () => {
    const current = await desk.cases.get(caseId)
    const alias = current?.aliases[party.id]
    if (current === undefined || alias === undefined) return { result: undefined }
    const { restrictionId, scope } = own.restriction
    const data = { restrictionId, scope, ...(decision.until === undefined ? {} : { until: decision.until }) }
    const entry = { actor: alias, type: decision.type, data, visibleTo: [party.id] }
    return { draft: { case: current, items: [], entries: [entry] }, result: undefined }
  })
}
