/** Finds visitors of a log who look up far more references in an hour than visitors of that log do. */

import type { Access, Fingerprint } from "../../../shared/watch/detection/access.ts"

const hourSeconds = 3_600
/** So many different references in one hour are a crawl, at the least. Small sellers have fewer open parcels. */
export const fewestOfCrawl = 300
/** A crawl is so many times the busiest hour of all but one of a thousand visitors, who are the log's own crowds. */
const crowdFactor = 3
const ordinaryShare = 0.999

/**
 * The subjects of crawls. Many references by one visitor, in no order, are otherwise no alarm: without delivery points
 * small sellers and mail rooms look the same.
 *
 * @param lookups in order of time
 */
export const crawlersIn = (lookups: readonly Access[]): ReadonlySet<Fingerprint> => {
  const busiest = busiestHours(lookups)
  const sorted = [...busiest.values()].sort((a, b) => a - b)
  const ordinary = sorted[Math.floor(ordinaryShare * (sorted.length - 1))] ?? 0
  const fewest = Math.max(fewestOfCrawl, crowdFactor * ordinary)
  return new Set([...busiest].filter(([, references]) => references >= fewest).map(([subject]) => subject))
}

/** Of each subject the most different references in one hour of the clock. */
const busiestHours = (lookups: readonly Access[]): ReadonlyMap<Fingerprint, number> => {
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
