import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { dueIs, dutyKindSchema } from "../../base/contracts/words.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import type { Party } from "../../parties/party.ts"
import { handle, type Route } from "../../parties/party-route.ts"
import type { CasesOfParty } from "../cases/breach-cases.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import type { DutiesInList, ListedDuty } from "../cases/listed-duty.ts"
import type { Participant } from "../cases/participant.ts"
import { settledStates } from "../duties/settled-states.ts"
import { caseLine, caseLineSchema, lawOfPack } from "./case-line.ts"
import { casesOf, caseWithAlias, mostCasesOnPage, pageOfCases } from "./cases-of-party.ts"
import { nextPage, usualPageQuery } from "./list-pages.ts"

const casesQuery = usualPageQuery("Cases on one page", mostCasesOnPage).extend({
  state: z.enum(["open", "closed", "falseAlarm"]).optional().meta({ description: "Only cases in this state" }),
  order: z
    .enum(["newest", "due"])
    .optional()
    .meta({
      description:
        "`due`: open cases by what is due next, the earliest first, then those without a date, then the others. By " +
        "default the newest first. Give it with each page",
    }),
})

/** What is due next in a case. */
const nextDue = z
  .strictObject({ dutyId: ownString(), law: lawOfPack, kind: dutyKindSchema, dueAt: instant, dueIs })
  .meta({
    description: "The duty of the caller that is due first. Absent if the case has ended, or nothing has a date",
  })

export const listCases = declareRoute({
  method: "GET",
  path: "/v1/cases",
  authentication: "required",
  query: casesQuery,
  summary: "The caller's cases, newest first or by what is due, up to 100 on a page",
  answers: answersWith(
    "A page of cases. It can be empty although there is a next one",
    z.strictObject({
      cases: z.array(caseLineSchema.extend({ nextDue: nextDue.optional() })),
      next: nextPage,
    }),
  ),
})

/** The list of the caller's cases, each open one with the duty that is due first. */
export function listCasesRoute(desk: Lister): Route {
  return handle(listCases)(async ({ caller, query }) => {
    const { found, next, dues } =
      query.order === "due" ? await pageByDue(desk, caller.party, query) : await newestPage(desk, caller.party, query)
    const cases = found.map(({ current, own }) => {
      const due = dues.get(current.caseId)
      return { ...caseLine(current, own), ...(due === undefined ? {} : { nextDue: due }) }
    })
    return { status: 200, body: { cases, ...(next === undefined ? {} : { next }) } }
  })
}

type Lister = { readonly cases: CasesOfParty & DutiesInList }

type PageQuery = Parameters<typeof pageOfCases>[2]

async function newestPage(desk: Lister, party: Pick<Party, "id">, query: PageQuery) {
  const page = await pageOfCases(desk, party, query)
  return { ...page, dues: await nextDues(desk.cases, page.found) }
}

/** Reads all cases of the party: the oldest may be due first. */
async function pageByDue(desk: Lister, party: Pick<Party, "id">, { after, state, limit = mostCasesOnPage }: PageQuery) {
  const cases: Participant[] = []
  for await (const one of casesOf(desk, party.id))
    if (state === undefined || one.current.state === state) cases.push(one)
  const dues = await nextDues(desk.cases, cases)
  const sorted = byDue(cases, dues)
  const place = sorted.findIndex(({ own }) => own.alias === after)
  // It may have left the list since: the error of an alias that was never in it would stop whoever reads on.
  if (after !== undefined && place === -1) await caseWithAlias(desk, party, after)
  const found = sorted.slice(place + 1, place + 1 + limit)
  const last = found.at(-1)?.own.alias
  return { found, dues, ...(place + 1 + limit < sorted.length && last !== undefined ? { next: last } : {}) }
}

/** Open cases first, by what is due next. Cases that are alike keep their order. */
function byDue(cases: readonly Participant[], dues: ReadonlyMap<string, NextDue>): Participant[] {
  const rank = ({ current: { state, caseId } }: Participant) => {
    if (state !== "open") return Number.POSITIVE_INFINITY
    const due = dues.get(caseId)
    return due === undefined ? Number.MAX_VALUE : Date.parse(due.dueAt)
  }
  return cases.toSorted((one, other) => (rank(one) === rank(other) ? 0 : rank(one) - rank(other)))
}

/** Cases whose duties are read at the same time. */
const casesAtOnce = 20

/** The duties of the party that are due first, by case id. Only open cases are read, and each is one query. */
async function nextDues(cases: DutiesInList, participants: readonly Participant[]) {
  const open = participants.filter(({ current }) => current.state === "open")
  const found = new Map<string, NextDue>()
  for (let start = 0; start < open.length; start += casesAtOnce) {
    const some = open.slice(start, start + casesAtOnce)
    const dues = await Promise.all(some.map((one) => nextDueOf(cases, one)))
    for (const [nth, due] of dues.entries()) {
      const caseId = some[nth]?.current.caseId
      if (due !== undefined && caseId !== undefined) found.set(caseId, due)
    }
  }
  return found
}

/** The duty of a party that is due first in a case. `dueAt`: ISO instant. */
type NextDue = Pick<ListedDuty, "kind" | "law"> & Due & { readonly dutyId: string }

type Due = { readonly dueAt: string; readonly dueIs: ListedDuty["clock"]["dueIs"] }

async function nextDueOf(cases: DutiesInList, { current, own }: Participant): Promise<NextDue | undefined> {
  let first: (Due & { readonly duty: ListedDuty }) | undefined
  for await (const row of cases.list(current.caseId, `DUTY#${own.partyId}#`)) {
    if (row.type !== "duty" || settledStates.has(row.duty.state)) continue
    const { dueAt, dueIs } = row.duty.clock
    if (dueAt === null || (first !== undefined && Date.parse(first.dueAt) <= Date.parse(dueAt))) continue
    first = { dueAt, dueIs, duty: row.duty }
  }
  if (first === undefined) return undefined
  const { duty, dueAt, dueIs } = first
  return { kind: duty.kind, law: duty.law, dueAt, dueIs, dutyId: dutyIdOf(own.alias, duty) }
}
