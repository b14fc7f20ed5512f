/**
 * Learns the profiles of retailers from the log itself: how far the highest number moves a day, how many lookups miss,
 * and in what order neighbouring numbers are looked up.
 */

import { type Access, contactOf } from "../../../shared/detection/access.ts"
import {
  type LearningContact,
  learnBlockShape,
  learnMissShare,
  learnOrdersPerDay,
} from "../../../shared/detection/learning/learn-profile.ts"
import { learningBlocksOf, type MemoryDetector } from "../../../shared/detection/memory-detector.ts"
import { type RetailerProfile, randomOrder } from "../../../shared/detection/retailers/retailer-profile.ts"
import type { Retailer } from "../../../shared/parties/party.ts"
import { daySeconds } from "../../../shared/platform/instants.ts"

const learnedContacts = 4_000
const learnedBlocks = 120
/** Numbers that must be seen before they count as a sequence. */
const fewestOrdinals = 30

type Learning = {
  readonly number: number
  readonly given: Retailer | undefined
  readonly recent: LearningContact[]
  /** The highest number per day, without outliers. */
  readonly heads: Map<number, number>
  highest: readonly number[]
  profile: RetailerProfile | undefined
}

export type LogLearner = {
  numberOf(retailer: string): number
  nameOf(number: number): string
  profileOf(number: number): RetailerProfile | undefined
  /** Records a lookup for learning, before it is scored. */
  note(access: Access): void
  /** Learns anew. Called every few hours of the log. */
  learn(at: number, detector: MemoryDetector): void
}

/** @param ordersPerDay assumed for retailers that are not given; without it, learned from the second day on */
export const makeLogLearner = (given: readonly Retailer[], ordersPerDay: number | undefined): LogLearner => {
  const numbers = new Map<string, number>()
  const names: string[] = []
  const learnings: Learning[] = []
  return {
    numberOf(retailer) {
      const known = numbers.get(retailer)
      if (known !== undefined) return known
      const number = numbers.size
      numbers.set(retailer, number)
      names.push(retailer)
      const party = given.find(({ id, alias }) => id === retailer || alias === retailer)
      const profile = initialProfile(party, ordersPerDay)
      learnings.push({ number, given: party, recent: [], heads: new Map(), highest: [], profile })
      return number
    },
    nameOf: (number) => names[number] ?? "",
    profileOf: (number) => learnings[number]?.profile,
    note(access) {
      const learning = learnings[access.retailer]
      if (learning !== undefined) noteIn(learning, access)
    },
    learn(at, detector) {
      for (const learning of learnings) {
        const pace = learning.given?.ordersPerDay ?? ordersPerDay ?? learnOrdersPerDay(movesOf(learning.heads))
        if (pace !== null) learnAt(learning, pace, at, detector)
      }
    },
  }
}

const initialProfile = (
  retailer: Retailer | undefined,
  ordersPerDay: number | undefined,
): RetailerProfile | undefined => {
  const pace = retailer?.ordersPerDay ?? ordersPerDay
  if (pace === undefined) return undefined
  return {
    ordersPerDay: pace,
    missShare: retailer?.missShare ?? 0.05,
    sequenceHead: null,
    blockShape: randomOrder,
    hasCheckDigit: retailer?.referenceFormat !== undefined && retailer.referenceFormat.checkDigit !== "none",
  }
}

const noteIn = (learning: Learning, access: Access): void => {
  if (learning.recent.length >= 2 * learnedContacts) learning.recent.splice(0, learnedContacts)
  learning.recent.push({
    ...contactOf(access),
    deliveryPoint: null,
    subjectKey: String(access.subject.fingerprint),
    networkKey: String(access.network.fingerprint),
  })
  if (access.outcome !== "hit" || access.ordinal === null) return
  learning.highest = insertHighest(learning.highest, access.ordinal)
  // The third highest, so that two outliers do not count.
  const settled = learning.highest.length >= fewestOrdinals ? learning.highest[2] : undefined
  if (settled !== undefined) learning.heads.set(Math.floor(access.at / daySeconds), settled)
}

/** How far the highest number moved from one day to the next. */
const movesOf = (heads: ReadonlyMap<number, number>): number[] => {
  const days = [...heads.keys()].sort((a, b) => a - b)
  return days.slice(1).map((day, index) => {
    const before = days[index] ?? day
    return ((heads.get(day) ?? 0) - (heads.get(before) ?? 0)) / (day - before)
  })
}

const learnAt = (learning: Learning, pace: number, at: number, detector: MemoryDetector): void => {
  learning.recent.splice(0, Math.max(0, learning.recent.length - learnedContacts))
  if (learning.highest.length === 0) return
  const before = learning.profile
  const missShare = learnMissShare(
    learning.recent.filter((contact) => contact.at >= at - daySeconds),
    { outage: false, ...(before === undefined ? {} : { prior: Math.min(0.3, before.missShare) }) },
  )
  const head = learning.heads.get(Math.max(...learning.heads.keys()))
  const profile: RetailerProfile = {
    ordersPerDay: pace,
    missShare,
    sequenceHead: head === undefined ? null : { ordinal: head, at },
    blockShape: before?.blockShape ?? randomOrder,
    hasCheckDigit: before?.hasCheckDigit ?? false,
  }
  const of = { retailer: learning.number, profile, most: learnedBlocks }
  const blocks = learningBlocksOf(detector, { ...of, kind: "block" })
  const missBlocks = learningBlocksOf(detector, { ...of, kind: "missBlock" })
  learning.profile = { ...profile, blockShape: learnBlockShape(profile, blocks, missBlocks) }
}

/** The 30 highest distinct numbers, the highest first. */
const insertHighest = (highest: readonly number[], ordinal: number): readonly number[] => {
  const lowest = highest[highest.length - 1]
  if (highest.length >= fewestOrdinals && lowest !== undefined && ordinal <= lowest) return highest
  if (highest.includes(ordinal)) return highest
  return [...highest, ordinal].sort((a, b) => b - a).slice(0, fewestOrdinals)
}
