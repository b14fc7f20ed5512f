import type { CryptoKey } from "jose"
import { type ActSigning, actToSign, contentDigestOf } from "../../shared/base/contracts/act-signature.ts"

/** A request that acts in a case, as it is sent. */
export type ActRequest = {
  readonly method: string
  /** The path as the hub gets it: from `/v1`, without the query. */
  readonly path: string
  readonly body: Uint8Array<ArrayBuffer>
  readonly idempotencyKey: string
}

/**
 * The headers that sign an act (RFC 9421). They are good for five minutes, and for this request alone. It needs nothing
 * but WebCrypto, so that browsers can use it too.
 *
 * @param key an Ed25519 key, or one for ECDSA on P-256
 */
export async function actHeaders(
  { method, path, body, idempotencyKey }: ActRequest,
  key: CryptoKey,
  signing: ActSigning,
): Promise<Record<string, string>> {
  const digest = await crypto.subtle.digest("SHA-256", body)
  const act = {
    "@method": method,
    "@path": path,
    "content-digest": contentDigestOf(base64(digest)),
    "idempotency-key": idempotencyKey,
  }
  const { base, headers } = actToSign(act, signing)
  const algorithm = signing.algorithm === "ed25519" ? { name: "Ed25519" } : { name: "ECDSA", hash: "SHA-256" }
  return headers(base64(await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(base))))
}

const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)))
