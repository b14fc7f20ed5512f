import { blockQuantiles } from "../charts/block.ts"
import { type Contact, compareContacts } from "../profiles/access-profile.ts"
import { daysDue } from "../retailers/daily-rhythm.ts"
import {
  type BlockShape,
  blockWidth,
  isFresh,
  missBlockWidth,
  type RetailerProfile,
} from "../retailers/retailer-profile.ts"
import {
  alarmingScore,
  assumedContacts,
  assumedMissShare,
  comparedLookups,
  comparedMisses,
  learnedQuantiles,
  mostLearnedMissShare,
  mostMissShare,
  mostWrongCodeShare,
  ordinaryWrongCodeShare,
  outageOrders,
  smallestShape,
} from "../thresholds/thresholds.ts"

/** One first contact, as used for learning. */
export type LearningContact = Contact & {
  /** Keys of the accessor. They are only compared with each other. */
  readonly subjectKey: string
  readonly networkKey: string
}

/**
 * The miss share of ordinary lookups: one contact for each subject, at most one for each network and hour. Its bound is
 * narrower unless the manifests show an outage.
 */
export const learnMissShare = (
  contacts: readonly LearningContact[],
  options: { readonly outage: boolean; readonly prior?: number },
): number => {
  const counted = oneEach(contacts)
  const missed = counted.filter(({ outcome }) => outcome === "miss").length
  const prior = options.prior ?? assumedMissShare
  const share = (missed + prior * assumedContacts) / (counted.length + assumedContacts)
  return Math.min(options.outage ? mostMissShare : mostLearnedMissShare, share)
}

/** The first contact of each subject, at most one for each network and hour. */
const oneEach = (contacts: readonly LearningContact[]): LearningContact[] => {
  const subjects = new Set<string>()
  const networkHours = new Set<string>()
  return [...contacts].sort(compareContacts).filter((contact) => {
    const networkHour = `${contact.networkKey}|${Math.floor(contact.at / 3600)}`
    if (subjects.has(contact.subjectKey) || networkHours.has(networkHour)) return false
    subjects.add(contact.subjectKey)
    networkHours.add(networkHour)
    return true
  })
}

/** The share of wrong postal codes in ordinary use, of contacts counted as for {@link learnMissShare}. */
export const learnWrongCodeShare = (contacts: readonly LearningContact[]): number => {
  const counted = oneEach(
    contacts.filter(({ outcome, proof }) => outcome === "challengeFailed" || proof === "postalCode"),
  )
  const wrong = counted.filter(({ proof }) => proof === "none").length
  const share = (wrong + ordinaryWrongCodeShare * assumedContacts) / (counted.length + assumedContacts)
  return Math.min(mostWrongCodeShare, share)
}

/**
 * Whether the manifests show an outage: no shipment announced over a time in which several were due at these hours of
 * the day.
 *
 * @param lastAt when the last shipment was announced, epoch seconds, as `at`
 */
export const isOutage = (
  profile: Pick<RetailerProfile, "ordersPerDay" | "hourShares">,
  lastAt: number,
  at: number,
): boolean => profile.ordersPerDay * daysDue(profile.hourShares, lastAt, at) >= outageOrders

/**
 * Orders a day: the median of the distinct shipments of each day given, so that a sale or a silent day does not move
 * it. Null without a day.
 */
export const learnOrdersPerDay = (shipmentsByDay: readonly number[]): number | null => {
  const days = shipmentsByDay.filter((count) => count > 0).sort((a, b) => a - b)
  const middle = Math.floor(days.length / 2)
  const upper = days[middle]
  const lower = days[days.length % 2 === 0 ? middle - 1 : middle]
  return upper === undefined || lower === undefined ? null : Math.max(1, (upper + lower) / 2)
}

/** Shape of ordinary order from gap quantiles, `1 / mean(-ln q)`, at most 1; 1 without any. */
export const learnShape = (quantiles: readonly number[]): number => {
  const latest = quantiles.slice(-learnedQuantiles)
  if (latest.length === 0) return 1
  const meanLog = latest.reduce((sum, quantile) => sum - Math.log(quantile), 0) / latest.length
  return Math.min(1, Math.max(smallestShape, 1 / meanLog))
}

/**
 * The entries of one block, and the highest score of its chart. Blocks at the alarming score or above are not learned
 * from.
 */
export type LearningBlock = { readonly entries: readonly Contact[]; readonly peak: number }

/** Shapes for the block charts, from recent blocks of lookups and of misses. */
export const learnBlockShape = (
  profile: RetailerProfile,
  blocks: readonly LearningBlock[],
  missBlocks: readonly LearningBlock[],
): BlockShape => {
  const fresh: number[] = []
  const old: number[] = []
  const misses: number[] = []
  const quantilesOf = (block: LearningBlock, width: number, previous: number) =>
    block.peak >= alarmingScore ? [] : blockQuantiles(block.entries, { width, previous })
  for (const known of blocks) {
    for (const [index, quantile] of quantilesOf(known, blockWidth(profile), comparedLookups).entries()) {
      const entry = known.entries[index]
      if (entry !== undefined && quantile !== null) (isFresh(profile, entry) ? fresh : old).push(quantile)
    }
  }
  for (const known of missBlocks) {
    for (const quantile of quantilesOf(known, missBlockWidth(profile), comparedMisses)) {
      if (quantile !== null) misses.push(quantile)
    }
  }
  return { fresh: learnShape(fresh), old: learnShape(old), misses: learnShape(misses) }
}
