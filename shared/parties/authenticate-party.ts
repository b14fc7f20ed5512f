import {
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  importJWK,
  type JWK,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from "jose"
import * as z from "zod"
import type { Clock } from "../platform/clock.ts"
import { HttpProblem } from "../platform/http-problem.ts"
import type { Party } from "./party.ts"
import type { PartyDirectory } from "./party-directory.ts"

/**
 * The end user for whom a party asks (claim `onBehalfOf`). The end user's proof counts, not the party's. Hashed on receipt
 * and kept nowhere.
 */
export const onBehalfOf = z.strictObject({
  ip: z.union([z.ipv4(), z.ipv6()]),
  session: z.string().min(8).max(256).optional(),
  sessionStartedAt: z.iso.datetime({ offset: true }).optional(),
  userAgent: z.string().max(512).optional(),
})
export type OnBehalfOf = z.infer<typeof onBehalfOf>

/** Who calls, as their credential proves. */
export type Caller = { party: Party; tokenId: string; onBehalfOf?: OnBehalfOf }

/** Finds out who signed a request. Throws `HttpProblem` 401 for anything but a good credential of a known party. */
export type AuthenticateParty = (authorization: string | undefined) => Promise<Caller>

/** The `aud` that parties' tokens for a stage must carry, so that one stage's token is none for another. */
export function apiAudience(stage: string): string {
  return `wayseal-${stage}`
}

/** What the authentication of parties needs. */
export type AuthenticationSettings = {
  parties: PartyDirectory
  /** See `apiAudience`. */
  audience: string
  clock: Clock
  /** Keys of a pinned OIDC issuer; by discovery over HTTPS when absent. */
  issuerKeys?: (issuer: string) => JWTVerifyGetKey
}

/** Longest time that a party's own token may still be valid for. */
export const longestTokenSeconds = 300
const toleranceSeconds = 10
const algorithms = { Ed25519: "EdDSA", "P-256": "ES256" } as const

const ownClaims = z.object({ jti: z.string().min(8).max(128), exp: z.number(), onBehalfOf: onBehalfOf.optional() })
const oidcClaims = z.object({ jti: z.string().max(256).optional(), exp: z.number() })

/**
 * Verifies the bearer tokens of parties: a JWT that the party signed itself (`iss` = party id, EdDSA or ES256, `exp` at
 * most five minutes ahead, `jti`), or one of the OIDC issuer that the parties file pins for it. The issuer named in a token
 * is looked up in the parties file first; an unknown one is refused without anything being fetched.
 */
export function partyAuthenticator(settings: AuthenticationSettings): AuthenticateParty {
  const { parties, audience, clock } = settings
  const issuerKeys = settings.issuerKeys ?? discoveredKeys()

  const verifyOwn = async (token: string, party: Party, keys: readonly PublicKey[]): Promise<Caller> => {
    const { kid } = decodeProtectedHeader(token)
    const key = keys.find((entry) => entry.kid === kid)
    if (key === undefined) {
      throw refused("unknownKey")
    }
    const algorithm = key.crv === "Ed25519" ? algorithms.Ed25519 : algorithms["P-256"]
    const now = clock()
    const { payload } = await jwtVerify(token, await importJWK(jwkOf(key), algorithm), {
      issuer: party.id,
      audience,
      algorithms: [algorithm],
      currentDate: now,
      clockTolerance: toleranceSeconds,
      requiredClaims: ["exp", "jti"],
    })
    const claims = claimsOf(ownClaims, payload)
    if (claims.exp - now.getTime() / 1000 > longestTokenSeconds + toleranceSeconds) {
      throw refused("tokenTooLong")
    }
    return {
      party,
      tokenId: claims.jti,
      ...(claims.onBehalfOf === undefined ? {} : { onBehalfOf: claims.onBehalfOf }),
    }
  }

  const verifyOidc = async (token: string, party: Party, pin: OidcPin): Promise<Caller> => {
    const { payload } = await jwtVerify(token, issuerKeys(pin.issuer), {
      issuer: pin.issuer,
      audience: pin.audience,
      subject: pin.subject,
      algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
      currentDate: clock(),
      clockTolerance: toleranceSeconds,
      requiredClaims: ["exp"],
    })
    return { party, tokenId: claimsOf(oidcClaims, payload).jti ?? "none" }
  }

  return async (authorization) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? "")?.[1]
    if (token === undefined) {
      throw refused("noToken")
    }
    try {
      const { iss, sub } = decodeJwt(token)
      const party = parties.byId(iss ?? "")
      if (party?.credentials !== undefined && "publicKeys" in party.credentials) {
        return await verifyOwn(token, party, party.credentials.publicKeys)
      }
      for (const candidate of parties.all) {
        if (candidate.credentials !== undefined && "oidc" in candidate.credentials) {
          const { oidc } = candidate.credentials
          if (oidc.issuer === iss && oidc.subject === sub) {
            return await verifyOidc(token, candidate, oidc)
          }
        }
      }
    } catch (error) {
      throw error instanceof HttpProblem ? error : refused("invalidToken")
    }
    throw refused("unknownIssuer")
  }
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

function refused(reason: string): HttpProblem {
  return new HttpProblem("unauthenticated", { reason, headers: { "www-authenticate": "Bearer" } })
}

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url({ protocol: /^https$/ }) })

/** Keys by OIDC discovery: the document of the pinned issuer is fetched once, then jose caches the key set. */
function discoveredKeys(): (issuer: string) => JWTVerifyGetKey {
  const sets = new Map<string, Promise<JWTVerifyGetKey>>()
  const discover = async (issuer: string): Promise<JWTVerifyGetKey> => {
    const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
      redirect: "error",
      signal: AbortSignal.timeout(3_000),
    })
    const found = discovery.parse(await answer.json())
    if (found.issuer !== issuer) {
      throw refused("issuerDiffers")
    }
    return createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: 3_000 })
  }
  // A failed discovery is tried again with the next token; a key that is not in the set is not, beyond what jose allows itself.
  const setOf = (issuer: string): Promise<JWTVerifyGetKey> => {
    const known = sets.get(issuer)
    if (known !== undefined) {
      return known
    }
    const started = discover(issuer)
    sets.set(issuer, started)
    started.catch(() => sets.delete(issuer))
    return started
  }
  return (issuer) => async (header, token) => (await setOf(issuer))(header, token)
}
