import type { Clock } from "../../base/platform/clock.ts"
import type { Caller } from "../../parties/authenticate-party.ts"
import { type PartyLimit, tooOften } from "../../parties/limit-parties.ts"
import type { ChallengeFailures } from "./guesses/challenge-failures.ts"

/**
 * Refuses a party that signs too many lookups, for itself or for its visitors. A container answers one lookup at a
 * time, and each takes as long as the floor of all answers, so what a container counts by itself never refuses anybody.
 * So all containers count in one row for each party and window, in which the party has its burst. A container that was
 * told that the row is full asks no more until the window ends. Visitors who call by themselves are of no party.
 *
 * @throws HttpProblem 429 with the seconds after which the next lookup is accepted
 */
export function limitLookups<Credentials extends readonly unknown[]>(
  authenticate: (...credentials: Credentials) => Promise<Caller>,
  { requestsPerSecond, burst }: PartyLimit,
  { counters, clock }: { counters: Pick<ChallengeFailures, "take">; clock: Clock },
): (...credentials: Credentials) => Promise<Caller> {
  const windowMilliseconds = Math.ceil((burst / requestsPerSecond) * 1_000)
  const fullUntil = new Map<string, number>()
  return async (...credentials) => {
    const caller = await authenticate(...credentials)
    const now = clock().getTime()
    const window = Math.floor(now / windowMilliseconds)
    const end = (window + 1) * windowMilliseconds
    const { id } = caller.party
    const isFull = fullUntil.get(id) === end
    const counterKey = `party#${id}#${windowMilliseconds}#${window}`
    const expiresAt = Math.ceil(end / 1_000) + 60
    if (!isFull && (await counters.take({ counterKey, limit: burst, expiresAt }))) return caller
    fullUntil.set(id, end)
    throw tooOften(Math.ceil((end - now) / 1_000))
  }
}
