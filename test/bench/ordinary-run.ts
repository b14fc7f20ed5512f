/** One pass of the real detector, and of its peers, over a world's ordinary traffic, with profiles learned on schedule. */

import { initialVolume, type VolumeSums, volume } from "../../shared/detection/charts/volume.ts"
import {
  isOutage,
  type LearningContact,
  learnBlockShape,
  learnMissShare,
} from "../../shared/detection/learning/learn-profile.ts"
import { learningBlocksOf, type MemoryDetector, makeMemoryDetector } from "../../shared/detection/memory-detector.ts"
import type { Access, KeyedFinding } from "../../shared/detection/memory-profile.ts"
import { lateRange, type RetailerProfile, randomOrder } from "../../shared/detection/retailers/retailer-profile.ts"
import { resemblesHeavyReader } from "../../shared/detection/scoring/resembles-heavy-reader.ts"
import { makePeers, ownName, pagingName } from "./peers.ts"
import { anonymousSubject, daySeconds, epoch, type Retailer, trait, type World, warmUpDays } from "./world.ts"

/** Everything learned of the retailers, by hour since the start. */
export type LearnedHistory = {
  /** `profiles[retailer number][hour]`. */
  readonly profiles: readonly (readonly RetailerProfile[])[]
  /** First contacts per ten minutes. `volumes[retailer number - 1]`. */
  readonly volumes: readonly ReadonlyMap<number, VolumeSums>[]
}

export type OrdinaryResult = {
  readonly sessions: number
  readonly lookups: number
  readonly updates: number
  readonly trims: number
  /** Shares of stored items of at most 1 KB, 2 KB. */
  readonly itemsWithin1KB: number
  readonly items: number
  readonly seconds: number
  /** False alarms: distinct (key, chart, retailer, day) on recipients, offices, mobile networks and mail rooms. */
  readonly falseAlarms: Readonly<Record<string, number>>
  readonly falseAlarmsByReading: Readonly<Record<string, number>>
  readonly notices: number
  /** Heavy readers that alarmed, by kind: alarmed of all. */
  readonly heavyReaders: Readonly<Record<string, number>>
  readonly examples: readonly string[]
  /** The highest scores of notices and alarms by reading: how near ordinary traffic comes to the thresholds. */
  readonly highest: Readonly<Record<string, readonly number[]>>
}

const keptPeaks = 20

const highestPeaks = (peaks: readonly { reading: string; peak: number }[]): Record<string, number[]> => {
  const byReading: Record<string, number[]> = {}
  for (const { reading, peak } of [...peaks].sort((a, b) => b.peak - a.peak)) {
    const held = byReading[reading] ?? []
    if (held.length < keptPeaks) held.push(Number(peak.toFixed(1)))
    byReading[reading] = held
  }
  return byReading
}

const forgivenOrdinal = (retailer: Retailer, ordinal: number): number | null => (retailer.hasOrdinals ? ordinal : null)

/** Whether the hub knows an order yet: not while the retailer's feed is down. */
export const isKnown = (world: World, order: number, at: number): boolean => {
  const retailer = world.retailers[(world.orders.retailer[order] ?? 1) - 1]
  const outage = retailer?.outage ?? null
  const created = world.orders.createdAt[order] ?? 0
  if (created > at) return false
  return outage === null || created < outage.from || created >= outage.to || at >= outage.to
}

const tags = new Map<number, string>()
/** Tag of a number; numbers are below 2^32 and retailers below 256. */
export const tagOf = (retailer: number, ordinal: number): string => {
  const number = retailer * 16_777_216 + ordinal
  const known = tags.get(number)
  if (known !== undefined) return known
  const made = number.toString(36)
  tags.set(number, made)
  return made
}

export const makeAccess = (
  world: World,
  given: {
    at: number
    retailer: number
    ordinal: number
    order: number
    subject: Access["subject"]
    network: Access["network"]
    accessorClass: Access["accessorClass"]
    proven: boolean
  },
): Access => {
  const retailer = world.retailers[given.retailer - 1]
  const hit = given.order >= 0 && isKnown(world, given.order, given.at)
  return {
    at: epoch + given.at,
    subject: given.subject,
    network: given.network,
    accessorClass: given.accessorClass,
    networkClass:
      given.accessorClass === "aggregator" || given.accessorClass === "verifiedBot" ? given.accessorClass : "public",
    retailer: given.retailer,
    tag: tagOf(given.retailer, given.ordinal),
    ordinal: retailer === undefined ? null : forgivenOrdinal(retailer, given.ordinal),
    outcome: hit ? "hit" : "miss",
    // A link opens nothing while its order is unknown; a case or an entitlement stands for itself.
    proof: given.proven && (hit || given.accessorClass !== "public") ? "strong" : "none",
    deliveryPoint: hit && retailer?.hasPoints === true ? (world.orders.point[given.order] ?? null) : null,
    canary: false,
  }
}

/** The access of one ordinary lookup; a cookie that is being minted is no identity yet. */
export const accessOf = (world: World, index: number, minted: Set<number>): Access => {
  const { lookups } = world
  const traits = lookups.traits[index] ?? 0
  const network = lookups.network[index] ?? 0
  let subject = lookups.subject[index] ?? 0
  let kind = trait.subjectKind(traits)
  if (kind === "cookie" && !minted.has(subject)) {
    minted.add(subject)
    // Six in ten came with a cookie from before the simulated time.
    if (((subject * 2_654_435_761) >>> 0) % 10 >= 6) {
      subject = anonymousSubject(network, trait.browser(traits))
      kind = "anonymous"
    }
  }
  return makeAccess(world, {
    at: lookups.at[index] ?? 0,
    retailer: lookups.retailer[index] ?? 1,
    ordinal: lookups.ordinal[index] ?? 0,
    order: lookups.target[index] ?? -1,
    subject: { kind, fingerprint: subject },
    network: { kind: trait.networkKind(traits), fingerprint: network },
    accessorClass: trait.accessorClass(traits),
    proven: trait.proven(traits),
  })
}

const learningWindowSeconds = daySeconds
const learnedContacts = 4_000

/** Learns profiles hourly from what the detector holds and from the last day's contacts. */
export const makeLearner = (world: World) => {
  const recent: LearningContact[][] = world.retailers.map(() => [])
  const issuedAt = world.retailers.map((retailer) => {
    const times: number[] = []
    const ordinals: number[] = []
    for (let place = 0; place < retailer.issued; place += 1) {
      const order = retailer.orders[place] ?? -1
      if (order < 0) continue
      times.push(world.orders.createdAt[order] ?? 0)
      ordinals.push(retailer.firstOrdinal + place)
    }
    return { times, ordinals, next: 0, manifested: 0 }
  })
  const current: RetailerProfile[] = world.retailers.map((retailer) => ({
    ordersPerDay: retailer.ordersPerDay / 0.8,
    missShare: 0.05,
    sequenceHead: null,
    blockShape: randomOrder,
    hasCheckDigit: retailer.hasCheckDigit,
  }))
  const history: RetailerProfile[][] = world.retailers.map(() => [])
  return {
    recent,
    profileOf: (number: number): RetailerProfile | undefined => current[number - 1],
    history: () => history,
    /** The head, every ten simulated minutes: what manifests showed last. */
    advance(at: number) {
      for (const [index, retailer] of world.retailers.entries()) {
        const issued = issuedAt[index]
        const profile = current[index]
        if (issued === undefined || profile === undefined) continue
        const { outage } = retailer
        if (outage !== null && at >= outage.from && at < outage.to) {
          const hidden = isOutage(retailer, issued.manifested, at) ? lateRange(profile, epoch + at) : null
          if (hidden !== null) current[index] = { ...profile, lateNumbers: [hidden] }
          continue
        }
        while (issued.next < issued.times.length && (issued.times[issued.next] ?? 0) <= at) issued.next += 1
        const ordinal = issued.ordinals[issued.next - 1]
        if (issued.manifested < at) issued.manifested = at
        if (ordinal === undefined) continue
        // Once the feed is back, what it brought at once is what was late.
        const late = profile.lateNumbers?.map(({ from, to }) => ({ from, to: Math.min(to, Math.max(from, ordinal)) }))
        const sequenceHead = { ordinal, at: epoch + at }
        current[index] =
          late === undefined ? { ...profile, sequenceHead } : { ...profile, sequenceHead, lateNumbers: late }
      }
    },
    learn(at: number, detector: MemoryDetector) {
      for (const [index, retailer] of world.retailers.entries()) {
        const profile = current[index]
        if (profile === undefined) continue
        const outage = isOutage(retailer, issuedAt[index]?.manifested ?? at, at)
        const window = outage ? 2 * 3600 : learningWindowSeconds
        const hour = Math.round(at / 3600)
        const contacts = (recent[index] ?? []).slice(-learnedContacts)
        recent[index] = contacts
        const missShare =
          outage || hour % 6 === 0
            ? learnMissShare(
                contacts.filter((contact) => contact.at >= epoch + at - window),
                { outage },
              )
            : profile.missShare
        const blockShape =
          hour % 6 === 0
            ? learnBlockShape(
                profile,
                learningBlocksOf(detector, retailer.number, profile, "block", 120),
                learningBlocksOf(detector, retailer.number, profile, "missBlock", 120),
              )
            : profile.blockShape
        current[index] = { ...profile, missShare, blockShape }
        const past = history[index]
        const latest = current[index]
        if (past !== undefined && latest !== undefined) past.push(latest)
      }
    },
  }
}

export const runOrdinary = (
  world: World,
  report: (share: number) => void,
): { result: OrdinaryResult; history: LearnedHistory } => {
  const startedAt = performance.now()
  const learner = makeLearner(world)
  const detector = makeMemoryDetector({ profileOf: learner.profileOf })
  const peers = makePeers()
  const minted = new Set<number>()
  const alarms = new Map<string, Set<string>>([
    [ownName, new Set()],
    [pagingName, new Set()],
    ...peers.map((peer) => [peer.name, new Set<string>()] as const),
  ])
  const byReading = new Map<string, Set<string>>()
  const notices = new Set<string>()
  const heavy = new Map<string, Set<string>>()
  const examples: string[] = []
  const peaks = new Map<string, { reading: string; peak: number }>()
  const heavyKeys = new Set<string>()
  const { lookups } = world
  let nextTen = 0
  let nextHour = 0

  const count = ({ keyName, key, finding }: KeyedFinding, traits: number, at: number) => {
    const day = Math.floor(finding.crossedAt / daySeconds)
    const name = `${keyName}|${finding.chart}|${finding.retailer}|${day}`
    if (!(trait.heavyReader(traits) && (key.kind === "subject" || key.kind === "network"))) {
      const known = peaks.get(name)
      if (known === undefined || known.peak < finding.peak) {
        peaks.set(name, { reading: `${key.kind}:${finding.reading}`, peak: finding.peak })
      }
    }
    if (finding.severity === "notice") {
      notices.add(name)
      return
    }
    const ofHeavy = trait.heavyReader(traits) && (key.kind === "subject" || key.kind === "network")
    if (ofHeavy) {
      const kind = `${trait.accessorClass(traits)}-${trait.subjectKind(traits)}`
      heavy.set(kind, (heavy.get(kind) ?? new Set()).add(keyName))
      const told = `${kind}-told`
      if (resemblesHeavyReader(finding)) heavy.set(told, (heavy.get(told) ?? new Set()).add(keyName))
      return
    }
    if (alarms.get(pagingName)?.has(name) === true) return
    for (const own of [ownName, pagingName]) alarms.get(own)?.add(name)
    const reading = `${key.kind}:${finding.chart}:${finding.reading}`
    byReading.set(reading, (byReading.get(reading) ?? new Set()).add(name))
    if (examples.length < 40) {
      const { evidence } = finding
      examples.push(
        `${reading} day ${(at / daySeconds).toFixed(1)} ${keyName} retailer ${finding.retailer} peak ${finding.peak.toFixed(1)} ${JSON.stringify(evidence)}`,
      )
    }
  }

  for (let index = 0; index < lookups.count; index += 1) {
    const at = lookups.at[index] ?? 0
    while (at >= nextTen) {
      learner.advance(nextTen)
      nextTen += 600
    }
    while (at >= nextHour) {
      learner.learn(nextHour, detector)
      if (nextHour % (6 * 3600) === 0) report(nextHour / (world.days * daySeconds))
      nextHour += 3600
    }
    const traits = lookups.traits[index] ?? 0
    const access = accessOf(world, index, minted)
    const counted = at >= warmUpDays * daySeconds
    for (const keyed of detector.observe(access)) if (counted) count(keyed, traits, at)
    if (!trait.heavyReader(traits)) {
      learner.recent[access.retailer - 1]?.push(learningContact(access))
      const seen = {
        at,
        network: lookups.network[index] ?? 0,
        reference: access.retailer * 16_777_216 + (lookups.ordinal[index] ?? 0),
        hit: access.outcome === "hit",
        failed: access.outcome === "challengeFailed",
      }
      for (const peer of peers) {
        if (peer.observe(seen) && counted)
          alarms.get(peer.name)?.add(`${seen.network}|${Math.floor((epoch + at) / daySeconds)}`)
      }
    } else heavyKeys.add(`${trait.accessorClass(traits)}-${trait.subjectKind(traits)}|${access.subject.fingerprint}`)
  }
  const volumes = world.retailers.map(({ number }) => detector.volumes(number))
  for (const [index, sums] of volumes.entries()) {
    for (const at of volumeAlarms(sums)) {
      if (at < epoch + warmUpDays * daySeconds) continue
      const name = `retailer#${index + 1}|volume|${Math.floor(at / daySeconds)}`
      alarms.get(ownName)?.add(name)
      byReading.set("retailer:volume", (byReading.get("retailer:volume") ?? new Set()).add(name))
    }
  }
  const sizes = { items: 0, small: 0 }
  for (const [, profile] of detector.profiles()) {
    const attributes = profile.names.reduce((sum, bits) => sum + ones(bits), 0)
    sizes.items += 1
    if (attributes * 23 + 64 <= 1024) sizes.small += 1
  }
  const heavyReaders: Record<string, number> = {}
  for (const [kind, keys] of heavy) heavyReaders[kind] = keys.size
  for (const name of heavyKeys) {
    const kind = `${name.split("|")[0]}-of`
    heavyReaders[kind] = (heavyReaders[kind] ?? 0) + 1
  }
  return {
    result: {
      sessions: world.sessions,
      lookups: detector.counts.lookups,
      updates: detector.counts.updates + (alarms.get(ownName)?.size ?? 0) + notices.size,
      trims: detector.counts.trims,
      items: sizes.items,
      itemsWithin1KB: sizes.small / Math.max(1, sizes.items),
      seconds: (performance.now() - startedAt) / 1000,
      falseAlarms: Object.fromEntries([...alarms].map(([name, set]) => [name, set.size])),
      falseAlarmsByReading: Object.fromEntries([...byReading].map(([name, set]) => [name, set.size])),
      notices: notices.size,
      heavyReaders,
      examples,
      highest: highestPeaks([...peaks.values()]),
    },
    history: { profiles: learner.history(), volumes },
  }
}

/** Starts of the ten minutes in which the advisory chart alarms. */
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

const ones = (bits: number): number => {
  let rest = bits
  let sum = 0
  while (rest !== 0) {
    rest &= rest - 1
    sum += 1
  }
  return sum
}

export const learningContact = (access: Access): LearningContact => ({
  tag: access.tag,
  at: access.at,
  retailer: access.retailer,
  ordinal: access.ordinal,
  outcome: access.outcome,
  proof: access.proof,
  deliveryPoint: access.deliveryPoint,
  subject: null,
  newcomer: false,
  subjectKey: String(access.subject.fingerprint),
  networkKey: String(access.network.fingerprint),
})
