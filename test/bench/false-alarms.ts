/** Counts the alarms on ordinary traffic, and how near it comes to the thresholds. */

import { initialVolume, type VolumeSums, volume } from "../../shared/detection/charts/volume.ts"
import type { KeyedFinding } from "../../shared/detection/memory-detector.ts"
import { resemblesHeavyReader } from "../../shared/detection/scoring/resembles-heavy-reader.ts"
import { daySeconds } from "../../shared/platform/instants.ts"
import { ownName, type Peer, pagingName } from "./peers.ts"
import { trait } from "./world/identities.ts"
import { epoch, warmUpDays } from "./world/time.ts"

const keptPeaks = 20
const keptExamples = 40

export type FalseAlarmCounts = {
  /** Alarms on recipients, offices, mobile networks and mail rooms: one per key, chart, retailer and day. */
  readonly falseAlarms: Readonly<Record<string, number>>
  readonly falseAlarmsByReading: Readonly<Record<string, number>>
  readonly notices: number
  /** By kind of heavy reader: those that raised an alarm, and those whose alarm resembles a heavy reader's. */
  readonly alarmedReaders: Readonly<Record<string, number>>
  readonly examples: readonly string[]
  /** The highest scores of notices and alarms, by reading. */
  readonly highest: Readonly<Record<string, readonly number[]>>
}

export type FalseAlarmTally = {
  /** Counts a finding of Wayseal's; `at` is seconds since the start. */
  count(keyed: KeyedFinding, traits: number, at: number): void
  /** Counts an alarm of another detector: one per address and day. */
  countPeer(name: string, network: number, at: number): void
  /** Counts the alarms of the advisory chart over a retailer's sums. */
  countVolumes(retailer: number, sums: ReadonlyMap<number, VolumeSums>): void
  counts(): FalseAlarmCounts
}

/** Sets of names by a further name, so that nothing counts twice. */
const makeTally = () => {
  const sets = new Map<string, Set<string>>()
  return {
    add: (name: string, member: string) => void sets.set(name, (sets.get(name) ?? new Set()).add(member)),
    has: (name: string, member: string) => sets.get(name)?.has(member) === true,
    sizes: () => Object.fromEntries([...sets].map(([name, set]) => [name, set.size])),
    declare: (name: string) => void sets.set(name, new Set()),
  }
}

export const makeFalseAlarmTally = (peers: readonly Peer[]): FalseAlarmTally => {
  const alarms = makeTally()
  for (const name of [ownName, pagingName, ...peers.map((peer) => peer.name)]) alarms.declare(name)
  const byReading = makeTally()
  const readers = makeTally()
  const notices = new Set<string>()
  const examples: string[] = []
  const peaks = new Map<string, { reading: string; peak: number }>()

  const notePeak = (name: string, { key, finding }: KeyedFinding) => {
    const known = peaks.get(name)
    if (known !== undefined && known.peak >= finding.peak) return
    peaks.set(name, { reading: `${key.kind}:${finding.reading}`, peak: finding.peak })
  }
  const countReader = ({ keyName, finding }: KeyedFinding, traits: number) => {
    const kind = readerKind(traits)
    readers.add(kind, keyName)
    if (resemblesHeavyReader(finding)) readers.add(`${kind}-recognised`, keyName)
  }
  const countAlarm = (name: string, { keyName, key, finding }: KeyedFinding, at: number) => {
    if (alarms.has(pagingName, name)) return
    for (const own of [ownName, pagingName]) alarms.add(own, name)
    const reading = `${key.kind}:${finding.chart}:${finding.reading}`
    byReading.add(reading, name)
    if (examples.length >= keptExamples) return
    const { retailer, peak, evidence } = finding
    const day = (at / daySeconds).toFixed(1)
    examples.push(
      `${reading} day ${day} ${keyName} retailer ${retailer} peak ${peak.toFixed(1)} ${JSON.stringify(evidence)}`,
    )
  }

  return {
    count(keyed, traits, at) {
      const { keyName, key, finding } = keyed
      const name = `${keyName}|${finding.chart}|${finding.retailer}|${Math.floor(finding.crossedAt / daySeconds)}`
      const isReader = trait.isHeavyReader(traits) && (key.kind === "subject" || key.kind === "network")
      if (!isReader) notePeak(name, keyed)
      if (finding.severity === "notice") notices.add(name)
      else if (isReader) countReader(keyed, traits)
      else countAlarm(name, keyed, at)
    },
    countPeer: (name, network, at) => alarms.add(name, `${network}|${Math.floor(at / daySeconds)}`),
    countVolumes(retailer, sums) {
      for (const at of volumeAlarms(sums)) {
        if (at < epoch + warmUpDays * daySeconds) continue
        const name = `retailer#${retailer}|volume|${Math.floor(at / daySeconds)}`
        alarms.add(ownName, name)
        byReading.add("retailer:volume", name)
      }
    },
    counts: () => ({
      falseAlarms: alarms.sizes(),
      falseAlarmsByReading: byReading.sizes(),
      notices: notices.size,
      alarmedReaders: readers.sizes(),
      examples,
      highest: highestPeaks([...peaks.values()]),
    }),
  }
}

/** The kind of a heavy reader: its class and how it is known. */
export const readerKind = (traits: number): string => `${trait.accessorClass(traits)}-${trait.subjectKind(traits)}`

const highestPeaks = (peaks: readonly { reading: string; peak: number }[]): Record<string, number[]> => {
  const byReading: Record<string, number[]> = {}
  for (const { reading, peak } of [...peaks].sort((a, b) => b.peak - a.peak)) {
    const held = byReading[reading] ?? []
    if (held.length < keptPeaks) held.push(Number(peak.toFixed(1)))
    byReading[reading] = held
  }
  return byReading
}

/** Starts of the ten minutes in which the advisory chart raises an alarm. */
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
