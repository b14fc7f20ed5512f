import {
  createRemoteJWKSet,
  customFetch,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  importJWK,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose"
import * as z from "zod"
import { boundedString, boundedUrl } from "../base/contracts/bounded-string.ts"
import { type OnBehalfOf, onBehalfOf } from "../base/contracts/on-behalf-of.ts"
import type { Clock } from "../base/platform/clock.ts"
import { HttpProblem } from "../base/platform/http-problem.ts"
import type { PublicFetch } from "../base/platform/public-fetch.ts"
import type { Officer } from "./officer.ts"
import type { Party } from "./party.ts"
import type { PartyDirectory } from "./party-directory.ts"
import { type PartyReason, refused } from "./refusals.ts"

/**
 * The authenticated caller. `tokenId` and `keyId`, the `kid` of the party's own key, are absent for the token of an
 * OIDC issuer, which is made for many requests. `officer` is the person who signed in, where a person calls.
 */
export type Caller = { party: Party; tokenId?: string; keyId?: string; onBehalfOf?: OnBehalfOf; officer?: Officer }

/**
 * Finds the party that signed a request.
 * @throws HttpProblem 401 unless the credential is valid and belongs to a known party, 503 if its issuer is unreachable
 */
export type AuthenticateParty = (authorization: string | undefined) => Promise<Caller>

/** The `aud` of parties' tokens for a stage. A token for one stage is not valid for another. */
export function apiAudience(stage: string): string {
  return `wayseal-${stage}`
}

export type AuthenticationSettings = {
  parties: PartyDirectory
  /** See {@link apiAudience}. */
  audience: string
  clock: Clock
  /** Keys of a pinned OIDC issuer. By default they are discovered over HTTPS. */
  issuerKeys?: (issuer: string) => JWTVerifyGetKey
  /** Reads what an issuer answers. By default from public addresses alone. */
  fetch?: PublicFetch
}

/** A party's own token may be valid for this long. */
export const longestTokenSeconds = 300
const toleranceSeconds = 10
const algorithms = { Ed25519: "EdDSA", "P-256": "ES256" } as const

const ownClaims = z.object({ jti: boundedString(128).min(8), exp: z.number(), onBehalfOf: onBehalfOf.optional() })
const oidcClaims = z.object({ exp: z.number() })

/**
 * Verifies the bearer tokens of parties. A token is either a JWT that the party signed itself (`iss` = party id, EdDSA
 * or ES256, `exp` at most five minutes ahead, `jti`), or one of the OIDC issuer that is pinned for the party. An
 * issuer that no party has is refused before anything is fetched.
 */
export function partyAuthenticator(settings: AuthenticationSettings): AuthenticateParty {
  const { fetch = fetchOfIssuer } = settings
  const tools = { ...settings, issuerKeys: settings.issuerKeys ?? discoveredKeys(fetch) }
  return async (authorization) => {
    const given = /^Bearer +(\S.*)$/i.exec(authorization ?? "")?.[1]
    if (given === undefined) throw refused("noToken")
    const token = /^[\w-]+\.[\w-]+\.[\w-]+$/.exec(given)?.[0]
    if (token === undefined) throw refused("malformedToken")
    try {
      return await verify(tools, token)
    } catch (error) {
      throw error instanceof HttpProblem ? error : refused(reasonOf(error))
    }
  }
}

/** What is wrong with a token, by the error that jose throws for it. */
function reasonOf(error: unknown): PartyReason {
  if (error instanceof errors.JWTExpired) return "tokenExpired"
  if (error instanceof errors.JWTClaimValidationFailed) return reasonOfClaim(error)
  if (error instanceof errors.JWSSignatureVerificationFailed) return "badSignature"
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return "wrongAlgorithm"
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) return "unknownKey"
  if (error instanceof errors.JWKSInvalid) return "issuerUnusable"
  if (error instanceof errors.JWKSTimeout) return "issuerUnreachable"
  return "malformedToken"
}

function reasonOfClaim({ claim, reason }: errors.JWTClaimValidationFailed): PartyReason {
  if (reason !== "check_failed") return "invalidClaims"
  if (claim === "aud") return "wrongAudience"
  return claim === "nbf" ? "tokenNotYetValid" : "invalidClaims"
}

type Tools = Required<Omit<AuthenticationSettings, "fetch">>

/** Finds the party that the token claims to come from, and verifies the token with this party's credential. */
async function verify(tools: Tools, token: string): Promise<Caller> {
  const { iss, sub } = decodeJwt(token)
  const signer = await tools.parties.byId(iss ?? "")
  if (signer?.credentials !== undefined && "publicKeys" in signer.credentials)
    return verifyOwn(tools, token, { party: signer, keys: signer.credentials.publicKeys })
  const party =
    iss === undefined || sub === undefined ? undefined : await tools.parties.byIssuer({ issuer: iss, subject: sub })
  if (party?.credentials === undefined || !("oidc" in party.credentials)) throw refused("unknownIssuer")
  return verifyOidc(tools, token, { party, pin: party.credentials.oidc })
}

async function verifyOwn(
  { audience, clock }: Tools,
  token: string,
  { party, keys }: { party: Party; keys: readonly PublicKey[] },
): Promise<Caller> {
  const { kid } = decodeProtectedHeader(token)
  const key = keys.find((entry) => entry.kid === kid)
  if (key === undefined) throw refused("unknownKey")
  const algorithm = algorithms[key.crv]
  const now = clock()
  const { payload } = await jwtVerify(token, await importJWK(jwkOf(key), algorithm), {
    issuer: party.id,
    audience,
    algorithms: [algorithm],
    currentDate: now,
    clockTolerance: toleranceSeconds,
    requiredClaims: ["exp", "jti"],
  })
  const { jti: tokenId, exp, onBehalfOf: endUser } = claimsOf(ownClaims, payload)
  if (exp - now.getTime() / 1_000 > longestTokenSeconds + toleranceSeconds) throw refused("tokenTooLong")
  return { party, tokenId, keyId: key.kid, ...(endUser === undefined ? {} : { onBehalfOf: endUser }) }
}

async function verifyOidc(
  { issuerKeys, clock }: Tools,
  token: string,
  { party, pin }: { party: Party; pin: OidcPin },
): Promise<Caller> {
  const { payload } = await jwtVerify(token, issuerKeys(pin.issuer), {
    issuer: pin.issuer,
    audience: pin.audience,
    subject: pin.subject,
    algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
    currentDate: clock(),
    clockTolerance: toleranceSeconds,
    requiredClaims: ["exp"],
  })
  claimsOf(oidcClaims, payload)
  return { party }
}

type PublicKey = Extract<NonNullable<Party["credentials"]>, { publicKeys: unknown }>["publicKeys"][number]
type OidcPin = Extract<NonNullable<Party["credentials"]>, { oidc: unknown }>["oidc"]

function jwkOf(key: PublicKey): JWK {
  const { kty, crv, x, y } = key
  return { kty, crv, x, ...(y === undefined ? {} : { y }) }
}

function claimsOf<Schema extends z.ZodType>(schema: Schema, payload: JWTPayload): z.output<Schema> {
  const result = schema.safeParse(payload)
  if (!result.success) {
    throw refused("invalidClaims")
  }
  return result.data
}

const discovery = z.object({ issuer: boundedString(2_048), jwks_uri: boundedUrl({ protocol: /^https$/ }) })

/** Keys by OIDC discovery. The document of a pinned issuer is fetched once. Then jose caches the key set. */
function discoveredKeys(fetch: PublicFetch): (issuer: string) => JWTVerifyGetKey {
  const sets = new Map<string, Promise<JWTVerifyGetKey>>()
  // After a failed discovery, the next token tries again.
  const setOf = (issuer: string): Promise<JWTVerifyGetKey> => {
    const known = sets.get(issuer)
    if (known !== undefined) return known
    const started = discoverKeys(issuer, fetch)
    sets.set(issuer, started)
    started.catch(() => sets.delete(issuer))
    return started
  }
  return (issuer) => async (header, token) => {
    const keys = await setOf(issuer)
    try {
      return await keys(header, token)
    } catch (error) {
      // jose fetches the key set here. An error that is not one of jose's with a code came from the connection.
      const isOfToken = error instanceof errors.JOSEError && error.code !== errors.JOSEError.code
      throw isOfToken ? error : refused("issuerUnreachable")
    }
  }
}

/** Most functions never meet a token of an issuer, and need not load what reads its keys. */
const fetchOfIssuer: PublicFetch = async (url, init) => {
  const { publicFetch } = await import("../base/platform/public-fetch.ts")
  return publicFetch({ allowsLoopback: false })(url, init)
}

async function discoverKeys(issuer: string, fetch: PublicFetch): Promise<JWTVerifyGetKey> {
  const document = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`
  const answer = await fetch(document, {
    method: "GET",
    headers: { accept: "application/json" },
    signal: AbortSignal.timeout(3_000),
  }).catch(() => {
    throw refused("issuerUnreachable")
  })
  if (answer.status >= 500) throw refused("issuerUnreachable")
  const found = discovery.safeParse(await answer.json().catch(() => undefined))
  if (!found.success) throw refused("issuerUnusable")
  if (found.data.issuer !== issuer) throw refused("issuerDiffers")
  return createRemoteJWKSet(new URL(found.data.jwks_uri), { timeoutDuration: 3_000, [customFetch]: fetch })
}
