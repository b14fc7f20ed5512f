import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { accessorToken, restrictionId } from "../../base/contracts/fields.ts"
import { restrictionReasonCode, restrictionScope } from "../../base/contracts/words.ts"
import { answersWith, declareRoute, type Given } from "../../base/platform/http-route.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { Party } from "../../parties/party.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import { openTokens } from "../../watch/detection/accessor-token.ts"
import { restrictsAt } from "../../watch/detection/restrictions/restriction.ts"
import { renewOrRelease } from "../actions/renew-or-release.ts"
import { type OwnRestriction, ownTokens } from "../visibility.ts"
import { renewalBody } from "./desk-bodies.ts"
import { commandHeaders } from "./desk-commands.ts"
import { answerTo } from "./desk-problems.ts"
import type { PartyRequest, ServedDesk } from "./desk-request.ts"
import { nextPage, usualPageQuery } from "./list-pages.ts"
import { mostAccessorsPerPage, restrictionsOf } from "./restrictions-of-party.ts"

/** A restriction as the API shows it to a party. */
export const restrictionSchema = z.strictObject({
  restrictionId,
  scope: restrictionScope,
  since: instant,
  until: instant,
  reason: restrictionReasonCode,
  state: z.enum(["standing", "ended", "released"]),
  releasedAt: instant.optional(),
  accessorTokens: z.array(accessorToken).optional(),
  mayDecide: z.boolean().meta({ description: "Whether the caller may release it without another party" }),
})

/** A restriction as the API shows it to a party at an instant (ISO), with the party's own tokens in the clear. */
export async function restrictionView(
  sealer: Pick<Sealer, "unseal">,
  { restriction, mayDecide }: OwnRestriction,
  party: Party,
  at: string,
): Promise<Given<typeof restrictionSchema>> {
  const { restrictionId: id, scope, since, until, reason, releasedAt } = restriction
  const tokens = await openTokens(sealer, party.id, ownTokens(restriction, party.id))
  return {
    restrictionId: id,
    scope,
    since,
    until,
    reason,
    state: releasedAt !== undefined ? "released" : restrictsAt(restriction, at) ? "standing" : "ended",
    ...(releasedAt === undefined ? {} : { releasedAt }),
    ...(tokens.length === 0 ? {} : { accessorTokens: tokens }),
    mayDecide,
  }
}

const decided = z.strictObject({ outcome: ownString() })

const path = "/v1/restrictions"

/** Read, renew and release the restrictions that concern the caller. */
export const restrictionApi = {
  list: declareRoute({
    method: "GET",
    path,
    authentication: "required",
    query: usualPageQuery("Restricted accessors on one page", mostAccessorsPerPage),
    summary: "The restrictions that concern the caller, by its cases, newest first, up to 500 on a page",
    answers: answersWith(
      "A page of restrictions. It can be empty although there is a next one",
      z.strictObject({ restrictions: z.array(restrictionSchema), next: nextPage }),
    ),
  }),
  renew: declareRoute({
    method: "POST",
    path: `${path}/{restrictionId}/renewals`,
    authentication: "required",
    body: renewalBody,
    summary: "Renew a restriction, for at most 30 days",
    requestHeaders: commandHeaders,
    answers: answersWith("The restriction is renewed", decided),
  }),
  release: declareRoute({
    method: "DELETE",
    path: `${path}/{restrictionId}`,
    authentication: "required",
    summary: "Release a restriction",
    requestHeaders: commandHeaders,
    answers: answersWith("The restriction is released", decided),
  }),
}

export function restrictionRoutes(desk: ServedDesk): Route[] {
  return serve(restrictionApi)({
    async list({ caller: { party }, receivedAt, query }) {
      const { found, next } = await restrictionsOf(desk, party, query)
      const views = found.map((one) => restrictionView(desk.sealer, one, party, receivedAt))
      const restrictions = await Promise.all(views)
      return { status: 200, body: { restrictions, ...(next === undefined ? {} : { next }) } }
    },
    renew: (request) => answerDecision(desk, request, request.body.until),
    release: (request) => answerDecision(desk, request),
  })
}

async function answerDecision(desk: ServedDesk, request: PartyRequest, until?: string) {
  const restrictionId = request.parameters["restrictionId"] ?? ""
  const { caller, receivedAt } = request
  const decision = { restrictionId, until, officer: caller.officer?.userId }
  return answerTo(await renewOrRelease(desk, caller.party, decision, receivedAt))
}
