/**
 * V, advisory: does the share of unproven first contacts by accessors never seen before rise across a whole retailer? It shows that
 * something is going on, not who; it never pages anybody.
 */

/** The running state; all of it is needed for the next contact. */
export type VolumeState = {
  readonly contacts: number
  /** Learned share of strangers among first contacts. */
  readonly base: number
  readonly score: number
  readonly alarms: number
}

export const initialVolume: VolumeState = { contacts: 0, base: 0.3, score: 0, alarms: 0 }

const warmUpContacts = 300
const threshold = 25
const memoryContacts = 1500

/** @param stranger whether this first contact was unproven and from an accessor never seen before */
export const volume = (state: VolumeState, stranger: boolean): VolumeState => {
  const y = stranger ? 1 : 0
  const contacts = state.contacts + 1
  const p0 = Math.min(0.8, state.base)
  const p1 = p0 + 0.5 * (1 - p0)
  let score = state.score
  let alarms = state.alarms
  if (contacts > warmUpContacts) {
    score = Math.max(0, score + (stranger ? Math.log(p1 / p0) : Math.log((1 - p1) / (1 - p0))))
    if (score >= threshold) {
      score = 0
      alarms += 1
    }
  }
  const base = score < threshold / 2 ? state.base + (y - state.base) / Math.min(contacts, memoryContacts) : state.base
  return { contacts, base, score, alarms }
}
