import { gzipSync } from "node:zlib"
import * as z from "zod"
import { pagePolicy } from "../../console/page-policy.ts"
import { type HttpResult, httpPipeline } from "../../shared/base/platform/http-pipeline.ts"
import { silentTelemetry } from "../../shared/base/platform/telemetry.ts"
import { breachDeskRoutes } from "../../shared/desk/api/desk-routes.ts"
import type { EvidenceFiles } from "../../shared/desk/documents/evidence-files.ts"
import {
  aliasIn,
  type BreachWorld,
  breachParties,
  servedWorld,
  soleCase,
  type WorldOptions,
} from "../desk/breach-world.ts"
import { caller } from "../desk/desk-caller.ts"
import { memorySettings } from "../parties/memory-stores.ts"
import { buildConsole, type ConsoleFiles } from "./console-files.ts"
import { consoleSessions } from "./console-sessions.ts"
import { ownAffairs, partyAsChanged, withWebhook } from "./own-affairs.ts"
import { servePages } from "./page-server.ts"

const httpEvent = z.object({
  rawPath: z.string(),
  rawQueryString: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  requestContext: z.object({ http: z.object({ method: z.string() }) }),
})

type HttpEvent = z.output<typeof httpEvent>

export type ConsoleWorldOptions = WorldOptions & {
  /** Exposed shipments of the retailer. */
  readonly shipments?: number
  /** The port, or any that is free. */
  readonly port?: number
  /** Built files that several worlds share. */
  readonly files?: ConsoleFiles
  /** Whether the bucket of evidence is another site, as on AWS. Else a path of the hub's own stands for it. */
  readonly hasBucketElsewhere?: boolean
  /** What the endpoint of a webhook answers at an address: 204 when absent. */
  readonly webhookAnswers?: (url: string) => number
}

/** The retailer has a webhook, and the carrier has none. */
const consoleParties = breachParties.map((party) => (party.id === "leafline" ? withWebhook(party) : party))

let built: Promise<ConsoleFiles> | undefined

/** The console's files, built once in a process. */
const filesOnce = () => {
  built ??= buildConsole()
  return built
}

/**
 * The console over the breach desk in memory, on a port of this machine: one case of a retailer and a carrier, and the
 * people of `people`, who sign in by choosing their name. The hub's clock runs on from the beginning of the case.
 */
export async function consoleWorld(options: ConsoleWorldOptions = {}) {
  const files = options.files ?? (await filesOnce())
  const settings = memorySettings()
  const partyNow = partyAsChanged(settings)
  const parties = options.parties ?? consoleParties
  const world = await servedWorld(options.shipments ?? 3, { ...options, parties, partyNow })
  const sessions = await consoleSessions(world)
  const affairs = ownAffairs(world, settings, options.webhookAnswers)
  const letTimePass = clockOf(world)
  /** Of the bucket, where it is another site. The port is not known before the server listens. */
  const bucket: { origin?: string } = {}
  const api = apiOf(world, { sessions, affairs, evidenceFiles: bucketOf(world, bucket) })
  const handler = async (given: unknown): Promise<HttpResult> => {
    const event = httpEvent.parse(given)
    letTimePass()
    const answered = await answerEvent(event, given)
    return { ...answered, headers: { date: world.clock().toUTCString(), ...answered.headers } }
  }
  async function answerEvent(event: HttpEvent, given: unknown): Promise<HttpResult> {
    const { rawPath: path, rawQueryString } = event
    if (path.startsWith("/v1/")) return api(given)
    if (path.startsWith(bucketPath)) return bucketAnswer(world, event)
    if (path.startsWith("/files/")) return documentFile(world, decodeURIComponent(path.slice("/files/".length)))
    const atSignIn = await sessions.answer(path, new URLSearchParams(rawQueryString))
    return atSignIn ?? compressed(pageFile(files, path, bucket.origin), event.headers["accept-encoding"])
  }
  const { caseId } = soleCase(world)
  const server = await servePages(handler, {}, options.port)
  if (options.hasBucketElsewhere === true) bucket.origin = server.otherSite
  return {
    world,
    sessions,
    server,
    /** What belongs to no case: settings, webhooks, erasures. */
    affairs,
    /** Calls the API as a party, beside the console. */
    call: caller(world),
    /** The alias of the case for a party. */
    alias: (partyId: string) => aliasIn(world, { caseId }, partyId),
  }
}

export type ConsoleWorld = Awaited<ReturnType<typeof consoleWorld>>

/** Lets the clock of a world run on from here, by the time that has passed since the last call. */
function clockOf(world: BreachWorld): () => void {
  let last = performance.now()
  return () => {
    const current = performance.now()
    world.passSeconds((current - last) / 1000)
    last = current
  }
}

type Handler = (event: unknown) => Promise<HttpResult>

type Served = {
  readonly sessions: Awaited<ReturnType<typeof consoleSessions>>
  readonly affairs: ReturnType<typeof ownAffairs>
  readonly evidenceFiles: EvidenceFiles
}

/** The breach desk's API, that of the sessions, and that of what belongs to no case. */
function apiOf(world: BreachWorld, { sessions, affairs, evidenceFiles }: Served): Handler {
  const { sealer, records, restrictions, decisionNotes, documents } = world
  const documentLinks = { linkTo: async (key: string) => `/files/${encodeURIComponent(key)}` }
  const stores = { sealer, records, restrictions, decisionNotes, documents, evidenceFiles }
  // The hub reads parties with what they changed about themselves. Only the settings themselves need them without.
  const desk = breachDeskRoutes({ ...world.desk, ...stores, documentLinks }).map((of) => ({
    ...of,
    answer: async (request: Parameters<typeof of.answer>[0]) =>
      of.answer({ ...request, caller: request.caller && (await affairs.asChanged(request.caller)) }),
  }))
  const handler = httpPipeline({
    routes: [...desk, ...sessions.routes, ...affairs.routes],
    authenticate: sessions.authenticate,
    telemetry: silentTelemetry,
    clock: world.clock,
  })
  const settle = async () => {
    await world.settle()
    await affairs.sendWebhooks()
  }
  return async (event) => {
    const answer = await handler(event)
    // A document is drawn after the answer, so that its progress can be seen.
    if (answer.statusCode === 202) setTimeout(() => void settle(), 500)
    else await settle()
    return answer
  }
}

const bucketPath = "/bucket/"

/** The files of evidence of a world, with links that lead to this server. */
function bucketOf({ evidenceFiles }: BreachWorld, bucket: { readonly origin?: string }): EvidenceFiles {
  const at = (url: string) => `${bucket.origin ?? ""}${bucketPath}${encodeURIComponent(url)}`
  return {
    ...evidenceFiles,
    async linkToWrite(...of) {
      const { url, headers } = await evidenceFiles.linkToWrite(...of)
      return { url: at(url), headers }
    },
    linkToRead: async (...of) => at(await evidenceFiles.linkToRead(...of)),
  }
}

/** Answers as the bucket does, which lets pages of any origin send what a link allows. */
function bucketAnswer({ evidenceFiles }: BreachWorld, event: HttpEvent): HttpResult {
  const url = decodeURIComponent(event.rawPath.slice(bucketPath.length))
  const { method } = event.requestContext.http
  const open = { "access-control-allow-origin": "*" }
  const none = new Uint8Array()
  if (method === "OPTIONS")
    return binary(204, { ...open, "access-control-allow-methods": "PUT", "access-control-allow-headers": "*" }, none)
  if (method === "PUT") {
    const outcome = evidenceFiles.upload(url, event.headers, Buffer.from(event.body, "base64"))
    return binary(outcome === "stored" ? 200 : 403, open, none)
  }
  const content = evidenceFiles.at(url)
  const disposition = { "content-disposition": `attachment; filename="${url.split("savedAs=")[1]}"` }
  return content === undefined ? binary(404, open, none) : binary(200, { ...open, ...disposition }, content)
}

function documentFile(world: BreachWorld, key: string): HttpResult {
  const file = world.files.at(key)
  if (file === undefined) return binary(404, {}, new Uint8Array())
  const disposition = `attachment; filename="${file.name}"`
  return binary(200, { "content-type": file.contentType, "content-disposition": disposition }, file.content)
}

/** A file of the console, or its page for every other path, as the hub answers. */
function pageFile(files: ConsoleFiles, path: string, uploadOrigin: string | undefined): HttpResult {
  if (!path.startsWith("/desk/")) return { ...binary(302, { location: "/desk/" }, new Uint8Array()) }
  const part = files.get(path.slice("/desk/".length))
  const file = part ?? files.get("index.html")
  if (file === undefined) throw new Error("The console has no index.html")
  const headers = {
    "content-type": file.contentType,
    "cache-control": part === undefined ? "no-cache" : "max-age=31536000, immutable",
    "content-security-policy": pagePolicy(uploadOrigin),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  }
  return binary(200, headers, file.content)
}

/** What was compressed before: the same few files are asked for again and again. */
const compressedFiles = new Map<string, string>()

/** The file as the edge of a stage sends it to browsers. */
function compressed(answer: HttpResult, accepted = ""): HttpResult {
  if (!accepted.includes("gzip") || answer.statusCode !== 200) return answer
  const known = compressedFiles.get(answer.body)
  const body = known ?? gzipSync(Buffer.from(answer.body, "base64")).toString("base64")
  compressedFiles.set(answer.body, body)
  return { ...answer, headers: { ...answer.headers, "content-encoding": "gzip", vary: "accept-encoding" }, body }
}

function binary(statusCode: number, headers: Record<string, string>, content: Uint8Array): HttpResult {
  return { statusCode, headers, cookies: [], body: Buffer.from(content).toString("base64"), isBase64Encoded: true }
}
