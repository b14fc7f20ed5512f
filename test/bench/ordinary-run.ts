/** Runs Wayseal's detector and the other detectors over a world's ordinary traffic, learning as when deployed. */

import { daySeconds } from "../../shared/base/platform/instants.ts"
import { type Access, type Fingerprint, saysNothing } from "../../shared/watch/detection/access.ts"
import type { VolumeSums } from "../../shared/watch/detection/charts/volume.ts"
import { type MemoryDetector, makeMemoryDetector } from "../../shared/watch/detection/memory-detector.ts"
import type { RetailerProfile } from "../../shared/watch/detection/retailers/retailer-profile.ts"
import type { VisitorCookie } from "../../shared/watch/lookups/visitor/visitor-cookie.ts"
import { accessOf, learningContact, peerAccessOf, placeOfLookup } from "./accesses.ts"
import { type Answer, answerOfGuard, demandOf, shownByHub } from "./answer.ts"
import { type BlockingPeer, blockingPeer } from "./blocking-peer.ts"
import { cookieOf, type MintedCookies } from "./cookies.ts"
import { type GuardedTool, makeGuardedTool } from "./guarded-tool.ts"
import { type HubRefusals, type HubTool, makeHubRefusals, type Refusal } from "./hub-refusals.ts"
import { type Learner, makeLearner } from "./learner.ts"
import { knowledgeOf } from "./observed-accesses.ts"
import {
  makeOrdinaryTally,
  type OrdinaryCounts,
  type OrdinaryTally,
  type OrdinaryTool,
  ordinaryTools,
  type Session,
} from "./ordinary-tally.ts"
import { makePeers, ownName } from "./peers.ts"
import { sum } from "./statistics.ts"
import { type MovedCounts, makeThresholdCurve, type ThresholdCurve } from "./threshold-curve.ts"
import { isHeavyReader, looksLikeRecipient, trait, type VisitorKind } from "./world/identities.ts"
import { epoch, warmUpDays } from "./world/time.ts"
import type { World } from "./world/world.ts"

/** Everything learned of the retailers. */
export type LearnedHistory = {
  /** By the number of the retailer or carrier, the profile of each hour since the start. */
  readonly profiles: ReadonlyMap<number, readonly RetailerProfile[]>
  /** First contacts per ten minutes: `volumes[retailer number - 1]`. */
  readonly volumes: readonly ReadonlyMap<number, VolumeSums>[]
}

export type OrdinaryResult = OrdinaryCounts & {
  /** By kind of visitor. */
  readonly sessions: Readonly<Record<string, number>>
  readonly lookups: number
  readonly updates: number
  readonly items: number
  /** Share of the profiles whose item would be at most 1 KB. */
  readonly itemsWithin1KB: number
  /** What other thresholds would do. */
  readonly moved: MovedCounts
  /** Heavy readers by kind. */
  readonly readers: Readonly<Record<string, number>>
}

type Run = {
  readonly world: World
  readonly learner: Learner
  readonly detector: MemoryDetector
  readonly hub: HubRefusals
  /** The hub's decisions in a carrier's tool. What is refused there enters no profile. */
  readonly enforced: HubRefusals
  readonly guarded: GuardedTool
  readonly peers: readonly BlockingPeer[]
  readonly tally: OrdinaryTally
  readonly curve: ThresholdCurve
  /** The subjects of each kind of heavy reader. */
  readonly readers: Map<VisitorKind, Set<Fingerprint>>
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
export const runOrdinary = async (
  world: World,
  report: (share: number) => void,
): Promise<{ result: OrdinaryResult; history: LearnedHistory }> => {
  const learner = makeLearner(world)
  const { profileOf } = learner
  const detector = makeMemoryDetector({ profileOf })
  const { subjectEntries } = detector
  const known = { retailers: knowledgeOf(world, profileOf), subjectEntries }
  const hub = makeHubRefusals({ ...known, tool: "hub" })
  const enforced = makeHubRefusals({ ...known, tool: "enforced" })
  const guarded = makeGuardedTool(world)
  const peers = makePeers().map(blockingPeer)
  const curve = makeThresholdCurve({ profileOf, subjectEntries, from: epoch + warmUpDays * daySeconds })
  const tools = { hub, enforced, guarded }
  const run: Run = { world, learner, detector, ...tools, peers, tally: makeOrdinaryTally(), curve, readers: new Map() }
  await observeAll(run, report)
  const volumes = world.retailers.map(({ number }) => detector.volumes(number))
  for (const [index, sums] of volumes.entries()) run.tally.countVolumes(index + 1, sums)
  return { result: resultOf(run), history: { profiles: learner.history(), volumes } }
}

const observeAll = async (run: Run, report: (share: number) => void): Promise<void> => {
  const { world, learner, detector, hub, enforced, tally } = run
  const { lookups } = world
  const minted: MintedCookies = new Map()
  const learn = learnOnSchedule(learner, detector, (at) => {
    if (at % (6 * 3600) === 0) report(at / (world.days * daySeconds))
  })
  for (let index = 0; index < lookups.count; index += 1) {
    const at = lookups.at[index] ?? 0
    learn(at)
    const kind = trait.kind(lookups.traits[index] ?? 0)
    const access = accessOf(world, index, minted)
    const isCounted = at >= warmUpDays * daySeconds
    const session = { kind, session: lookups.session[index] ?? 0 }
    const answers = await answersTo(run, access, cookieOf(access, minted))
    if (isCounted) countAnswers(tally, answers, access, { ...session, day: Math.floor(at / daySeconds) })
    // A refused lookup enters no profile.
    const isRefused = answers.refusals.enforced !== undefined
    const found = isRefused ? [] : detector.observe(access)
    if (found.length > 0) for (const tool of [hub, enforced]) await tool.raise(access, found)
    run.curve.observe(access, found, session)
    if (isCounted) for (const keyed of found) tally.countFinding(keyed, kind, at)
    if (isHeavyReader(kind)) addTo(run.readers, kind, access.subject.fingerprint)
    if (looksLikeRecipient(kind)) {
      if (!isRefused && !saysNothing(access)) learner.note(learningContact(access))
      observeByPeers(run, access, { index, isCounted, session })
    }
  }
}

type OrdinaryAnswers = Readonly<Record<OrdinaryTool, Answer>> & {
  /** What refuses by the hub's decisions. */
  readonly refusals: Readonly<Record<HubTool, Refusal | undefined>>
}

/** A lookup that the guard refuses is counted to its address, since the guard does not name its restrictions. */
const countAnswers = (
  tally: OrdinaryTally,
  { refusals, ...answers }: OrdinaryAnswers,
  { network, proof }: Access,
  session: Session & { readonly day: number },
): void => {
  const address = String(network.fingerprint)
  const by = { ...refusals, guarded: undefined }
  const of = { ...session, isProven: proof === "strong" }
  for (const tool of ordinaryTools) tally.countAnswer(tool, answers[tool], of, by[tool]?.restrictionId ?? address)
  if (refusals.enforced === undefined) return
  tally.countRefusal(ownName, session, refusals.enforced.restrictionId)
  tally.countCause(session, refusals.enforced.cause)
}

/** What each tool answers. */
const answersTo = async (
  { hub, enforced, guarded }: Run,
  access: Access,
  cookie: VisitorCookie | undefined,
): Promise<OrdinaryAnswers> => {
  const refusalIn = async (tool: HubRefusals) =>
    tool.concerns(access) ? await tool.refusalOf(access, cookie) : undefined
  const [byHub, byEnforcer] = [await refusalIn(hub), await refusalIn(enforced)]
  const shows = shownByHub(access)
  return {
    // Where nothing would be shown, nothing is withheld.
    hub: { demand: shows === "nothing" ? "none" : demandOf(byHub), shows },
    guarded: answerOfGuard(guarded.lookUp(access)),
    enforced: { demand: demandOf(byEnforcer), shows: "details" },
    refusals: { hub: byHub, enforced: byEnforcer },
  }
}

const addTo = <Key, Value>(sets: Map<Key, Set<Value>>, key: Key, value: Value): void =>
  void sets.set(key, (sets.get(key) ?? new Set()).add(value))

const observeByPeers = (
  { world, peers, tally }: Run,
  access: Access,
  { index, isCounted, session }: { index: number; isCounted: boolean; session: Session },
): void => {
  const network = world.lookups.network[index] ?? 0
  const seen = peerAccessOf(access, { network, ordinal: placeOfLookup(world, index).ordinal })
  for (const peer of peers) {
    const { isBlocked, raises } = peer.observe(seen)
    if (!isCounted) continue
    if (isBlocked) tally.countRefusal(peer.name, session, String(network))
    if (raises) tally.countPeerAlarm(peer.name, session.kind, `${network}|${Math.floor(access.at / daySeconds)}`)
  }
}

const resultOf = ({ world, detector, tally, curve, readers }: Run): OrdinaryResult => {
  const counts = tally.counts()
  const { lookups, updates } = detector.counts
  return {
    ...counts,
    ...itemSizes(detector),
    moved: curve.counts(),
    sessions: world.sessions,
    lookups,
    updates: updates + counts.notices + sum(Object.values(counts.alarms[ownName] ?? {})),
    readers: Object.fromEntries([...readers].map(([kind, subjects]) => [kind, subjects.size])),
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
