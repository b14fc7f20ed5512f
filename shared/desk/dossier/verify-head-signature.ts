import type { Signature } from "../../base/contracts/signature.ts"
import { type PublicKeySet, trustedKeys } from "../../base/platform/signing/public-keys.ts"
import { isSignedBy } from "../../base/platform/signing/verify-signature.ts"
import { headContent, type TimelineHead } from "../timeline.ts"

/**
 * What the hub's signature of a head proves.
 * - `holds`: the head is signed with a key that the verifier trusts
 * - `wrong`: it is not the signature of this head
 * - `unknownKey`: the signing key is not among those that the verifier trusts
 * - `absent`: the head has none, as those of releases before signatures
 */
export type SignatureState = "holds" | "wrong" | "unknownKey" | "absent"

export type SignedHeadCheck = {
  /** The party's alias of the case, which is signed too. */
  readonly caseAlias: string
  readonly head: TimelineHead
  readonly signature: Signature | undefined
}

/**
 * Checks the hub's signature of a head without the hub.
 *
 * @param keys what the hub publishes at `GET /v1/signing-keys`, however old
 * @param pinned ids of the keys that the verifier got on a way that it trusts
 */
export function checkHeadSignature(
  { caseAlias, head, signature }: SignedHeadCheck,
  keys: PublicKeySet,
  pinned: readonly string[],
): SignatureState {
  if (signature === undefined) return "absent"
  const key = trustedKeys(keys, pinned).get(signature.keyId)
  if (key === undefined) return "unknownKey"
  return isSignedBy(key, "head", headContent(caseAlias, head), signature) ? "holds" : "wrong"
}
