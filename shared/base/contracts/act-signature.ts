import * as z from "zod"
import { boundedString } from "./bounded-string.ts"

/**
 * How a party signs what it does in a case: an HTTP message signature (RFC 9421) over the body's digest (RFC 9530).
 * Nothing here reads or makes keys, so that programs, browsers and the hub share it.
 */

/** Says what a signature is for (RFC 9421 section 2.3), so that one of another purpose never passes for an act's. */
export const actSignatureTag = "wayseal-act"

/** How far `created` may be from the hub's clock, before and after it. */
export const actSignatureSeconds = 300

/**
 * What every signature of an act covers, in any order, and nothing else. The path names the party and the case, because
 * each party of each exchange has its own alias of a case. `@authority` is left out: an edge before the hub changes it.
 */
export const actComponents = ["@method", "@path", "content-digest", "idempotency-key"] as const
export type ActComponent = (typeof actComponents)[number]

/** Names of the algorithms in the registry of RFC 9421 section 6.2, by the type of key. */
export const actAlgorithms = { OKP: "ed25519", EC: "ecdsa-p256-sha256" } as const

const coordinate = boundedString(256).regex(/^[A-Za-z0-9_-]{43}$/)

/** A public key on P-256 as a JWK (RFC 7517). */
export const p256PublicKey = z.strictObject({
  kty: z.literal("EC"),
  crv: z.literal("P-256"),
  x: coordinate,
  y: coordinate,
})

/** A party's public key as a JWK (RFC 7517), with the members that its thumbprint (RFC 7638) is over. */
export const actPublicKey = z.discriminatedUnion("kty", [
  z.strictObject({ kty: z.literal("OKP"), crv: z.literal("Ed25519"), x: coordinate }),
  p256PublicKey,
])
export type ActPublicKey = z.infer<typeof actPublicKey>

/**
 * A party's signature of what it did, as an entry of the timeline keeps it. It needs nothing else to be checked, also
 * when the party has given up the key.
 */
export const partySignature = z.strictObject({
  base: boundedString(2_000).min(1).meta({
    description: "The signature base (RFC 9421 section 2.5): the exact text that is signed",
  }),
  signature: boundedString(256)
    .regex(/^[A-Za-z0-9+/]{86}==$/)
    .meta({ description: "Base64 of the 64 bytes of Ed25519, or of r and s of ECDSA on P-256 with SHA-256" }),
  publicKey: actPublicKey,
  thumbprint: coordinate.meta({ description: "Thumbprint of the public key (RFC 7638)" }),
  body: boundedString(400_000)
    .optional()
    .meta({
      description:
        "The body of the request, exactly as it was signed. Absent where the timeline does not hold what it says, such " +
        "as a file number: then the party has it",
    }),
})
export type PartySignature = z.infer<typeof partySignature>

/** The member of an entry's data that holds the party's signature. */
export const signatureMember = "partySignature"

/** The values of what a signature covers. */
export type CoveredAct = Readonly<Record<ActComponent, string>>

/**
 * The signature base of a message (RFC 9421 section 2.5).
 *
 * @param components names and values of what is covered, in order
 * @param parameters the value of `@signature-params`: the inner list with its parameters
 */
export const signatureBase = (components: readonly (readonly [string, string])[], parameters: string): string =>
  [...components, ["@signature-params", parameters] as const].map(([name, value]) => `"${name}": ${value}`).join("\n")

/** Who signs, when (epoch seconds), and with which algorithm. `keyId`: the thumbprint or the `kid` of the key. */
export type ActSigning = {
  readonly keyId: string
  readonly created: number
  readonly algorithm: (typeof actAlgorithms)[keyof typeof actAlgorithms]
}

/** The text that a party signs, and the headers that go with the signature once it is made. */
export function actToSign(act: CoveredAct, { keyId, created, algorithm }: ActSigning) {
  const covered = actComponents.map((name) => `"${name}"`).join(" ")
  const parameters = `(${covered});created=${created};keyid="${keyId}";alg="${algorithm}";tag="${actSignatureTag}"`
  return {
    base: signatureBase(
      actComponents.map((name) => [name, act[name]] as const),
      parameters,
    ),
    /** @param signature base64 of the signature's bytes */
    headers: (signature: string) => ({
      "content-digest": act["content-digest"],
      "signature-input": `act=${parameters}`,
      signature: `act=:${signature}:`,
    }),
  }
}

/** The value of `content-digest`. @param sha256 base64 of the SHA-256 of the body */
export const contentDigestOf = (sha256: string): string => `sha-256=:${sha256}:`
