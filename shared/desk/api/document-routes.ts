import { timingSafeEqual } from "node:crypto"
import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { derivedId, instant } from "../../base/contracts/envelope.ts"
import { documentLanguages } from "../../base/contracts/words.ts"
import { HttpProblem } from "../../base/platform/http-problem.ts"
import { type AnswerOf, answersWith, declareRoute } from "../../base/platform/http-route.ts"
import { type Route, serve } from "../../parties/party-route.ts"
import type { PartyRow } from "../cases/case-rows.ts"
import type { CaseDesk } from "../cases/change-case.ts"
import { lawsOf } from "../cases/kept-laws.ts"
import type { Participant } from "../cases/participant.ts"
import {
  type DocumentWish,
  documentWishSchema,
  drawingFailures,
  drawingSteps,
  endOfDocument,
  fileKeyOf,
  hasEnded,
  isDocumentOf,
  type RequestedDocument,
  storedWish,
  wishOf,
} from "../documents/requested-document.ts"
import type { HeadMac } from "../dossier/document.ts"
import { verifyDossier } from "../dossier/verify-dossier.ts"
import { headMessage, type TimelineHead } from "../timeline.ts"
import { verificationBody } from "./desk-bodies.ts"
import { asReadHeader, caseCommand, changedSince, repeatable } from "./desk-commands.ts"
import { callerAsRead, callerIn, commandId, type PartyRequest, type ServedDesk } from "./desk-request.ts"
import { documentsAnswer, documentsView } from "./documents-view.ts"
import { reportFieldsAnswer, reportFieldsView } from "./report-fields-view.ts"

const languageQuery = z.strictObject({
  language: z
    .enum(documentLanguages)
    .default("en")
    .meta({ description: "Of titles, sentences and translations: en when absent" }),
})

const documentId = ownString().meta({
  description: "Only the party that asked for the document can use it",
  examples: ["5Qb3b3cW0m9s7c1Yq2u4xA"],
})

const documentAnswer = z.strictObject({
  documentId,
  state: z
    .enum(["waiting", "drawing", "ready", "failed"])
    .meta({ description: "Ask again in a few seconds while it is `waiting` or `drawing`" }),
  format: z.enum(["json", "pdf", "docx", "markdown"]),
  language: z.enum(documentLanguages),
  document: ownString().optional().meta({ description: "The only document of the dossier in the file" }),
  requestedAt: instant,
  superseded: z
    .literal(true)
    .optional()
    .meta({ description: "The caller has corrected or withdrawn a fact since it asked for the document" }),
  endsAt: instant.meta({ description: "From then on it is not found" }),
  progress: z
    .strictObject({ part: z.int().min(1), of: z.int().min(1) })
    .optional()
    .meta({ description: "While it is `drawing`: 1 reads the case, 2 draws, 3 stores" }),
  readyAt: instant.optional(),
  link: z
    .strictObject({
      url: ownString().meta({ description: "Whoever has it can read the file until `expiresAt`. Needs no token" }),
      expiresAt: instant,
    })
    .optional()
    .meta({ description: "Once it is `ready`: a new link with each call, for 5 minutes" }),
  failure: z
    .strictObject({
      code: z.enum(["noSuchDocument", "caseGone", "cannotBeDrawn"]),
      detail: ownString().meta({ description: "What you can do" }),
    })
    .optional(),
})

const askedAnswer = z.strictObject({
  documentId,
  state: z.literal("waiting"),
  documentUrl: ownString().meta({ examples: ["/v1/cases/WS-7K2Q9M4XTB/documents/5Qb3b3cW0m9s7c1Yq2u4xA"] }),
})

const verdict = z.looseObject({
  ok: z.boolean(),
  macHolds: z.boolean().nullable().meta({ description: "null when none was given" }),
})

const [path, authentication] = ["/v1/cases/{caseAlias}/documents", "required"] as const

/** Ask for a document of a case, take it out, copy a report field by field, and verify a dossier. */
export const documentApi = {
  ask: declareRoute({
    ...caseCommand,
    path,
    body: documentWishSchema,
    summary: `Ask for the dossier as a file: reports, notices, register entry and evidence. ${repeatable}`,
    answers: {
      202: { description: "It will be drawn. Read its progress at `documentUrl`", schema: askedAnswer },
    },
  }),
  take: declareRoute({
    method: "GET",
    path: `${path}/{documentId}`,
    authentication,
    summary: "The progress of a document that the caller asked for, and a link to it once it is ready",
    answers: {
      200: {
        description: "Its progress or its link. The schema `Dossier` describes a JSON file",
        schema: documentAnswer,
        headers: { "retry-after": "Seconds until asking again is useful" },
      },
    },
  }),
  list: declareRoute({
    method: "GET",
    path,
    authentication,
    query: languageQuery,
    summary: "The documents that the caller can send, and which facts each waits for, before any is drawn",
    answers: answersWith(
      "Reports, notices and register entries. The summary and the evidence are never sent",
      documentsAnswer,
    ),
  }),
  reportFields: declareRoute({
    method: "GET",
    path: "/v1/cases/{caseAlias}/report-fields",
    authentication,
    query: languageQuery,
    summary: "Each report to a regulator field by field, to be copied into the regulator's own form",
    answers: {
      200: {
        description:
          "The fields in the order of the form as far as it was read, each with its value and where that comes from",
        schema: reportFieldsAnswer,
      },
    },
  }),
  verify: declareRoute({
    method: "POST",
    path: "/v1/cases/{caseAlias}/verifications",
    authentication,
    body: verificationBody,
    maxBodyBytes: 5 * 1024 * 1024,
    summary: "Verify a timeline's chain, the MAC of its head, and received heads",
    requestHeaders: asReadHeader,
    answers: answersWith("What was verified", verdict),
    problems: changedSince,
  }),
}

export function documentRoutes(desk: ServedDesk): Route[] {
  return serve(documentApi)({
    async ask(request) {
      await requireDocument(desk, await callerAsRead(desk, request), request.body)
      const { caller, body: wish, parameters, receivedAt: requestedAt } = request
      const caseAlias = parameters["caseAlias"] ?? ""
      // A repeat of the command names the same document.
      const id = derivedId("document", commandId(desk, request))
      const of = { documentId: id, partyId: caller.party.id, caseAlias, ...storedWish(wish) }
      const expiresAt = endOfDocument(requestedAt)
      await letWait(desk, { ...of, state: "waiting", attempts: 0, requestedAt, expiresAt })
      const documentUrl = `/v1/cases/${caseAlias}/documents/${id}`
      return { status: 202, body: { documentId: id, state: "waiting", documentUrl } }
    },
    async take(request) {
      const { own } = await callerIn(desk, request)
      return answerDocument(desk, await ownDocument(desk, request), own)
    },
    async list(request) {
      const participant = await callerIn(desk, request)
      const { language } = request.query
      return { status: 200, body: await documentsView(desk, request.caller.party, participant, language) }
    },
    async reportFields(request) {
      const participant = await callerIn(desk, request)
      const { language } = request.query
      return { status: 200, body: await reportFieldsView(desk, request.caller.party, participant, language) }
    },
    async verify(request) {
      await callerAsRead(desk, request)
      const { timeline, head, headMac, receivedHeads = [] } = request.body
      const check = headChecker(desk, request.parameters["caseAlias"] ?? "")
      const mac = headMac?.mac
      const macHolds = mac === undefined ? null : await check(head, { mac })
      const verified = await verifyDossier({ timeline, head, receivedHeads: [] }, undefined, receivedHeads)
      return { status: 200, body: { ...verified, macHolds, ok: verified.ok && macHolds !== false } }
    },
  })
}

/** After a crash between both nobody knows the document's address. Whoever asks again has it drawn. */
async function letWait(desk: ServedDesk, asked: RequestedDocument): Promise<void> {
  if (await desk.documents.request(asked)) await desk.askedDocuments.add(asked)
}

/** @throws HttpProblem the same 404 for a document that is not there, has ended, or belongs to another party or case */
/** @throws HttpProblem 404 for a document under a law that is not here, and of which the case keeps no text */
async function requireDocument(desk: ServedDesk, { own }: Participant, wish: DocumentWish): Promise<void> {
  const document = wish.format === "json" ? undefined : wish.document
  if (document !== undefined && !isDocumentOf(await lawsOf(desk, own), document))
    throw new HttpProblem("notFound", { detail: drawingFailures.noSuchDocument })
}

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

async function answerDocument(
  desk: ServedDesk,
  document: RequestedDocument,
  own: PartyRow,
): Promise<AnswerOf<typeof documentApi.take>> {
  const { documentId, state, requestedAt, readyAt, step, failure, expiresAt } = document
  const about = {
    documentId,
    state,
    ...wishOf(document),
    requestedAt,
    ...(isSuperseded(document, own) ? { superseded: true as const } : {}),
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

/** Checks the hub's MAC over a head of the timeline that belongs to this alias. */
function headChecker(desk: Pick<CaseDesk, "macHead">, caseAlias: string) {
  return async (head: TimelineHead, { mac }: Pick<HeadMac, "mac">): Promise<boolean> => {
    const expected = Buffer.from(await desk.macHead(headMessage(caseAlias, head)), "base64")
    const given = Buffer.from(mac, "base64")
    return given.length === expected.length && timingSafeEqual(given, expected)
  }
}
