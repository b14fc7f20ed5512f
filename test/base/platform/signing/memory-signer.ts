import { createPrivateKey, createPublicKey, type KeyObject, sign as signBytes } from "node:crypto"
import type { Signature } from "../../../../shared/base/contracts/signature.ts"
import { endorsementOf, type PublicKey } from "../../../../shared/base/platform/signing/public-keys.ts"
import { type SignedKind, signedText } from "../../../../shared/base/platform/signing/signed-text.ts"
import type { PublishedKeys, Signer } from "../../../../shared/base/platform/signing/signer.ts"
import { publicPointOf, thumbprintOf } from "../../../../shared/base/platform/signing/verify-signature.ts"

/**
 * Signing keys in memory.
 *
 * @param privateKeys private keys on P-256 in PKCS #8, as PEM, oldest first
 */
export function memorySigner(privateKeys: readonly [string, ...string[]]): Signer & PublishedKeys {
  const keys = privateKeys.map((pem) => {
    const privateKey = createPrivateKey(pem)
    const point = publicPointOf(createPublicKey(privateKey))
    return { privateKey, point, kid: thumbprintOf(point) }
  })
  const signWith = (key: { privateKey: KeyObject; kid: string }, kind: SignedKind, content: unknown): Signature => {
    const text = Buffer.from(signedText(kind, key.kid, content), "utf8")
    const value = signBytes("sha256", text, { key: key.privateKey, dsaEncoding: "ieee-p1363" })
    return { keyId: key.kid, value: value.toString("base64url") }
  }
  const published = keys.map(({ point, kid }, place): PublicKey => {
    const neighbours = [keys[place - 1], keys[place + 1]].filter((key) => key !== undefined)
    const endorsements = neighbours.map((key) => signWith(key, "key", endorsementOf({ kid })))
    return { kty: "EC", crv: "P-256", ...point, alg: "ES256", use: "sig", kid, endorsements }
  })
  return {
    async sign(kind, content) {
      const newest = keys.at(-1)
      if (newest === undefined) throw new Error("There is no signing key")
      return signWith(newest, kind, content)
    },
    all: async () => ({ keys: published }),
  }
}
