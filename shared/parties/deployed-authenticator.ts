import { systemClock } from "../platform/clock.ts"
import { readEnvironment } from "../platform/environment.ts"
import { functionSettings } from "../platform/function-settings.ts"
import { type AuthenticateParty, apiAudience, partyAuthenticator } from "./authenticate-party.ts"
import type { PartyDirectory } from "./party-directory.ts"

/** Authenticates parties that call the HTTP API of this stage. */
export function deployedAuthenticator(parties: PartyDirectory): AuthenticateParty {
  const { STAGE } = readEnvironment(functionSettings)
  return partyAuthenticator({ parties, audience: apiAudience(STAGE), clock: systemClock })
}
