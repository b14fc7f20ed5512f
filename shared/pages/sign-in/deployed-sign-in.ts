import * as z from "zod"
import { deployedKeyedHash } from "../../base/keyed-hash/deployed-keyed-hash.ts"
import { systemClock } from "../../base/platform/clock.ts"
import { deployedResource } from "../../base/platform/deployed-resources.ts"
import { deployedSealer } from "../../base/platform/deployed-sealing.ts"
import { readSecret } from "../../base/platform/deployed-secret.ts"
import { deployedTable } from "../../base/platform/deployed-table.ts"
import { readEnvironment } from "../../base/platform/environment.ts"
import { publicFetch } from "../../base/platform/public-fetch.ts"
import { secureRandomBytes as random } from "../../base/platform/random-id.ts"
import { loopbackConsoleVariable } from "../../base/platform/resource-variables.ts"
import type { Telemetry } from "../../base/platform/telemetry.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import { dynamoSessions } from "../../parties/sessions/dynamo-sessions.ts"
import type { IdentityProvider } from "./identity-provider.ts"
import { loadIdentityProvider } from "./load-identity-provider.ts"
import type { SignInRouteTools } from "./sign-in-routes.ts"

const settings = z.object({ [loopbackConsoleVariable]: z.literal("allowed").optional() })

/** The identity providers of parties and operators: on the internet, or on a developer's machine. */
export const deployedIdentityProvider = (): IdentityProvider =>
  loadIdentityProvider({
    readSecret,
    fetch: publicFetch({ allowsLoopback: readEnvironment(settings).LOOPBACK_CONSOLE !== undefined }),
    clock: systemClock,
  })

/** The sign-in of this deployment. */
export async function deployedSignIn(parties: PartyDirectory, telemetry: Telemetry): Promise<SignInRouteTools> {
  const hashes = await deployedKeyedHash()
  return {
    parties,
    telemetry,
    provider: deployedIdentityProvider(),
    sessions: dynamoSessions(deployedTable("Sessions")),
    sealer: deployedSealer(),
    userIdOf: (...parts) => hashes.lastingHash("officer", ...parts),
    sign: (text) => hashes.hash("sign-in", text),
    signatures: (text) => hashes.hashes("sign-in", text),
    originOf: deployedOrigin(),
    random,
    clock: systemClock,
  }
}

/**
 * The hub's own origin. On a developer's machine a port leads to the hub, and the header `x-forwarded-host` names it.
 * Everywhere else no header counts.
 */
export function deployedOrigin(): SignInRouteTools["originOf"] {
  const { LOOPBACK_CONSOLE } = readEnvironment(settings)
  return ({ "x-forwarded-host": host = "" }) =>
    LOOPBACK_CONSOLE !== undefined && /^(localhost|127\.0\.0\.1):\d+$/.test(host)
      ? `http://${host}`
      : new URL(deployedResource("apiUrl")).origin
}
