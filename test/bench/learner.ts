/**
 * What the hub learns of the retailers while the traffic goes on: every ten minutes and every hour, as when deployed.
 */

import { daySeconds } from "../../shared/base/platform/instants.ts"
import { numbersFromBefore } from "../../shared/watch/detection/learning/late-numbers.ts"
import { learnBlockCrowding } from "../../shared/watch/detection/learning/learn-block-crowding.ts"
import {
  isOutage,
  type LearningContact,
  learnBlockShape,
  learnMissShare,
  learnWrongCodeShare,
} from "../../shared/watch/detection/learning/learn-profile.ts"
import { learningBlocksOf, type MemoryDetector } from "../../shared/watch/detection/memory-detector.ts"
import { largestOrdinal } from "../../shared/watch/detection/profiles/profile-encoding.ts"
import {
  lateRange,
  type RetailerProfile,
  randomOrder,
} from "../../shared/watch/detection/retailers/retailer-profile.ts"
import { assumedMissShare } from "../../shared/watch/detection/thresholds/thresholds.ts"
import { sum } from "./statistics.ts"
import { numbersPerDay, type Retailer } from "./world/orders.ts"
import { epoch } from "./world/time.ts"
import { carrierNumber } from "./world/tracking-numbers.ts"
import type { World } from "./world/world.ts"

const learnedContacts = 4_000
const outageWindowSeconds = 2 * 3600

/** The numbers of one retailer in the order in which they were issued, and how far its feed has brought them. */
type Feed = {
  readonly times: readonly number[]
  readonly ordinals: readonly number[]
  next: number
  manifested: number
  /** The highest number of the manifest that is far ahead, if there is one. */
  readonly announcedFar: number
}

const feedOf = (world: World, retailer: Retailer): Feed => {
  const times: number[] = []
  const ordinals: number[] = []
  for (let place = 0; place < retailer.issued; place += 1) {
    const order = retailer.orders[place] ?? -1
    if (order < 0) continue
    times.push(world.orders.createdAt[order] ?? 0)
    ordinals.push(retailer.firstOrdinal + place)
  }
  const { farManifest } = retailer.announces
  const farUntil = farManifest === null ? 0 : farManifest.at + farManifest.daysAhead * daySeconds
  const announcedFar = ordinals[times.findLastIndex((at) => at <= farUntil)] ?? 0
  return { times, ordinals, next: 0, manifested: 0, announcedFar }
}

const initialProfile = (retailer: Retailer): RetailerProfile => ({
  ordersPerDay: numbersPerDay(retailer),
  missShare: 0.05,
  isMissShareAssumed: true,
  sequenceHead: null,
  blockShape: randomOrder,
  hasCheckDigit: retailer.hasCheckDigit,
})

/** The profile after the feed of a retailer was read at a time: its last number, or what an outage hides. */
const advanceProfile = (profile: RetailerProfile, retailer: Retailer, feed: Feed, at: number): RetailerProfile => {
  const { outage } = retailer
  if (outage !== null && at >= outage.from && at < outage.to) {
    const hidden = isOutage(retailer, feed.manifested, at) ? lateRange(profile, epoch + at) : null
    if (hidden === null) return profile
    const others = profile.lateNumbers?.filter(({ from }) => from !== hidden.from) ?? []
    return { ...profile, lateNumbers: [...others, hidden] }
  }
  if (at < retailer.joinsAt) return profile
  const { daysAhead, farManifest } = retailer.announces
  const until = at + daysAhead * daySeconds
  while (feed.next < feed.times.length && (feed.times[feed.next] ?? 0) <= until) feed.next += 1
  if (feed.manifested < at) feed.manifested = at
  const announced = feed.ordinals[feed.next - 1]
  if (announced === undefined) return profile
  const isFarAhead = farManifest !== null && at >= farManifest.at
  const ordinal = isFarAhead ? Math.max(announced, feed.announcedFar) : announced
  if (profile.sequenceHead === null && retailer.joinsAt > 0) return firstSeen(profile, { ordinal, at: epoch + at })
  // The highest number stays the head until a higher one is announced.
  if (ordinal === profile.sequenceHead?.ordinal) return profile
  const sequenceHead = { ordinal, at: epoch + at }
  // Once the feed is back, the numbers that it brings at once are those that were late.
  const late = profile.lateNumbers?.map(({ from, to }) => ({ from, to: Math.min(to, Math.max(from, ordinal)) }))
  return late === undefined ? { ...profile, sequenceHead } : { ...profile, sequenceHead, lateNumbers: late }
}

/** The profile with its first head. Numbers from before a retailer joined are late. */
const firstSeen = (profile: RetailerProfile, sequenceHead: NonNullable<RetailerProfile["sequenceHead"]>) => {
  const seen = { ...profile, sequenceHead }
  return { ...seen, lateNumbers: numbersFromBefore(seen, sequenceHead.at) }
}

/** What is known of the carrier's tracking numbers: their pace, and that a miss of one shows nothing. */
const carrierProfile = (retailers: readonly Retailer[]): RetailerProfile => ({
  ordersPerDay: sum(retailers.map(({ ordersPerDay }) => ordersPerDay)),
  missShare: assumedMissShare,
  sequenceHead: null,
  blockShape: randomOrder,
  lateNumbers: [{ from: 0, to: largestOrdinal }],
  hasCheckDigit: true,
})

type HourlyLesson = {
  readonly retailer: Retailer
  readonly at: number
  readonly isOut: boolean
  readonly contacts: readonly LearningContact[]
  readonly detector: MemoryDetector
}

/** The profile after an hour: its share of misses, and every six hours the shape of its blocks. */
const learnHourly = (profile: RetailerProfile, lesson: HourlyLesson): RetailerProfile => {
  const { retailer, at, isOut, contacts, detector } = lesson
  const isSixthHour = Math.round(at / 3600) % 6 === 0
  const since = epoch + at - (isOut ? outageWindowSeconds : daySeconds)
  const missShare =
    isOut || isSixthHour
      ? learnMissShare(
          contacts.filter((contact) => contact.at >= since),
          { outage: isOut },
        )
      : profile.missShare
  const isMissShareAssumed = profile.isMissShareAssumed === true && !isOut && !isSixthHour
  const wrongCodeShare = isSixthHour ? learnWrongCodeShare(contacts) : profile.wrongCodeShare
  const codes = wrongCodeShare === undefined ? {} : { wrongCodeShare }
  const learned = { ...profile, missShare, isMissShareAssumed, ...codes }
  return isSixthHour ? withLearnedBlocks(learned, retailer.number, detector) : learned
}

/** The profile with what the latest blocks of a series teach. */
const withLearnedBlocks = (profile: RetailerProfile, series: number, detector: MemoryDetector): RetailerProfile => {
  const of = { retailer: series, profile, most: 120 }
  const blocks = learningBlocksOf(detector, { ...of, kind: "block" })
  const blockShape = learnBlockShape(profile, blocks, learningBlocksOf(detector, { ...of, kind: "missBlock" }))
  return { ...profile, blockShape, blockCrowding: learnBlockCrowding(profile, blocks) }
}

export type Learner = {
  /** The profile of a retailer by its number. */
  profileOf(number: number): RetailerProfile | undefined
  /** Notes a contact from which the share of misses is learned. */
  note(contact: LearningContact): void
  /** Reads the feeds; called every ten minutes. */
  advance(at: number): void
  /** Learns from the last day's contacts and from what the detector holds; called every hour. */
  learn(at: number, detector: MemoryDetector): void
  /** The profiles of each hour by the number of the retailer or carrier. */
  history(): ReadonlyMap<number, readonly RetailerProfile[]>
}

type RetailerState = {
  readonly retailer: Retailer
  readonly feed: Feed
  profile: RetailerProfile
  contacts: LearningContact[]
  readonly history: RetailerProfile[]
}

export const makeLearner = (world: World): Learner => {
  const states = world.retailers.map(
    (retailer): RetailerState => ({
      retailer,
      feed: feedOf(world, retailer),
      profile: initialProfile(retailer),
      contacts: [],
      history: [],
    }),
  )
  const carrier: Pick<RetailerState, "profile" | "history"> = { profile: carrierProfile(world.retailers), history: [] }
  return {
    profileOf: (number) => (number === carrierNumber ? carrier.profile : states[number - 1]?.profile),
    note: (contact) => void states[contact.retailer - 1]?.contacts.push(contact),
    advance(at) {
      for (const state of states) state.profile = advanceProfile(state.profile, state.retailer, state.feed, at)
    },
    learn(at, detector) {
      for (const state of states) {
        const { retailer, feed } = state
        state.contacts = state.contacts.slice(-learnedContacts)
        const isOut = at >= retailer.joinsAt && isOutage(retailer, feed.manifested, at)
        state.profile = learnHourly(state.profile, { retailer, at, isOut, contacts: state.contacts, detector })
        state.history.push(state.profile)
      }
      if (Math.round(at / 3600) % 6 === 0) carrier.profile = withLearnedBlocks(carrier.profile, carrierNumber, detector)
      carrier.history.push(carrier.profile)
    },
    history: () =>
      new Map([
        ...states.map(({ retailer, history }) => [retailer.number, history] as const),
        [carrierNumber, carrier.history] as const,
      ]),
  }
}
