import { SignJWT } from "jose"
import type { OnBehalfOf } from "../../shared/base/contracts/on-behalf-of.ts"
import { algorithmOf, type PrivateKey, signingKeyOf } from "./private-key.ts"
import { type ActSigner, actSigner } from "./sign-act.ts"

/** Who signs a token, and for which deployment. */
export type TokenOptions = {
  readonly partyId: string
  /** The `aud` that the deployment expects: `wayseal-<stage>`. */
  readonly audience: string
  readonly key: PrivateKey
  /** The visitor for whom a lookup is made. */
  readonly onBehalfOf?: OnBehalfOf
  /** How long the token is valid. The hub refuses more than 300 seconds. */
  readonly lifetimeSeconds?: number
}

const usualLifetimeSeconds = 240

/** Signs a token as a party, for `authorization: Bearer`. Each token has a `jti` of its own. */
export async function signToken(options: TokenOptions): Promise<string> {
  const { partyId, audience, key, onBehalfOf, lifetimeSeconds = usualLifetimeSeconds } = options
  return new SignJWT(onBehalfOf === undefined ? {} : { onBehalfOf })
    .setProtectedHeader({ alg: algorithmOf(key), kid: key.kid })
    .setIssuer(partyId)
    .setAudience(audience)
    .setIssuedAt()
    .setJti(crypto.randomUUID())
    .setExpirationTime(`${lifetimeSeconds} seconds`)
    .sign(await signingKeyOf(key))
}

/** Gives a valid token whenever it is asked. `signAct`, where it has the party's key, signs what the party does. */
export type TokenSource = (() => Promise<string>) & { readonly signAct?: ActSigner }

/** A token is replaced when it is valid for less than this. */
const reserveSeconds = 60

/**
 * Signs a token when the one before is about to expire, and gives the same one until then. Not for commands of the
 * breach desk without an `idempotency-key`, which need a new token each.
 *
 * @param now the clock, in epoch milliseconds
 */
export function tokenSource(options: TokenOptions, now: () => number = Date.now): TokenSource {
  const { lifetimeSeconds = usualLifetimeSeconds } = options
  let current: { readonly token: Promise<string>; readonly until: number } | undefined
  const source = () => {
    if (current === undefined || now() >= current.until) {
      const token = signToken(options)
      current = { token, until: now() + (lifetimeSeconds - reserveSeconds) * 1_000 }
      // After a failure the next call tries again.
      token.catch(() => {
        current = undefined
      })
    }
    return current.token
  }
  return Object.assign(source, { signAct: actSigner(options.key, now) })
}
