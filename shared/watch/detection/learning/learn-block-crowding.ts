/** How crowded ordinary blocks are at most: how fast their numbers are looked up, and which numbers are in use. */

import { firstOfDestinations } from "../charts/block.ts"
import { byWindow } from "../charts/block-density.ts"
import type { Contact } from "../profiles/access-profile.ts"
import { type BlockCrowding, isFresh, type RetailerProfile, strides } from "../retailers/retailer-profile.ts"
import {
  alarmingScore,
  coveredHoursShare,
  keptPaceShare,
  leastWindowPacePerHour as leastPace,
  mostWindowPacePerHour,
} from "../thresholds/thresholds.ts"
import type { LearningBlock } from "./learn-profile.ts"

const hourSeconds = 3600

/**
 * The pace is that of the busiest hours, or what is left of the known one: mail-outs come once a day, and few blocks
 * still show them hours later.
 */
export const learnBlockCrowding = (profile: RetailerProfile, blocks: readonly LearningBlock[]): BlockCrowding => {
  const ordinary = blocks.filter(({ peak }) => peak < alarmingScore).map(({ entries }) => firstOfDestinations(entries))
  const fresh: number[] = []
  const old: number[] = []
  for (const ofHour of ordinary.flatMap(hoursOfWindows)) {
    const counts = ofHour.some((entry) => isFresh(profile, entry)) ? fresh : old
    counts.push(ofHour.length)
  }
  const known = profile.blockCrowding
  return {
    fresh: paceOf(fresh, leastPace.fresh, known?.fresh),
    old: paceOf(old, leastPace.old, known?.old),
    strides: strideCrowding(ordinary.flat()),
  }
}

/** The entries of each window in each hour. */
const hoursOfWindows = (entries: readonly Contact[]): Contact[][] =>
  [...byWindow(entries).values()].flatMap((window) => {
    const hours = new Map<number, Contact[]>()
    for (const entry of window) {
      const hour = Math.floor(entry.at / hourSeconds)
      const held = hours.get(hour)
      if (held === undefined) hours.set(hour, [entry])
      else held.push(entry)
    }
    return [...hours.values()]
  })

const paceOf = (counts: number[], least: number, known = 0): number => {
  const sorted = counts.sort((a, b) => a - b)
  const busiest = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * coveredHoursShare))] ?? 0
  return Math.min(mostWindowPacePerHour, Math.max(least, busiest, known * keptPaceShare))
}

const strideCrowding = (entries: readonly Contact[]): number[] =>
  strides.map((stride) => {
    const counts = new Map<number, number>()
    for (const { ordinal } of entries) {
      if (ordinal !== null) counts.set(ordinal % stride, (counts.get(ordinal % stride) ?? 0) + 1)
    }
    const commonest = Math.max(0, ...counts.values())
    return entries.length === 0 ? 1 : Math.max(1, (stride * commonest) / entries.length)
  })
