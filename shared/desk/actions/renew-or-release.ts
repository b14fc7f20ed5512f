import { dayMilliseconds } from "../../base/platform/instants.ts"
import type { Party } from "../../parties/party.ts"
import type { Restrictions } from "../../watch/detection/restrictions/restriction.ts"
import { CaseBusy } from "../cases/case-busy.ts"
import { caseKeys } from "../cases/case-keys.ts"
import { rowsOfType } from "../cases/case-rows.ts"
import { type CaseDesk, changeCase, type KindOfChange } from "../cases/change-case.ts"
import { leadingCase, type Participant } from "../cases/participant.ts"
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

const noting: KindOfChange<CaseDesk, Noting, Participant | undefined, undefined> = {
  side: ({ party }) => party.id,
  read: (desk, { caseId, party }) => participantIn(desk, caseId, party),
  decide(found, { party, restriction, decision }) {
    if (found === undefined) return { result: undefined }
    const { current, own } = found
    const { restrictionId, scope } = restriction
    const data = { restrictionId, scope, ...(decision.until === undefined ? {} : { until: decision.until }) }
    const entry = {
      actor: own.alias,
      type: decision.type,
      data,
      visibleTo: readersOf(decision.type, { partyId: party.id, counterparties: new Set() }),
    }
    const entries = withPersons([entry], own, decision)
    return { draft: { case: current, items: [], entries }, result: undefined }
  },
}

/**
 * A party of a case, or of the one into which that was merged. No entry may follow in the timeline of a merged case:
 * the party's timeline goes on in the surviving one.
 *
 * @throws CaseBusy while the party is on its way there
 */
async function participantIn(
  { cases }: Pick<CaseDesk, "cases">,
  caseId: string,
  { id }: Party,
): Promise<Participant | undefined> {
  // Nothing of the party's row is put again, so it may be older than that of the case.
  const rows = await cases.items([caseKeys.case(caseId), caseKeys.party(caseId, id)])
  const [[current], [own]] = [rowsOfType(rows, "case"), rowsOfType(rows, "party")]
  if (current?.state !== "merged") return current && own && { current, own }
  const leading = await leadingCase({ cases }, caseId)
  const [moved] = leading === undefined ? [] : await cases.items([caseKeys.party(leading.caseId, id)])
  if (leading !== undefined && moved?.type === "party") return { current: leading, own: moved }
  if (own !== undefined) throw new CaseBusy()
  return undefined
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
 * @throws CaseBusy while the case is merged into another
 */
export async function renewOrRelease(
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
  // What is decided while the case is merged could not be noted.
  if (own.caseId !== undefined) await participantIn(desk, own.caseId, party)
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
