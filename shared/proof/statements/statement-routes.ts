import * as z from "zod"
import { instant } from "../../base/contracts/envelope.ts"
import { loggedLeaf } from "../../base/contracts/logged-disclosure.ts"
import { compactStatement, statementDay, statementNumber } from "../../base/contracts/statement-made.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { pageLimit } from "../../parties/page-limit.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { type LeafReader, leavesOfDay } from "../../watch/lookups/log/leaves-of-day.ts"
import type { StatementRow, Statements } from "./statements.ts"

/** Statements on one page: the largest ones are 230 KB. */
const pageSize = { usual: 7, most: 20 }

const leavesPage = { usual: 500, most: 1_000 }

const listQuery = z.strictObject({
  limit: pageLimit(pageSize, "Statements"),
  after: statementDay.optional().meta({ description: "The `next` of the page before: only days before this one" }),
})

const oneStatement = z.object({
  day: statementDay,
  number: statementNumber,
  madeAt: instant,
  statement: compactStatement,
})

const listAnswer = z.object({
  statements: z.array(oneStatement),
  next: statementDay.optional().meta({ description: "Give it as `after` to read the next page" }),
})

const leavesQuery = z.strictObject({
  limit: pageLimit(leavesPage, "Leaves"),
  after: z.coerce.number().int().min(1).optional().meta({ description: "The `next` of the page before" }),
})

const leavesAnswer = z.object({
  leaves: z.array(loggedLeaf),
  next: z.int().optional().meta({ description: "Give it as `after` to read the next page" }),
})

const [path, authentication] = ["/v1/statements", "required"] as const

export const statementApi = {
  list: declareRoute({
    method: "GET",
    path,
    authentication,
    query: listQuery,
    summary: "The signed statements of the caller, the latest day first",
    answers: answersWith("A page of statements", listAnswer),
  }),
  ofDay: declareRoute({
    method: "GET",
    path: `${path}/{day}`,
    authentication,
    summary: "The signed statement of the caller about one UTC day",
    answers: answersWith("The statement", oneStatement),
  }),
  leaves: declareRoute({
    method: "GET",
    path: `${path}/{day}/leaves`,
    authentication,
    query: leavesQuery,
    summary:
      "All disclosures that the ledger of one statement is over, in the order of its tree. A leaf whose shipment " +
      "was erased stands without its disclosure",
    answers: answersWith("A page of leaves", leavesAnswer),
  }),
}

export type StatementReader = LeafReader & {
  statements: Pick<Statements, "get" | "ofParty">
}

/** The caller's own statements, and the leaves that one is about. */
export function statementRoutes(tools: StatementReader): Route[] {
  return serve(statementApi)({
    async list({ caller: { party }, query: { limit, after } }) {
      const found = await tools.statements.ofParty(party.id, { limit, before: after })
      const next = found.length === limit ? found.at(-1)?.sk : undefined
      return { status: 200, body: { statements: found.map(answerOf), ...(next === undefined ? {} : { next }) } }
    },
    ofDay: async ({ caller: { party }, parameters }) => ({
      status: 200,
      body: answerOf(await statementOf(tools, party.id, parameters["day"] ?? "")),
    }),
    async leaves({ caller: { party }, parameters, query: { limit, after = 0 } }) {
      const { sk: day } = await statementOf(tools, party.id, parameters["day"] ?? "")
      const closed = await tools.log.closed(party.id, day)
      if (closed === undefined)
        throw new HttpProblem("notFound", { detail: "The leaves of this day are kept no more." })
      const leaves = await leavesOfDay(tools, closed, { from: after, limit })
      const end = after + leaves.length
      return { status: 200, body: { leaves, ...(leaves.length > 0 && end < closed.size ? { next: end } : {}) } }
    },
  })
}

const answerOf = ({ sk: day, number, madeAt, statement: text }: StatementRow) => ({
  day,
  number,
  madeAt,
  statement: text,
})

/** @throws HttpProblem 404 if there is none */
async function statementOf({ statements }: StatementReader, party: string, day: string): Promise<StatementRow> {
  const found = statementDay.safeParse(day).success ? await statements.get(party, day) : undefined
  if (found !== undefined) return found
  throw new HttpProblem("notFound", {
    detail: "You have no statement of this day. The name of a day is like 2026-11-26.",
  })
}
