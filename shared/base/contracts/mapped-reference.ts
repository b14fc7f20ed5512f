/** How the hub and its clients name references in the map of proof. */
import { createHash } from "node:crypto"

/** Digits of the place of a number: its last ones. */
export const placeDigits = 12

/** Base64url characters of a digest: 96 bits. */
export const digestCharacters = 16

/** One form for each reference: capitals, without blanks and hyphens. */
export const bareReference = (reference: string): string =>
  reference
    .slice(0, 256)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "")

/** The digest of how a reference in its bare form begins. */
export const digestOfBeginning = (beginning: string): string =>
  createHash("sha256").update(beginning).digest("base64url").slice(0, digestCharacters)
