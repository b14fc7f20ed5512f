/** Runs attacks against Wayseal's detector and the other detectors, with the ordinary traffic around them. */

import { daySeconds } from "../../shared/base/platform/instants.ts"
import type { Access } from "../../shared/watch/detection/access.ts"
import { noVolume } from "../../shared/watch/detection/charts/volume.ts"
import type { RetailerProfile } from "../../shared/watch/detection/retailers/retailer-profile.ts"
import { resemblesHeavyReader } from "../../shared/watch/detection/scoring/resembles-heavy-reader.ts"
import { volumeBucketSeconds } from "../../shared/watch/detection/thresholds/thresholds.ts"
import { accessOf, peerAccessOf } from "./accesses.ts"
import { attacks } from "./attacks/attacks.ts"
import { type Attack, byTime, type Campaign, type Step, trialEnd, trialStart } from "./attacks/scene.ts"
import { makeAttribution } from "./attribution.ts"
import { blockingPeer } from "./blocking-peer.ts"
import { backgroundOf, watchVolumes } from "./campaign-background.ts"
import { cookieOf, type MintedCookies } from "./cookies.ts"
import type { LearnedHistory } from "./ordinary-run.ts"
import { detectorNames, makePeers, ownName } from "./peers.ts"
import { makeRandom } from "./random.ts"
import { type MovedChart, shownUntilMoved } from "./threshold-curve.ts"
import { type Answers, makeTools, type ShownTool, type ToolOutcome } from "./tools.ts"
import { isHeavyReader, trait } from "./world/identities.ts"
import { epoch } from "./world/time.ts"
import type { World } from "./world/world.ts"

/** What one detector achieved against an attack. */
export type Outcome = {
  readonly isCaught: boolean
  /** Records of other people that the attack asked for, and that exist. */
  readonly reached: number
  /** Records of other people shown before the alarm took effect; all that were reached if there was none. */
  readonly shownBefore: number
  /** Records of other people shown in all. */
  readonly shownInAll: number
  /** Visits of bystanders that were refused from the attack's start to a day after its end. */
  readonly innocentsRefused: number
}

export type Trial = {
  readonly attack: string
  /** By detector. */
  readonly outcomes: Readonly<Record<string, Outcome>>
  readonly tools: Readonly<Record<ShownTool, ToolOutcome>>
  /** Which of our readings raised the alarm first; empty when none did. */
  readonly by: string
  /** Whether the advisory volume chart gave a notice. */
  readonly isAdvised: boolean
  /** Whether our alarm resembles a heavy reader's. */
  readonly resemblesReader: boolean
  /** Records shown until the attack crosses each of `moves`; absent where no threshold is moved. */
  readonly moved?: { readonly chart: MovedChart; readonly shown: readonly (number | null)[] }
}

const backgroundDays = 5

/** Profiles as they were learned by the time of the trial, and as the campaign changed them where it strikes. */
const profilesDuring = (history: LearnedHistory, campaign: Campaign, now: () => number) => {
  const targets = new Set(campaign.steps.map(({ access }) => access.retailer))
  return (number: number): RetailerProfile | undefined => {
    const past = history.profiles.get(number) ?? []
    const profile = past[Math.min(past.length - 1, Math.floor(now() / 3600))]
    if (profile === undefined || campaign.profileChange === undefined || !targets.has(number)) return profile
    return campaign.profileChange(profile)
  }
}

/** Follows what one detector shows of an attack, and whom it refuses besides. */
const makeScore = () => {
  let [alarmAt, reached, shownBefore, shownInAll] = [Number.POSITIVE_INFINITY, 0, 0, 0]
  const innocents = new Set<number>()
  return {
    noteAlarm(at: number) {
      alarmAt = Math.min(alarmAt, at)
    },
    noteStep({ access, isForeign }: Step, isRefused: boolean) {
      if (!isForeign || access.outcome !== "hit") return
      reached += 1
      if (access.at <= alarmAt) shownBefore += 1
      if (!isRefused) shownInAll += 1
    },
    noteInnocent: (session: number) => void innocents.add(session),
    outcome: (): Outcome => ({
      isCaught: Number.isFinite(alarmAt),
      reached,
      shownBefore,
      shownInAll,
      innocentsRefused: innocents.size,
    }),
  }
}

/** Who asks in a trial, and how it is counted. */
type Asker = { readonly network: number; readonly isOfAttack: boolean }

/** All tools and detectors of one trial, with their scores. */
const makeDetectors = (world: World, history: LearnedHistory, campaign: Campaign) => {
  let now = 0
  const profileOf = profilesDuring(history, campaign, () => now)
  const attribution = makeAttribution()
  const tools = makeTools({ world, profileOf, attribution })
  const peers = makePeers().map((peer) => ({ ...blockingPeer(peer), lagSeconds: peer.lagSeconds }))
  const networks = new Set(campaign.steps.map(({ network }) => network))
  const scores = new Map(detectorNames.map((name) => [name, makeScore()]))
  const minted: MintedCookies = new Map()

  /** Lets every detector see a lookup. Returns the names of those that refuse it. */
  const observe = async (access: Access, { network, isOfAttack }: Asker): Promise<Observed> => {
    now = access.at - epoch
    const answers = await tools.lookUp(access, { cookie: cookieOf(access, minted), isOfAttack })
    const refusing = new Set<string>()
    if (answers.enforced.demand !== "none") refusing.add(ownName)
    const alarmAt = tools.alarmAt("enforced")
    if (alarmAt !== undefined) scores.get(ownName)?.noteAlarm(alarmAt)
    if (!networks.has(network)) return { refusing, answers }
    const seen = peerAccessOf(access, { network, ordinal: access.ordinal ?? 0 })
    for (const { name, lagSeconds, observe: observed } of peers) {
      const { isBlocked, raises } = observed(seen)
      if (isBlocked) refusing.add(name)
      // Only alarms that the attack's own lookups cause count, not those about other people behind its address.
      if (raises && isOfAttack) scores.get(name)?.noteAlarm(access.at + lagSeconds)
    }
    return { refusing, answers }
  }
  return { attribution, observe, minted, scores, networks, tools }
}

type Observed = { readonly refusing: ReadonlySet<string>; readonly answers: Answers }
type Detectors = ReturnType<typeof makeDetectors>

/**
 * Lets the detectors see the ordinary lookups around a campaign up to a time, and notes whom they refuse behind its
 * addresses. Elsewhere people are refused now and then without the attack.
 */
const makeBackground = (
  world: World,
  campaign: Campaign,
  detectors: Detectors,
  time: { start: number; last: number },
) => {
  const { start, last } = time
  const { networks, tools, scores } = detectors
  const background = backgroundOf(world, campaign, { from: start - backgroundDays * daySeconds, to: last + daySeconds })
  let next = 0
  return async (until: number): Promise<void> => {
    for (; next < background.length; next += 1) {
      const { index, isClose } = background[next] ?? { index: 0, isClose: false }
      const at = world.lookups.at[index] ?? 0
      if (at > until) break
      // Strangers who are only in the neighbourhood matter for a day after an alarm, to count whom it asks.
      if (!isClose && !tools.isAlarmed(epoch + at)) continue
      const network = world.lookups.network[index] ?? 0
      const access = accessOf(world, index, detectors.minted)
      const { refusing, answers } = await detectors.observe(access, { network, isOfAttack: false })
      if (at < start || isHeavyReader(trait.kind(world.lookups.traits[index] ?? 0))) continue
      const session = world.lookups.session[index] ?? 0
      tools.noteBystander(answers, session)
      if (networks.has(network)) for (const name of refusing) scores.get(name)?.noteInnocent(session)
    }
  }
}

/** A trial of an attack, with its steps in the order of time. The same trial in the same world is the same. */
export const trialOf = (world: World, attack: Attack, trial: number) => {
  const random = makeRandom(world.seed * 100_003 + attacks.indexOf(attack) * 1_009 + trial)
  const start = trialStart(random)
  const campaign = attack.make({ world, random, start, end: trialEnd })
  return { start, campaign, steps: [...campaign.steps].sort(byTime) }
}

const runTrial = async (world: World, history: LearnedHistory, attack: Attack, trial: number): Promise<Trial> => {
  const { start, campaign, steps } = trialOf(world, attack, trial)
  const last = (steps.at(-1)?.access.at ?? epoch + start) - epoch
  const detectors = makeDetectors(world, history, campaign)
  const { attribution, scores, tools } = detectors
  const observeBackground = makeBackground(world, campaign, detectors, { start, last })
  const attackers = new Set(steps.flatMap(({ access, isForeign }) => (isForeign ? [access.subject.fingerprint] : [])))
  const volumes = watchVolumes(history)

  for (const step of steps) {
    const { access, network, isForeign } = step
    await observeBackground(access.at - epoch)
    const isAttacker = attackers.has(access.subject.fingerprint)
    if (isForeign || isAttacker) attribution.note(step)
    const bucket = access.at - (access.at % volumeBucketSeconds)
    const sums = () => tools.volumes(access.retailer).get(bucket) ?? noVolume
    const before = sums()
    const { refusing, answers } = await detectors.observe(access, { network, isOfAttack: isForeign })
    volumes.add(access.retailer, bucket, { before, after: sums() })
    for (const [name, score] of scores) score.noteStep(step, refusing.has(name))
    tools.noteStep(step, answers)
    // Strangers of a campaign have one lookup each.
    if (isAttacker) continue
    tools.noteBystander(answers, -access.at)
    for (const name of refusing) scores.get(name)?.noteInnocent(-access.at)
  }
  await observeBackground(Number.POSITIVE_INFINITY)
  const { finding, by } = tools.firstAlarm()
  return {
    attack: attack.name,
    outcomes: Object.fromEntries([...scores].map(([name, score]) => [name, score.outcome()])),
    tools: tools.outcomes(),
    by,
    isAdvised: volumes.alarmAt(epoch + last) !== null,
    resemblesReader: finding !== undefined && resemblesHeavyReader(finding),
    ...movedOf(attack, steps, history),
  }
}

/** What an attack whose thresholds are moved is shown. */
const movedOf = ({ moved: chart }: Attack, steps: readonly Step[], history: LearnedHistory): Pick<Trial, "moved"> => {
  if (chart === undefined) return {}
  const profileAt = (at: number) => (retailer: number) => {
    const past = history.profiles.get(retailer) ?? []
    return past[Math.min(past.length - 1, Math.floor((at - epoch) / 3600))]
  }
  return { moved: { chart, shown: shownUntilMoved(chart, steps, profileAt) } }
}

/** @param report takes the share of the attacks that is done */
export const runAttacks = async (
  world: World,
  history: LearnedHistory,
  options: { readonly trials: number; readonly only?: string },
  report: (share: number) => void,
): Promise<Trial[]> => {
  const chosen = attacks.filter(({ name }) => options.only === undefined || name.includes(options.only))
  const results: Trial[] = []
  for (const [index, attack] of chosen.entries()) {
    const trials = Math.min(options.trials, attack.trials ?? options.trials)
    for (let trial = 0; trial < trials; trial += 1) results.push(await runTrial(world, history, attack, trial))
    report((index + 1) / chosen.length)
  }
  return results
}
