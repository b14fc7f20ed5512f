import * as z from "zod"
import { boundedString } from "./bounded-string.ts"

/** The SHA-256 thumbprint of a public key as a JWK (RFC 7638). Whoever holds it can tell whether a key is the one. */
export const keyThumbprint = boundedString(256)
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .meta({
    description: "The signing key: its JWK thumbprint (RFC 7638)",
    examples: ["FbMR-9kmKIcCQPuoS7zEaQ9ZVNL0bFmYf2uTTRzxLzM"],
  })

/** A signature of the hub with ES256 (RFC 7518 section 3.4): ECDSA on P-256 with SHA-256. */
export const signature = z
  .object({
    keyId: keyThumbprint,
    value: boundedString(256)
      .regex(/^[A-Za-z0-9_-]{86}$/)
      .meta({
        title: "Signature",
        description: "Base64url of the 64 bytes r and s",
        examples: [`${"MEUCIQDx".repeat(10)}abcdeg`],
      }),
  })
  .meta({ description: "The hub's signature, which anybody can check with the hub's public key" })
export type Signature = z.infer<typeof signature>
