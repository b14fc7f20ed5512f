import { importJWK, SignJWT } from "jose"
import * as z from "zod"

/** A party's private key (Ed25519), as `npx wayseal setup` and the local commands write it. */
export const privateKey = z.looseObject({
  kid: z.string(),
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string(),
  d: z.string(),
})
export type PrivateKey = z.infer<typeof privateKey>

/** Signs a token as a party, as the party's own systems would with their key. */
export type PartySigner = (partyId: string, claims?: Record<string, unknown>) => Promise<string>

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
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "EdDSA", kid: key.kid })
      .setIssuer(partyId)
      .setSubject(partyId)
      .setAudience(audience)
      .setIssuedAt()
      .setJti(crypto.randomUUID())
      .setExpirationTime("4 minutes")
      .sign(await importJWK(key, "EdDSA"))
  }
}
