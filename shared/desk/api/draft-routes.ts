import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { draftsBy, paperKeys } from "../cases/case-keys.ts"
import { rowsOfType } from "../cases/case-rows.ts"
import { type DraftRow, draftFormSchema } from "../cases/paper-rows.ts"
import { pageOfPapers } from "../cases/papers.ts"
import { draftBody } from "./desk-bodies.ts"
import { callerIn, type ServedDesk } from "./desk-request.ts"

/** Days after its last change that a draft is kept. */
const daysKept = 30

/** More than the forms of a case, under all aliases that merged cases leave to a party. */
const draftsAtOnce = 500

const typedByAnother = "Another person has signed in since this was typed."

/** What a draft is sealed for: its party, its case, its person and its form. */
const draftSeal = ({ partyId, pk, sk }: Pick<DraftRow, "partyId" | "pk" | "sk">) =>
  [`party#${partyId}`, `${pk} ${sk}`, "draft"] as const

const path = "/v1/cases/{caseAlias}/drafts"

export const draftApi = {
  list: declareRoute({
    method: "GET",
    path,
    authentication: "required",
    summary: "What the calling person has typed into forms of the case and not sent. Nobody else is shown it",
    answers: answersWith(
      "The drafts",
      z.strictObject({
        drafts: z.array(z.strictObject({ ...draftFormSchema.shape, at: instant, content: ownString() })),
      }),
    ),
  }),
  keep: declareRoute({
    method: "POST",
    path,
    authentication: "required",
    body: draftBody,
    summary: "Keep what the calling person has typed into a form, for 30 days, or discard it. A repeat has no effect",
    answers: answersWith("Since when it is kept or discarded", z.strictObject({ at: instant })),
  }),
}

/**
 * Keep what a person has typed and not sent, and read it back. Only that person is shown it. A draft changes nothing of
 * its case, so it needs no id of a command: a repeat stores the same again.
 */
export function draftRoutes(desk: ServedDesk): Route[] {
  return serve(draftApi)({
    async list(request) {
      const { own } = await callerIn(desk, request)
      const by = request.caller.officer?.userId
      const { rows } = await pageOfPapers(desk, own, draftsBy(by), { limit: draftsAtOnce })
      const views = await Promise.all(newestOfForms(rowsOfType(rows, "draft")).map((row) => draftView(desk, row)))
      return { status: 200, body: { drafts: views.filter((view) => view !== undefined) } }
    },
    async keep(request) {
      const { own } = await callerIn(desk, request)
      const { content, userId, ...form } = request.body
      const by = request.caller.officer?.userId
      if (userId !== undefined && userId !== by) throw new HttpProblem("forbidden", { detail: typedByAnother })
      const [at, { partyId }] = [desk.clock().toISOString(), own]
      const ends = { expiresAt: Math.floor(Date.parse(at) / 1_000) + daysKept * daySeconds }
      const key = { ...paperKeys.draft(own, { ...form, by }), partyId }
      const row: DraftRow = { ...key, ...form, type: "draft", at, ...(by === undefined ? {} : { by }), ...ends }
      const sealed = content === null ? {} : { sealedContent: await desk.sealer.seal(...draftSeal(row), content) }
      await desk.cases.storeDraft({ ...row, ...sealed })
      return { status: 200, body: { at } }
    },
  })
}

/** A merge leaves a party several aliases of one case, and so maybe several drafts of one form. The newest counts. */
function newestOfForms(rows: readonly DraftRow[]): DraftRow[] {
  const oldestFirst = rows.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  return [...new Map(oldestFirst.map((row) => [row.sk, row])).values()]
}

/** Undefined once it was sent or discarded, is too old, or the data key of its party was destroyed. */
async function draftView(desk: Pick<ServedDesk, "sealer" | "clock">, row: DraftRow) {
  const { at, form, law, test, sealedContent, expiresAt } = row
  if (sealedContent === undefined || expiresAt * 1_000 <= desk.clock().getTime()) return undefined
  const content = await desk.sealer.unseal(...draftSeal(row), sealedContent)
  if (content === undefined) return undefined
  return { form, ...(law === undefined ? {} : { law }), ...(test === undefined ? {} : { test }), at, content }
}
