import { endorsementOf, type PublicKey, type PublicKeySet, trustedAmong } from "./public-key-set.ts"
import { isSignedBy, thumbprintOf } from "./verify-signature.ts"

export {
  endorsementOf,
  type PublicKey,
  type PublicKeySet,
  publicKeySetSchema,
} from "./public-key-set.ts"

/**
 * The keys of a set that may be trusted. See {@link trustedAmong}.
 *
 * @param pinned thumbprints of keys that the verifier got on a way that it trusts
 */
export const trustedKeys = ({ keys }: PublicKeySet, pinned: readonly string[]): ReadonlyMap<string, PublicKey> =>
  trustedAmong(
    keys.filter((key) => thumbprintOf(key) === key.kid),
    pinned,
    (by, key) =>
      key.endorsements.some(
        (endorsement) => endorsement.keyId === by.kid && isSignedBy(by, "key", endorsementOf(key), endorsement),
      ),
  )
