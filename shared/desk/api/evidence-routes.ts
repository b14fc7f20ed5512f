import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { extensible } from "../../base/contracts/extensible.ts"
import { answersWith, declareRoute, type HttpAnswer, HttpDocument } from "../../base/platform/http-route.ts"
import { handle, type Route } from "../../parties/party-route.ts"
import { addEvidence, nameSeal } from "../actions/add-evidence.ts"
import type { EvidenceRow } from "../cases/paper-rows.ts"
import { contentFault, faultInWords } from "../evidence-content.ts"
import { evidenceFileSchema, evidenceKeyOf, savedName } from "../evidence-file.ts"
import { caseCommand, doneOrRepeated } from "./desk-commands.ts"
import { answerTo } from "./desk-problems.ts"
import { actionOf, callerIn, type ServedDesk } from "./desk-request.ts"
import { nextPage, usualPageQuery } from "./list-pages.ts"
import { byPerson, papersPage } from "./papers-page.ts"

/** The start of each file of a page is read, and the end of each PDF. */
const mostFilesOnPage = 50

/** How long links can be used, in seconds. A slow line takes some minutes for 20 MB. */
const [readSeconds, uploadSeconds] = [300, 900]

const evidenceId = ownString().meta({ examples: ["T4nB8vQ1sXc6yLr0KpZ2Wd"] })

const fileSchema = z.strictObject({
  evidenceId,
  ...evidenceFileSchema.shape,
  at: instant,
  by: byPerson,
  letterId: ownString().optional().meta({ description: "The letter whose answer brought it" }),
  state: z.enum(["declared", "stored", "refused"]).meta({
    ...extensible,
    description:
      "`declared`: it was not uploaded yet. `refused`: it does not begin as a file of its type does, or is a PDF that " +
      "is cut off. It is not kept as evidence, and `detail` says what to do",
  }),
  detail: ownString().optional().meta({ description: "Why it is refused, and what to do" }),
  link: z
    .strictObject({
      url: ownString().meta({ description: "Whoever has it can read the file until `expiresAt`" }),
      expiresAt: instant,
    })
    .optional()
    .meta({ description: "Once it is stored: a new link with each call, for 5 minutes" }),
})

const declaredFile = z.strictObject({ outcome: doneOrRepeated, evidenceId })

const upload = z.strictObject({
  method: z.literal("PUT"),
  url: ownString().meta({ description: "Whoever has it can upload this very file until `expiresAt`, once" }),
  headers: z.record(ownString(), ownString()).meta({ description: "Send all of them" }),
  expiresAt: instant,
})

const path = "/v1/cases/{caseAlias}/evidence"

export const evidenceApi = {
  list: declareRoute({
    method: "GET",
    path,
    authentication: "required",
    query: usualPageQuery("Files on one page", mostFilesOnPage),
    summary: "The caller's own files of evidence, oldest first, with a link to each",
    answers: answersWith("A page of files", z.strictObject({ evidence: z.array(fileSchema), next: nextPage })),
  }),
  declare: declareRoute({
    ...caseCommand,
    path,
    body: evidenceFileSchema,
    summary:
      "Declare a file of evidence, and get a link to upload it within 15 minutes. A repeated call under the same " +
      "`idempotency-key` names the same file and gets a new link",
    answers: answersWith("How to upload the file", declaredFile.extend({ upload })),
  }),
}

/** What is stored for a repeat: the answer without a link, which is good for minutes and lets anybody upload. */
const declareWithoutLink = {
  ...evidenceApi.declare,
  answers: answersWith("The file is declared", declaredFile),
}

/** List the caller's files of evidence, and declare one. */
export function evidenceRoutes(desk: ServedDesk): Route[] {
  return [
    handle(evidenceApi.list)(async (request) => {
      const participant = await callerIn(desk, request)
      const { limit = mostFilesOnPage, after } = request.query
      const { rows, next } = await papersPage(desk, participant, "EVIDENCE#", { limit, after })
      const views = rows.map((row) => (row.type === "evidence" ? fileView(desk, row) : undefined))
      const evidence = (await Promise.all(views)).filter((view) => view !== undefined)
      return { status: 200, body: { evidence, ...(next === undefined ? {} : { next }) } }
    }),
    handle(declareWithoutLink)(async (request) =>
      answerTo(await addEvidence(desk, actionOf(desk, request), request.body)),
    ),
  ]
}

/** Adds a new link to each answer that names a declared file. */
export function withUploadLink(desk: ServedDesk, of: Route): Route {
  if (of.answers !== declareWithoutLink.answers) return of
  return handle(evidenceApi.declare)(async (request) => {
    const { status: _, ...answer } = await of.answer(request)
    const { evidenceId: id, outcome } = declaredFile.parse(bodyOf(answer))
    const key = evidenceKeyOf(desk, request.caller.party.id, id)
    const link = await desk.evidenceFiles.linkToWrite(key, request.body, uploadSeconds)
    const expiresAt = inSeconds(desk, uploadSeconds)
    return { ...answer, status: 200, body: { evidenceId: id, outcome, upload: { method: "PUT", ...link, expiresAt } } }
  })
}

/** The body of an answer, also of one that was stored for a repeat. */
export function bodyOf({ body }: Pick<HttpAnswer, "body">): unknown {
  return body instanceof HttpDocument ? JSON.parse(Buffer.from(body.content).toString("utf8")) : body
}

function inSeconds({ clock }: Pick<ServedDesk, "clock">, seconds: number): string {
  return new Date(clock().getTime() + seconds * 1_000).toISOString()
}

/**
 * A file with its name in clear, and a link once it was uploaded and is what it was declared as. `undefined` once the
 * party's key was destroyed.
 */
async function fileView(desk: ServedDesk, row: EvidenceRow) {
  const { evidenceId, partyId, at, by, letterId, contentType, bytes, sha256, sealedName } = row
  const name = await desk.sealer.unseal(...nameSeal(partyId, evidenceId), sealedName)
  if (name === undefined) return undefined
  const key = evidenceKeyOf(desk, partyId, evidenceId)
  const from = { ...(by === undefined ? {} : { by }), ...(letterId === undefined ? {} : { letterId }) }
  const view = { evidenceId, name, contentType, bytes, sha256, at, ...from }
  const ends = await desk.evidenceFiles.endsOf(key, row)
  if (ends === undefined) return { ...view, state: "declared" as const }
  const fault = contentFault(contentType, ends)
  if (fault !== undefined) return { ...view, state: "refused" as const, detail: faultInWords(contentType, fault) }
  const url = await desk.evidenceFiles.linkToRead(key, savedName(evidenceId, contentType), readSeconds)
  return { ...view, state: "stored" as const, link: { url, expiresAt: inSeconds(desk, readSeconds) } }
}
