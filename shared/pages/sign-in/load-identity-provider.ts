import { createHash } from "node:crypto"
import type { ClientAuth, Configuration } from "openid-client"
import type { Clock } from "../../base/platform/clock.ts"
import type { PublicFetch } from "../../base/platform/public-fetch.ts"
import {
  type Claims,
  type IdentityProvider,
  type ProviderSettings,
  SignInFailed,
  type SignInSecrets,
} from "./identity-provider.ts"

/** A provider's discovery document and the hub's client secret are read again after this. */
const knownMilliseconds = 3_600_000
/** The function itself has ten seconds. */
const timeoutSeconds = 4

type Tools = {
  /** Reads a client secret by its name. */
  readonly readSecret: (name: string) => Promise<string>
  /** Reads what a party's provider answers. */
  readonly fetch: PublicFetch
  readonly clock: Clock
}

/** Speaks to OpenID Connect providers, with openid-client. It keeps no token. */
export function loadIdentityProvider(tools: Tools): IdentityProvider {
  const known = knownConfigurations(tools)
  return {
    async begin(settings, { state, nonce, verifier }, redirectUri) {
      const { client, config } = await known.of(settings)
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
    async finish(settings, secrets, { redirectUri, answer }) {
      const provider = await known.of(settings)
      // The library takes an empty one for none.
      const { issuer } = provider.config.serverMetadata()
      if ("iss" in answer && answer["iss"] !== issuer) throw new SignInFailed("notProven")
      const url = new URL(`${redirectUri}?${new URLSearchParams(answer)}`)
      return redeem(provider, url, secrets).catch((error: unknown) => {
        // Its keys or the hub's secret may have changed.
        known.forget(settings)
        throw error
      })
    },
    async signOutUrl(settings) {
      const { client, config } = await known.of(settings)
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined
      return client.buildEndSessionUrl(config).href
    },
  }
}

type Client = typeof import("openid-client")
type KnownProvider = { readonly client: Client; readonly config: Configuration }

async function redeem({ client, config }: KnownProvider, url: URL, secrets: SignInSecrets): Promise<Claims> {
  const checks = {
    pkceCodeVerifier: secrets.verifier,
    expectedState: secrets.state,
    expectedNonce: secrets.nonce,
    idTokenExpected: true,
  }
  const tokens = await client.authorizationCodeGrant(config, url, checks).catch((error: unknown) => {
    throw failureOf(client, error)
  })
  const claims = tokens.claims()
  if (claims === undefined) throw new SignInFailed("notProven")
  return claims
}

/** What is known of providers: each is discovered once an hour, and again after something went wrong with it. */
function knownConfigurations({ clock, ...reading }: Tools) {
  const known = new Map<string, { until: number; found: Promise<Configuration> }>()
  const keyOf = ({ issuer, clientId, clientSecretName }: ProviderSettings) =>
    JSON.stringify([issuer, clientId, clientSecretName])
  const discoverAnew = (client: Client, settings: ProviderSettings, now: number) => {
    const found = discover(client, settings, reading)
    known.set(keyOf(settings), { until: now + knownMilliseconds, found })
    return found
  }
  return {
    forget: (settings: ProviderSettings) => known.delete(keyOf(settings)),
    async of(settings: ProviderSettings): Promise<KnownProvider> {
      const client = await import("openid-client")
      const now = clock().getTime()
      const before = known.get(keyOf(settings))
      const found = before !== undefined && now < before.until ? before.found : discoverAnew(client, settings, now)
      try {
        return { client, config: await found }
      } catch (error) {
        known.delete(keyOf(settings))
        throw error
      }
    },
  }
}

async function discover(
  client: Client,
  { issuer, clientId, clientSecretName }: ProviderSettings,
  { readSecret, fetch }: Omit<Tools, "clock">,
): Promise<Configuration> {
  const secret = clientSecretName === undefined ? undefined : (await readSecret(clientSecretName)).trim()
  const authentication = secret === undefined ? client.None() : bySecret(client, secret)
  const insecure = issuer.startsWith("http:") ? [client.allowInsecureRequests] : []
  const options = {
    timeout: timeoutSeconds,
    execute: [client.enableNonRepudiationChecks, ...insecure],
    [client.customFetch]: fetch,
  }
  const found = await client.discovery(new URL(issuer), clientId, {}, authentication, options).catch(() => {
    throw new SignInFailed("unreachable")
  })
  // At Microsoft Entra ID the library takes this for the tenant of anybody.
  if (found.serverMetadata().issuer.includes("{tenantid}")) throw new SignInFailed("unreachable")
  return found
}

/** What a provider does not say is Basic (OpenID Connect Discovery 1.0, section 3). */
const bySecret =
  (client: Client, secret: string): ClientAuth =>
  (provider, ...more) => {
    const { token_endpoint_auth_methods_supported: methods = ["client_secret_basic"] } = provider
    const isBasic = methods.includes("client_secret_basic")
    return (isBasic ? client.ClientSecretBasic(secret) : client.ClientSecretPost(secret))(provider, ...more)
  }

/** The reason alone: the library's errors hold tokens and claims. */
function failureOf(client: Client, error: unknown): SignInFailed {
  if (error instanceof client.AuthorizationResponseError) return new SignInFailed("declined")
  return new SignInFailed(isOfConnection(error) ? "unreachable" : "notProven")
}

/** Whether the provider did not answer, or not as one. Then nothing is known of the person. */
function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = "code" in error ? error.code : undefined
  return error instanceof TypeError || code === "OAUTH_TIMEOUT" || code === "OAUTH_RESPONSE_IS_NOT_CONFORM"
}
