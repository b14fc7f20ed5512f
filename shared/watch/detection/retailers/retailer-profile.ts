import type { ProfileChart } from "../../../base/contracts/words.ts"
import { daySeconds } from "../../../base/platform/instants.ts"
import type { Thresholds } from "../charts/excursion.ts"
import type { Contact } from "../profiles/access-profile.ts"
import {
  blockSize,
  freshDays,
  lateDaysAhead,
  lateRecordDays,
  liveDays,
  missBlockSize,
  neighbourhoodBlocks,
  noticeMargin,
  widestStride,
} from "../thresholds/thresholds.ts"

/**
 * What the detector knows of one retailer's numbers and ordinary traffic. All of it is measured, because an assumed
 * live width that was three times too wide raised false alarms.
 */

export type BlockShape = {
  /** Shape for numbers issued less than two days ago, whose mails go out in number order. */
  readonly fresh: number
  readonly old: number
  readonly misses: number
}

/** How crowded ordinary blocks are at most, so that further readings of them can be compared with it. */
export type BlockCrowding = {
  /** Unproven lookups an hour of 64 numbers in a row, each destination once. See {@link BlockShape} for `fresh`. */
  readonly fresh: number
  readonly old: number
  /**
   * For every second number, every third and so on: how many times as often as at random numbers leave the commonest
   * remainder. 1 where a retailer uses all numbers alike, 2 for every second where it uses even ones alone.
   */
  readonly strides: readonly number[]
}

/** Every second number, every third, and so on. */
export const strides: readonly number[] = Array.from({ length: widestStride - 1 }, (_, index) => index + 2)

export type RetailerProfile = {
  readonly ordersPerDay: number
  /** Share of ordinary first contacts that miss, 0 to 1. */
  readonly missShare: number
  /** Whether `missShare` is what a party said, and none was learned yet. */
  readonly isMissShareAssumed?: boolean
  /** Share of postal codes that are wrong in ordinary use, 0 to 1. Undefined until it is learned. */
  readonly wrongCodeShare?: number
  /** Highest ordinal issued and when it was read, epoch seconds; null while unknown. */
  readonly sequenceHead: { readonly ordinal: number; readonly at: number } | null
  /** Share of a day's numbers that each hour (UTC) brings. Until it is learned, all hours count the same. */
  readonly hourShares?: readonly number[]
  readonly blockShape: BlockShape
  /** Undefined until it is learned. */
  readonly blockCrowding?: BlockCrowding
  /** Whether a check digit keeps ordinary typing errors from reaching another number. */
  readonly hasCheckDigit: boolean
  /**
   * Ranges of numbers that were announced late, both ends included: those issued while the feed was down. While it
   * still is, the range is open upwards. A customer's lookup of such a number fails, and that is not suspicious.
   */
  readonly lateNumbers?: readonly { readonly from: number; readonly to: number }[]
  /** The retailer's own thresholds by chart; what is absent takes the class policy's. */
  readonly thresholds?: { readonly [chart in ProfileChart]?: { readonly notice?: number; readonly alert: number } }
}

/** Shapes of random order, assumed until they are learned. */
export const randomOrder: BlockShape = { fresh: 1, old: 1, misses: 1 }

/** Numbers in use at one time. */
export const liveWidth = (profile: RetailerProfile): number => liveDays * profile.ordersPerDay

/** The head of the sequence at a time, carried forward or back at the retailer's pace; null while unknown. */
export const headAt = (profile: RetailerProfile, at: number): number | null =>
  profile.sequenceHead === null
    ? null
    : profile.sequenceHead.ordinal + (profile.ordersPerDay * (at - profile.sequenceHead.at)) / daySeconds

const withinDaysOfHead = (profile: RetailerProfile, entry: Contact, days: number): boolean => {
  if (entry.ordinal === null) return false
  const head = headAt(profile, entry.at)
  return head !== null && Math.abs(entry.ordinal - head) <= days * profile.ordersPerDay
}

/** Whether a number lies so near the sequence head that its record may not have arrived yet. */
export const isNearSequenceHead = (profile: RetailerProfile, entry: Contact): boolean =>
  withinDaysOfHead(profile, entry, lateRecordDays)

/** Whether a number was issued lately when it was looked up. */
export const isFresh = (profile: RetailerProfile, entry: Contact): boolean =>
  withinDaysOfHead(profile, entry, freshDays)

/** Shape of the ordinary order in which numbers of this entry's age are looked up. */
export const orderShape = (profile: RetailerProfile, entry: Contact): number => {
  const { fresh, old } = profile.blockShape
  if (profile.sequenceHead === null) return Math.min(fresh, old)
  return isFresh(profile, entry) ? fresh : old
}

/** The most unproven lookups an hour that 64 numbers of this entry's age ordinarily get. */
export const paceAt = ({ fresh, old }: BlockCrowding, profile: RetailerProfile, entry: Contact): number => {
  if (profile.sequenceHead === null) return Math.max(fresh, old)
  return isFresh(profile, entry) ? fresh : old
}

/** Whether a number was announced late, so that a miss shows nothing. */
export const isLate = (profile: RetailerProfile, entry: Contact): boolean => {
  const { ordinal } = entry
  if (ordinal === null || profile.lateNumbers === undefined) return false
  return profile.lateNumbers.some(({ from, to }) => ordinal >= from && ordinal <= to)
}

/**
 * The range of numbers that an outage hides: from the last announced number to a day of orders beyond where the
 * sequence must be.
 * @param at epoch seconds
 */
export const lateRange = (profile: RetailerProfile, at: number): { from: number; to: number } | null => {
  const head = profile.sequenceHead
  const reached = headAt(profile, at)
  if (head === null || reached === null) return null
  return { from: head.ordinal + 1, to: Math.ceil(reached + lateDaysAhead * profile.ordersPerDay) }
}

/** Numbers that need proof together because of an alarm in one of their blocks. */
export const neighbourhoodSize: number = neighbourhoodBlocks * blockSize

/** Number of the block a reference belongs to. */
export const blockOf = (ordinal: number): number => Math.floor(ordinal / blockSize)

/** Number of the miss block and of the code block a reference belongs to. */
export const missBlockOf = (ordinal: number): number => Math.floor(ordinal / missBlockSize)

export const blockWidth = (profile: RetailerProfile): number => Math.min(blockSize, liveWidth(profile))

export const missBlockWidth = (profile: RetailerProfile): number => Math.min(missBlockSize, liveWidth(profile))

/** A chart's thresholds for one retailer: its own, plus what the class of accessor is allowed beyond the public. */
export const thresholdsFor = (
  profile: RetailerProfile | undefined,
  chart: ProfileChart,
  standard: number,
  classAllowance: number,
): Thresholds => {
  const own = profile?.thresholds?.[chart]
  const alert = (own?.alert ?? standard) + classAllowance
  return { alert, notice: own?.notice === undefined ? alert - noticeMargin : own.notice + classAllowance }
}
