/** Counts the alarms and refusals on ordinary traffic by kind of visitor, and how near it comes to the thresholds. */

import { daySeconds } from "../../shared/base/platform/instants.ts"
import { initialVolume, type VolumeSums, volume } from "../../shared/watch/detection/charts/volume.ts"
import type { KeyedFinding } from "../../shared/watch/detection/memory-detector.ts"
import type { ToolKind } from "../../shared/watch/detection/restrictions/tool-policy.ts"
import { resemblesHeavyReader } from "../../shared/watch/detection/scoring/resembles-heavy-reader.ts"
import type { Answer } from "./answer.ts"
import { ownName } from "./peers.ts"
import { isHeavyReader, looksLikeRecipient, type VisitorKind } from "./world/identities.ts"
import { epoch, warmUpDays } from "./world/time.ts"

const keptPeaks = 20
const keptExamples = 40

/** Counts by detector, then by kind of visitor. */
export type CountsByKind = Readonly<Record<string, Readonly<Record<string, number>>>>

export type OrdinaryCounts = {
  /** Alarms: ours one per key, chart, retailer and day; those of others one per address and day. */
  readonly alarms: CountsByKind
  /** Visits of which at least one lookup was refused. */
  readonly refusedSessions: CountsByKind
  readonly refusedLookups: CountsByKind
  /** Visits by {@link burdenName}. */
  readonly burdened: CountsByKind
  /**
   * The visits of `refusedSessions`, and those refused or asked for proof of `burdened`, by what caused it: by detector
   * or {@link burdenName}, for each restriction or blocked address, visits by kind.
   */
  readonly clusters: Readonly<Record<string, readonly Readonly<Record<string, number>>[]>>
  /** Visits without a link, by day, and those of them that were asked for proof, by `tool|day`. */
  readonly strangersByDay: Readonly<Record<string, number>>
  readonly askedByDay: Readonly<Record<string, number>>
  /** Our alarms by `kind|reading`, and our refused visits by `kind|reading of the alarm`. */
  readonly alarmsByCause: Readonly<Record<string, number>>
  readonly refusedByCause: Readonly<Record<string, number>>
  readonly notices: number
  /** Days on which the advisory volume chart gave a notice about a retailer. */
  readonly volumeNotices: number
  /** Heavy readers by kind: those that raised an alarm, and `kind-recognised` those whose alarm resembles one's. */
  readonly alarmedReaders: Readonly<Record<string, number>>
  readonly examples: readonly string[]
  /** The highest scores of notices and alarms, by reading. */
  readonly highest: Readonly<Record<string, readonly number[]>>
}

/** The tools that ordinary visits are tried in. In a tool with nothing, nobody is asked or refused. */
export const ordinaryTools = ["hub", "guarded", "enforced"] as const satisfies readonly ToolKind[]
export type OrdinaryTool = (typeof ordinaryTools)[number]

/**
 * What a visit may meet in a tool, each with a budget of its own: `refusal` of what is printed on the parcel, `proof`
 * asked for where a recipient can answer, and `phase` where the phase alone was shown.
 */
export type Burden = "refusal" | "proof" | "phase"

/** The name under which visits with a burden in a tool are counted. */
export const burdenName = (tool: OrdinaryTool, burden: Burden): string => `${tool}:${burden}`

/** Who made a lookup: the kind of visitor and the number of the visit. */
export type Session = { readonly kind: VisitorKind; readonly session: number }

/** A lookup of a visit: on which day, and whether it came by a link or with an account. */
export type VisitLookup = Session & { readonly day: number; readonly isProven: boolean }

export type OrdinaryTally = {
  /** Counts a finding of Wayseal's; `at` is seconds since the start. */
  countFinding(keyed: KeyedFinding, kind: VisitorKind, at: number): void
  /** Counts an alarm of another detector about an address. */
  countPeerAlarm(name: string, kind: VisitorKind, networkAndDay: string): void
  /** Counts a lookup that a detector's alarm refused. `by` is our restriction, or the address that was blocked. */
  countRefusal(name: string, of: Session, by: string): void
  /** Counts the reading of ours that refused a lookup. */
  countCause(of: Session, cause: string): void
  /** Counts what a tool did with a lookup, because of a restriction or of what happened at an address. */
  countAnswer(tool: OrdinaryTool, answer: Answer, of: VisitLookup, by: string): void
  /** Counts the notices of the advisory chart over a retailer's sums. */
  countVolumes(retailer: number, sums: ReadonlyMap<number, VolumeSums>): void
  counts(): OrdinaryCounts
}

/** Sets of members by name, so that nothing counts twice. */
const makeSets = () => {
  const sets = new Map<string, Set<string | number>>()
  return {
    /** Whether the member is new. */
    add(name: string, member: string | number): boolean {
      const set = sets.get(name) ?? new Set()
      sets.set(name, set)
      const { size } = set
      return set.add(member).size > size
    },
    sizes: (): Record<string, number> => Object.fromEntries([...sets].map(([name, set]) => [name, set.size])),
  }
}

/** Counts by kind of visitor, for each cluster of each name. */
const makeClusters = () => {
  const clusters = new Map<string, Map<string, Record<string, number>>>()
  return {
    add(name: string, by: string, kind: VisitorKind): void {
      const ofName = clusters.get(name) ?? new Map<string, Record<string, number>>()
      clusters.set(name, ofName)
      const counts = ofName.get(by) ?? {}
      ofName.set(by, counts)
      counts[kind] = (counts[kind] ?? 0) + 1
    },
    counts: () => Object.fromEntries([...clusters].map(([name, ofName]) => [name, [...ofName.values()]])),
  }
}

export const makeOrdinaryTally = (): OrdinaryTally => {
  const [alarms, alarmsByCause, refused, refusedByCause] = [makeSets(), makeSets(), makeSets(), makeSets()]
  const [readers, answered, strangers, asked] = [makeSets(), makeSets(), makeSets(), makeSets()]
  const clusters = makeClusters()
  const refusedLookups: Record<string, number> = {}
  const notices = new Set<string>()
  const volumeNotices = new Set<string>()
  const examples: string[] = []
  const peaks = new Map<string, { reading: string; peak: number }>()

  const notePeak = (name: string, { key, finding }: KeyedFinding) => {
    const known = peaks.get(name)
    if (known !== undefined && known.peak >= finding.peak) return
    peaks.set(name, { reading: `${key.kind}:${finding.reading}`, peak: finding.peak })
  }
  const countReader = ({ keyName, finding }: KeyedFinding, kind: VisitorKind) => {
    readers.add(kind, keyName)
    if (resemblesHeavyReader(finding)) readers.add(`${kind}-recognised`, keyName)
  }
  const countAlarm = (
    name: string,
    { keyName, key, finding }: KeyedFinding,
    { kind, at }: { kind: VisitorKind; at: number },
  ) => {
    if (!alarms.add(`${ownName}|${kind}`, name)) return
    const reading = `${key.kind}:${finding.reading}`
    alarmsByCause.add(`${kind}|${reading}`, name)
    if (isHeavyReader(kind) || examples.length >= keptExamples) return
    const { series, peak, evidence } = finding
    const day = (at / daySeconds).toFixed(1)
    examples.push(
      `${kind} ${reading} day ${day} ${keyName} series ${series} peak ${peak.toFixed(1)} ${JSON.stringify(evidence)}`,
    )
  }

  return {
    countFinding(keyed, visitor, at) {
      const { keyName, key, finding } = keyed
      const name = `${keyName}|${finding.chart}|${finding.series}|${Math.floor(finding.crossedAt / daySeconds)}`
      const isOfVisitor = key.kind === "subject" || key.kind === "network"
      // Many visitors share a block of numbers, so an alarm about it is nobody's own.
      const kind = isOfVisitor || !isHeavyReader(visitor) ? visitor : "recipient"
      if (!isHeavyReader(kind)) notePeak(name, keyed)
      if (finding.severity === "notice") notices.add(name)
      else {
        if (isHeavyReader(kind)) countReader(keyed, kind)
        countAlarm(name, keyed, { kind, at })
      }
    },
    countPeerAlarm: (name, kind, networkAndDay) => void alarms.add(`${name}|${kind}`, networkAndDay),
    countRefusal(name, { kind, session }, by) {
      if (refused.add(`${name}|${kind}`, session)) clusters.add(name, by, kind)
      refusedLookups[`${name}|${kind}`] = (refusedLookups[`${name}|${kind}`] ?? 0) + 1
    },
    countCause: ({ kind, session }, cause) => void refusedByCause.add(`${kind}|${cause}`, session),
    countAnswer(tool, { demand, shows }, { kind, session, day, isProven }, by) {
      const isStranger = !isProven && looksLikeRecipient(kind)
      if (isStranger) strangers.add(String(day), session)
      if (isStranger && demand === "proof") asked.add(`${tool}|${day}`, session)
      const burden = demand === "none" ? shows : demand
      if (burden === "nothing" || burden === "details") return
      const name = burdenName(tool, burden)
      if (answered.add(`${name}|${kind}`, session) && burden !== "phase") clusters.add(name, by, kind)
    },
    countVolumes(retailer, sums) {
      for (const at of volumeAlarms(sums)) {
        if (at >= epoch + warmUpDays * daySeconds) volumeNotices.add(`${retailer}|${Math.floor(at / daySeconds)}`)
      }
    },
    counts: () => ({
      alarms: byFirstPart(alarms.sizes()),
      refusedSessions: byFirstPart(refused.sizes()),
      refusedLookups: byFirstPart(refusedLookups),
      burdened: byFirstPart(answered.sizes()),
      clusters: clusters.counts(),
      strangersByDay: strangers.sizes(),
      askedByDay: asked.sizes(),
      alarmsByCause: alarmsByCause.sizes(),
      refusedByCause: refusedByCause.sizes(),
      notices: notices.size,
      volumeNotices: volumeNotices.size,
      alarmedReaders: readers.sizes(),
      examples,
      highest: highestPeaks([...peaks.values()]),
    }),
  }
}

/** `{"a|b": 1}` as `{a: {b: 1}}`. */
const byFirstPart = (counts: Readonly<Record<string, number>>): Record<string, Record<string, number>> => {
  const parts: Record<string, Record<string, number>> = {}
  for (const [name, count] of Object.entries(counts)) {
    const [first = "", second = ""] = name.split("|")
    parts[first] = { ...parts[first], [second]: count }
  }
  return parts
}

const highestPeaks = (peaks: readonly { reading: string; peak: number }[]): Record<string, number[]> => {
  const byReading: Record<string, number[]> = {}
  for (const { reading, peak } of [...peaks].sort((a, b) => b.peak - a.peak)) {
    const held = byReading[reading] ?? []
    if (held.length < keptPeaks) held.push(Number(peak.toFixed(1)))
    byReading[reading] = held
  }
  return byReading
}

/** Starts of the ten minutes in which the advisory chart gives a notice. */
const volumeAlarms = (sums: ReadonlyMap<number, VolumeSums>): number[] => {
  let state = initialVolume
  return [...sums]
    .sort(([a], [b]) => a - b)
    .flatMap(([at, bucket]) => {
      const before = state.alarms
      state = volume(state, bucket)
      return state.alarms > before ? [at] : []
    })
}
