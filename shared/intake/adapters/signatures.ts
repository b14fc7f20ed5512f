import { createHmac, timingSafeEqual } from "node:crypto"

/** Whether two texts are the same. The time that it takes tells nothing about where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  const [first, second] = [one, other].map((text) => createHmac("sha256", "compared").update(text).digest())
  return first !== undefined && second !== undefined && timingSafeEqual(first, second)
}

/** HMAC-SHA-256 of a body. */
export function hmacOf(body: Uint8Array, secret: string, encoding: "base64" | "hex"): string {
  return createHmac("sha256", secret).update(body).digest(encoding)
}
