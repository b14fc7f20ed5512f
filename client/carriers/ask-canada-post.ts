import * as z from "zod"
import { readMessageCodes } from "./read-tracking-detail.ts"

/** Canada Post's web services, and the key of a customer for them. */
export type CanadaPost = {
  /** `https://soa-gw.canadapost.ca`, or the one for development. */
  readonly url: string
  readonly user: string
  readonly password: string
  /** By default the `fetch` of Node.js. */
  readonly fetch?: typeof globalThis.fetch
}

/** What Canada Post answered about one parcel. */
export type CanadaPostAnswer =
  | { readonly kind: "detail"; readonly xml: string }
  /** It knows no event of the parcel. */
  | { readonly kind: "noHistory" }
  /** `busy`: more calls than the key may make, or an outage. `silent`: nothing answers at its address. */
  | { readonly kind: "busy" | "silent"; readonly retryAfterSeconds: number }
  /** It refuses the key. */
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "failed"; readonly status: number }

/** A key that made too many calls is let in again once its window of 60 seconds is over. */
const windowSeconds = 60
const timeoutMilliseconds = 30_000
const seconds = z.coerce.number().int().min(0).max(3_600)

/**
 * Asks for the events of a parcel ("Get Tracking Details" over REST).
 *
 * Errors: `004` is "No PIN History", `Server` is the limit of calls, `E002` and `AA…` are about the key, as
 * messagescodetables.jsf and throttlelimits.jsf of Canada Post's developer pages say (read on 2026-11-26).
 */
export async function askCanadaPost(canadaPost: CanadaPost, pin: string): Promise<CanadaPostAnswer> {
  const { url, user, password, fetch = globalThis.fetch } = canadaPost
  const headers = {
    accept: "application/vnd.cpc.track-v2+xml",
    "accept-language": "en-CA",
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}`,
  }
  const signal = AbortSignal.timeout(timeoutMilliseconds)
  try {
    const path = `/vis/track/pin/${encodeURIComponent(pin)}/detail`
    const response = await fetch(`${url.replace(/(?<!\/)\/+$/, "")}${path}`, { headers, signal, redirect: "error" })
    return answerOf(response, await response.text())
  } catch {
    return { kind: "silent", retryAfterSeconds: windowSeconds }
  }
}

function answerOf({ status, headers }: Response, body: string): CanadaPostAnswer {
  const codes = readMessageCodes(body)
  if (codes.includes("004")) return { kind: "noHistory" }
  if (status === 401 || status === 403 || codes.some((code) => /^(?:E002|AA\d+)$/.test(code)))
    return { kind: "refused", status }
  if (status === 429 || status === 503 || codes.includes("Server"))
    return {
      kind: "busy",
      retryAfterSeconds: seconds.safeParse(headers.get("retry-after") ?? "").data || windowSeconds,
    }
  if (status === 200 && codes.length === 0) return { kind: "detail", xml: body }
  return { kind: "failed", status }
}
