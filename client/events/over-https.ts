import * as z from "zod"
import { ownString } from "../../shared/base/contracts/bounded-string.ts"
import { parsedJson } from "../../shared/base/contracts/parsed-json.ts"
import type { TokenSource } from "../tokens/sign-token.ts"
import { inSentences, type PartyEvent } from "./build-event.ts"
import type { NotAccepted, Outcome, Transport } from "./transport.ts"

/** The hub's API, and who sends. */
export type HttpsOptions = {
  /** Address of the hub's API, without `/v1`. */
  readonly apiUrl: string
  readonly token: TokenSource
  /** How long one call may take. By default 30 seconds. */
  readonly timeoutSeconds?: number
  /** By default the `fetch` of Node.js. */
  readonly fetch?: typeof globalThis.fetch
}

/** `POST /v1/events` takes at most ten events, and 256 KB. The rest is for what stands around them. */
const limits = { items: 10, bytes: 255 * 1024 }
/** `{"detailType":"","detail":},` */
const framingBytes = 32

/** Rules that this release does not know are welcome. */
/** A problem of an event, as the hub answers it. */
export const brokenRule = z.looseObject({
  path: ownString(),
  rule: ownString(),
  index: z.int().optional(),
  fix: ownString().optional(),
})
const eventsAnswer = z.looseObject({
  events: z.array(
    z.looseObject({
      outcome: ownString(),
      eventBridgeId: ownString().optional(),
      problems: z.array(brokenRule).optional().catch(undefined),
      suggestion: z.looseObject({ detailType: ownString() }).optional().catch(undefined),
    }),
  ),
})
const problemAnswer = z.looseObject({
  code: ownString().optional(),
  title: ownString().optional(),
  detail: ownString().optional(),
  problems: z.array(brokenRule).optional().catch(undefined),
})

/** The way over HTTPS, for every party without an AWS account. */
export function overHttps(options: HttpsOptions): Transport {
  const { apiUrl, token, timeoutSeconds = 30, fetch = globalThis.fetch } = options
  const url = `${apiUrl.replace(/(?<!\/)\/+$/, "")}/v1/events`
  return {
    limits,
    sizeOf: ({ detailType, detail }) => Buffer.byteLength(detailType) + Buffer.byteLength(detail) + framingBytes,
    send: async (events) => {
      const headers = { "content-type": "application/json", authorization: `Bearer ${await token()}` }
      const signal = AbortSignal.timeout(timeoutSeconds * 1_000)
      const call = { method: "POST", headers, body: bodyOf(events), signal, redirect: "error" } as const
      try {
        const response = await fetch(url, call)
        return await outcomesOf(response, events.length)
      } catch (error) {
        return events.map(() => unreachable(error))
      }
    },
  }
}

/** The details are JSON already. */
const bodyOf = (events: readonly PartyEvent[]): string =>
  `{"events":[${events.map(({ detailType, detail }) => `{"detailType":"${detailType}","detail":${detail}}`).join(",")}]}`

async function outcomesOf(response: Response, count: number): Promise<readonly Outcome[]> {
  const answer = parsedJson(await response.text())
  if (response.status !== 202 && response.status !== 207) {
    const failure = refusalOf(response, answer)
    return Array.from({ length: count }, () => failure)
  }
  const { events } = eventsAnswer.catch({ events: [] }).parse(answer)
  return Array.from({ length: count }, (_, place): Outcome => {
    const { outcome, eventBridgeId, problems = [], suggestion } = events[place] ?? { outcome: "failed" }
    if (outcome === "accepted" && eventBridgeId !== undefined)
      return { outcome, eventBridgeId, ...(problems.length === 0 ? {} : { problems }) }
    if (outcome === "rejected") {
      const meant = suggestion === undefined ? "" : ` Did you mean ${suggestion.detailType}?`
      return { outcome, code: "rejected", sentence: `${inSentences(problems)}${meant}`, problems }
    }
    return { outcome: "failed", code: "unavailable", sentence: "The hub is busy. Send it again under the same id." }
  })
}

/** Statuses after which the same call can succeed. */
const passing = new Set([408, 425, 429])

/** The refusal of a whole call. The gateway itself answers without a problem document. */
function refusalOf(response: Response, answer: unknown): NotAccepted {
  const { status } = response
  const { code = `http${status}`, title, detail, problems } = problemAnswer.catch({}).parse(answer)
  const said = [title, detail].filter((part) => part !== undefined).join(". ")
  const sentence = `The hub answered ${status}${said === "" ? "" : `: ${said.replace(/\.$/, "")}`}.`
  const retryAfterSeconds = Number(response.headers.get("retry-after") ?? Number.NaN)
  return {
    outcome: status >= 500 || passing.has(status) ? "failed" : "refused",
    code,
    sentence,
    ...(problems === undefined ? {} : { problems }),
    ...(Number.isFinite(retryAfterSeconds) ? { retryAfterSeconds } : {}),
  }
}

const withCause = z.looseObject({ cause: z.looseObject({ code: ownString() }) })

/** The hub gave no answer. It may have the event all the same. */
function unreachable(error: unknown): NotAccepted {
  const code = withCause.safeParse(error).data?.cause.code
  const reason = code === undefined ? "" : ` (${code})`
  return {
    outcome: "failed",
    code: "noAnswer",
    sentence: `The hub gave no answer${reason}. It may have the event: send it again under the same id.`,
  }
}
