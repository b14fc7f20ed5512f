import { dayMilliseconds } from "../../base/platform/instants.ts"
import type { Party } from "../../parties/party.ts"
import type { Restrictions } from "../../watch/detection/restrictions/restriction.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { BreachCaseItem } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { restrictingCase } from "../cases/restricting-cases.ts"
import { type OwnRestriction, readersOf, restrictionFor } from "../visibility.ts"
import { withPersons } from "./persons.ts"

export type RestrictionDesk = CaseDesk & { restrictions: Restrictions }

/** What deciding one restriction needs. */
export type DecidingDesk = CaseDesk & { restrictions: Pick<Restrictions, "withId" | "release" | "renew"> }

/** A restriction by its id, if it concerns the party. */
async function ownRestriction(
  desk: DecidingDesk,
  party: Party,
  restrictionId: string,
): Promise<OwnRestriction | undefined> {
  const restriction = await desk.restrictions.withId(restrictionId)
  if (restriction === undefined) return undefined
  return restrictionFor(party, restriction, await restrictingCase(desk, restriction))
}

type RestrictionDecision = {
  type: "AccessorReleased" | "RestrictionRenewed"
  until?: string
  officer: string | undefined
}

/** Records in the timeline of the case that a party released or renewed a restriction. */
async function noteDecision(
  desk: CaseDesk,
  party: Party,
  own: OwnRestriction,
  decision: RestrictionDecision,
): Promise<void> {
  const { caseId, restriction } = own
  if (caseId !== undefined) await changeCase(desk, noting, { caseId, party, restriction, decision })
}

type Noting = Pick<OwnRestriction, "restriction"> & { caseId: string; party: Party; decision: RestrictionDecision }

const noting: KindOfChange<CaseDesk, Noting, readonly BreachCaseItem[], undefined> = {
  read: ({ cases }, { caseId, party }) => cases.items([caseKeys.case(caseId), caseKeys.party(caseId, party.id)]),
  decide(rows, { party, restriction, decision }) {
    const current = rows.find((row) => row.type === "case")
    const side = rows.find((row) => row.type === "party")
    if (current === undefined || side === undefined) return { result: undefined }
    const { restrictionId, scope } = restriction
    const data = { restrictionId, scope, ...(decision.until === undefined ? {} : { until: decision.until }) }
    const entry = {
      actor: side.alias,
      type: decision.type,
      data,
      visibleTo: readersOf(decision.type, { partyId: party.id, counterparties: new Set() }),
    }
    const entries = withPersons([entry], side, decision)
    return { draft: { case: current, items: [], entries }, result: undefined }
  },
}

/** A restriction can be renewed for at most this many days at a time. */
export const longestRenewalDays = 30

export type RestrictionRefusal =
  | "unknownRestriction"
  | "sharedRestriction"
  | "notStanding"
  | "untilPast"
  | "untilTooFar"

/**
 * Renews or releases a restriction for a party that it concerns, and records it in the timeline of the case.
 *
 * @param decision.until new end (ISO); absent: the restriction ends now
 * @param decision.officer the person who decides for the party, where one does
 * @param at ISO instant
 */
export async function decideRestriction(
  desk: DecidingDesk,
  party: Party,
  decision: { restrictionId: string; until?: string | undefined; officer?: string | undefined },
  at: string,
): Promise<{ refused: RestrictionRefusal } | { outcome: "renewed" | "released" | "unchanged" }> {
  const { restrictionId, until, officer } = decision
  const days = until === undefined ? 1 : (Date.parse(until) - Date.parse(at)) / dayMilliseconds
  if (days <= 0) return { refused: "untilPast" }
  if (days > longestRenewalDays) return { refused: "untilTooFar" }
  const own = await ownRestriction(desk, party, restrictionId)
  if (own === undefined) return { refused: "unknownRestriction" }
  const mayRenew = own.mayDecide || party.kind === "retailer"
  if (until === undefined ? !own.mayDecide : !mayRenew) return { refused: "sharedRestriction" }
  const { accessorKey } = own.restriction
  if (until === undefined) {
    const outcome = await desk.restrictions.release(accessorKey, { kind: "party", partyId: party.id }, at)
    if (outcome === "released") await noteDecision(desk, party, own, { type: "AccessorReleased", officer })
    return { outcome }
  }
  const outcome = await desk.restrictions.renew(accessorKey, until, at)
  if (outcome === "unchanged") return { refused: "notStanding" }
  await noteDecision(desk, party, own, { type: "RestrictionRenewed", until, officer })
  return { outcome }
}
