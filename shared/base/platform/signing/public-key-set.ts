import * as z from "zod"
import { boundedString } from "../../contracts/bounded-string.ts"
import { keyThumbprint, signature } from "../../contracts/signature.ts"

const coordinate = boundedString(256).regex(/^[A-Za-z0-9_-]{43}$/)

/** A public key of the hub as a JWK (RFC 7517), with what the keys before and after it say of it. */
export const publicKeySchema = z.object({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: coordinate,
  y: coordinate,
  alg: z.literal("ES256"),
  use: z.literal("sig"),
  kid: keyThumbprint,
  endorsements: z.array(signature).max(2).meta({
    description: "Signatures of the keys before and after this one over its `kid`",
  }),
})
export type PublicKey = z.infer<typeof publicKeySchema>

/** All public keys of a hub, oldest first. The last one signs. */
export const publicKeySetSchema = z.object({ keys: z.array(publicKeySchema).min(1).max(50) })
export type PublicKeySet = z.infer<typeof publicKeySetSchema>

/** What one key signs to endorse another. */
export const endorsementOf = ({ kid }: Pick<PublicKey, "kid">) => ({ key: kid })

/**
 * The keys that may be trusted: those that are pinned, and those that a trusted key endorses, over any number of steps.
 * So a party that pinned one key goes on after rotations.
 *
 * @param named keys whose id is their thumbprint
 * @param pinned thumbprints of keys that the verifier got on a way that it trusts
 * @param endorses whether the one key has signed the id of the other
 */
export function trustedAmong(
  named: readonly PublicKey[],
  pinned: readonly string[],
  endorses: (by: PublicKey, key: PublicKey) => boolean,
): ReadonlyMap<string, PublicKey> {
  const trusted = new Map(named.flatMap((key) => (pinned.includes(key.kid) ? [[key.kid, key]] : [])))
  for (let before = -1; before !== trusted.size; ) {
    before = trusted.size
    for (const key of named) if ([...trusted.values()].some((by) => endorses(by, key))) trusted.set(key.kid, key)
  }
  return trusted
}
