import * as z from "zod"
import { systemClock } from "../platform/clock.ts"
import { readEnvironment } from "../platform/environment.ts"
import { functionSettings } from "../platform/function-settings.ts"
import { type AuthenticateParty, apiAudience, partyAuthenticator } from "./authenticate-party.ts"
import { limitParties } from "./limit-parties.ts"
import type { PartyDirectory } from "./party-directory.ts"

/** Absent where the stage sets no limit for a party. */
const limitSettings = functionSettings.extend({
  PARTY_REQUESTS_PER_SECOND: z.coerce.number().positive().optional(),
  PARTY_BURST: z.coerce.number().int().positive().optional(),
})

/** Authenticates parties that call the HTTP API of this stage, and limits how often each of them may. */
export function deployedAuthenticator(parties: PartyDirectory): AuthenticateParty {
  const { STAGE, PARTY_REQUESTS_PER_SECOND: requestsPerSecond, PARTY_BURST: burst } = readEnvironment(limitSettings)
  const authenticate = partyAuthenticator({ parties, audience: apiAudience(STAGE), clock: systemClock })
  if (requestsPerSecond === undefined || burst === undefined) return authenticate
  return limitParties(authenticate, { requestsPerSecond, burst }, systemClock)
}
