import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { daySeconds } from "../../base/platform/instants.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { draftsBy, paperKeys } from "../cases/case-keys.ts"
import { rowsOfType } from "../cases/case-rows.ts"
import type { DraftRow } from "../cases/paper-rows.ts"
import { pageOfPapers } from "../cases/papers.ts"
import { draftBody } from "./desk-bodies.ts"
import { draftProblem } from "./desk-problems.ts"
import { callerIn, type PartyRequest, type ServedDesk } from "./desk-request.ts"

/** Days after its last change that a draft is kept. */
const daysKept = 14

/** Drafts of one person in one case: more than it has forms. */
const mostDrafts = 50

/** A merge leaves a party several aliases of one case, with the drafts of each. */
const mostRead = 2 * mostDrafts

const typedByAnother = "Another person has signed in since this was typed."

/** What a draft is sealed for: its party, its case, its person and its form. */
const draftSeal = ({ partyId, pk, sk }: Pick<DraftRow, "partyId" | "pk" | "sk">) =>
  [`party#${partyId}`, `${pk} ${sk}`, "draft"] as const

const until = instant.meta({ description: "When it is kept no longer, unless it is changed" })

const reading = (path: string, what: string) =>
  declareRoute({
    method: "GET",
    path,
    authentication: "required",
    summary: `What the calling person has typed into forms ${what} and not sent. Nobody else is shown it`,
    answers: answersWith(
      "The drafts",
      z.strictObject({
        drafts: z.array(z.strictObject({ form: ownString(), at: instant, until, content: ownString() })),
      }),
    ),
  })

const keeping = (path: string, what: string) =>
  declareRoute({
    method: "POST",
    path,
    authentication: "required",
    body: draftBody,
    summary:
      `Keep what the calling person has typed into a form ${what}, for 14 days, or discard it. It replaces no draft ` +
      "that the caller has not read",
    answers: answersWith(
      "Since when it is kept or discarded",
      z.strictObject({ at: instant, until: until.optional() }),
    ),
  })

const [pathOfCase, pathOfNone] = ["/v1/cases/{caseAlias}/drafts", "/v1/drafts"] as const

export const draftApi = {
  list: reading(pathOfCase, "of the case"),
  keep: keeping(pathOfCase, "of the case"),
  listOfNoCase: reading(pathOfNone, "outside of all cases"),
  keepOfNoCase: keeping(pathOfNone, "outside of all cases"),
}

/**
 * Keep what a person has typed and not sent, and read it back. Only that person is shown it. A draft changes nothing of
 * a case, so it needs no id of a command.
 */
export function draftRoutes(desk: ServedDesk): Route[] {
  const ofNoCase = ({ caller }: PartyRequest): Owner => ({ partyId: caller.party.id, alias: "" })
  return serve(draftApi)({
    list: async (request) => list(desk, request, (await callerIn(desk, request)).own),
    keep: async (request) => keep(desk, request, (await callerIn(desk, request)).own),
    listOfNoCase: (request) => list(desk, request, ofNoCase(request)),
    keepOfNoCase: (request) => keep(desk, request, ofNoCase(request)),
  })
}

async function list(desk: ServedDesk, { caller }: PartyRequest, own: Owner) {
  const rows = await draftsOf(desk, own, caller.officer?.userId)
  const views = await Promise.all(newestOfForms(rows).map((row) => draftView(desk, row)))
  return { status: 200, body: { drafts: views.filter((view) => view !== undefined) } } as const
}

async function keep(desk: ServedDesk, { caller, body }: PartyRequest<z.output<typeof draftBody>>, own: Owner) {
  const { content, userId, form, after } = body
  const by = caller.officer?.userId
  if (userId !== undefined && userId !== by) throw new HttpProblem("forbidden", { detail: typedByAnother })
  const at = desk.clock().toISOString()
  if (content === null) {
    await discard(desk, own, { by, form, at: after ?? at })
    return { status: 200, body: { at } } as const
  }
  if (after === undefined) await requireRoom(desk, own, { by, form })
  const expiresAt = Math.floor(Date.parse(at) / 1_000) + daysKept * daySeconds
  const key = { ...paperKeys.draft(own, { by, form }), partyId: own.partyId }
  const sealedContent = await desk.sealer.seal(...draftSeal(key), content)
  const row = {
    ...key,
    ...(by === undefined ? {} : { by }),
    type: "draft",
    form,
    at,
    sealedContent,
    expiresAt,
  } as const
  const isStored = (await desk.cases.storeDraft(row, after)) === "stored"
  const kept = isStored ? row : await sameAs(desk, row, content)
  return { status: 200, body: { at: kept.at, until: endOf(kept) } } as const
}

/** Whose papers, under all aliases that the case has or had for the party. */
type Owner = Parameters<typeof pageOfPapers>[1]

/** Who typed, and into which form. */
type Typed = { readonly by: string | undefined; readonly form: string }

async function draftsOf(desk: Pick<ServedDesk, "cases">, own: Owner, by: string | undefined): Promise<DraftRow[]> {
  const { rows } = await pageOfPapers(desk, own, draftsBy(by), { limit: mostRead })
  return rowsOfType(rows, "draft")
}

/** @throws HttpProblem if the person has as many drafts as are kept, and none of this form */
async function requireRoom(desk: Pick<ServedDesk, "cases">, own: Owner, { by, form }: Typed): Promise<void> {
  const rows = await draftsOf(desk, own, by)
  if (rows.length >= mostDrafts && !rows.some((row) => row.form === form)) throw draftProblem("tooManyDrafts")
}

/** The stored draft with the same text, of which this is a repeat. @throws HttpProblem if another text is stored */
async function sameAs(desk: Pick<ServedDesk, "cases" | "sealer">, key: DraftRow, content: string): Promise<DraftRow> {
  const [stored] = rowsOfType(await desk.cases.items([key]), "draft")
  const isSame =
    stored !== undefined && (await desk.sealer.unseal(...draftSeal(stored), stored.sealedContent)) === content
  if (!isSame) throw draftProblem("draftChanged")
  return stored
}

/** Removes a draft, also those of the same form that a merge left. @throws HttpProblem if another one is stored */
async function discard(
  desk: Pick<ServedDesk, "cases">,
  own: Owner,
  { by, form, at }: Typed & { readonly at: string },
): Promise<void> {
  const { partyId, formerAliases = [] } = own
  const keyAt = (alias: string) => paperKeys.draft({ partyId, alias }, { by, form })
  if ((await desk.cases.discardDraft(keyAt(own.alias), at)) === "changed") throw draftProblem("draftChanged")
  await desk.cases.forget(formerAliases.map(keyAt))
}

/** A merge leaves a party several aliases of one case, and so maybe several drafts of one form. The newest counts. */
function newestOfForms(rows: readonly DraftRow[]): DraftRow[] {
  const oldestFirst = rows.toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at))
  return [...new Map(oldestFirst.map((row) => [row.sk, row])).values()]
}

const endOf = ({ expiresAt }: Pick<DraftRow, "expiresAt">): string => new Date(expiresAt * 1_000).toISOString()

/** Undefined once it is too old, or the data key of its party was destroyed. */
async function draftView(desk: Pick<ServedDesk, "sealer" | "clock">, row: DraftRow) {
  if (row.expiresAt * 1_000 <= desk.clock().getTime()) return undefined
  const content = await desk.sealer.unseal(...draftSeal(row), row.sealedContent)
  return content === undefined ? undefined : { form: row.form, at: row.at, until: endOf(row), content }
}
