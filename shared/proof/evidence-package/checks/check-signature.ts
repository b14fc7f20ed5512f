import { headContent } from "../../../base/chain/timeline-chain.ts"
import type { PublicKey } from "../../../base/platform/signing/public-key-set.ts"
import { signedText } from "../../../base/platform/signing/signed-text.ts"
import type { Finding } from "../finding.ts"
import type { PackagedDossier } from "../package-files.ts"
import { isSigned } from "../web-crypto.ts"

/** The keys of a package, and those of them that the verifier trusts. */
export type CheckedKeys = {
  /** Keys whose id is their thumbprint. */
  readonly named: readonly PublicKey[]
  readonly trusted: ReadonlyMap<string, PublicKey>
  readonly pinned: readonly string[]
}

/** Checks the hub's signature of the head, and whether its key is one that the verifier trusts. */
export async function checkSignature(
  { caseAlias, head, headSignature }: PackagedDossier,
  keys: CheckedKeys,
): Promise<readonly Finding[]> {
  const check = "signature"
  if (headSignature === undefined) return [{ check, outcome: "broken", code: "signatureAbsent" }]
  const { keyId, value } = headSignature
  const key = keys.named.find(({ kid }) => kid === keyId)
  if (key === undefined)
    return [{ check, outcome: "broken", code: "signingKeyMissing", names: [keyId] }, trust(keys, keyId)]
  const isGood = await isSigned(key, signedText("head", keyId, headContent(caseAlias, head)), value)
  const signed: Finding = isGood
    ? { check, outcome: "holds", code: "signatureHolds", names: [keyId] }
    : { check, outcome: "broken", code: "signatureWrong", names: [keyId] }
  return [signed, trust(keys, keyId)]
}

/** Whether the verifier trusts a key. Without a pin it depends on who made the package. */
export function trust({ trusted, pinned }: CheckedKeys, keyId: string): Finding {
  const of = { check: "key", names: [keyId] } as const
  if (pinned.length === 0) return { ...of, outcome: "unchecked", code: "keyNotPinned" }
  if (pinned.includes(keyId) && trusted.has(keyId)) return { ...of, outcome: "holds", code: "keyPinned" }
  if (trusted.has(keyId)) return { ...of, outcome: "holds", code: "keyEndorsed" }
  return { ...of, outcome: "broken", code: "keyNotTrusted" }
}
