import * as z from "zod"
import { systemClock } from "../platform/clock.ts"
import { deployedTable } from "../platform/deployed-table.ts"
import { readEnvironment } from "../platform/environment.ts"
import { randomId } from "../platform/random-id.ts"
import { dynamoChallengeFailures } from "./guesses/dynamo-challenge-failures.ts"
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

/** Every answer takes at least this long, so that its time does not reveal whether a reference exists. */
const lookupSettings = z.object({
  LOOKUP_FLOOR_MILLISECONDS: z.coerce.number().int().min(1).max(5_000).default(deployedFloorMilliseconds),
})

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
