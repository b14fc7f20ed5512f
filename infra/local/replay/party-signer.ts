import type { PrivateKey } from "../../../client/tokens/private-key.ts"
import { signToken } from "../../../client/tokens/sign-token.ts"
import type { OnBehalfOf } from "../../../shared/base/contracts/on-behalf-of.ts"

/** Signs a token as a party, as the party's own systems would with their key. */
export type PartySigner = (partyId: string, claims?: { readonly onBehalfOf?: OnBehalfOf }) => Promise<string>

/**
 * Signs tokens of parties for one deployment.
 *
 * @param keys private keys by party id
 * @param audience the `aud` that the deployment expects
 * @throws Error for a party without a key
 */
export function partySigner(keys: Readonly<Record<string, PrivateKey>>, audience: string): PartySigner {
  return async (partyId, claims = {}) => {
    const key = keys[partyId]
    if (key === undefined) throw new Error(`The party ${partyId} has no key on this machine`)
    return signToken({ partyId, audience, key, ...claims })
  }
}
