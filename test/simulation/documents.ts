import * as z from "zod"
import { awaitedLater } from "../../infra/local/replay/concurrency.ts"
import { partyRowSchema } from "../../shared/desk/cases/participant-rows.ts"
import { drawingAttempts } from "../../shared/desk/documents/draw-document.ts"
import {
  fileKeyOf,
  type RequestedDocument,
  requestedDocumentSchema,
} from "../../shared/desk/documents/requested-document.ts"
import { dossierSchema } from "../../shared/desk/dossier/document.ts"
import { verifyDossier } from "../../shared/desk/dossier/verify-dossier.ts"
import { received, type Violations } from "./invariants.ts"
import type { Random } from "./random.ts"
import { allRows } from "./rows-of-world.ts"
import { tokenOf } from "./tokens.ts"
import type { World } from "./world.ts"

/** What a party asked for, and the hub accepted. */
type Asked = { readonly partyId: string; readonly caseAlias: string; readonly documentUrl: string }

const httpAnswer = z.looseObject({ statusCode: z.number(), body: z.string() })
const accepted = z.object({ documentUrl: z.string() })
/** A client gives up after this number of failed attempts. */
const attempts = 150

/** Each party of a case asks for a document of it. It asks again under the same key until the hub accepts. */
export async function askForDocuments(world: World, random: Random): Promise<readonly Asked[]> {
  const cases = world.parties.all.flatMap(({ id: partyId }) => {
    const aliases = received(world, partyId, "BreachCaseOpened").map(({ data }) => String(data["caseAlias"]))
    return [...new Set(aliases)].map((caseAlias) => ({ partyId, caseAlias }))
  })
  const asked = cases.map(async ({ partyId, caseAlias }, place) => {
    const wish = random.pick([{ format: "json" }, { format: "pdf", language: "fr" }] as const)
    const headers = { "idempotency-key": `document-${place}-${random.id()}` }
    const path = `/v1/cases/${caseAlias}/documents`
    const { body } = await call(world, { partyId, method: "POST", path, headers, body: wish })
    return { partyId, caseAlias, documentUrl: accepted.parse(JSON.parse(body)).documentUrl }
  })
  const everybody = awaitedLater(Promise.all(asked))
  await world.scheduler.runUntilIdle()
  return everybody
}

/** Each document is the party's own side of its case, or was given up. None waits, and none is drawn without a file. */
export async function documentViolationsOf(world: World, asked: readonly Asked[]): Promise<Violations> {
  const found: Violations = []
  const rows = allRows(world).flatMap(({ table, row }) =>
    table === "RequestedDocuments" ? [requestedDocumentSchema.parse(row)] : [],
  )
  if (rows.length !== asked.length) found.push(`${asked.length} documents were asked for, and ${rows.length} stored`)
  for (const { partyId, documentUrl } of asked) {
    const answer = awaitedLater(call(world, { partyId, method: "GET", path: documentUrl }))
    await world.scheduler.runUntilIdle()
    const { statusCode } = await answer
    if (statusCode !== 200) found.push(`a document that was asked for is answered with ${statusCode}`)
  }
  const files = new Map(world.stores.documentFiles.files().map((file) => [file.key, file]))
  for (const row of rows) found.push(...(await endOf(row, aliasesOf(world, row), files.get(fileKeyOf(row))?.content)))
  return found
}

/** The names of a document's case for its party: it has more than one after a merge. */
function aliasesOf(world: World, { partyId, caseAlias }: RequestedDocument): readonly string[] {
  return allRows(world).flatMap(({ table, row }) => {
    const party = table === "BreachCases" ? partyRowSchema.safeParse(row).data : undefined
    const aliases = party?.partyId === partyId ? [party.alias, ...(party.formerAliases ?? [])] : []
    return aliases.includes(caseAlias) ? aliases : []
  })
}

async function endOf(
  { state, partyId, attempts: begun }: RequestedDocument,
  aliases: readonly string[],
  content: Uint8Array | undefined,
): Promise<Violations> {
  if (state === "waiting" || state === "drawing") return [`a document is ${state} and nobody draws it`]
  if (state === "failed") return begun > drawingAttempts ? [] : [`a document failed after ${begun} attempts`]
  if (content === undefined) return ["a document is ready and has no file"]
  const dossier = dossierSchema.parse(JSON.parse(Buffer.from(content).toString("utf8")))
  const isOwn = dossier.party === partyId && aliases.includes(dossier.caseAlias)
  const { ok } = await verifyDossier(dossier)
  return [
    ...(isOwn ? [] : ["a document is not of its party's side of its case"]),
    ...(ok ? [] : ["the timeline in a document does not verify"]),
  ]
}

/** One call of the breach desk. Calls again while the hub fails. */
async function call(
  world: World,
  request: { partyId: string; method: string; path: string; headers?: Record<string, string>; body?: object },
): Promise<z.infer<typeof httpAnswer>> {
  const { partyId, method, path, headers = {}, body } = request
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const answer = await world.call("serve-breach-desk", {
      rawPath: path,
      headers: { "content-type": "application/json", authorization: tokenOf(partyId), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      requestContext: { requestId: "request", http: { method, sourceIp: "192.0.2.1" } },
    })
    const parsed = httpAnswer.safeParse(answer)
    if (parsed.success && parsed.data.statusCode < 500 && !isUnderWay(parsed.data)) return parsed.data
    await world.scheduler.sleep(500)
  }
  throw new Error(`The breach desk failed ${attempts} times`)
}

/** Whether the first sending of a request is not over. After a crash this lasts as long as a function may take. */
function isUnderWay({ statusCode, body }: z.infer<typeof httpAnswer>): boolean {
  return statusCode === 409 && z.object({ code: z.literal("requestInProgress") }).safeParse(JSON.parse(body)).success
}
