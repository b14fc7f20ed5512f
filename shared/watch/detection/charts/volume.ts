/**
 * V, advisory: does the share of unproven first contacts by new accessors rise across a whole retailer? It shows that
 * something happens, not who does it. It never pages anybody.
 *
 * It runs over sums of one contact or of all contacts of a few minutes. Sums can be added in any order, so that not
 * every contact costs a write.
 */
import {
  volumeMemoryContacts as memoryContacts,
  volumeNotice,
  volumeShareRange,
  volumeShift,
  volumeStartingShare,
  volumeTeachingTimes,
  volumeWarmUpContacts,
} from "../thresholds/thresholds.ts"

/**
 * First contacts of existing references in some time, and how many were unproven and by accessors never seen before.
 */
export type VolumeSums = { readonly contacts: number; readonly strangers: number }

/** The running state; all of it is needed for the next sums. */
export type VolumeState = {
  readonly contacts: number
  /** Learned share of strangers among first contacts. */
  readonly base: number
  readonly score: number
  readonly alarms: number
}

export const initialVolume: VolumeState = { contacts: 0, base: volumeStartingShare, score: 0, alarms: 0 }

const [lowestBase, highestBase] = volumeShareRange

export const noVolume: VolumeSums = { contacts: 0, strangers: 0 }

/** The sums of one first contact. */
export const oneContact = (stranger: boolean): VolumeSums => ({ contacts: 1, strangers: stranger ? 1 : 0 })

/** Adds up two sums. */
export const addVolume = (a: VolumeSums, b: VolumeSums): VolumeSums => ({
  contacts: a.contacts + b.contacts,
  strangers: a.strangers + b.strangers,
})

type Step = {
  readonly state: VolumeState
  /** The score that these sums led to, before a crossing takes it back to zero. */
  readonly reached: number
}

/**
 * What remains of a mean over `before` contacts once there are `after`, each with the weight it has in a mean of up to
 * `memoryContacts`.
 */
const remembered = (before: number, after: number): number => {
  const aged = Math.max(0, after - Math.max(before, memoryContacts))
  return (Math.min(before, memoryContacts) / Math.min(after, memoryContacts)) * (1 - 1 / memoryContacts) ** aged
}

const step = (state: VolumeState, sums: VolumeSums, shift: number, threshold: number): Step => {
  if (sums.contacts === 0) return { state, reached: state.score }
  const contacts = state.contacts + sums.contacts
  const p0 = Math.min(highestBase, Math.max(lowestBase, state.base))
  const p1 = p0 + shift * (1 - p0)
  const known = sums.contacts - sums.strangers
  const llr = sums.strangers * Math.log(p1 / p0) + known * Math.log((1 - p1) / (1 - p0))
  const counts = contacts > volumeWarmUpContacts && state.base <= highestBase
  const reached = counts ? Math.max(0, state.score + llr) : 0
  const crossed = reached >= threshold
  const score = crossed ? 0 : reached
  const learned = 1 - remembered(state.contacts, contacts)
  const teaches = score < threshold * volumeTeachingTimes
  const base = teaches ? state.base + (sums.strangers / sums.contacts - state.base) * learned : state.base
  return { state: { contacts, base, score, alarms: state.alarms + (crossed ? 1 : 0) }, reached }
}

/** @param sums the next contacts; of a single one, with a shift of 0.5, the chart of the specification exactly */
export const volume = (state: VolumeState, sums: VolumeSums, shift: number = volumeShift): VolumeState =>
  step(state, sums, shift, volumeNotice).state

/** Sums of the ten minutes that begin at `at`, epoch seconds. */
export type TimedSums = VolumeSums & { readonly at: number }

/** What is kept from one look at a retailer's sums to the next. */
export type VolumeWatch = {
  readonly state: VolumeState
  /** Where the score last left zero: the start of those ten minutes, epoch seconds; null while it is zero. */
  readonly from: number | null
}

export const newVolumeWatch: VolumeWatch = { state: initialVolume, from: null }

/** Ten minutes at which the score reached its threshold. Times are starts of ten minutes, epoch seconds. */
export type VolumeCrossing = {
  readonly from: number
  readonly at: number
  readonly score: number
  readonly threshold: number
  /** The share of strangers that was ordinary until then. */
  readonly ordinaryShare: number
}

/**
 * Follows the chart through the next sums of one retailer.
 *
 * @param sums in order of time, each ten minutes once
 */
export const watchVolume = (
  before: VolumeWatch,
  sums: readonly TimedSums[],
  threshold: number = volumeNotice,
): { readonly watch: VolumeWatch; readonly crossings: readonly VolumeCrossing[] } => {
  let watch = before
  const crossings: VolumeCrossing[] = []
  for (const one of sums) {
    const { state, reached } = step(watch.state, one, volumeShift, threshold)
    const from = watch.from ?? one.at
    if (state.alarms > watch.state.alarms) {
      crossings.push({ from, at: one.at, score: reached, threshold, ordinaryShare: watch.state.base })
    }
    watch = { state, from: state.score > 0 ? from : null }
  }
  return { watch, crossings }
}
