import { systemClock } from "../base/platform/clock.ts"
import { isLeftOut } from "../base/platform/deployed-resources.ts"
import { deployedTable } from "../base/platform/deployed-table.ts"
import { readEnvironment } from "../base/platform/environment.ts"
import { functionSettings } from "../base/platform/function-settings.ts"
import { apiAudience, partyAuthenticator } from "./authenticate-party.ts"
import { limitParties, partyLimitSettings } from "./limit-parties.ts"
import type { PartyDirectory } from "./party-directory.ts"
import { type AuthenticateCaller, callerAuthenticator } from "./sessions/authenticate-caller.ts"
import { dynamoSessions } from "./sessions/dynamo-sessions.ts"
import type { Sessions } from "./sessions/sessions.ts"

const limitSettings = functionSettings.extend(partyLimitSettings.shape)

/**
 * Authenticates parties that call the HTTP API of this stage, by their token or by the session of a person who acts for
 * them, and limits how often each of them may call.
 */
export function deployedAuthenticator(parties: PartyDirectory): AuthenticateCaller {
  const { STAGE, PARTY_REQUESTS_PER_SECOND: requestsPerSecond, PARTY_BURST: burst } = readEnvironment(limitSettings)
  const authenticate = callerAuthenticator({
    ofToken: partyAuthenticator({ parties, audience: apiAudience(STAGE), clock: systemClock }),
    parties,
    sessions: deployedSessions(),
    clock: systemClock,
  })
  return limitParties(authenticate, { requestsPerSecond, burst }, systemClock)
}

/** A function whose callers have no session need not know the table. Without the console nobody has one. */
function deployedSessions(): Pick<Sessions, "find" | "touch"> {
  if (isLeftOut("console")) return { find: async () => undefined, touch: async () => false }
  const stored = () => dynamoSessions(deployedTable("Sessions"))
  return { find: (key) => stored().find(key), touch: (key, at) => stored().touch(key, at) }
}
