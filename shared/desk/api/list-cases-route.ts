import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { disclosedFields, partyAlias } from "../../base/contracts/fields.ts"
import { byKind, dueIs, dutyKindSchema, lawOrContract } from "../../base/contracts/words.ts"
import { chunksOf } from "../../base/platform/chunks-of.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { userId } from "../../parties/officer.ts"
import type { Party } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { handle, type Route } from "../../parties/party-route.ts"
import { publicName } from "../../parties/public-name.ts"
import type { CasesOfParty } from "../cases/breach-cases.ts"
import { askedByRegulator, openQuestions } from "../cases/correspondence.ts"
import { dutyIdOf } from "../cases/duty-rows.ts"
import type { DutiesInList, ListedDuty } from "../cases/listed-duty.ts"
import type { Participant } from "../cases/participant.ts"
import type { PartyRow } from "../cases/participant-rows.ts"
import { fieldsExposed, possiblySeen } from "../cases/party-counts.ts"
import { ownDutyKey } from "../duties/duty-key.ts"
import { settledStates } from "../duties/settled-states.ts"
import { caseLine, caseLineSchema } from "./case-line.ts"
import { casesOf, caseWithAlias, mostCasesOnPage, pageOfCases } from "./cases-of-party.ts"
import { nextPage, pageQuery } from "./list-pages.ts"

/** Most cases on a page by what is due. Each of its pages reads all cases anyway. */
const mostOnPageByDue = 1_000

/** Most cases that are put in order by what is due, the newest. To read as many takes about two seconds. */
const mostInOrder = 5_000

const casesQuery = pageQuery({
  most: mostOnPageByDue,
  description: `Cases on one page: ${mostCasesOnPage} when absent. At most ${mostCasesOnPage}, or with \`order=due\` ${mostOnPageByDue}`,
}).extend({
  state: z.enum(["open", "closed", "falseAlarm"]).optional().meta({ description: "Only cases in this state" }),
  order: z
    .enum(["newest", "due"])
    .optional()
    .meta({
      description:
        "`due`: by what is due next, the earliest first, then open cases without a date, then the others. By default " +
        "the newest first. Give it with each page",
    }),
})

/** What is due next in a case. */
const nextDue = z
  .strictObject({
    dutyId: ownString(),
    law: lawOrContract,
    kind: dutyKindSchema,
    dueAt: instant,
    dueIs,
    assignee: userId.optional(),
  })
  .meta({
    description: "The duty of the caller that is due first. Absent if the case has ended, or nothing has a date",
  })

const nextQuestion = z
  .strictObject({ questionId: ownString(), regulator: askedByRegulator.regulator, dueAt: instant })
  .meta({ description: "What a regulator asked the caller and waits for first, also in a case that has ended" })

const listedCase = caseLineSchema.extend({
  fields: disclosedFields.meta({ description: "What was shown of shipments of the caller" }),
  possibleFields: disclosedFields.optional().meta({
    description: "What may have been shown of those of which nobody can say whether they were",
  }),
  counterparties: z.array(partyAlias).meta({
    description: "Public names of those that the caller deals with in the case, as far as it may know them",
  }),
  nextDue: nextDue.optional(),
  nextQuestion: nextQuestion.optional(),
  assignees: z
    .array(userId)
    .optional()
    .meta({ description: "To whom of the caller its open duties are assigned. Absent once the case has ended" }),
})

export const listCases = declareRoute({
  method: "GET",
  path: "/v1/cases",
  authentication: "required",
  query: casesQuery,
  summary: "The caller's cases, page by page, newest first or by what is due",
  answers: answersWith(
    "A page of cases. It can be empty although there is a next one",
    z.strictObject({
      cases: z.array(listedCase),
      next: nextPage,
      olderLeftOut: z
        .literal(true)
        .optional()
        .meta({
          description: `With \`order=due\`: the caller has more than ${mostInOrder} cases, and the oldest are on no page`,
        }),
    }),
  ),
})

/** The list of the caller's cases, each open one with the duty that is due first. */
export function listCasesRoute(desk: Lister): Route {
  return handle(listCases)(async ({ caller, query }) => {
    const { found, work, ...more } =
      query.order === "due" ? await pageByDue(desk, caller.party, query) : await newestPage(desk, caller.party, query)
    const names = await desk.parties.byIds([...new Set(found.flatMap(({ own }) => own.counterparties))])
    const cases = found.map(({ current, own }) => {
      const possibleFields = own.atHub?.fields ?? possiblySeen(own)?.fields
      return {
        ...caseLine(current, own),
        fields: fieldsExposed(own),
        ...(possibleFields === undefined ? {} : { possibleFields }),
        counterparties: own.counterparties.flatMap((id) => namesIn(names, id)),
        ...work.get(current.caseId),
        ...nextQuestionOf(own),
      }
    })
    return { status: 200, body: { cases, ...more } }
  })
}

function nextQuestionOf(own: PartyRow): { nextQuestion?: z.infer<typeof nextQuestion> } {
  const [first] = openQuestions(own)
  if (first === undefined) return {}
  const { questionId, regulator, dueAt } = first
  return { nextQuestion: { questionId, regulator, dueAt } }
}

const namesIn = (parties: ReadonlyMap<string, Party>, id: string): string[] => {
  const party = parties.get(id)
  const { alias } = party === undefined ? {} : publicName(party)
  return alias === undefined ? [] : [alias]
}

type Lister = { readonly cases: CasesOfParty & DutiesInList; readonly parties: Pick<PartyDirectory, "byIds"> }

type PageQuery = Parameters<typeof pageOfCases>[2]

async function newestPage(desk: Lister, party: Pick<Party, "id">, { limit = mostCasesOnPage, ...query }: PageQuery) {
  const page = await pageOfCases(desk, party, { ...query, limit: Math.min(limit, mostCasesOnPage) })
  return { ...page, work: await openWork(desk.cases, page.found) }
}

/** Reads the party's {@link mostInOrder} newest cases: the oldest of them may be due first. */
async function pageByDue(desk: Lister, party: Pick<Party, "id">, { after, state, limit = mostCasesOnPage }: PageQuery) {
  const { newest, isCut } = await newestOf(desk, party.id)
  const cases = newest.filter(({ current }) => state === undefined || current.state === state)
  const work = await openWork(desk.cases, cases)
  const sorted = byDue(cases, work)
  const place = sorted.findIndex(({ own }) => own.alias === after)
  // It may have left the list since: the error of an alias that was never in it would stop whoever reads on.
  if (after !== undefined && place === -1) await caseWithAlias(desk, party, after)
  const found = sorted.slice(place + 1, place + 1 + limit)
  const last = found.at(-1)?.own.alias
  return {
    found,
    work,
    ...(place + 1 + limit < sorted.length && last !== undefined ? { next: last } : {}),
    ...(isCut ? { olderLeftOut: true as const } : {}),
  }
}

async function newestOf(desk: Lister, partyId: string) {
  const newest: Participant[] = []
  for await (const one of casesOf(desk, partyId)) {
    if (newest.length === mostInOrder) return { newest, isCut: true }
    newest.push(one)
  }
  return { newest, isCut: false }
}

/** By what is due next, then open cases, then the others. Cases that are alike keep their order. */
function byDue(cases: readonly Participant[], work: ReadonlyMap<string, OpenWork>): Participant[] {
  const rank = ({ current: { state, caseId }, own }: Participant) => {
    const due = [work.get(caseId)?.nextDue, openQuestions(own)[0]].filter((one) => one !== undefined)
    const dateless = state === "open" ? Number.MAX_VALUE : Number.POSITIVE_INFINITY
    return Math.min(dateless, ...due.map(({ dueAt }) => Date.parse(dueAt)))
  }
  return cases.toSorted((one, other) => (rank(one) === rank(other) ? 0 : rank(one) - rank(other)))
}

/** Cases whose duties are read at the same time. */
const casesAtOnce = 20

/** What the party has to do in each open case, by case id. Each open case is one query. */
async function openWork(cases: DutiesInList, participants: readonly Participant[]): Promise<Map<string, OpenWork>> {
  const open = participants.filter(({ current }) => current.state === "open")
  const found = new Map<string, OpenWork>()
  for (const some of chunksOf(open, casesAtOnce)) {
    const read = await Promise.all(some.map(async (one) => [one.current.caseId, await workIn(cases, one)] as const))
    for (const [caseId, work] of read) found.set(caseId, work)
  }
  return found
}

/** What a party has to do in a case: the duty that is due first, and to whom its open duties are assigned. */
type OpenWork = { readonly nextDue?: NextDue; readonly assignees: readonly string[] }

/** `dueAt`: ISO instant. */
type NextDue = Pick<ListedDuty, "kind" | "law"> & {
  readonly dueAt: string
  readonly dueIs: ListedDuty["clock"]["dueIs"]
  readonly dutyId: string
  readonly assignee?: string
}

async function workIn(cases: DutiesInList, { current, own }: Participant): Promise<OpenWork> {
  let first: NextDue | undefined
  const assignees = new Set<string>()
  for await (const row of cases.list(current.caseId, `DUTY#${own.partyId}#`)) {
    if (row.type !== "duty" || settledStates.has(row.duty.state)) continue
    const { kind, law, clock } = row.duty
    const assignee = own.assignees?.[ownDutyKey(row.duty)]
    if (assignee !== undefined) assignees.add(assignee)
    const { dueAt, dueIs } = clock
    if (dueAt === null) continue
    if (first !== undefined && (Date.parse(first.dueAt) - Date.parse(dueAt) || byKind(first, row.duty)) <= 0) continue
    const dutyId = dutyIdOf(own.alias, row.duty)
    first = { kind, law, dueAt, dueIs, dutyId, ...(assignee === undefined ? {} : { assignee }) }
  }
  return { ...(first === undefined ? {} : { nextDue: first }), assignees: [...assignees] }
}
