/**
 * V, advisory: does the share of unproven first contacts by accessors never seen before rise across a whole retailer? It shows that
 * something is going on, not who; it never pages anybody.
 *
 * It runs over sums, of one contact or of all contacts of a few minutes: sums are added up in any order, so that nobody has to
 * write each contact.
 */

/** First contacts of references that exist, in some time, and how many of them were unproven and by accessors never seen before. */
export type VolumeSums = { readonly contacts: number; readonly strangers: number }

/** Sums are kept per so many seconds. */
export const volumeBucketSeconds = 600

/** The running state; all of it is needed for the next sums. */
export type VolumeState = {
  readonly contacts: number
  /** Learned share of strangers among first contacts. */
  readonly base: number
  readonly score: number
  readonly alarms: number
}

export const initialVolume: VolumeState = { contacts: 0, base: 0.3, score: 0, alarms: 0 }

const warmUpContacts = 300
export const volumeThreshold = 25
const memoryContacts = 1500

/** Adds up two sums. */
export const addVolume = (a: VolumeSums, b: VolumeSums): VolumeSums => ({
  contacts: a.contacts + b.contacts,
  strangers: a.strangers + b.strangers,
})

/**
 * Which share of strangers is looked for: this much of the way from the learned share to all of them. With a quarter, a stream of
 * strangers shows that is as strong as a quarter of a retailer's ordinary first contacts; with a half, it must be twice that.
 */
export const volumeShift = 0.25

/** @param sums the next contacts; of a single one, with a shift of 0.5, the chart of the specification exactly */
export const volume = (state: VolumeState, sums: VolumeSums, shift = volumeShift): VolumeState => {
  if (sums.contacts === 0) return state
  const contacts = state.contacts + sums.contacts
  const p0 = Math.min(0.8, state.base)
  const p1 = p0 + shift * (1 - p0)
  const known = sums.contacts - sums.strangers
  let score = state.score
  let alarms = state.alarms
  if (contacts > warmUpContacts) {
    score = Math.max(0, score + sums.strangers * Math.log(p1 / p0) + known * Math.log((1 - p1) / (1 - p0)))
    if (score >= volumeThreshold) {
      score = 0
      alarms += 1
    }
  }
  const learned = 1 - (1 - 1 / Math.min(contacts, memoryContacts)) ** sums.contacts
  const base =
    score < volumeThreshold / 2 ? state.base + (sums.strangers / sums.contacts - state.base) * learned : state.base
  return { contacts, base, score, alarms }
}
