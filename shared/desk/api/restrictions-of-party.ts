import { HttpProblem } from "../../base/platform/http-problem.ts"
import type { Party } from "../../parties/party.ts"
import type { Restriction } from "../../watch/detection/restrictions/restriction.ts"
import { restrictedKeyOf } from "../../watch/detection/retailers/number-blocks.ts"
import type { RestrictionDesk } from "../actions/renew-or-release.ts"
import { isRestrictionPlace, restrictionPlace } from "../cases/case-keys.ts"
import type { AnomalyOfCase } from "../cases/case-rows.ts"
import type { Participant } from "../cases/participant.ts"
import { partiesOfCase } from "../cases/participant-details.ts"
import { anomaliesFrom, restrictingCases } from "../cases/restricting-cases.ts"
import { type OwnRestriction, type RestrictingCase, restrictionFor, visibleAnomalies } from "../visibility.ts"
import { casesOf, caseWithAlias } from "./cases-of-party.ts"

/** Accessors that one page looks up at most, and so the most restrictions that it holds. */
export const mostAccessorsPerPage = 500

/** Anomalies that one page reads at most, those of the last accessor apart. */
const anomaliesPerPage = 2_000

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
 * @param page.after `next` of the page before
 * @param page.limit how many accessors it looks up at most
 * @throws HttpProblem 400 if `after` names none of the party's cases, or no place in one
 */
export async function restrictionsOf(
  desk: RestrictionDesk,
  party: Party,
  { after, limit = mostAccessorsPerPage }: { after?: string | undefined; limit?: number | undefined } = {},
): Promise<RestrictionPage> {
  const found = new Map<string, OwnRestriction>()
  let [cases, accessors, anomalies] = [0, 0, 0]
  for await (const { current, own, behind } of casesFrom(desk, party, after)) {
    if (cases === casesPerPage || accessors >= limit) return { found: [...found.values()], next: own.alias }
    cases += 1
    if (current.charts.length === 0) continue
    const left = { accessors: limit - accessors, anomalies: anomaliesPerPage - anomalies }
    const part = await partOfCase(desk, party, { caseId: current.caseId, behind, left })
    const here = { caseId: current.caseId, parties: await partiesOfCase(desk, current), anomalies: part.anomalies }
    for (const one of await ownAt(desk, party, { here, keys: part.keys })) found.set(one.restriction.restrictionId, one)
    if (part.next !== undefined) return { found: [...found.values()], next: `${own.alias}.${part.next}` }
    accessors += part.keys.length
    anomalies += part.anomalies.length
  }
  return { found: [...found.values()] }
}

/** A party's cases from the one that a page begins with. `behind`: the place in it behind which the page begins. */
async function* casesFrom(
  desk: RestrictionDesk,
  party: Party,
  after: string | undefined,
): AsyncGenerator<Participant & { behind?: string | undefined }> {
  const [alias, behind] = after?.split(".") ?? []
  // DynamoDB refuses a range that ends before it begins, and a key that is too long.
  if (behind !== undefined && !isRestrictionPlace(behind))
    throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
  const first = alias === undefined ? undefined : await caseWithAlias(desk, party, alias)
  if (first !== undefined) yield { ...first, behind }
  yield* casesOf(desk, party.id, first?.own)
}

/** Some anomalies of a case, and the keys that they may have restricted: a retailer's are those of its own numbers. */
type PartOfCase = { anomalies: AnomalyOfCase[]; keys: string[]; next?: string }

/** The next part of a case. It holds all anomalies of its last key. */
async function partOfCase(
  desk: RestrictionDesk,
  party: Party,
  of: { caseId: string; behind?: string | undefined; left: { accessors: number; anomalies: number } },
): Promise<PartOfCase> {
  const { caseId, behind, left } = of
  const anomalies: AnomalyOfCase[] = []
  const keys = new Set<string>()
  let last: string | undefined
  for await (const row of anomaliesFrom(desk, caseId, { behind })) {
    const key = restrictedKeyOf(row.accessorKey)
    const isFull = keys.size >= left.accessors || anomalies.length >= left.anomalies
    // The party receives the place of a page's last key, and may not know the key.
    if (isFull && last !== undefined && key !== last)
      return { anomalies, keys: [...keys], next: restrictionPlace(caseId, last) }
    last = key
    anomalies.push(row)
    if (party.kind !== "retailer" || visibleAnomalies([row], party.id).length > 0) keys.add(key)
  }
  return { anomalies, keys: [...keys] }
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
    if (isOfHere(row)) return restrictionFor(party, row, here) ?? []
    const of = others.get(row.restrictionId)
    if (of?.parties.some(({ partyId }) => partyId === party.id)) return []
    // To a party that is in no case of it, no anomaly says anything of a restriction.
    return restrictionFor(party, row, of && { ...of, anomalies: [] }) ?? []
  })
}
