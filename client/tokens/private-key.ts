import { exportJWK, importJWK, importPKCS8, type JWK } from "jose"
import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import { parsedJson } from "../../shared/base/contracts/parsed-json.ts"

const ed25519 = z.looseObject({
  kid: boundedString(4_000),
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: boundedString(4_000),
  d: boundedString(4_000),
})
const p256 = z.looseObject({
  kid: boundedString(4_000),
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: boundedString(4_000),
  y: boundedString(4_000),
  d: boundedString(4_000),
})

/**
 * A party's private key as a JWK (RFC 7517) with `kid`: Ed25519, as `npx wayseal setup` and `npm start` write it, or
 * P-256. The hub knows its public half under the same `kid`.
 */
export const privateKey = z.discriminatedUnion("kty", [ed25519, p256])
export type PrivateKey = z.infer<typeof privateKey>

const algorithms = { OKP: "EdDSA", EC: "ES256" } as const

/** How a key signs: with EdDSA or ES256. */
export type KeyAlgorithm = (typeof algorithms)[keyof typeof algorithms]

/** The algorithm of a key, for the header of a token. */
export const algorithmOf = (key: PrivateKey): KeyAlgorithm => algorithms[key.kty]

/** The key in the form with which it signs. */
export const signingKeyOf = (key: PrivateKey) => importJWK(key, algorithmOf(key))

/** A key that cannot be read. The message says which form it should have. It repeats nothing of the key. */
export class KeyUnreadable extends Error {
  override readonly name = "KeyUnreadable"

  /** @param lacksKid whether nothing but the id is missing */
  constructor(lacksKid = false) {
    super(lacksKid ? withoutKid : withoutForm)
  }
}

const withoutKid = "The key can be read, and has no kid. Give --kid, the id under which the hub knows it."
const withoutForm =
  "The key is neither a JWK with kid, kty, crv, x and d, nor a PKCS#8 PEM of Ed25519 or P-256 with its kid."

/**
 * Reads a private key from the text of its file: a JWK, or a PKCS#8 PEM as `openssl genpkey` writes it.
 *
 * @param kid the key's id, which a PEM cannot hold; it replaces the one in a JWK
 * @throws KeyUnreadable
 */
export async function readPrivateKey(text: string, kid?: string): Promise<PrivateKey> {
  const jwk = text.includes("-----BEGIN") ? await jwkOfPem(text) : parsedJson(text)
  const parts = z.looseObject({}).catch({}).parse(jwk)
  const read = privateKey.safeParse(kid === undefined ? parts : { ...parts, kid })
  if (!read.success) throw new KeyUnreadable(privateKey.safeParse({ ...parts, kid: "any" }).success)
  return read.data
}

async function jwkOfPem(pem: string): Promise<JWK | undefined> {
  for (const algorithm of Object.values(algorithms)) {
    try {
      return await exportJWK(await importPKCS8(pem, algorithm, { extractable: true }))
    } catch {
      // The key has the other algorithm, or none of ours.
    }
  }
  return undefined
}
