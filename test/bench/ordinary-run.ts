/** Runs Wayseal's detector and the other detectors over a world's ordinary traffic, learning as when deployed. */

import type { Access } from "../../shared/detection/access.ts"
import type { VolumeSums } from "../../shared/detection/charts/volume.ts"
import { type MemoryDetector, makeMemoryDetector } from "../../shared/detection/memory-detector.ts"
import type { RetailerProfile } from "../../shared/detection/retailers/retailer-profile.ts"
import { daySeconds } from "../../shared/platform/instants.ts"
import { accessOf, learningContact, peerAccessOf } from "./accesses.ts"
import { type FalseAlarmCounts, type FalseAlarmTally, makeFalseAlarmTally, readerKind } from "./false-alarms.ts"
import { type Learner, makeLearner } from "./learner.ts"
import { makePeers, ownName, type Peer } from "./peers.ts"
import { trait } from "./world/identities.ts"
import { warmUpDays } from "./world/time.ts"
import type { World } from "./world/world.ts"

/** Everything learned of the retailers. */
export type LearnedHistory = {
  /** `profiles[retailer number - 1][hour since the start]`. */
  readonly profiles: readonly (readonly RetailerProfile[])[]
  /** First contacts per ten minutes: `volumes[retailer number - 1]`. */
  readonly volumes: readonly ReadonlyMap<number, VolumeSums>[]
}

export type OrdinaryResult = Omit<FalseAlarmCounts, "alarmedReaders"> & {
  readonly sessions: number
  readonly lookups: number
  readonly updates: number
  readonly trims: number
  readonly items: number
  /** Share of the profiles whose item would be at most 1 KB. */
  readonly itemsWithin1KB: number
  readonly seconds: number
  /** `kind` has the heavy readers of a kind that raised an alarm, `kind-of` all of the kind. */
  readonly heavyReaders: Readonly<Record<string, number>>
}

type Run = {
  readonly world: World
  readonly learner: Learner
  readonly detector: MemoryDetector
  readonly peers: readonly Peer[]
  readonly tally: FalseAlarmTally
  /** Kind and name of each heavy reader. */
  readonly readers: Set<string>
}

/** Calls the learner as time passes: every ten minutes and every hour. */
export const learnOnSchedule = (
  learner: Learner,
  detector: MemoryDetector,
  onHour: (at: number) => void,
): ((at: number) => void) => {
  let nextTenMinutes = 0
  let nextHour = 0
  return (at) => {
    for (; at >= nextTenMinutes; nextTenMinutes += 600) learner.advance(nextTenMinutes)
    for (; at >= nextHour; nextHour += 3600) {
      learner.learn(nextHour, detector)
      onHour(nextHour)
    }
  }
}

/** @param report takes the share of the traffic that is done */
export const runOrdinary = (
  world: World,
  report: (share: number) => void,
): { result: OrdinaryResult; history: LearnedHistory } => {
  const startedAt = performance.now()
  const learner = makeLearner(world)
  const detector = makeMemoryDetector({ profileOf: learner.profileOf })
  const peers = makePeers()
  const run: Run = { world, learner, detector, peers, tally: makeFalseAlarmTally(peers), readers: new Set() }
  observeAll(run, report)
  const volumes = world.retailers.map(({ number }) => detector.volumes(number))
  for (const [index, sums] of volumes.entries()) run.tally.countVolumes(index + 1, sums)
  return {
    result: { ...resultOf(run), seconds: (performance.now() - startedAt) / 1000 },
    history: { profiles: learner.history(), volumes },
  }
}

const observeAll = (run: Run, report: (share: number) => void): void => {
  const { world, learner, detector, tally, readers } = run
  const { lookups } = world
  const minted = new Set<number>()
  const learn = learnOnSchedule(learner, detector, (at) => {
    if (at % (6 * 3600) === 0) report(at / (world.days * daySeconds))
  })
  for (let index = 0; index < lookups.count; index += 1) {
    const at = lookups.at[index] ?? 0
    learn(at)
    const traits = lookups.traits[index] ?? 0
    const access = accessOf(world, index, minted)
    const isCounted = at >= warmUpDays * daySeconds
    for (const keyed of detector.observe(access)) if (isCounted) tally.count(keyed, traits, at)
    if (trait.isHeavyReader(traits)) readers.add(`${readerKind(traits)}|${access.subject.fingerprint}`)
    else {
      learner.note(learningContact(access))
      observeByPeers(run, access, index, isCounted)
    }
  }
}

const observeByPeers = ({ world, peers, tally }: Run, access: Access, index: number, isCounted: boolean): void => {
  const network = world.lookups.network[index] ?? 0
  const seen = peerAccessOf(access, { network, ordinal: world.lookups.ordinal[index] ?? 0 })
  for (const peer of peers) if (peer.observe(seen) && isCounted) tally.countPeer(peer.name, network, access.at)
}

const resultOf = ({ world, detector, tally, readers }: Run): Omit<OrdinaryResult, "seconds"> => {
  const { alarmedReaders, ...counts } = tally.counts()
  const heavyReaders: Record<string, number> = { ...alarmedReaders }
  for (const name of readers) {
    const kind = `${name.split("|")[0]}-of`
    heavyReaders[kind] = (heavyReaders[kind] ?? 0) + 1
  }
  const { lookups, updates, trims } = detector.counts
  return {
    ...counts,
    ...itemSizes(detector),
    sessions: world.sessions,
    lookups,
    updates: updates + (counts.falseAlarms[ownName] ?? 0) + counts.notices,
    trims,
    heavyReaders,
  }
}

/** An entry of a profile takes about 23 bytes of its item, and the rest of the item 64. */
const itemSizes = (detector: MemoryDetector): { items: number; itemsWithin1KB: number } => {
  let items = 0
  let small = 0
  for (const [, profile] of detector.profiles()) {
    const several = [...(profile.severalOf?.values() ?? [])]
    const entries = several.reduce((sum, contacts) => sum + contacts.length - 1, profile.entries.length)
    items += 1
    if (entries * 23 + 64 <= 1024) small += 1
  }
  return { items, itemsWithin1KB: small / Math.max(1, items) }
}
