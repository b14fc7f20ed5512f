/** Runs attacks against Wayseal's detector and the other detectors, with the ordinary traffic around them. */

import type { Access } from "../../shared/detection/access.ts"
import { noVolume, volumeBucketSeconds } from "../../shared/detection/charts/volume.ts"
import type { KeyedFinding } from "../../shared/detection/memory-detector.ts"
import { makeMemoryDetector } from "../../shared/detection/memory-detector.ts"
import type { RetailerProfile } from "../../shared/detection/retailers/retailer-profile.ts"
import { resemblesHeavyReader } from "../../shared/detection/scoring/resembles-heavy-reader.ts"
import { daySeconds } from "../../shared/platform/instants.ts"
import { accessOf, peerAccessOf } from "./accesses.ts"
import { attacks } from "./attacks/attacks.ts"
import { type Attack, byTime, type Campaign, type Step, trialEnd, trialStart } from "./attacks/scene.ts"
import { backgroundOf, watchVolumes } from "./campaign-background.ts"
import type { LearnedHistory } from "./ordinary-run.ts"
import { detectorNames, makePeers, ownName, pagingName } from "./peers.ts"
import { makeRandom } from "./random.ts"
import { epoch } from "./world/time.ts"
import type { World } from "./world/world.ts"

export type Trial = {
  readonly attack: string
  /** By detector: records of other people shown until its alarm, or all of them if there was none. */
  readonly exposed: Readonly<Record<string, number>>
  /** By detector: whether it raised an alarm. */
  readonly caught: Readonly<Record<string, boolean>>
  /** Which of our charts raised the alarm first; empty when none did. */
  readonly by: string
  /** Whether that alarm resembles a heavy reader's. */
  readonly resemblesReader: boolean
}

const ownLagSeconds = 2
const backgroundDays = 5

/** What one detector's first alarm on the attack was. */
type OwnAlarm = { readonly at: number; readonly by: string; readonly resemblesReader: boolean }

/** Knows which findings are about the attack: not about other people behind its address or in its block. */
const makeAttribution = () => {
  const tags = new Set<string>()
  const keys = new Set<string>()
  return {
    note({ access }: Step) {
      keys.add(`subject#${access.subject.fingerprint}`)
      keys.add(`network#${access.network.fingerprint}`)
      tags.add(access.tag)
      tags.add(`${access.subject.fingerprint}|${access.tag}`)
    },
    isOfAttack({ keyName, key, finding }: KeyedFinding): boolean {
      if ((key.kind === "subject" || key.kind === "network") && !keys.has(keyName)) return false
      return finding.tags.filter((tag) => tags.has(tag)).length * 3 >= finding.tags.length
    },
  }
}

/** Profiles as they were learned by the time of the trial, and as the campaign changed them where it strikes. */
const profilesDuring = (history: LearnedHistory, campaign: Campaign, now: () => number) => {
  const targets = new Set(campaign.steps.map(({ access }) => access.retailer))
  return (number: number): RetailerProfile | undefined => {
    const past = history.profiles[number - 1] ?? []
    const profile = past[Math.min(past.length - 1, Math.floor(now() / 3600))]
    if (profile === undefined || campaign.profileChange === undefined || !targets.has(number)) return profile
    return campaign.profileChange(profile)
  }
}

/** All detectors of one trial, and the first alarm that each raises on the attack. */
const makeDetectors = (history: LearnedHistory, campaign: Campaign) => {
  let now = 0
  const detector = makeMemoryDetector({ profileOf: profilesDuring(history, campaign, () => now) })
  const peers = makePeers()
  const attribution = makeAttribution()
  const networks = new Set(campaign.steps.map(({ network }) => network))
  const peerAlarmAt = new Map<string, number>()
  let own: OwnAlarm | undefined

  const observe = (access: Access, network: number, isOfAttack: boolean): void => {
    now = access.at - epoch
    for (const keyed of detector.observe(access)) {
      const { key, finding } = keyed
      if (finding.severity !== "alert" || own !== undefined || !attribution.isOfAttack(keyed)) continue
      const by = `${key.kind}:${finding.reading}`
      own = { at: access.at + ownLagSeconds, by, resemblesReader: resemblesHeavyReader(finding) }
    }
    if (!isOfAttack && !networks.has(network)) return
    const seen = peerAccessOf(access, { network, ordinal: access.ordinal ?? 0 })
    for (const { name, lagSeconds, observe: observed } of peers) {
      // Only alarms that the attack's own lookups cause count, not those about other people behind its address.
      if (observed(seen) && isOfAttack && !peerAlarmAt.has(name)) peerAlarmAt.set(name, access.at + lagSeconds)
    }
  }
  return {
    attribution,
    observe,
    volumes: detector.volumes,
    ownAlarm: () => own,
    peerAlarmAt,
    haveAllRaised: () => own !== undefined && peerAlarmAt.size === peers.length,
  }
}

const runTrial = (world: World, history: LearnedHistory, attack: Attack, seed: number): Trial => {
  const random = makeRandom(seed)
  const start = trialStart(random)
  const campaign = attack.make({ world, random, start, end: trialEnd })
  const steps = [...campaign.steps].sort(byTime)
  const last = steps.at(-1)?.access.at ?? epoch + start
  const background = backgroundOf(world, campaign, { from: start - backgroundDays * daySeconds, to: last - epoch })
  const detectors = makeDetectors(history, campaign)
  const volumes = watchVolumes(history)
  const minted = new Set<number>()

  let next = 0
  for (const step of steps) {
    const { access, network, isForeign } = step
    for (; next < background.length; next += 1) {
      const index = background[next] ?? 0
      if (epoch + (world.lookups.at[index] ?? 0) > access.at) break
      detectors.observe(accessOf(world, index, minted), world.lookups.network[index] ?? 0, false)
    }
    if (isForeign) detectors.attribution.note(step)
    const bucket = access.at - (access.at % volumeBucketSeconds)
    const sums = () => detectors.volumes(access.retailer).get(bucket) ?? noVolume
    const before = sums()
    detectors.observe(access, network, isForeign)
    volumes.add(access.retailer, bucket, { before, after: sums() })
    if (detectors.haveAllRaised()) break
  }
  const alarms = { own: detectors.ownAlarm(), peerAlarmAt: detectors.peerAlarmAt, advisedAt: volumes.alarmAt(last) }
  return trialOf(attack, steps, alarms)
}

type Alarms = {
  readonly own: OwnAlarm | undefined
  readonly peerAlarmAt: ReadonlyMap<string, number>
  /** When the advisory chart raised an alarm. */
  readonly advisedAt: number | null
}

const trialOf = (attack: Attack, steps: readonly Step[], { own, peerAlarmAt, advisedAt }: Alarms): Trial => {
  const isAdvisedFirst = advisedAt !== null && (own === undefined || advisedAt < own.at)
  const firstAt = isAdvisedFirst ? advisedAt : own?.at
  const alarmAt = new Map(peerAlarmAt)
  if (own !== undefined) alarmAt.set(pagingName, own.at)
  if (firstAt !== undefined) alarmAt.set(ownName, firstAt)
  const exposedUntil = (limit: number) =>
    steps.filter(({ access, isForeign }) => isForeign && access.at <= limit && access.outcome === "hit").length
  const byDetector = <T>(read: (name: string) => T) =>
    Object.fromEntries(detectorNames.map((name) => [name, read(name)]))
  return {
    attack: attack.name,
    exposed: byDetector((name) => exposedUntil(alarmAt.get(name) ?? Number.POSITIVE_INFINITY)),
    caught: byDetector((name) => alarmAt.has(name)),
    by: isAdvisedFirst ? "retailer:volume" : (own?.by ?? ""),
    resemblesReader: own?.resemblesReader ?? false,
  }
}

/** @param report takes the share of the attacks that is done */
export const runAttacks = (
  world: World,
  history: LearnedHistory,
  options: { readonly trials: number; readonly only?: string },
  report: (share: number) => void,
): Trial[] => {
  const chosen = attacks.filter(({ name }) => options.only === undefined || name.includes(options.only))
  return chosen.flatMap((attack, index) => {
    const trials = Math.min(options.trials, attack.trials ?? options.trials)
    const results = Array.from({ length: trials }, (_, trial) =>
      runTrial(world, history, attack, world.seed * 100_003 + index * 1_009 + trial),
    )
    report((index + 1) / chosen.length)
    return results
  })
}
