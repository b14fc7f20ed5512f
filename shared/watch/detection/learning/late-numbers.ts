/**
 * Numbers that a retailer announced late or never, kept from run to run: those from before it joined, and how an outage
 * of its feed begins, grows and ends.
 */
import { entryLifetimeSeconds } from "../profiles/access-profile.ts"
import { lateRange, type RetailerProfile } from "../retailers/retailer-profile.ts"
import { fewestLateNumbers } from "../thresholds/thresholds.ts"
import { isOutage } from "./learn-profile.ts"

/** A range of numbers, both ends included, and when it was last found missing, epoch seconds. */
export type LateNumbers = { readonly from: number; readonly to: number; readonly seenAt: number }

/** Outages kept; the oldest are dropped first. */
const rangesKept = 100

/**
 * The ranges as of now.
 *
 * - While nothing was announced where shipments were due (`outageOrders`), the numbers beyond the head are late.
 * - Once the head has moved into a range, the range ends there. What the feed then brought was late. If that is little,
 * there was no outage.
 * - A feed that comes back in steps continues one range.
 * - Ranges are forgotten when no profile can still hold a lookup from their time.
 * @param profile its own `lateNumbers` do not matter
 * @param at epoch seconds
 */
export const lateNumbersAfter = (
  known: readonly LateNumbers[],
  profile: RetailerProfile,
  at: number,
): LateNumbers[] => {
  const head = profile.sequenceHead
  if (head === null) return []
  const remembered = known
    .filter(({ seenAt }) => seenAt > at - entryLifetimeSeconds)
    .map((range) => (head.ordinal < range.from ? range : { ...range, to: Math.min(range.to, head.ordinal) }))
  const hidden = isOutage(profile, head.at, at) ? lateRange(profile, at) : null
  // The same outage as in the last run, whether or not its head has moved since.
  const carriedOn =
    hidden === null ? undefined : remembered.find(({ from, to }) => from <= hidden.from && to >= hidden.from - 1)
  const ended = remembered.filter((range) => range !== carriedOn && range.to - range.from + 1 >= fewestLateNumbers)
  if (hidden === null) return ended
  return [...ended, { from: carriedOn?.from ?? hidden.from, to: hidden.to, seenAt: at }].slice(-rangesKept)
}

/**
 * The numbers below the head that is read first. Those from before the retailer joined were never announced, and its
 * customers still look them up. An unknown number shows nothing, so an attacker gains nothing by them.
 */
export const numbersFromBefore = ({ sequenceHead: head }: RetailerProfile, at: number): LateNumbers[] =>
  head === null ? [] : [{ from: 0, to: head.ordinal - 1, seenAt: at }]
