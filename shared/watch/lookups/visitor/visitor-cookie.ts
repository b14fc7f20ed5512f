import { timingSafeEqual } from "node:crypto"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { daySeconds } from "../../../base/platform/instants.ts"

/** Name of the hub's cookie. With this prefix browsers insist on Secure, Path=/ and no Domain. */
export const visitorCookieName = "__Host-wayseal"

/**
 * A visitor's cookie that the hub signed. It names the visitor from the lookup after its minting on. `shown` is what
 * the minting lookup showed: the tag of the reference, and whether it was proven. No profile holds that, because the
 * cookie did not exist yet.
 */
export type VisitorCookie = {
  readonly id: string
  readonly mintedAt: string
  readonly shown?: { readonly tag: string; readonly proven: boolean }
}

const lifetimeSeconds = 180 * daySeconds
/**
 * Time of minting; what was shown, if anything, as a letter (proven or seen without proof) and the tag; id; signature.
 */
const pattern = /^1\.([0-9a-z]{6,8})(?:\.([ps][A-Za-z0-9_-]{6}))?\.([A-Za-z0-9_-]{16,43})\.([A-Za-z0-9_-]{43})$/
const letters = { proven: "p", seen: "s" } as const

/**
 * Mints the value of `Set-Cookie`.
 * @param id unguessable, 16 to 43 base64url characters
 * @param shown what this lookup showed, if anything
 */
export function mintVisitorCookie(
  keyedHash: KeyedHash,
  id: string,
  now: Date,
  shown?: NonNullable<VisitorCookie["shown"]>,
): string {
  const minted = Math.floor(now.getTime() / 1000).toString(36)
  const claims = shown === undefined ? [] : [`${shown.proven ? letters.proven : letters.seen}${shown.tag}`]
  const value = ["1", minted, ...claims, id, keyedHash.hash("cookie", minted, ...claims, id)].join(".")
  return `${visitorCookieName}=${value}; Max-Age=${lifetimeSeconds}; Path=/; Secure; HttpOnly; SameSite=Lax`
}

/**
 * Reads the hub's cookie if it has the hub's signature, was minted before `now` and is not too old. Anything else
 * counts as no cookie, so that forging one gains nothing.
 * @param value as the browser sent it under {@link visitorCookieName}
 */
export function readVisitorCookie(
  keyedHash: KeyedHash,
  value: string | undefined,
  now: Date,
): VisitorCookie | undefined {
  const [, minted, claim, id, signature] = pattern.exec(value ?? "") ?? []
  if (minted === undefined || id === undefined || signature === undefined) return undefined
  const genuine = keyedHash
    .hashes("cookie", minted, ...(claim === undefined ? [] : [claim]), id)
    .some((expected) => timingSafeEqual(Buffer.from(expected), Buffer.from(signature)))
  const mintedSeconds = Number.parseInt(minted, 36)
  const ageSeconds = Math.floor(now.getTime() / 1000) - mintedSeconds
  if (!genuine || ageSeconds < 0 || ageSeconds >= lifetimeSeconds) return undefined
  const mintedAt = new Date(mintedSeconds * 1000).toISOString()
  if (claim === undefined) return { id, mintedAt }
  return { id, mintedAt, shown: { tag: claim.slice(1), proven: claim.startsWith(letters.proven) } }
}
