/** Finds visitors of a log who look up far more references in an hour than visitors of that log do. */

import type { Access, Fingerprint } from "../../../shared/watch/detection/access.ts"
import {
  crawlOrdinaryShare,
  crawlReferencesPerHour,
  crawlTimesOfOrdinary,
} from "../../../shared/watch/detection/thresholds/thresholds.ts"

const hourSeconds = 3_600

export type Crawls = {
  /** From so many different references in an hour on, a visitor of this log crawls. */
  readonly fewestReferences: number
  readonly subjects: ReadonlySet<Fingerprint>
}

/**
 * The subjects of crawls. Many references by one visitor, in no order, are otherwise no alarm: without delivery points
 * small sellers and mail rooms look the same.
 *
 * @param lookups in order of time
 */
export const crawlsIn = (lookups: Iterable<Access>): Crawls => {
  const busiest = busiestHours(lookups)
  const sorted = [...busiest.values()].sort((a, b) => a - b)
  const ordinary = sorted[Math.floor(crawlOrdinaryShare * (sorted.length - 1))] ?? 0
  const fewestReferences = Math.max(crawlReferencesPerHour, crawlTimesOfOrdinary * ordinary)
  const crawling = [...busiest].filter(([, references]) => references >= fewestReferences)
  return { fewestReferences, subjects: new Set(crawling.map(([subject]) => subject)) }
}

/** Of each subject the most different references in one hour of the clock. */
const busiestHours = (lookups: Iterable<Access>): ReadonlyMap<Fingerprint, number> => {
  const busiest = new Map<Fingerprint, number>()
  let hour = 0
  let ofHour = new Map<Fingerprint, Set<string>>()
  for (const { at, subject, tag } of lookups) {
    if (Math.floor(at / hourSeconds) !== hour) ofHour = new Map()
    hour = Math.floor(at / hourSeconds)
    const tags = ofHour.get(subject.fingerprint) ?? new Set()
    ofHour.set(subject.fingerprint, tags.add(tag))
    if (tags.size > (busiest.get(subject.fingerprint) ?? 0)) busiest.set(subject.fingerprint, tags.size)
  }
  return busiest
}
