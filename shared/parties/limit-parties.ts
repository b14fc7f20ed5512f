import * as z from "zod"
import type { Clock } from "../base/platform/clock.ts"
import { HttpProblem } from "../base/platform/http-problem.ts"
import type { Caller } from "./authenticate-party.ts"

/** How often one party may call: in the long run, and at once after a pause. */
export type PartyLimit = { requestsPerSecond: number; burst: number }

/** A limit as variables of a function. */
export const partyLimitSettings = z.object({
  PARTY_REQUESTS_PER_SECOND: z.coerce.number().positive(),
  PARTY_BURST: z.coerce.number().int().positive(),
})

type Bucket = { tokens: number; filledAt: number }

/**
 * Refuses a party that calls too often, so that it cannot use up a route that all parties share. Each container counts
 * for itself in memory, so the limit is approximate: with n containers a party gets up to n times as much.
 *
 * @throws HttpProblem 429 with the seconds after which the next request is accepted
 */
export function limitParties<Credentials extends readonly unknown[]>(
  authenticate: (...credentials: Credentials) => Promise<Caller>,
  { requestsPerSecond, burst }: PartyLimit,
  clock: Clock,
): (...credentials: Credentials) => Promise<Caller> {
  const buckets = new Map<string, Bucket>()
  return async (...credentials) => {
    const caller = await authenticate(...credentials)
    const now = clock().getTime()
    const { tokens, filledAt } = buckets.get(caller.party.id) ?? { tokens: burst, filledAt: now }
    // A clock that was set back fills nothing.
    const filled = Math.min(burst, tokens + (Math.max(0, now - filledAt) / 1_000) * requestsPerSecond)
    buckets.set(caller.party.id, { tokens: filled < 1 ? filled : filled - 1, filledAt: now })
    if (filled >= 1) return caller
    throw tooOften(Math.ceil((1 - filled) / requestsPerSecond))
  }
}

/** What a party that calls too often is told. */
export function tooOften(seconds: number): HttpProblem {
  return new HttpProblem("tooManyRequests", {
    detail: `Your organisation calls too often. Try again in ${seconds} s.`,
    headers: { "retry-after": String(seconds) },
  })
}
