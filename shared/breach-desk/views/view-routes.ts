import * as z from "zod"
import { boundedString, ownString } from "../../contracts/bounded-string.ts"
import { documentLanguages } from "../../contracts/words.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { linkToView, mostDays, openView, revokeView } from "../actions/open-view.ts"
import type { ViewRow } from "../cases/case-rows.ts"
import { partiesOfCase } from "../cases/participant-details.ts"
import { viewLink } from "../regulator-views/view-link.ts"
import { isReadable, viewsOf } from "../regulator-views/views-of-case.ts"
import { counterpartiesOf, publicNameOfRow } from "../visibility.ts"
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

/** List the caller's views for regulators, open one, and revoke one. */
export function viewRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/views",
      authentication: "required",
      handle: async (request) => {
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
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/views",
      authentication: "required",
      body: viewBody,
      handle: async (request) => {
        const { body } = request
        const action = actionOf(desk, request)
        return answerTo(
          await (body.step === "open" ? openView(desk, action, body) : revokeView(desk, action, body.viewId)),
        )
      },
    }),
  ]
}

const openedAnswer = z.looseObject({ viewId: ownString() })

/**
 * Adds the link to the first answer about a view that was opened. The answer that is stored for a repeat has none: the
 * hub keeps no token.
 */
export function withViewLink(desk: ServedDesk, of: Route): Route {
  if (of.bodySchema !== viewBody) return of
  return {
    ...of,
    answer: async (request) => {
      const answer = await of.answer(request)
      const body = viewBody.parse(request.body)
      if (answer.status !== 200 || request.caller === undefined || body.step !== "open") return answer
      const opened = openedAnswer.parse(bodyOf(answer))
      const action = { party: request.caller.party, caseAlias: request.parameters["caseAlias"] ?? "" }
      const made = await linkToView(desk, action, opened.viewId)
      const link = made?.token === undefined ? {} : { link: viewLink(made.token, body.language) }
      return { ...answer, body: { ...opened, endsAt: made?.endsAt, ...link } }
    },
  }
}

/** A view as its party sees it: all but its link. */
function viewOf(view: ViewRow, aliasOf: ReadonlyMap<string, string>, now: string) {
  const { viewId, regulator, openedAt, endsAt, revokedAt, readAt, besideAt, besideOf, linkHash } = view
  const beside = besideOf === undefined ? undefined : aliasOf.get(besideOf)
  const state = revokedAt !== undefined ? "revoked" : isReadable(view, now) ? "open" : "ended"
  const times = { openedAt, endsAt, revokedAt, readAt, besideAt }
  return { viewId, regulator, state, ...times, beside, hasLink: linkHash !== undefined && state === "open" }
}
