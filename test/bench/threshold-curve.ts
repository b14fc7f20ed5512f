/**
 * What other thresholds would do, from one run: a visitor whose score comes near a threshold is followed as if nothing
 * were refused, and it is noted when it crosses each threshold.
 */

import { daySeconds } from "../../shared/base/platform/instants.ts"
import { type Access, contactOf } from "../../shared/watch/detection/access.ts"
import { alertThresholds, retentionOf } from "../../shared/watch/detection/class-policy.ts"
import type { KeyedFinding } from "../../shared/watch/detection/memory-detector.ts"
import { type Contact, uniteContacts } from "../../shared/watch/detection/profiles/access-profile.ts"
import { scoredEntries } from "../../shared/watch/detection/profiles/retention.ts"
import type { RetailerProfile } from "../../shared/watch/detection/retailers/retailer-profile.ts"
import { evaluate } from "../../shared/watch/detection/scoring/evaluate.ts"
import { readingsOf } from "../../shared/watch/detection/scoring/evaluate-accessor.ts"
import { evaluateFanOut } from "../../shared/watch/detection/scoring/evaluate-fan-out.ts"
import type { ProfileKey } from "../../shared/watch/detection/scoring/finding.ts"
import type { Session } from "./ordinary-tally.ts"
import { isHeavyReader } from "./world/identities.ts"

/** Charts of one visitor whose thresholds are moved: fan-out, and walks with chains and clusters. */
export const movedCharts = ["fanOut", "walk"] as const
export type MovedChart = (typeof movedCharts)[number]

/** What is added to all thresholds of a chart. */
export const moves = [-4, -2, 0, 2, 4, 6, 8] as const

type ProfileOf = (retailer: number) => RetailerProfile | undefined

/** Whether the contacts of a visitor raise an alarm of a chart with its thresholds moved. */
const crosses = (chart: MovedChart, move: number, of: Looked): boolean => {
  const { access, entries, profileOf } = of
  const { accessorClass } = access
  const key: ProfileKey = { kind: "subject", subjectKind: access.subject.kind, networkKind: access.network.kind }
  if (chart === "walk") {
    const moved = (retailer: number) => {
      const profile = profileOf(retailer)
      return profile && { ...profile, thresholds: { walk: { alert: alertThresholds.walk + move } } }
    }
    const found = evaluate({ key, entries, trimmed: false, accessorClass, profileOf: moved })
    return found.some((finding) => finding.chart === "walk" && finding.severity === "alert")
  }
  const scored = scoredEntries(entries, false, retentionOf(key, accessorClass))
  if (scored.trimmed) return false
  const readings = readingsOf(scored.entries, access.subject.kind === "anonymous")
  const moved = readings.map((reading) => ({ ...reading, alert: reading.alert + move }))
  const input = { entries: scored.entries, trimmed: false, newest: undefined, profileOf }
  return evaluateFanOut(input, moved).some((finding) => finding?.severity === "alert")
}

type Looked = { readonly access: Access; readonly entries: readonly Contact[]; readonly profileOf: ProfileOf }

type Followed = {
  /** The moved thresholds that this lookup crosses for the first time. */
  add(access: Access): readonly number[]
  /** When a moved threshold was crossed, epoch seconds; undefined if it was not. */
  crossedAt(move: number): number | undefined
}

/** Follows one visitor, of whom some contacts are known. */
const follow = (chart: MovedChart, known: readonly Contact[], profileOf: ProfileOf): Followed => {
  let entries = [...known]
  let isNew = true
  const crossed = new Map<number, number>()
  return {
    add(access) {
      const before = entries.length
      entries = uniteContacts(entries, [contactOf(access)])
      if (!isNew && entries.length === before) return []
      isNew = false
      const now: number[] = []
      for (const move of moves) {
        if (crossed.has(move)) continue
        if (!crosses(chart, move, { access, entries, profileOf })) break
        crossed.set(move, access.at)
        now.push(move)
      }
      return now
    },
    crossedAt: (move) => crossed.get(move),
  }
}

/** Counts by `chart|move|kind of visitor`. */
export type MovedCounts = {
  /** Visitors that cross. */
  readonly alarms: Readonly<Record<string, number>>
  /** Their visits without a link in the day after. */
  readonly refused: Readonly<Record<string, number>>
}

export type ThresholdCurve = {
  /** Takes a lookup, refused or not, and what the detector found about it. */
  observe(access: Access, found: readonly KeyedFinding[], of: Session): void
  counts(): MovedCounts
}

/** A finding near a threshold of a profile that has forgotten nothing. */
const isNear = (chart: MovedChart, { key, finding }: KeyedFinding): boolean =>
  key.kind === "subject" && finding.chart === chart && !finding.reading.endsWith("Rush")

/** Follows every visitor of ordinary traffic from its first notice on. */
export const makeThresholdCurve = (of: {
  readonly profileOf: ProfileOf
  readonly subjectEntries: (subject: Access["subject"]["fingerprint"]) => readonly Contact[]
  /** From when on benign visitors are counted, epoch seconds. */
  readonly from: number
}): ThresholdCurve => {
  const followed = new Map<string, Followed>()
  const alarms: Record<string, number> = {}
  const refused = new Map<string, Set<number>>()
  const visitorOf = (chart: MovedChart, access: Access, found: readonly KeyedFinding[]) => {
    const name = `${chart}|${access.subject.fingerprint}`
    const known = followed.get(name)
    if (known !== undefined || !found.some((one) => isNear(chart, one))) return known
    const begun = follow(chart, of.subjectEntries(access.subject.fingerprint), of.profileOf)
    followed.set(name, begun)
    return begun
  }
  return {
    observe(access, found, { kind, session }) {
      for (const chart of movedCharts) {
        const visitor = visitorOf(chart, access, found)
        if (visitor === undefined) continue
        const isCounted = access.at >= of.from
        for (const move of moves) {
          const at = visitor.crossedAt(move) ?? Number.POSITIVE_INFINITY
          const isRefused = access.at > at && access.at <= at + daySeconds && access.proof !== "strong"
          const counter = `${chart}|${move}|${kind}`
          if (isRefused && isCounted) refused.set(counter, (refused.get(counter) ?? new Set()).add(session))
        }
        for (const move of visitor.add(access)) {
          const counter = `${chart}|${move}|${kind}`
          if (isCounted || isHeavyReader(kind)) alarms[counter] = (alarms[counter] ?? 0) + 1
        }
      }
    },
    counts: () => ({
      alarms,
      refused: Object.fromEntries([...refused].map(([counter, sessions]) => [counter, sessions.size])),
    }),
  }
}

/**
 * Records shown until an attack by one visitor crosses each moved threshold, in the order of `moves`; null if it does
 * not.
 *
 * @param profileAt the retailers' profiles at a time, epoch seconds
 */
export const shownUntilMoved = (
  chart: MovedChart,
  steps: readonly { readonly access: Access; readonly isForeign: boolean }[],
  profileAt: (at: number) => ProfileOf,
): readonly (number | null)[] => {
  let at = 0
  const visitor = follow(chart, [], (retailer) => profileAt(at)(retailer))
  const shown = new Map<number, number>()
  let count = 0
  for (const { access, isForeign } of steps) {
    at = access.at
    if (isForeign && access.outcome === "hit") count += 1
    for (const move of visitor.add(access)) shown.set(move, count)
    if (shown.size === moves.length) break
  }
  return moves.map((move) => shown.get(move) ?? null)
}
