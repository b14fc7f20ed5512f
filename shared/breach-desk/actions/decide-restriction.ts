import type { Restriction, Restrictions } from "../../detection/restrictions/restriction.ts"
import type { Party } from "../../parties/party.ts"
import { dayMilliseconds, earlier, later } from "../../platform/instants.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { casesOfRestrictions } from "../cases/cases-of-restrictions.ts"
import { type CaseDesk, changeCase } from "../cases/change-case.ts"
import { partiesOfCase } from "../cases/party-sides.ts"
import { anomaliesOf } from "../cases/rows-of-case.ts"

export type RestrictionDesk = CaseDesk & { restrictions: Restrictions }

/** A restriction that concerns a party, with the case it belongs to, and whether the party may release it alone. */
export type OwnRestriction = { restriction: Restriction; caseId?: string; mayDecide: boolean }

/**
 * The restrictions that concern a party: a carrier through its parcels or tool, or as a party of the case; a retailer where its own numbers
 * were part of what the accessor is refused for. A carrier may release one alone unless another carrier is in the case, whose shipments the
 * restriction protects as well. A retailer never may, since it is not to learn whether there is another retailer whom it protects; where it was
 * a false alarm, it says so of the case. Renewing hurts nobody else, so whom a restriction concerns may do it.
 */
export async function restrictionsOf(desk: RestrictionDesk, party: Party): Promise<OwnRestriction[]> {
  const all: Restriction[] = []
  for await (const restriction of desk.restrictions.list()) all.push(restriction)
  const caseIds = await casesOfRestrictions(desk, all)
  const found: OwnRestriction[] = []
  for (const restriction of all) {
    const caseId = caseIds.get(restriction.restrictionId)
    const parties = caseId === undefined ? [] : await partiesOf(desk, caseId)
    const isParty = parties.some((row) => row.partyId === party.id)
    if (party.kind === "retailer") {
      const since = caseId === undefined ? undefined : await refusedSince(desk, caseId, restriction, party.id)
      if (!isParty || caseId === undefined || since === undefined) continue
      found.push({ restriction: { ...restriction, since }, caseId, mayDecide: false })
      continue
    }
    if (!isParty && !restriction.carrierIds.includes(party.id)) continue
    const sharers = [
      ...parties.filter((row) => row.kind === party.kind).map((row) => row.partyId),
      ...restriction.carrierIds,
    ]
    const mayDecide = isParty && sharers.every((id) => id === party.id)
    found.push({ restriction, ...(isParty && caseId !== undefined ? { caseId } : {}), mayDecide })
  }
  return found
}

/** Since when an accessor is refused for what it did to a retailer's numbers; `undefined` where it is refused for other reasons alone. */
async function refusedSince(
  desk: RestrictionDesk,
  caseId: string,
  { accessorKey, since }: Restriction,
  retailerId: string,
) {
  const own = (await anomaliesOf(desk, caseId)).filter(
    (one) => one.accessorKey === accessorKey && one.partyIds.includes(retailerId),
  )
  const [first, ...further] = own.map(({ retailerFinding }) => retailerFinding.crossedAt)
  return first === undefined ? undefined : later(since, further.reduce(earlier, first))
}

async function partiesOf(desk: RestrictionDesk, caseId: string): Promise<PartyRow[]> {
  const current = await desk.cases.get(caseId)
  return current === undefined ? [] : partiesOfCase(desk, current)
}

/** Notes in the timeline of the case that a party released or renewed a restriction. */
function noteDecision(
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

/** A restriction is renewed for at most so many days at a time. */
export const longestRenewalDays = 30

/** Why a decision about a restriction is refused. */
export type RestrictionRefusal =
  | "unknownRestriction"
  | "sharedRestriction"
  | "notStanding"
  | "untilPast"
  | "untilTooFar"

/**
 * Renews or releases a restriction for a party that it concerns, and notes it in the case.
 *
 * @param decision.until new end (ISO); absent: the restriction ends now
 * @param at ISO instant
 */
export async function decideRestriction(
  desk: RestrictionDesk,
  party: Party,
  decision: { restrictionId: string; until?: string | undefined },
  at: string,
): Promise<{ refused: RestrictionRefusal } | { outcome: "renewed" | "released" | "unchanged" }> {
  const { restrictionId, until } = decision
  const days = until === undefined ? 1 : (Date.parse(until) - Date.parse(at)) / dayMilliseconds
  if (days <= 0) return { refused: "untilPast" }
  if (days > longestRenewalDays) return { refused: "untilTooFar" }
  const found = await restrictionsOf(desk, party)
  const own = found.find((one) => one.restriction.restrictionId === restrictionId)
  if (own === undefined) return { refused: "unknownRestriction" }
  const mayRenew = own.mayDecide || party.kind === "retailer"
  if (until === undefined ? !own.mayDecide : !mayRenew) return { refused: "sharedRestriction" }
  const { accessorKey } = own.restriction
  if (until === undefined) {
    const outcome = await desk.restrictions.release(accessorKey, { kind: "party", partyId: party.id }, at)
    if (outcome === "released") await noteDecision(desk, party, own, { type: "AccessorReleased" })
    return { outcome }
  }
  const outcome = await desk.restrictions.renew(accessorKey, until, at)
  if (outcome === "unchanged") return { refused: "notStanding" }
  await noteDecision(desk, party, own, { type: "RestrictionRenewed", until })
  return { outcome }
}
