/** Runs attacks against the real detector and its peers, with the ordinary traffic of the same addresses and numbers around them. */
import {
  addVolume,
  initialVolume,
  noVolume,
  type VolumeSums,
  volume,
  volumeBucketSeconds,
} from "../../shared/detection/charts/volume.ts"
import { makeMemoryDetector } from "../../shared/detection/memory-detector.ts"
import type { Access } from "../../shared/detection/memory-profile.ts"
import {
  blockOf,
  blockSize,
  missBlockOf,
  missBlockSize,
  type RetailerProfile,
} from "../../shared/detection/retailers/retailer-profile.ts"
import { resemblesHeavyReader } from "../../shared/detection/scoring/resembles-heavy-reader.ts"
import { type Attack, attacks, type Campaign, trialEnd, trialStart } from "./attacks.ts"
import { accessOf, type LearnedHistory } from "./ordinary-run.ts"
import { makePeers, ownName, pagingName } from "./peers.ts"
import { makeRandom } from "./random.ts"
import { daySeconds, epoch, trait, type World } from "./world.ts"

export type Trial = {
  readonly attack: string
  /** Per detector: records of others shown until the alarm (all of them if none), and whether there was one. */
  readonly exposed: Readonly<Record<string, number>>
  readonly caught: Readonly<Record<string, boolean>>
  /** Which chart of ours alarmed. */
  readonly by: string
  /** Whether that alarm looks like a heavy reader's. */
  readonly resemblesReader: boolean
}

const ownLagSeconds = 2
/** The advisory chart runs on a schedule, after each ten minutes. */
const advisoryLagSeconds = 120
const backgroundDays = 5

/** Ordinary lookups, by index, that share a network or a block with the campaign. */
const backgroundOf = (world: World, campaign: Campaign, from: number, to: number): number[] => {
  const networks = new Set<number>()
  const blocks = new Set<number>()
  const key = (retailer: number, ordinal: number) => retailer * 100_000 + blockOf(ordinal)
  for (const { access, network } of campaign.steps) {
    networks.add(network)
    if (access.ordinal === null) continue
    const parts = missBlockSize / blockSize
    const base = missBlockOf(access.ordinal) * parts
    if (access.outcome === "miss")
      for (let part = 0; part < parts; part += 1) blocks.add(access.retailer * 100_000 + base + part)
    else blocks.add(key(access.retailer, access.ordinal))
  }
  const { lookups } = world
  const found: number[] = []
  for (let index = firstAt(world, from); index < lookups.count; index += 1) {
    if ((lookups.at[index] ?? 0) > to) break
    if (
      networks.has(lookups.network[index] ?? 0) ||
      (blocks.has(key(lookups.retailer[index] ?? 0, lookups.ordinal[index] ?? 0)) &&
        !trait.proven(lookups.traits[index] ?? 0))
    ) {
      found.push(index)
    }
  }
  return found
}

const firstAt = (world: World, at: number): number => {
  let low = 0
  let high = world.lookups.count
  while (low < high) {
    const middle = (low + high) >> 1
    if ((world.lookups.at[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  return low
}

/** The advisory chart over the ordinary traffic of the retailers that a campaign touches, with the campaign's lookups added. */
const watchVolumes = (history: LearnedHistory) => {
  const added = new Map<number, Map<number, VolumeSums>>()
  return {
    add(retailer: number, bucket: number, before: VolumeSums, after: VolumeSums) {
      const own = added.get(retailer) ?? new Map<number, VolumeSums>()
      added.set(retailer, own)
      const more = { contacts: after.contacts - before.contacts, strangers: after.strangers - before.strangers }
      own.set(bucket, addVolume(own.get(bucket) ?? noVolume, more))
    },
    /** When it first alarms, not before the campaign began; null if it does not by `until`. */
    alarmAt(until: number): number | null {
      const alarms = [...added].flatMap(([retailer, campaign]) => {
        const ordinary = history.volumes[retailer - 1] ?? new Map<number, VolumeSums>()
        const from = Math.min(...campaign.keys())
        let state = initialVolume
        for (let bucket = epoch - (epoch % volumeBucketSeconds); bucket <= until; bucket += volumeBucketSeconds) {
          const sums = addVolume(ordinary.get(bucket) ?? noVolume, campaign.get(bucket) ?? noVolume)
          const next = volume(state, sums)
          if (bucket >= from && next.alarms > state.alarms) return [bucket + volumeBucketSeconds + advisoryLagSeconds]
          state = next
        }
        return []
      })
      return alarms.length === 0 ? null : Math.min(...alarms)
    },
  }
}

const runTrial = (world: World, history: LearnedHistory, attack: Attack, seed: number): Trial => {
  const random = makeRandom(seed)
  const start = trialStart(random)
  const campaign = attack.make({ world, random, start, end: trialEnd })
  const steps = [...campaign.steps].sort((a, b) => a.access.at - b.access.at)
  const last = steps.at(-1)?.access.at ?? epoch + start
  const background = backgroundOf(world, campaign, start - backgroundDays * daySeconds, last - epoch)
  const targets = new Set(steps.map(({ access }) => access.retailer))
  let now = 0
  const profileOf = (number: number): RetailerProfile | undefined => {
    const past = history.profiles[number - 1] ?? []
    const profile = past[Math.min(past.length - 1, Math.floor(now / 3600))]
    if (profile === undefined || campaign.profileChange === undefined || !targets.has(number)) return profile
    return campaign.profileChange(profile)
  }
  const detector = makeMemoryDetector({ profileOf })
  const peers = makePeers()
  const alarmAt = new Map<string, number>()
  const minted = new Set<number>()
  const attackTags = new Set<string>()
  const attackKeys = new Set<string>()
  const volumes = watchVolumes(history)
  let by = ""
  let resemblesReader = false

  const feed = (access: Access, network: number, ofAttack: boolean) => {
    now = access.at - epoch
    for (const { keyName, key, finding } of detector.observe(access)) {
      if (finding.severity !== "alert" || alarmAt.has(pagingName)) continue
      if ((key.kind === "subject" || key.kind === "network") && !attackKeys.has(keyName)) continue
      // An alarm about other people behind the same address, or in the same block, does not count as catching the attack.
      if (finding.tags.filter((tag) => attackTags.has(tag)).length * 3 < finding.tags.length) continue
      by = `${key.kind}:${finding.reading}`
      resemblesReader = resemblesHeavyReader(finding)
      alarmAt.set(pagingName, access.at + ownLagSeconds)
    }
    if (!ofAttack && !networksOfAttack.has(network)) return
    const seen = {
      at: access.at,
      network,
      reference: access.retailer * 16_777_216 + (access.ordinal ?? 0),
      hit: access.outcome === "hit",
      failed: access.outcome === "challengeFailed",
    }
    for (const peer of peers) {
      // Several alarms about other people behind the address are not about the attack: only those that its lookups cause count.
      if (peer.observe(seen) && ofAttack && !alarmAt.has(peer.name)) alarmAt.set(peer.name, access.at + peer.lagSeconds)
    }
  }
  const networksOfAttack = new Set(steps.map(({ network }) => network))

  let next = 0
  for (const { access, network, foreign } of steps) {
    while (next < background.length && epoch + (world.lookups.at[background[next] ?? 0] ?? 0) <= access.at) {
      const index = background[next] ?? 0
      next += 1
      feed(accessOf(world, index, minted), world.lookups.network[index] ?? 0, false)
    }
    if (foreign) {
      attackKeys.add(`subject#${access.subject.fingerprint}`)
      attackKeys.add(`network#${access.network.fingerprint}`)
      attackTags.add(access.tag)
      attackTags.add(`${access.subject.fingerprint}|${access.tag}`)
    }
    const bucket = access.at - (access.at % volumeBucketSeconds)
    const before = detector.volumes(access.retailer).get(bucket) ?? noVolume
    feed(access, network, foreign)
    volumes.add(access.retailer, bucket, before, detector.volumes(access.retailer).get(bucket) ?? noVolume)
    if (alarmAt.size > peers.length) break
  }
  const paged = alarmAt.get(pagingName)
  const advised = volumes.alarmAt(last)
  if (advised !== null && (paged === undefined || advised < paged)) {
    by = "retailer:volume"
    alarmAt.set(ownName, advised)
  } else if (paged !== undefined) alarmAt.set(ownName, paged)
  const names = [ownName, pagingName, ...peers.map(({ name }) => name)]
  const exposedUntil = (limit: number) =>
    steps.filter(({ access, foreign }) => foreign && access.at <= limit && access.outcome === "hit").length
  return {
    attack: attack.name,
    exposed: Object.fromEntries(
      names.map((name) => [name, exposedUntil(alarmAt.get(name) ?? Number.POSITIVE_INFINITY)]),
    ),
    caught: Object.fromEntries(names.map((name) => [name, alarmAt.has(name)])),
    by,
    resemblesReader,
  }
}

export const runAttacks = (
  world: World,
  history: LearnedHistory,
  options: { trials: number; only?: string },
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
