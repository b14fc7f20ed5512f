/** Which entries a full profile keeps, and what it forgets with the others. */
import { keptNewPlaces, scoredEntryLimit } from "../thresholds/thresholds.ts"
import { type Contact, unexpiredEntries } from "./access-profile.ts"
import { makePlaces } from "./place.ts"

/**
 * - `latest`: the latest entries.
 * - `unprovenFirst`: unproven ones before proven ones. For staff, who look up more than 40 references a day for a
 *   case. These would push out the few without one within hours.
 * - `newPlaces`: the first one, the 20 latest that reached a new place, and of the others the latest. Otherwise one
 *   could push out other people's parcels with own ones.
 * - `newPlacesOfMany`: the same, for many people under one name. What they proved may be forgotten and come back
 *   without proof, so whatever is dropped makes old places look new.
 */
export type Retention = "latest" | "unprovenFirst" | "newPlaces" | "newPlacesOfMany"

/** What is scored of a profile. */
export type ScoredEntries = {
  /** At most 40 entries in scoring order. */
  readonly entries: readonly Contact[]
  /** Whether the profile has forgotten what may make an old place look new. Fan-out is then not scored. */
  readonly trimmed: boolean
}

/** A set without what its retention drops. `forgetsPlaces`: whether an old place may look new from now on. */
export type RetainedEntries = { readonly entries: readonly Contact[]; readonly forgetsPlaces: boolean }

/**
 * The 40 entries that are scored. With up to 40 references in 30 days, the result does not depend on the order of
 * delivery. Beyond that, trimming forgets entries and the order can matter.
 * @param set united entries in scoring order
 * @param trimmedBefore whether storage has forgotten places of the profile
 */
export const scoredEntries = (
  set: readonly Contact[],
  trimmedBefore = false,
  retention: Retention = "latest",
): ScoredEntries => {
  const { entries, forgetsPlaces } = retainedEntries(set, scoredEntryLimit, retention)
  return { entries, trimmed: trimmedBefore || forgetsPlaces }
}

/** The `keep` entries of a set that retention prefers, in scoring order. */
export const retainedEntries = (set: readonly Contact[], keep: number, retention: Retention): RetainedEntries => {
  if (set.length <= keep) return { entries: set, forgetsPlaces: false }
  if (retention === "latest") return { entries: set.slice(set.length - keep), forgetsPlaces: true }
  if (retention === "unprovenFirst") return { entries: unprovenFirst(set, keep), forgetsPlaces: true }
  const { entries, dropsPlaces } = newPlacesFirst(unexpiredEntries(set), keep)
  return { entries, forgetsPlaces: retention === "newPlacesOfMany" || dropsPlaces }
}

const newPlacesFirst = (set: readonly Contact[], keep: number) => {
  const places = newPlaces(set)
  const kept = new Set([...set.slice(0, 1), ...places.slice(-keptNewPlaces)])
  for (let index = set.length - 1; index >= 0 && kept.size < keep; index -= 1) {
    const entry = set[index]
    if (entry !== undefined) kept.add(entry)
  }
  return {
    entries: set.filter((entry) => kept.has(entry)),
    dropsPlaces: places.some((entry) => !kept.has(entry)),
  }
}

const unprovenFirst = (set: readonly Contact[], keep: number): readonly Contact[] => {
  const unproven = set.filter(({ proof }) => proof !== "strong")
  const proven = set.filter(({ proof }) => proof === "strong")
  const room = Math.max(0, keep - unproven.length)
  const kept = new Set([...unproven.slice(-keep), ...(room === 0 ? [] : proven.slice(-room))])
  return set.filter((entry) => kept.has(entry))
}

/** Unproven hits at a place that no earlier entry has, or that is not known. */
const newPlaces = (set: readonly Contact[]): Contact[] => {
  const places = makePlaces()
  return set.filter((entry) => {
    const isNew = entry.outcome === "hit" && entry.proof !== "strong" && !places.includes(entry)
    places.add(entry)
    return isNew
  })
}
