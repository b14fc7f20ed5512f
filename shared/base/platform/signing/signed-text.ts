import { canonicalJson } from "../canonical-json.ts"

/** What a signature is over. Each kind has its own, so that a signature of one kind never passes for another. */
export type SignedKind = "head" | "statement" | "key"

/** Base64url without padding (RFC 4648 section 5), in browsers too. */
export function base64url(bytes: Uint8Array): string {
  let text = ""
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
}

const encoded = (text: string): string => base64url(new TextEncoder().encode(text))

/**
 * The text that a signature is over: the signing input of a JWS (RFC 7515 section 5.1) with the content as canonical
 * JSON (RFC 8785). A signature together with it is a compact JWS, which any JOSE library verifies.
 */
export function signedText(kind: SignedKind, keyId: string, content: unknown): string {
  const header = canonicalJson({ alg: "ES256", kid: keyId, typ: `wayseal-${kind}+jws` })
  return `${encoded(header)}.${encoded(canonicalJson(content))}`
}
