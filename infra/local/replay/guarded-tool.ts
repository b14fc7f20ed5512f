import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import * as z from "zod"
import { type GuardMiddleware, guardedShows, guardMiddleware } from "../../../client/guard/guard-middleware.ts"
import { type CastParcel, type ObservedLookup, recipientUserAgent, walkerUserAgent } from "./cast.ts"
import type { ReplayContext } from "./context.ts"

/** What a carrier's own tool showed while the guard judged its lookups before it answered. */
export type GuardedToolResult = {
  /** From how many addresses the walker asked. */
  readonly addresses: number
  /** Parcels that the walker asked for, and of these how many phases and details it was shown. */
  readonly walked: number
  readonly phases: number
  readonly details: number
  readonly recipients: number
  /** Recipients who had to type their postal code before they saw their own details, and who saw them. */
  readonly recipientsAsked: number
  readonly recipientsShown: number
}

type WithCast = Pick<ReplayContext, "scenario" | "cast" | "onLine">

const referencePath = "/track/"
const provePath = "/prove"
const shownText = { phase: "delivered", details: "delivered, signed for" } as const

/** The leg: from one address, as in 2018, and from many. Nothing of it is reported to the hub. */
export async function replayGuardedTools(context: WithCast): Promise<readonly GuardedToolResult[]> {
  const { lookups } = context.cast.observed
  context.onLine(`Guarded tool: ${lookups.length} lookups in a carrier's own tool, judged by the guard, twice`)
  return [await replayGuardedTool(context, 1), await replayGuardedTool(context, 400)]
}

/**
 * Plays the walk of 2018, and the recipients beside it, in front of a tool with the guard, at the pace of the walk. The
 * walker writes into each request that it may see details.
 *
 * @param addresses from how many addresses the walker asks, in turn
 */
export async function replayGuardedTool(
  { scenario, cast }: Omit<WithCast, "onLine">,
  addresses: number,
): Promise<GuardedToolResult> {
  const clock = { second: 0 }
  const tool = await startTool(cast.observed.parcels, scenario.assumed.ordersPerDay, clock)
  const seen = { phases: 0, details: 0, recipients: 0, recipientsAsked: 0, recipientsShown: 0 }
  let walked = 0
  for (const lookup of cast.observed.lookups) {
    clock.second = lookup.second
    if (lookup.isWalker) {
      const ip = addresses === 1 ? lookup.who.ip : `10.18.${(walked % addresses) >> 8}.${(walked % addresses) & 255}`
      walked += 1
      const shown = await tool.ask(referencePath, lookup.parcel, { ip, userAgent: walkerUserAgent })
      if (shown !== undefined) seen[shown] += 1
    } else {
      const { isAsked, isShown } = await visit(tool, lookup)
      seen.recipients += 1
      if (isAsked) seen.recipientsAsked += 1
      if (isShown) seen.recipientsShown += 1
    }
  }
  tool.stop()
  return { addresses, walked, ...seen }
}

type Visitor = { readonly ip: string; readonly userAgent: string; readonly session?: string }
type Tool = {
  ask(
    path: string,
    parcel: CastParcel,
    visitor: Visitor,
    postalCode?: string,
  ): Promise<"phases" | "details" | undefined>
  stop(): void
}

/** A recipient looks up the own parcel, types the postal code if the tool shows no details, and looks again. */
async function visit(tool: Tool, { who, parcel }: ObservedLookup): Promise<{ isAsked: boolean; isShown: boolean }> {
  const visitor = { ip: who.ip, session: who.session, userAgent: recipientUserAgent }
  if ((await tool.ask(referencePath, parcel, visitor)) === "details") return { isAsked: false, isShown: true }
  await tool.ask(provePath, parcel, visitor, parcel.postalCode)
  return { isAsked: true, isShown: (await tool.ask(referencePath, parcel, visitor)) === "details" }
}

const header = z.string().optional()

/** A carrier's tool that shows details to who has proven the parcel, and to others its phase. */
async function startTool(
  parcels: readonly CastParcel[],
  ordersPerDay: number,
  clock: { readonly second: number },
): Promise<Tool> {
  const startedAt = Date.now() / 1_000
  const guard = guardMiddleware({
    reference: `${referencePath}{reference}`,
    ordersPerDay,
    mode: "enforce",
    limitMilliseconds: 10_000,
    addressOf: ({ headers }) => header.parse(headers["x-real-ip"]),
    sessionOf: ({ headers }) => header.parse(headers["x-session"]),
    now: () => startedAt + clock.second,
  })
  const postalCodes = new Map(parcels.map(({ orderReference, postalCode }) => [orderReference, postalCode]))
  const server = createServer((request, response) => answer(guard, postalCodes, request, response))
  server.listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = z.looseObject({ port: z.number() }).parse(server.address())
  return {
    stop: () => void server.close().closeAllConnections(),
    async ask(path, { orderReference }, { ip, userAgent, session }, postalCode = "") {
      const response = await fetch(
        `http://127.0.0.1:${port}${path === provePath ? provePath : path + orderReference}`,
        {
          headers: {
            "x-real-ip": ip,
            "user-agent": userAgent,
            "x-wayseal-shows": "details",
            ...(session === undefined ? {} : { "x-session": session }),
            ...(path === provePath ? { "x-reference": orderReference, "x-postal-code": postalCode } : {}),
          },
        },
      )
      const text = await response.text()
      if (text === shownText.details) return "details"
      return text === shownText.phase ? "phases" : undefined
    },
  }
}

function answer(
  guard: GuardMiddleware<IncomingMessage>,
  postalCodes: ReadonlyMap<string, string>,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.url !== provePath) {
    guard(request, response, () => response.end(shownText[guardedShows(request)]))
    return
  }
  const reference = header.parse(request.headers["x-reference"]) ?? ""
  const isRight = postalCodes.get(reference) === request.headers["x-postal-code"]
  if (isRight) guard.proven(request, `${referencePath}${reference}`, "postalCode")
  response.writeHead(isRight ? 204 : 403).end()
}
