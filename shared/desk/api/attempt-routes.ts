import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { anomalyId, chartName, count, toolName } from "../../base/contracts/fields.ts"
import { attemptReason, type DocumentLanguage, lawId } from "../../base/contracts/words.ts"
import { moment } from "../../base/platform/bilingual.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import type { Party } from "../../parties/party.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { explainFinding } from "../../watch/detection/anomalies/finding-in-words.ts"
import { type ShownFinding, shownFindingSchema } from "../../watch/detection/anomalies/published-finding.ts"
import type { Restriction } from "../../watch/detection/restrictions/restriction.ts"
import { restrictedKeyOf } from "../../watch/detection/retailers/number-blocks.ts"
import { askedOfAttempt } from "../attempts/asked-of-attempts.ts"
import { type RefusedAttempt, refusedAttempts } from "../attempts/refused-attempts.ts"
import { attemptKeys } from "../cases/attempt-rows.ts"
import type { AnomalyOfCase, AttemptRow } from "../cases/case-rows.ts"
import { restrictionFor, shownFinding } from "../visibility.ts"
import { inBothLanguages } from "./case-line.ts"
import { commandHeaders } from "./desk-commands.ts"
import { busyProblem, unknownAttemptProblem } from "./desk-problems.ts"
import type { PartyRequest, ServedDesk } from "./desk-request.ts"
import { nextPage, usualPageQuery } from "./list-pages.ts"
import { restrictionSchema, restrictionView } from "./restriction-routes.ts"

/** Most attempts that one page reads. */
const mostAttemptsOnPage = 100

/** What names an attempt is made of. DynamoDB refuses a key that is longer than 1,024 bytes. */
const partsOfName = /^(\d{4}-\d\d-\d\d)\.([\w-]{1,64})$/

const attemptName = ownString().regex(partsOfName).meta({ description: "One for a day, and an accessor or block" })

const closing = z.strictObject({ reason: attemptReason })

const attemptsAnswer = z.strictObject({
  attempts: z.array(
    z.strictObject({
      day: z.iso.date().meta({ description: "The UTC day on which it was recorded. One mail tells of all of a day" }),
      recordedAt: instant,
      attemptId: attemptName,
      anomalyId,
      tool: toolName,
      vouchedBy: shownFindingSchema.shape.vouchedBy,
      chart: chartName,
      standsFor: shownFindingSchema.shape.standsFor,
      counts: z.strictObject({ references: count, hits: count, misses: count, challengeFailed: count }).meta({
        description: "Different references that were looked up, by whether they exist. None of them was shown",
      }),
      firstAt: instant,
      lastAt: instant,
      explanation: inBothLanguages.meta({
        description: "What was looked up, in words",
      }),
      restriction: restrictionSchema.optional().meta({
        description: "The restriction that rests on it; absent once a later one of the same accessor took its place",
      }),
      asked: z
        .array(
          z.strictObject({
            law: lawId,
            name: inBothLanguages,
            section: inBothLanguages,
            wording: ownString(),
            title: inBothLanguages,
            to: inBothLanguages,
          }),
        )
        .meta({ description: "What laws of the caller ask of attempts too. We know of nothing else that is owed" }),
      closed: closing
        .extend({ at: instant, by: ownString().optional().meta({ description: "Opaque id of the person" }) })
        .optional()
        .meta({ description: "The caller put it away. One more anomaly of that day opens it again" }),
    }),
  ),
  next: nextPage,
})

export const refusedAttemptApi = {
  list: declareRoute({
    method: "GET",
    path: "/v1/refused-attempts",
    authentication: "required",
    query: usualPageQuery("Attempts that one page reads", mostAttemptsOnPage),
    summary:
      "Anomalies that concern the caller and of whose shipments the ledger shows nothing to their accessor, newest first",
    answers: {
      200: {
        description: "A page of attempts. It can be empty although there is a next one: what became a case is left out",
        schema: attemptsAnswer,
      },
    },
  }),
  close: declareRoute({
    method: "POST",
    path: "/v1/refused-attempts/{attemptId}/closing",
    authentication: "required",
    body: closing,
    summary: "Put a refused attempt away, with a reason. Its restriction stays",
    requestHeaders: commandHeaders,
    answers: answersWith("It is closed", z.strictObject({ outcome: ownString() })),
  }),
}

/** The attempts that concern the caller and showed nothing of it, newest first, each with its restriction. */
export const attemptRoutes = (desk: ServedDesk): Route[] =>
  serve(refusedAttemptApi)({
    async list({ caller: { party }, receivedAt, query }) {
      const { rows, next } = await attemptsPage(desk, party, query)
      const { refused } = await refusedAttempts(desk, party.id, rows)
      const attempts = await Promise.all(refused.map((one) => attemptView(desk, party, one, receivedAt)))
      return { status: 200, body: { attempts, ...(next === undefined ? {} : { next }) } }
    },
    close: (request) => close(desk, request),
  })

/** @throws HttpProblem 400 if `after` names none of the party's attempts */
async function attemptsPage(
  desk: Pick<ServedDesk, "cases">,
  party: Pick<Party, "id">,
  { after, limit = mostAttemptsOnPage }: { after?: string | undefined; limit?: number | undefined },
): Promise<{ rows: AttemptRow[]; next?: string }> {
  const behind = after === undefined ? undefined : await attemptNamed(desk, party, after)
  if (after !== undefined && behind === undefined)
    throw new HttpProblem("invalid", { problems: [{ path: "query.after", rule: "unknownReference" }] })
  const rows: AttemptRow[] = []
  for await (const row of desk.cases.attemptsOf(party.id, behind)) {
    const last = rows.at(-1)
    if (last !== undefined && rows.length === limit) return { rows, next: nameOf(last) }
    rows.push(row)
  }
  return { rows }
}

const nameOf = ({ openedAt, attemptId }: AttemptRow): string => `${openedAt.slice(0, 10)}.${attemptId}`

async function attemptNamed({ cases }: Pick<ServedDesk, "cases">, { id }: Pick<Party, "id">, name: string) {
  const [, day, attemptId] = partsOfName.exec(name) ?? []
  const isName = day !== undefined && attemptId !== undefined
  const [row] = isName ? await cases.items([attemptKeys.attempt(day, id, attemptId)]) : []
  return row?.type === "attempt" ? row : undefined
}

/** Puts an attempt away. Its restriction stays. A repeat has no effect, unless with another reason. */
async function close(desk: ServedDesk, request: PartyRequest & { body: z.output<typeof closing> }) {
  const { caller, receivedAt: at, body, parameters } = request
  const row = await attemptNamed(desk, caller.party, parameters["attemptId"] ?? "")
  const { refused } = await refusedAttempts(desk, caller.party.id, row === undefined ? [] : [row])
  if (row === undefined || refused.length === 0) throw unknownAttemptProblem()
  const { reason } = body
  if (row.closed?.reason === reason) return { status: 200 as const, body: { outcome: "closed" } }
  const by = caller.officer === undefined ? {} : { by: caller.officer.userId }
  const outcome = await desk.cases.closeAttempt({ ...row, closed: { at, reason, ...by } })
  if (outcome === "changed") throw busyProblem()
  return { status: 200 as const, body: { outcome } }
}

async function attemptView(desk: ServedDesk, party: Party, { row, anomaly }: RefusedAttempt, at: string) {
  const finding = shownFinding(anomaly, party.id, () => undefined)
  const { chart, from, crossedAt, evidence, standsFor, vouchedBy } = finding
  const { references, hits, misses, challengeFailed } = evidence
  const found = await desk.restrictions.of([restrictedKeyOf(anomaly.accessorKey)])
  const restriction = found.find((one) => isPartOf(anomaly, one))
  const of = { caseId: anomaly.caseId, parties: [], anomalies: [anomaly] }
  const own = restriction === undefined ? undefined : restrictionFor(party, restriction, of)
  return {
    day: row.openedAt.slice(0, 10),
    recordedAt: row.openedAt,
    attemptId: nameOf(row),
    anomalyId: anomaly.anomalyId,
    tool: anomaly.tool,
    vouchedBy,
    chart,
    standsFor,
    counts: { references, hits, misses, challengeFailed },
    firstAt: from,
    lastAt: crossedAt,
    explanation: { en: lookupsInWords(finding, "en"), fr: lookupsInWords(finding, "fr") },
    asked: askedOfAttempt(desk.laws, party, anomaly).map(({ law, rule: { citation, owedIf, title, to } }) => ({
      law: law.id,
      name: law.shortName,
      section: citation.section,
      wording: owedIf.test.words,
      title,
      to: to.name,
    })),
    ...(row.closed === undefined ? {} : { closed: row.closed }),
    ...(own === undefined ? {} : { restriction: await restrictionView(desk.sealer, own, party, at) }),
  }
}

/** Whether a restriction rests on an anomaly too. A later one of the accessor can rest on another party's alone. */
function isPartOf({ anomalyId, detectedAt }: AnomalyOfCase, { anomalyId: first, since, until }: Restriction): boolean {
  const at = Date.parse(detectedAt)
  return anomalyId === first || (at >= Date.parse(since) && at < Date.parse(until))
}

/** What was looked up, with times in UTC. What a finding says of what may have been shown does not hold here. */
function lookupsInWords(finding: ShownFinding, language: DocumentLanguage): string {
  const style = { language, at: (instant: string) => moment(instant, "UTC", language) }
  const { title, seen, period } = explainFinding(finding, style)
  return `${title}. ${seen} ${period}`
}
