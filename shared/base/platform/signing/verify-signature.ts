import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto"
import * as z from "zod"
import { ownString } from "../../contracts/bounded-string.ts"
import type { Signature } from "../../contracts/signature.ts"
import { canonicalJson } from "../canonical-json.ts"
import { type SignedKind, signedText } from "./signed-text.ts"

/** A public key on P-256. */
export type Point = { readonly x: string; readonly y: string }

/** The thumbprint of a public key on P-256 (RFC 7638 section 3). */
export const thumbprintOf = ({ x, y }: Point): string =>
  createHash("sha256")
    .update(canonicalJson({ crv: "P-256", kty: "EC", x, y }), "utf8")
    .digest("base64url")

/**
 * Whether a signature over this content is of this key (RFC 7518 section 3.4). The id of the key is signed too.
 *
 * @returns false for a point that is on no curve, too
 */
export function isSignedBy({ x, y }: Point, kind: SignedKind, content: unknown, { keyId, value }: Signature): boolean {
  try {
    const key = createPublicKey({ key: { kty: "EC", crv: "P-256", x, y }, format: "jwk" })
    const text = Buffer.from(signedText(kind, keyId, content), "utf8")
    return verify("sha256", text, { key, dsaEncoding: "ieee-p1363" }, Buffer.from(value, "base64url"))
  } catch {
    return false
  }
}

const exported = z.object({ crv: z.literal("P-256"), x: ownString(), y: ownString() })

/** @throws ZodError if the key is not on P-256 */
export function publicPointOf(key: KeyObject): Point {
  const { x, y } = exported.parse(key.export({ format: "jwk" }))
  return { x, y }
}
