import { derivedId } from "../../contracts/envelope.ts"
import type { Restriction } from "../../detection/restrictions/restriction.ts"
import { restrictedKeyOf } from "../../detection/retailers/number-blocks.ts"
import type { Party } from "../../parties/party.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import type { RestrictionDesk } from "../actions/decide-restriction.ts"
import type { Participant } from "../cases/participant.ts"
import { restrictingCase, restrictingCases } from "../cases/restricting-cases.ts"
import { type OwnRestriction, type RestrictingCase, restrictionFor, visibleAnomalies } from "../visibility.ts"
import { casesOf } from "./cases-of-party.ts"

/** Accessors that one page looks up at most, and so the most restrictions that it holds. */
const accessorsPerPage = 500

/** Cases that one page reads at most. */
const casesPerPage = 50

/** Some of a party's restrictions, and where the next page begins, if there may be more. */
export type RestrictionPage = { found: OwnRestriction[]; next?: string }

/**
 * A page of the restrictions that concern a party, by its cases, newest first. `visibility/restrictions.ts` says which
 * concern it. A restriction follows from an anomaly, so the anomalies of a party's cases say where to look. It is
 * listed once its case is open. A page may hold few or none although there is a next one, because restrictions are
 * forgotten and cases are not.
 *
 * @param after `next` of the page before
 * @throws HttpProblem 400 if `after` names none of the party's cases
 */
export async function restrictionsOf(desk: RestrictionDesk, party: Party, after?: string): Promise<RestrictionPage> {
  const [alias, place = ""] = after?.split(".") ?? []
  const cases = startingAt(alias, await casesOf(desk, party.id))
  const found = new Map<string, OwnRestriction>()
  const pageUntil = (next: string): RestrictionPage => ({ found: [...found.values()], next })
  let accessors = 0
  for (const [index, { current, own }] of cases.entries()) {
    if (index === casesPerPage) return pageUntil(own.alias)
    if (current.charts.length === 0) continue
    const here = await restrictingCase(desk, current)
    const places = placesOf(party, here).filter((one) => index > 0 || one.place > place)
    const looked = places.slice(0, accessorsPerPage - accessors)
    for (const one of await ownAt(desk, party, { here, keys: looked.map(({ accessorKey }) => accessorKey) }))
      found.set(one.restriction.restrictionId, one)
    accessors += looked.length
    if (looked.length < places.length) return pageUntil(`${own.alias}.${looked.at(-1)?.place ?? ""}`)
  }
  return { found: [...found.values()] }
}

/** The cases from the one of this alias on, or all. */
function startingAt(alias: string | undefined, cases: readonly Participant[]): readonly Participant[] {
  if (alias === undefined) return cases
  const start = cases.findIndex(({ own }) => own.alias === alias || own.formerAliases?.includes(alias))
  if (start >= 0) return cases.slice(start)
  throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
}

/** The keys that the anomalies of a case may have restricted, those of a retailer's own numbers for a retailer. */
function placesOf(party: Party, { caseId, anomalies }: RestrictingCase): { accessorKey: string; place: string }[] {
  const seen = party.kind === "retailer" ? visibleAnomalies(anomalies, party.id) : anomalies
  const keys = new Set(seen.map(({ accessorKey }) => restrictedKeyOf(accessorKey)))
  // The party receives the place of a page's last key, and may not know the key.
  return [...keys]
    .map((accessorKey) => ({ accessorKey, place: derivedId("restriction-place", caseId, accessorKey) }))
    .sort((one, other) => (one.place < other.place ? -1 : 1))
}

/** The party's restrictions of these keys, except those that are listed with another of its cases. */
async function ownAt(
  desk: RestrictionDesk,
  party: Party,
  { here, keys }: { here: RestrictingCase; keys: readonly string[] },
): Promise<OwnRestriction[]> {
  const rows = keys.length === 0 ? [] : await desk.restrictions.of(keys)
  const ofHere = new Set(here.anomalies.map(({ anomalyId }) => anomalyId))
  const isOfHere = ({ anomalyId = "" }: Restriction) => ofHere.has(anomalyId)
  const others = await restrictingCases(
    desk,
    rows.filter((row) => !isOfHere(row)),
  )
  return rows.flatMap((row) => {
    const of = isOfHere(row) ? here : others.get(row.restrictionId)
    const isElsewhere = of !== undefined && of !== here && of.parties.some(({ partyId }) => partyId === party.id)
    return isElsewhere ? [] : (restrictionFor(party, row, of) ?? [])
  })
}
