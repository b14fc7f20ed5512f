import * as z from "zod"
import { boundedString, ownString } from "../../base/contracts/bounded-string.ts"
import { caseAlias } from "../../base/contracts/fields.ts"
import { documentLanguages, partyKind } from "../../base/contracts/words.ts"
import { answersWith, declareRoute, type Given } from "../../base/platform/http-route.ts"
import { handle, type Route, serve } from "../../parties/party-route.ts"
import { linkToView, mostDays, openView, revokeView } from "../actions/open-view.ts"
import type { ViewRow } from "../cases/case-rows.ts"
import { partiesOfCase } from "../cases/participant-details.ts"
import { viewRowSchema } from "../cases/view-rows.ts"
import { viewLink } from "../regulator-views/view-link.ts"
import { isReadable, viewsOf } from "../regulator-views/views-of-case.ts"
import { counterpartiesOf, publicNameOfRow } from "../visibility.ts"
import { caseCommand, doneOrRepeated, repeatable } from "./desk-commands.ts"
import { answerTo } from "./desk-problems.ts"
import { actionOf, callerIn, type ServedDesk } from "./desk-request.ts"
import { bodyOf } from "./evidence-routes.ts"

export const viewBody = z.discriminatedUnion("step", [
  z.strictObject({
    step: z.literal("open"),
    regulator: boundedString(40)
      .min(1)
      .meta({
        description: "Code of the regulator, as your duties name it under `addressee`",
        examples: ["OPC"],
      }),
    days: z.int().min(1).max(mostDays).meta({ description: "For how many days its link opens it" }),
    language: z.enum(documentLanguages).meta({ description: "Language in which the page begins" }),
    beside: boundedString(40)
      .min(1)
      .optional()
      .meta({
        description:
          "Alias of the case of another party. The regulator can read both views next to each other if that party opens one " +
          "that names you",
      }),
  }),
  z.strictObject({
    step: z.literal("revoke"),
    viewId: boundedString(64).min(1).meta({ description: "The `viewId` of one of your views" }),
  }),
])

const { shape } = viewRowSchema

const viewSchema = z.strictObject({
  viewId: shape.viewId,
  regulator: shape.regulator,
  state: z.enum(["open", "ended", "revoked"]),
  openedAt: shape.openedAt,
  endsAt: shape.endsAt,
  revokedAt: shape.revokedAt,
  readAt: shape.readAt,
  besideAt: shape.besideAt,
  beside: caseAlias.optional().meta({ description: "Alias of the party next to whose view it may be read" }),
  hasLink: z.boolean().meta({ description: "Whether there is a link that opens it" }),
})

const viewsAnswer = z.strictObject({
  views: z.array(viewSchema),
  parties: z
    .array(z.strictObject({ caseAlias, kind: partyKind, alias: ownString().optional() }))
    .meta({ description: "The parties that you deal with in this case. A discreet one goes by its kind" }),
  askedBy: z
    .array(z.strictObject({ beside: caseAlias.optional(), regulator: shape.regulator, endsAt: shape.endsAt }))
    .meta({ description: "Views of other parties that name you. Open one that names the party if you agree" }),
})

const viewedAnswer = z.strictObject({
  outcome: doneOrRepeated,
  viewId: ownString().optional(),
  endsAt: shape.endsAt.optional(),
  link: ownString().optional().meta({
    description: "Path of the view on the hub's host, with the code behind `#`. Only the first answer has it",
  }),
})

const path = "/v1/cases/{caseAlias}/views"

export const viewApi = {
  list: declareRoute({
    method: "GET",
    path,
    authentication: "required",
    summary: "The caller's views for regulators, oldest first, and with which parties it can agree on one",
    answers: answersWith("The views", viewsAnswer),
  }),
  open: declareRoute({
    ...caseCommand,
    path,
    body: viewBody,
    summary: `Open a view of the caller's side for a regulator, or revoke one. ${repeatable}`,
    answers: answersWith("Which view it is, and its link", viewedAnswer),
  }),
}

/** List the caller's views for regulators, open one, and revoke one. */
export function viewRoutes(desk: ServedDesk): Route[] {
  return serve(viewApi)({
    async list(request) {
      const { current, own } = await callerIn(desk, request)
      const others = counterpartiesOf(own, await partiesOfCase(desk, current))
      const known = await desk.parties.byIds(others.map(({ partyId }) => partyId))
      const all = (await viewsOf(desk, current.caseId)).sort((one, other) => (one.openedAt < other.openedAt ? -1 : 1))
      const aliasOf = new Map(others.map(({ partyId, alias }) => [partyId, alias]))
      const now = desk.clock().toISOString()
      const views = all.filter(({ by }) => by === own.partyId).map((view) => viewOf(view, aliasOf, now))
      const asked = all.filter((view) => view.besideOf === own.partyId && isReadable(view, now))
      return {
        status: 200,
        body: {
          views,
          parties: others.map((row) => ({ caseAlias: row.alias, ...publicNameOfRow(known, row) })),
          askedBy: asked.map(({ by, regulator, endsAt }) => ({ beside: aliasOf.get(by), regulator, endsAt })),
        },
      }
    },
    async open(request) {
      const { body } = request
      const action = actionOf(desk, request)
      return answerTo(
        await (body.step === "open" ? openView(desk, action, body) : revokeView(desk, action, body.viewId)),
      )
    },
  })
}

const openedAnswer = viewedAnswer.required({ viewId: true })

/**
 * Adds the link to the first answer about a view that was opened. The answer that is stored for a repeat has none: the
 * hub keeps no token.
 */
export function withViewLink(desk: ServedDesk, of: Route): Route {
  if (of.answers !== viewApi.open.answers) return of
  return handle(viewApi.open)(async (request) => {
    const { status: _, ...answer } = await of.answer(request)
    const { body, caller, parameters } = request
    if (body.step !== "open") return { ...answer, status: 200, body: viewedAnswer.parse(bodyOf(answer)) }
    const { viewId, outcome } = openedAnswer.parse(bodyOf(answer))
    const action = { party: caller.party, caseAlias: parameters["caseAlias"] ?? "" }
    const made = await linkToView(desk, action, viewId)
    const link = made?.token === undefined ? {} : { link: viewLink(made.token, body.language) }
    return { ...answer, status: 200, body: { viewId, outcome, endsAt: made?.endsAt, ...link } }
  })
}

/** A view as its party sees it: all but its link. */
function viewOf(view: ViewRow, aliasOf: ReadonlyMap<string, string>, now: string): Given<typeof viewSchema> {
  const { viewId, regulator, openedAt, endsAt, revokedAt, readAt, besideAt, besideOf, linkHash } = view
  const beside = besideOf === undefined ? undefined : aliasOf.get(besideOf)
  const state = revokedAt !== undefined ? "revoked" : isReadable(view, now) ? "open" : "ended"
  const times = { openedAt, endsAt, revokedAt, readAt, besideAt }
  return { viewId, regulator, state, ...times, beside, hasLink: linkHash !== undefined && state === "open" }
}
