import { type Route, route } from "../../parties/party-route.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import { daySeconds } from "../../platform/instants.ts"
import { draftsBy, paperKeys } from "../cases/case-keys.ts"
import { rowsOfType } from "../cases/case-rows.ts"
import type { DraftRow } from "../cases/paper-rows.ts"
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

/**
 * Keep what a person has typed and not sent, and read it back. Only that person is shown it. A draft changes nothing of
 * its case, so it needs no id of a command: a repeat stores the same again.
 */
export function draftRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/drafts",
      authentication: "required",
      handle: async (request) => {
        const { own } = await callerIn(desk, request)
        const by = request.caller.officer?.userId
        const { rows } = await pageOfPapers(desk, own, draftsBy(by), { limit: draftsAtOnce })
        const views = await Promise.all(newestOfForms(rowsOfType(rows, "draft")).map((row) => draftView(desk, row)))
        return { status: 200, body: { drafts: views.filter((view) => view !== undefined) } }
      },
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/drafts",
      authentication: "required",
      body: draftBody,
      handle: async (request) => {
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
    }),
  ]
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
