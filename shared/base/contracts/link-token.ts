import { createHash } from "node:crypto"

/** The digest of a link token that a retailer sends in its place: SHA-256 in base64url, 43 characters. */
export function digestOfLinkToken(linkToken: string): string {
  return createHash("sha256").update(linkToken).digest("base64url")
}
