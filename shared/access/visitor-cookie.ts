import { timingSafeEqual } from "node:crypto"
import type { KeyedHash } from "../storage/keyed-hash.ts"

/** Name of the hub's cookie; the prefix makes browsers insist on Secure, Path=/ and no Domain. */
export const visitorCookieName = "__Host-wayseal"

/** A visitor's cookie that the hub signed: an identity from the lookup after its minting on. */
export type VisitorCookie = { readonly id: string; readonly mintedAt: string }

const lifetimeSeconds = 180 * 86_400
const pattern = /^1\.([0-9a-z]{6,8})\.([A-Za-z0-9_-]{16,43})\.([A-Za-z0-9_-]{43})$/

/**
 * Mints the value of `Set-Cookie`.
 *
 * @param id unguessable, 16 to 43 base64url characters
 */
export function mintVisitorCookie(keyedHash: KeyedHash, id: string, now: Date): string {
  const minted = Math.floor(now.getTime() / 1000).toString(36)
  const value = `1.${minted}.${id}.${keyedHash.hash("cookie", minted, id)}`
  return `${visitorCookieName}=${value}; Max-Age=${lifetimeSeconds}; Path=/; Secure; HttpOnly; SameSite=Lax`
}

/**
 * The hub's cookie among `name=value` pairs, if it carries the hub's signature, was minted before `now` and is not too old. Anything else
 * is no cookie at all, so that forging one gains nothing.
 */
export function readVisitorCookie(
  keyedHash: KeyedHash,
  cookies: readonly string[],
  now: Date,
): VisitorCookie | undefined {
  for (const cookie of cookies.slice(0, 50)) {
    const [name, value] = split(cookie)
    if (name !== visitorCookieName) continue
    const [, minted, id, signature] = pattern.exec(value) ?? []
    if (minted === undefined || id === undefined || signature === undefined) continue
    const genuine = keyedHash
      .hashes("cookie", minted, id)
      .some((expected) => timingSafeEqual(Buffer.from(expected), Buffer.from(signature)))
    const ageSeconds = Math.floor(now.getTime() / 1000) - Number.parseInt(minted, 36)
    if (genuine && ageSeconds >= 0 && ageSeconds < lifetimeSeconds) {
      return { id, mintedAt: new Date(Number.parseInt(minted, 36) * 1000).toISOString() }
    }
  }
  return undefined
}

/** `name=value` pairs of a Cookie header. */
export function cookiePairs(header: string | undefined): string[] {
  return (header ?? "").split(";").map((pair) => pair.trim())
}

function split(pair: string): [name: string, value: string] {
  const at = pair.indexOf("=")
  return at < 0 ? [pair, ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
}
