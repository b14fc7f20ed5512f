import * as z from "zod"
import { derivedId } from "../../contracts/envelope.ts"
import { documentLanguages } from "../../contracts/words.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { HttpProblem } from "../../platform/http-problem.ts"
import type { HttpAnswer } from "../../platform/http-route.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import {
  documentWishSchema,
  drawingFailures,
  drawingSteps,
  endOfDocument,
  fileKeyOf,
  hasEnded,
  type RequestedDocument,
  storedWish,
  wishOf,
} from "../documents/requested-document.ts"
import { verifyDossier } from "../dossier/verify-dossier.ts"
import { verificationBody } from "./desk-bodies.ts"
import { callerAsRead, callerIn, commandId, type PartyRequest, type ServedDesk } from "./desk-request.ts"
import { documentsView } from "./documents-view.ts"
import { headChecker } from "./head-checker.ts"
import { reportFieldsView } from "./report-fields-view.ts"

const languageQuery = z.strictObject({
  language: z
    .enum(documentLanguages)
    .default("en")
    .meta({ description: "Of titles, sentences and translations: en when absent" }),
})

/** Ask for a document of a case, take it out, copy a report field by field, and verify a dossier. */
export function documentRoutes(desk: ServedDesk): Route[] {
  return [...drawnRoutes(desk), ...preparedRoutes(desk), verificationRoute(desk)]
}

/** Documents that are drawn after they were asked for. */
function drawnRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/documents",
      authentication: "required",
      body: documentWishSchema,
      handle: async (request) => {
        await callerAsRead(desk, request)
        const { caller, body: wish, parameters, receivedAt: requestedAt } = request
        const caseAlias = parameters["caseAlias"] ?? ""
        // A repeat of the command names the same document.
        const documentId = derivedId("document", commandId(desk, request))
        const of = { documentId, partyId: caller.party.id, caseAlias, ...storedWish(wish) }
        const expiresAt = endOfDocument(requestedAt)
        await desk.documents.request({ ...of, state: "waiting", attempts: 0, requestedAt, expiresAt })
        const documentUrl = `/v1/cases/${caseAlias}/documents/${documentId}`
        return { status: 202, body: { documentId, state: "waiting", documentUrl } }
      },
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/documents/{documentId}",
      authentication: "required",
      handle: async (request) => {
        const { own } = await callerIn(desk, request)
        return answerDocument(desk, await ownDocument(desk, request), own)
      },
    }),
  ]
}

/** What documents wait for, and what reports say, before one is drawn. */
function preparedRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/documents",
      authentication: "required",
      query: languageQuery,
      handle: async (request) => {
        const participant = await callerIn(desk, request)
        const language = request.query.language
        return { status: 200, body: await documentsView(desk, request.caller.party, participant, language) }
      },
    }),
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/report-fields",
      authentication: "required",
      query: languageQuery,
      handle: async (request) => {
        const participant = await callerIn(desk, request)
        const language = request.query.language
        return { status: 200, body: await reportFieldsView(desk, request.caller.party, participant, language) }
      },
    }),
  ]
}

const verificationRoute = (desk: ServedDesk): Route =>
  route({
    method: "POST",
    path: "/v1/cases/{caseAlias}/verifications",
    authentication: "required",
    body: verificationBody,
    maxBodyBytes: 5 * 1024 * 1024,
    handle: async (request) => {
      await callerAsRead(desk, request)
      const { timeline, head, headMac, receivedHeads = [] } = request.body
      const check = headChecker(desk, request.parameters["caseAlias"] ?? "")
      const mac = headMac?.mac
      const macHolds = mac === undefined ? null : await check(head, { mac })
      const verdict = await verifyDossier({ timeline, head, receivedHeads: [] }, undefined, receivedHeads)
      return { status: 200, body: { ...verdict, macHolds, ok: verdict.ok && macHolds !== false } }
    },
  })

/** @throws HttpProblem the same 404 for a document that is not there, has ended, or belongs to another party or case */
async function ownDocument(desk: ServedDesk, { caller, parameters }: PartyRequest): Promise<RequestedDocument> {
  const document = await desk.documents.get(parameters["documentId"] ?? "")
  const isOwn = document?.partyId === caller.party.id && document.caseAlias === parameters["caseAlias"]
  if (document !== undefined && isOwn && !hasEnded(document, desk.clock())) return document
  throw new HttpProblem("notFound", {
    detail: "You asked for no document with this id in this case, or it has ended. Ask for it again.",
  })
}

/** A link is valid for this long, and never longer than its document. */
const linkSeconds = 300
/** Seconds after which a party should look again. */
const pollSeconds = "2"

/** A party has to withdraw or replace what it made from facts that it corrected since. */
const isSuperseded = ({ requestedAt }: RequestedDocument, { correctedAt }: PartyRow): boolean =>
  correctedAt !== undefined && Date.parse(correctedAt) > Date.parse(requestedAt)

async function answerDocument(desk: ServedDesk, document: RequestedDocument, own: PartyRow): Promise<HttpAnswer> {
  const { documentId, state, requestedAt, readyAt, step, failure, expiresAt } = document
  const about = {
    documentId,
    state,
    ...wishOf(document),
    requestedAt,
    ...(isSuperseded(document, own) ? { superseded: true } : {}),
    endsAt: new Date(expiresAt * 1000).toISOString(),
  }
  if (state === "waiting") return { status: 200, headers: { "retry-after": pollSeconds }, body: about }
  if (state === "drawing") {
    const progress = { part: drawingSteps.findIndex((one) => one === step) + 1, of: drawingSteps.length }
    return { status: 200, headers: { "retry-after": pollSeconds }, body: { ...about, progress } }
  }
  if (state === "failed") {
    const code = failure ?? "cannotBeDrawn"
    return { status: 200, body: { ...about, failure: { code, detail: drawingFailures[code] } } }
  }
  const now = desk.clock().getTime()
  const seconds = Math.min(linkSeconds, Math.ceil(expiresAt - now / 1000))
  const url = await desk.documentLinks.linkTo(fileKeyOf(document), seconds)
  const link = { url, expiresAt: new Date(now + seconds * 1000).toISOString() }
  return { status: 200, body: { ...about, readyAt, link } }
}
