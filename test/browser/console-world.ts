import { createHash } from "node:crypto"
import * as z from "zod"
import { pagePolicy } from "../../console/page-policy.ts"
import { breachDeskRoutes } from "../../shared/breach-desk/views/desk-routes.ts"
import { type HttpResult, httpPipeline } from "../../shared/platform/http-pipeline.ts"
import { HttpProblem } from "../../shared/platform/http-problem.ts"
import { silentTelemetry } from "../../shared/platform/telemetry.ts"
import { aliasIn, type BreachWorld, servedWorld, soleCase, type WorldOptions } from "../breach-desk/breach-world.ts"
import { caller } from "../breach-desk/desk-caller.ts"
import { buildConsole, type ConsoleFiles } from "./console-files.ts"
import { consoleSessions, people } from "./console-sessions.ts"
import { servePages } from "./page-server.ts"

const httpEvent = z.object({
  rawPath: z.string(),
  rawQueryString: z.string(),
  headers: z.record(z.string(), z.string()),
  cookies: z.array(z.string()).default([]),
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
}

let built: Promise<ConsoleFiles> | undefined

/** The console's files, built once in a process. */
const filesOnce = () => {
  built ??= buildConsole()
  return built
}

/**
 * The console over the breach desk in memory, on a port of this machine: one case of a retailer and a carrier, and the
 * people of {@link people}, who sign in by choosing their name. The hub's clock runs on from the beginning of the case.
 */
export async function consoleWorld(options: ConsoleWorldOptions = {}) {
  const files = options.files ?? (await filesOnce())
  const world = await servedWorld(options.shipments ?? 3, options)
  const sessions = consoleSessions((partyId) => {
    const party = world.directory.named(partyId)
    if (party === undefined) throw new Error(`No party ${partyId}`)
    return party
  })
  const desk = withEtags(deskOf(world))
  const letTimePass = clockOf(world)
  const handler = async (given: unknown): Promise<HttpResult> => {
    const event = httpEvent.parse(given)
    letTimePass()
    const answered = await answerEvent(event, given)
    return { ...answered, headers: { date: world.clock().toUTCString(), ...answered.headers } }
  }
  async function answerEvent(event: HttpEvent, given: unknown): Promise<HttpResult> {
    const { rawPath: path } = event
    const asked = askedBy(event)
    try {
      const answer = sessions.answer(asked)
      if (answer !== undefined) return answer
      if (path.startsWith("/v1/")) {
        const { partyId, userId, role } = sessions.admit(asked)
        return await desk(Object.assign({}, given, { headers: signed(event, `${partyId} ${userId} ${role}`) }))
      }
    } catch (thrown) {
      if (thrown instanceof HttpProblem) return refused(thrown)
      throw thrown
    }
    if (path.startsWith("/files/")) return documentFile(world, decodeURIComponent(path.slice("/files/".length)))
    return pageFile(files, path)
  }
  const { caseId } = soleCase(world)
  return {
    world,
    sessions,
    server: await servePages(handler, {}, options.port),
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

/** The breach desk's API. Who calls stands in the header `authorization`. */
function deskOf(world: BreachWorld): Handler {
  const { sealer, records, restrictions, decisionNotes, documents, evidenceFiles } = world
  const documentLinks = { linkTo: async (key: string) => `/files/${encodeURIComponent(key)}` }
  const stores = { sealer, records, restrictions, decisionNotes, documents, evidenceFiles }
  const handler = httpPipeline({
    routes: breachDeskRoutes({ ...world.desk, ...stores, documentLinks }),
    authenticate: async (authorization) => {
      const [partyId = "", userId] = (authorization ?? "").split(" ")
      const party = world.directory.named(partyId)
      const person = people.find((one) => one.userId === userId)
      if (party === undefined || person === undefined) throw new HttpProblem("unauthenticated")
      return { party, officer: { userId: person.userId, role: person.role } }
    },
    telemetry: silentTelemetry,
    clock: world.clock,
  })
  return async (event) => {
    const answer = await handler(event)
    // A document is drawn after the answer, so that its progress can be seen.
    if (answer.statusCode === 202) setTimeout(() => void world.settle(), 500)
    else await world.settle()
    return answer
  }
}

const casePath = /^(\/v1\/cases\/WS-[0-9A-Z]+)(\/|$)/

/** Gives each case its state as `etag`, and refuses a command that names an earlier one. */
function withEtags(desk: Handler): Handler {
  return async (given) => {
    const event = httpEvent.parse(given)
    const path = casePath.exec(event.rawPath)?.[1]
    const expected = event.headers["if-match"]
    const { method } = event.requestContext.http
    if (path !== undefined && expected !== undefined && method !== "GET") {
      const http = { method: "GET", sourceIp: "127.0.0.1" }
      const read = { rawPath: path, rawQueryString: "", headers: event.headers, requestContext: { http } }
      if (etagOf(await desk(read)) !== expected)
        return refused(new HttpProblem<string>("preconditionFailed", { reason: "caseChanged" }))
    }
    const answer = await desk(given)
    const isCase = method === "GET" && event.rawPath === path && answer.statusCode === 200
    return isCase ? { ...answer, headers: { ...answer.headers, etag: etagOf(answer) } } : answer
  }
}

const etagOf = ({ body }: HttpResult) => `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`

function askedBy({ rawPath, rawQueryString, headers, cookies, requestContext }: HttpEvent) {
  return {
    method: requestContext.http.method,
    path: rawPath,
    query: new URLSearchParams(rawQueryString),
    headers,
    cookies: Object.fromEntries(cookies.map((cookie) => cookie.split(/=(.*)/s, 2))),
  }
}

const signed = ({ headers }: HttpEvent, authorization: string) => ({ ...headers, authorization })

function refused(problem: HttpProblem): HttpResult {
  return {
    statusCode: problem.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    cookies: [],
    body: JSON.stringify(problem.body()),
    isBase64Encoded: false,
  }
}

function documentFile(world: BreachWorld, key: string): HttpResult {
  const file = world.files.at(key)
  if (file === undefined) return refused(new HttpProblem("notFound"))
  const disposition = `attachment; filename="${file.name}"`
  return binary(200, { "content-type": file.contentType, "content-disposition": disposition }, file.content)
}

/** A file of the console, or its page for every other path, as the hub answers. */
function pageFile(files: ConsoleFiles, path: string): HttpResult {
  if (!path.startsWith("/desk/")) return { ...binary(302, { location: "/desk/" }, new Uint8Array()) }
  const file = files.get(path.slice("/desk/".length)) ?? files.get("index.html")
  if (file === undefined) throw new Error("The console has no index.html")
  const headers = {
    "content-type": file.contentType,
    "content-security-policy": pagePolicy,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
  }
  return binary(200, headers, file.content)
}

function binary(statusCode: number, headers: Record<string, string>, content: Uint8Array): HttpResult {
  return { statusCode, headers, cookies: [], body: Buffer.from(content).toString("base64"), isBase64Encoded: true }
}
