import { randomBytes } from "node:crypto"
import { digestOfLinkToken } from "../../shared/base/contracts/link-token.ts"

/** A link token: what opens one parcel, and what the hub gets in its place. */
export type LinkToken = {
  /** For the link that you mail to your customer, and for nobody else. 192 random bits. */
  readonly token: string
  /** `linkTokenDigest` of `ShipmentCreated`. */
  readonly digest: string
}

/** Mints a link token for one shipment. Keep the token where you keep the customer's address, or only in the mail. */
export function mintLinkToken(): LinkToken {
  const token = randomBytes(24).toString("base64url")
  return { token, digest: digestOfLinkToken(token) }
}
