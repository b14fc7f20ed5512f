/** The cookies of the simulated world's visitors: when each was minted, and what it showed then. */

import { daySeconds } from "../../shared/base/platform/instants.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import type { VisitorCookie } from "../../shared/watch/lookups/visitor/visitor-cookie.ts"
import { storedTag } from "./observed-accesses.ts"
import { epoch } from "./world/time.ts"

/** By subject, the lookup that minted its cookie; null for a cookie from before the simulated time. */
export type MintedCookies = Map<number, Access | null>

const hashOf = (subject: number): number => (subject * 2_654_435_761) >>> 0

/** Whether a visitor has a cookie from before the simulated time: six in ten do. */
export const hasOlderCookie = (subject: number): boolean => hashOf(subject) % 10 < 6

/** Whether an older cookie was minted by a mailed link, as 65 of 100 lookups are made. */
const openedByLink = (subject: number): boolean => hashOf(subject + 1) % 100 < 65

const isoOf = (epochSeconds: number): string => new Date(epochSeconds * 1000).toISOString()

/** The cookie that a visitor comes with; undefined for one without. An attacker's is older and was shown nothing. */
export const cookieOf = (access: Access, minted: MintedCookies): VisitorCookie | undefined => {
  if (access.subject.kind !== "cookie") return undefined
  const subject = Number(access.subject.fingerprint)
  const id = String(subject).padStart(16, "0")
  const mintedBefore = isoOf(epoch - 30 * daySeconds)
  const minting = minted.get(subject)
  if (minting === undefined) return { id, mintedAt: mintedBefore }
  if (minting === null) return { id, mintedAt: mintedBefore, shown: { tag: "before", proven: openedByLink(subject) } }
  const mintedAt = isoOf(minting.at)
  if (minting.outcome !== "hit") return { id, mintedAt }
  return { id, mintedAt, shown: { tag: storedTag(minting.tag), proven: minting.proof !== "none" } }
}
