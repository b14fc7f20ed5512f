import { HttpProblem } from "../../base/platform/http-problem.ts"
import type { Party } from "../../parties/party.ts"
import type { CasesOfParty } from "../cases/breach-cases.ts"
import { caseKeys } from "../cases/case-keys.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import { type Participant, participantOf } from "../cases/participant.ts"

export const mostCasesOnPage = 100

/** Most cases that are read for a page. */
const casesReadForPage = 1_000

/** Cases that are read at a time. */
const casesAtOnce = 100

type Lister = { readonly cases: CasesOfParty }

/** Some of a party's cases, and the alias behind which the next page begins, if there may be more. */
type CasePage = { found: Participant[]; next?: string }

/**
 * A page of a party's cases, newest first. Merged cases are left out. If few cases have the state, a page can hold few
 * or none although there is a next one.
 *
 * @param page.after `next` of the page before
 * @throws HttpProblem 400 if `after` names none of the party's cases
 */
export async function pageOfCases(
  desk: Lister,
  party: Pick<Party, "id">,
  page: { after?: string | undefined; state?: string | undefined; limit?: number | undefined },
): Promise<CasePage> {
  const { after, state, limit = mostCasesOnPage } = page
  const found: Participant[] = []
  let read = 0
  let last: string | undefined
  const behind = after === undefined ? undefined : (await caseWithAlias(desk, party, after)).own
  for await (const one of casesOf(desk, party.id, behind)) {
    if (last !== undefined && (found.length === limit || read === casesReadForPage)) return { found, next: last }
    read += 1
    last = one.own.alias
    if (state === undefined || one.current.state === state) found.push(one)
  }
  return { found }
}

/**
 * A party as a participant of each of its cases, newest first. Merged cases are left out. Reads no further than the
 * caller goes.
 *
 * @param behind the party's row of a case: only cases behind it
 */
export async function* casesOf(
  desk: Lister,
  partyId: string,
  behind?: PartyRow,
): AsyncGenerator<Participant, void, undefined> {
  let owns: PartyRow[] = []
  for await (const own of desk.cases.ofParty(partyId, behind)) {
    owns.push(own)
    if (owns.length < casesAtOnce) continue
    yield* await participantsOf(desk, owns)
    owns = []
  }
  yield* await participantsOf(desk, owns)
}

async function participantsOf(desk: Lister, owns: readonly PartyRow[]): Promise<Participant[]> {
  const heads = await desk.cases.items(owns.map((row) => caseKeys.case(row.caseId)))
  const byId = new Map(heads.flatMap((row) => (row.type === "case" ? [[row.caseId, row] as const] : [])))
  return owns.flatMap((own) => {
    const current = byId.get(own.caseId)
    return current === undefined || current.state === "merged" ? [] : [{ current, own }]
  })
}

/**
 * The party's case with this alias, for a page that begins there.
 *
 * @throws HttpProblem 400 if it is none of the party's cases
 */
export async function caseWithAlias(desk: Lister, party: Pick<Party, "id">, alias: string): Promise<Participant> {
  const found = await participantOf(desk, party, alias)
  if (found !== undefined) return found
  throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
}
