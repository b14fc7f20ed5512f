import { createHash } from "node:crypto"
import type { Configuration } from "openid-client"
import type { SignInSettings } from "../parties/sign-in-settings.ts"
import type { Clock } from "../platform/clock.ts"
import { type IdentityProvider, SignInFailed } from "./identity-provider.ts"

/** A provider's discovery document and the hub's client secret are read again after this. */
const knownMilliseconds = 3_600_000
/** The function itself has ten seconds. */
const timeoutSeconds = 4

type Tools = {
  /** Reads a client secret by its name. */
  readonly readSecret: (name: string) => Promise<string>
  readonly clock: Clock
}

/** Speaks to OpenID Connect providers, with openid-client. It keeps no token. */
export function loadIdentityProvider(tools: Tools): IdentityProvider {
  const configOf = knownConfigurations(tools)
  return {
    async begin(settings, { state, nonce, verifier }, redirectUri) {
      const { client, config } = await configOf(settings)
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: ["openid", ...settings.scopes].join(" "),
        state,
        nonce,
        code_challenge: createHash("sha256").update(verifier).digest("base64url"),
        code_challenge_method: "S256",
      })
      return url.href
    },
    async finish(settings, { state, nonce, verifier }, { redirectUri, answer }) {
      const { client, config } = await configOf(settings)
      const url = new URL(`${redirectUri}?${new URLSearchParams(answer)}`)
      const checks = {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      }
      const tokens = await client.authorizationCodeGrant(config, url, checks).catch((error: unknown) => {
        if (error instanceof client.AuthorizationResponseError) throw new SignInFailed("declined", { cause: error })
        throw new SignInFailed(isOfConnection(error) ? "unreachable" : "notProven", { cause: error })
      })
      const claims = tokens.claims()
      if (claims === undefined) throw new SignInFailed("notProven")
      return claims
    },
    async signOutUrl(settings) {
      const { client, config } = await configOf(settings)
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined
      return client.buildEndSessionUrl(config).href
    },
  }
}

type Client = typeof import("openid-client")

function knownConfigurations({ readSecret, clock }: Tools) {
  const known = new Map<string, { until: number; found: Promise<Configuration> }>()
  return async (settings: SignInSettings): Promise<{ client: Client; config: Configuration }> => {
    const client = await import("openid-client")
    const key = JSON.stringify([settings.issuer, settings.clientId, settings.clientSecretName])
    const now = clock().getTime()
    const before = known.get(key)
    const { found } = before !== undefined && now < before.until ? before : { found: discover(client, settings) }
    if (found !== before?.found) {
      known.set(key, { until: now + knownMilliseconds, found })
      // After a failure the next sign-in tries again.
      found.catch(() => known.delete(key))
    }
    return { client, config: await found }
  }

  async function discover(client: Client, settings: SignInSettings): Promise<Configuration> {
    const { issuer, clientId, clientSecretName } = settings
    const secret = clientSecretName === undefined ? undefined : await readSecret(clientSecretName)
    try {
      const config = await client.discovery(
        new URL(issuer),
        clientId,
        {},
        (as, ...more) => {
          if (secret === undefined) return client.None()(as, ...more)
          // What the provider does not say is Basic (OpenID Connect Discovery 1.0, section 3).
          const methods = as.token_endpoint_auth_methods_supported ?? ["client_secret_basic"]
          const isBasic = methods.includes("client_secret_basic")
          return (isBasic ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret))(as, ...more)
        },
        {
          timeout: timeoutSeconds,
          execute: [client.enableNonRepudiationChecks, ...(issuer.startsWith("http:") ? [client.allowInsecureRequests] : [])],
        },
      )
      return config
    } catch (error) {
      throw new SignInFailed("unreachable", { cause: error })
    }
  }
}

/** Whether the provider did not answer, or not as one. Then nothing is known of the person. */
function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = "code" in error ? error.code : undefined
  return error instanceof TypeError || code === "OAUTH_TIMEOUT" || code === "OAUTH_RESPONSE_IS_NOT_CONFORM"
}
