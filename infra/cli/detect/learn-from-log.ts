/**
 * Learns the profile of each sequence of numbers while the log is scored: the highest number, how many lookups miss,
 * and in what order neighbouring numbers are looked up.
 */

import { daySeconds } from "../../../shared/base/platform/instants.ts"
import type { Retailer } from "../../../shared/parties/party.ts"
import { type Access, contactOf } from "../../../shared/watch/detection/access.ts"
import { learnBlockCrowding } from "../../../shared/watch/detection/learning/learn-block-crowding.ts"
import {
  type LearningContact,
  learnBlockShape,
  learnMissShare,
} from "../../../shared/watch/detection/learning/learn-profile.ts"
import { learningBlocksOf, type MemoryDetector } from "../../../shared/watch/detection/memory-detector.ts"
import { ownThresholds } from "../../../shared/watch/detection/retailers/retailer-knowledge.ts"
import { type RetailerProfile, randomOrder } from "../../../shared/watch/detection/retailers/retailer-profile.ts"
import { assumedMissShare, mostLearnedMissShare } from "../../../shared/watch/detection/thresholds/thresholds.ts"

const learnedContacts = 4_000
const learnedBlocks = 120
/** Numbers that must be seen before they count as a sequence. */
const fewestOrdinals = 30

type Learning = {
  readonly number: number
  readonly recent: LearningContact[]
  /** The highest number per day, without outliers. */
  readonly heads: Map<number, number>
  highest: readonly number[]
  profile: RetailerProfile | undefined
}

export type LogLearner = {
  profileOf(retailer: number): RetailerProfile | undefined
  /** The threshold of the volume that the retailer sets for itself. */
  volumeThresholdOf(retailer: number): number | undefined
  /** Records a lookup for learning, before it is scored. */
  note(access: Access): void
  /** Learns anew. Called every few hours of the log. */
  learn(at: number, detector: MemoryDetector): void
}

/** What is known of the retailers of a log before it is scored. */
export type KnownRetailers = {
  /** The retailer in parties.json. */
  readonly partyOf: (retailer: number) => Retailer | undefined
  /** Orders a day; undefined while unknown, and then the charts of order are off. */
  readonly paceOf: (retailer: number) => number | undefined
}

/** @param series the numbers of retailers and of their further sequences */
export const makeLogLearner = (series: readonly number[], { partyOf, paceOf }: KnownRetailers): LogLearner => {
  const learnings = new Map(
    series.map((number): [number, Learning] => {
      const given = partyOf(number)
      const pace = paceOf(number)
      const profile = pace === undefined ? undefined : initialProfile(given, pace)
      return [number, { number, recent: [], heads: new Map(), highest: [], profile }]
    }),
  )
  return {
    profileOf: (retailer) => learnings.get(retailer)?.profile,
    volumeThresholdOf: (retailer) => partyOf(retailer)?.detection.thresholds.volume?.notice,
    note(access) {
      const learning = learnings.get(access.series)
      if (learning !== undefined) noteIn(learning, access)
      const ofRetailer = access.series === access.retailer ? undefined : learnings.get(access.retailer)
      if (ofRetailer !== undefined) noteContact(ofRetailer, access)
    },
    learn(at, detector) {
      for (const learning of learnings.values()) {
        if (learning.profile !== undefined) learnAt(learning, learning.profile, at, detector)
      }
    },
  }
}

const initialProfile = (retailer: Retailer | undefined, ordersPerDay: number): RetailerProfile => ({
  ordersPerDay,
  missShare: retailer?.missShare ?? assumedMissShare,
  sequenceHead: null,
  blockShape: randomOrder,
  hasCheckDigit: retailer?.referenceFormat !== undefined && retailer.referenceFormat.checkDigit !== "none",
  ...(retailer === undefined ? {} : { thresholds: ownThresholds(retailer) }),
})

const noteContact = (learning: Learning, access: Access): void => {
  if (learning.recent.length >= 2 * learnedContacts) learning.recent.splice(0, learnedContacts)
  learning.recent.push({
    ...contactOf(access),
    deliveryPoint: null,
    subjectKey: String(access.subject.fingerprint),
    networkKey: String(access.network.fingerprint),
  })
}

const noteIn = (learning: Learning, access: Access): void => {
  noteContact(learning, access)
  if (access.outcome !== "hit" || access.ordinal === null) return
  learning.highest = insertHighest(learning.highest, access.ordinal)
  // The third highest, so that two outliers do not count.
  const settled = learning.highest.length >= fewestOrdinals ? learning.highest[2] : undefined
  if (settled !== undefined) learning.heads.set(Math.floor(access.at / daySeconds), settled)
}

const learnAt = (learning: Learning, before: RetailerProfile, at: number, detector: MemoryDetector): void => {
  learning.recent.splice(0, Math.max(0, learning.recent.length - learnedContacts))
  if (learning.highest.length === 0) return
  const missShare = learnMissShare(
    learning.recent.filter((contact) => contact.at >= at - daySeconds),
    { outage: false, prior: Math.min(mostLearnedMissShare, before.missShare) },
  )
  const head = learning.heads.get(Math.max(...learning.heads.keys()))
  const sequenceHead = head === undefined ? null : { ordinal: head, at }
  const profile: RetailerProfile = { ...before, missShare, sequenceHead }
  const of = { retailer: learning.number, profile, most: learnedBlocks }
  const blocks = learningBlocksOf(detector, { ...of, kind: "block" })
  const missBlocks = learningBlocksOf(detector, { ...of, kind: "missBlock" })
  const known = before?.blockCrowding === undefined ? profile : { ...profile, blockCrowding: before.blockCrowding }
  learning.profile = {
    ...profile,
    blockShape: learnBlockShape(profile, blocks, missBlocks),
    blockCrowding: learnBlockCrowding(known, blocks),
  }
}

/** The 30 highest distinct numbers, the highest first. */
const insertHighest = (highest: readonly number[], ordinal: number): readonly number[] => {
  const lowest = highest[highest.length - 1]
  if (highest.length >= fewestOrdinals && lowest !== undefined && ordinal <= lowest) return highest
  if (highest.includes(ordinal)) return highest
  return [...highest, ordinal].sort((a, b) => b - a).slice(0, fewestOrdinals)
}
