import * as z from "zod"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import { readEnvironment } from "../../base/platform/environment.ts"
import { randomId } from "../../base/platform/random-id.ts"
import { partyLimitSettings } from "../../parties/limit-parties.ts"
import type { AuthenticateCaller } from "../../parties/sessions/authenticate-caller.ts"
import { dynamoChallengeFailures } from "./guesses/dynamo-challenge-failures.ts"
import { limitLookups } from "./limit-lookups.ts"
import { deployedFloorMilliseconds } from "./lookup.ts"

/** What the guarded lookup needs beside what every lookup needs. */
export function deployedGuard() {
  const { LOOKUP_FLOOR_MILLISECONDS } = readEnvironment(lookupSettings)
  return {
    challengeFailures: dynamoChallengeFailures(deployedTable("ChallengeFailures")),
    randomId,
    holdUntil: (instant: number) => sleep(Math.max(0, instant - systemClock().getTime())),
    floorMilliseconds: LOOKUP_FLOOR_MILLISECONDS,
  }
}

/** Limits how often a party may look up, for itself and for its visitors, as the stage says. */
export function deployedLookupLimit(authenticate: AuthenticateCaller): AuthenticateCaller {
  const limit = readEnvironment(partyLimitSettings)
  const counters = dynamoChallengeFailures(deployedTable("ChallengeFailures"))
  return limitLookups(
    authenticate,
    { requestsPerSecond: limit.PARTY_REQUESTS_PER_SECOND, burst: limit.PARTY_BURST },
    { counters, clock: systemClock },
  )
}

/** Every answer takes at least this long, so that its time does not reveal whether a reference exists. */
const lookupSettings = z.object({
  LOOKUP_FLOOR_MILLISECONDS: z.coerce.number().int().min(1).max(5_000).default(deployedFloorMilliseconds),
})

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
