/** Tells the alarms about an attack from those about other people. */
import type { KeyedFinding } from "../../shared/watch/detection/memory-detector.ts"
import type { Step } from "./attacks/scene.ts"

export type Attribution = {
  /** Takes a step of the attackers, before the detector sees it. */
  note(step: Step): void
  /**
   * Whether a finding is about the attack: not about other people behind its address or in its block. What the
   * attackers looked up of their own, to distract, speaks neither for nor against it.
   */
  isOfAttack(found: KeyedFinding): boolean
}

export const makeAttribution = (): Attribution => {
  const foreign = new Set<string>()
  const own = new Set<string>()
  const keys = new Set<string>()
  return {
    note({ access, isForeign }) {
      keys.add(`subject#${access.subject.fingerprint}`)
      keys.add(`network#${access.network.fingerprint}`)
      if (access.network.prefix !== undefined) keys.add(`prefix#${access.network.prefix}`)
      const tags = isForeign ? foreign : own
      tags.add(access.tag)
      tags.add(`${access.subject.fingerprint}|${access.tag}`)
    },
    isOfAttack({ keyName, key, finding }) {
      if ((key.kind === "subject" || key.kind === "network") && !keys.has(keyName)) return false
      const read = finding.tags.filter((tag) => foreign.has(tag)).length
      const others = finding.tags.filter((tag) => !foreign.has(tag) && !own.has(tag)).length
      return read > 0 && read * 2 >= others
    },
  }
}
