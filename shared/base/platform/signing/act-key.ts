import { createHash, createPublicKey, verify } from "node:crypto"
import type { ActPublicKey } from "../../contracts/act-signature.ts"
import { canonicalJson } from "../canonical-json.ts"

/** The thumbprint of a public key (RFC 7638 section 3; RFC 8037 section 2 for Ed25519). */
export const thumbprintOfActKey = (key: ActPublicKey): string =>
  createHash("sha256").update(canonicalJson(key), "utf8").digest("base64url")

/**
 * Whether a signature over a signature base is of this key: Ed25519, or ECDSA on P-256 with SHA-256 (RFC 9421 sections
 * 3.3.4 and 3.3.6).
 *
 * @param signature base64
 * @returns false for a key that is on no curve, too
 */
export function isSignedWith(key: ActPublicKey, base: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key, format: "jwk" })
    const [text, bytes] = [Buffer.from(base, "utf8"), Buffer.from(signature, "base64")]
    return key.kty === "OKP"
      ? verify(null, text, publicKey, bytes)
      : verify("sha256", text, { key: publicKey, dsaEncoding: "ieee-p1363" }, bytes)
  } catch {
    return false
  }
}

/** Base64 of the SHA-256 of a body, as `content-digest` has it. */
export const digestOfBody = (body: string | Uint8Array): string => createHash("sha256").update(body).digest("base64")
