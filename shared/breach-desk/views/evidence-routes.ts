import * as z from "zod"
import { ownString } from "../../contracts/bounded-string.ts"
import { type Route, route } from "../../parties/party-route.ts"
import { type HttpAnswer, HttpDocument } from "../../platform/http-route.ts"
import { addEvidence, nameSeal } from "../actions/add-evidence.ts"
import type { EvidenceRow } from "../cases/paper-rows.ts"
import { contentFault } from "../evidence-content.ts"
import { evidenceFileSchema, evidenceKeyOf, savedName } from "../evidence-file.ts"
import { answerTo } from "./desk-problems.ts"
import { actionOf, callerIn, type ServedDesk } from "./desk-request.ts"
import { pageQuery } from "./list-pages.ts"
import { papersPage } from "./papers-page.ts"

/** The start of each file of a page is read. */
const mostFilesOnPage = 50

/** How long links can be used, in seconds. A slow line takes some minutes for 20 MB. */
const [readSeconds, uploadSeconds] = [300, 900]

/** List the caller's files of evidence, and declare one. */
export function evidenceRoutes(desk: ServedDesk): Route[] {
  return [
    route({
      method: "GET",
      path: "/v1/cases/{caseAlias}/evidence",
      authentication: "required",
      query: pageQuery({
        most: mostFilesOnPage,
        description: `Files on one page: ${mostFilesOnPage} when absent, and at most`,
      }),
      handle: async (request) => {
        const participant = await callerIn(desk, request)
        const { limit = mostFilesOnPage, after } = request.query
        const { rows, next } = await papersPage(desk, participant, "EVIDENCE#", { limit, after })
        const views = rows.map((row) => (row.type === "evidence" ? fileView(desk, row) : undefined))
        const evidence = (await Promise.all(views)).filter((view) => view !== undefined)
        return { status: 200, body: { evidence, ...(next === undefined ? {} : { next }) } }
      },
    }),
    route({
      method: "POST",
      path: "/v1/cases/{caseAlias}/evidence",
      authentication: "required",
      body: evidenceFileSchema,
      handle: async (request) => answerTo(await addEvidence(desk, actionOf(desk, request), request.body)),
    }),
  ]
}

const declaredAnswer = z.looseObject({ evidenceId: ownString() })

/**
 * Adds a new link to each answer that names a declared file. The answer that is stored for a repeat has none: a link is
 * good for minutes, and lets anybody upload.
 */
export function withUploadLink(desk: ServedDesk, of: Route): Route {
  if (of.bodySchema !== evidenceFileSchema) return of
  return {
    ...of,
    answer: async (request) => {
      const answer = await of.answer(request)
      if (answer.status !== 200 || request.caller === undefined) return answer
      const declared = declaredAnswer.parse(bodyOf(answer))
      const key = evidenceKeyOf(desk, request.caller.party.id, declared.evidenceId)
      const file = evidenceFileSchema.parse(request.body)
      const link = await desk.evidenceFiles.linkToWrite(key, file, uploadSeconds)
      const upload = { method: "PUT", ...link, expiresAt: inSeconds(desk, uploadSeconds) }
      return { ...answer, body: { ...declared, upload } }
    },
  }
}

/** The body of an answer, also of one that was stored for a repeat. */
export function bodyOf({ body }: HttpAnswer): unknown {
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
  const start = await desk.evidenceFiles.startOf(key)
  if (start === undefined) return { ...view, state: "declared" }
  const detail = contentFault(contentType, start)
  if (detail !== undefined) return { ...view, state: "refused", detail }
  const url = await desk.evidenceFiles.linkToRead(key, savedName(evidenceId, contentType), readSeconds)
  return { ...view, state: "stored", link: { url, expiresAt: inSeconds(desk, readSeconds) } }
}
