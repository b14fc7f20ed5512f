import type { Signature } from "../../base/contracts/signature.ts"
import { canonicalJson } from "../../base/platform/canonical-json.ts"
import {
  endorsementOf,
  type PublicKey,
  type PublicKeySet,
  trustedAmong,
} from "../../base/platform/signing/public-key-set.ts"
import { base64url, signedText } from "../../base/platform/signing/signed-text.ts"

/** What of Node.js and of browsers computes hashes and checks signatures: the Web Crypto API. */
const { subtle } = globalThis.crypto

const utf8 = (text: string) => new TextEncoder().encode(text)

/** SHA-256 of bytes. */
export const digestOf = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await subtle.digest("SHA-256", bytes))

/** SHA-256 of bytes, or of a text in UTF-8, in hexadecimal. */
export async function sha256Of(content: Uint8Array<ArrayBuffer> | string): Promise<string> {
  const digest = await digestOf(typeof content === "string" ? utf8(content) : content)
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")
}

/** Whether a signature over a text is of this key (RFC 7518 section 3.4). */
export async function isSigned({ x, y }: Pick<PublicKey, "x" | "y">, text: string, value: string): Promise<boolean> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }
  try {
    const key = await subtle.importKey("jwk", { kty: "EC", crv: "P-256", x, y }, algorithm, false, ["verify"])
    return await subtle.verify(algorithm, key, bytesOf(value), utf8(text))
  } catch {
    return false
  }
}

/** The bytes of base64url. @throws Error if it is none */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0))

/** Keys whose id is their thumbprint (RFC 7638 section 3). Nobody can put another key under such an id. */
export async function namedKeys({ keys }: PublicKeySet): Promise<readonly PublicKey[]> {
  const named = await Promise.all(
    keys.map(async (key) => {
      const { x, y } = key
      const thumbprint = base64url(await digestOf(utf8(canonicalJson({ crv: "P-256", kty: "EC", x, y }))))
      return thumbprint === key.kid ? [key] : []
    }),
  )
  return named.flat()
}

/** The keys that may be trusted, as `trustedAmong` says. */
export async function trustedOf(named: readonly PublicKey[], pinned: readonly string[]) {
  const good = new Map<string, ReadonlySet<string>>()
  for (const key of named) {
    const by = await Promise.all(key.endorsements.map((endorsement) => endorser(named, key, endorsement)))
    good.set(key.kid, new Set(by.flatMap((kid) => kid ?? [])))
  }
  return trustedAmong(named, pinned, (by, key) => good.get(key.kid)?.has(by.kid) === true)
}

async function endorser(named: readonly PublicKey[], key: PublicKey, { keyId, value }: Signature) {
  const by = named.find(({ kid }) => kid === keyId)
  if (by === undefined) return undefined
  return (await isSigned(by, signedText("key", keyId, endorsementOf(key)), value)) ? keyId : undefined
}
