import { daySeconds } from "../../../base/platform/instants.ts"
import { type Contact, entryLifetimeSeconds } from "../profiles/access-profile.ts"
import type { KeyedProfile } from "../profiles/access-profiles.ts"
import { decodeProfile } from "../profiles/profile-encoding.ts"
import { type DailyRhythm, hourSharesOf, rhythmAfter } from "../retailers/daily-rhythm.ts"
import { blockNamed } from "../retailers/number-blocks.ts"
import type { RetailerProfile } from "../retailers/retailer-profile.ts"
import type { LearnedTraffic, RetailerProfileRow } from "../retailers/retailer-profiles.ts"
import { evaluate } from "../scoring/evaluate.ts"
import { alarmingScore, fewestBlockEntries, fewestPaceDays, missShareDays, paceDays } from "../thresholds/thresholds.ts"
import { lateNumbersAfter, numbersFromBefore } from "./late-numbers.ts"
import { learnBlockCrowding } from "./learn-block-crowding.ts"
import {
  isOutage,
  type LearningBlock,
  type LearningContact,
  learnBlockShape,
  learnMissShare,
  learnOrdersPerDay,
  learnWrongCodeShare,
} from "./learn-profile.ts"

/**
 * Prepares the profile of one block for learning: whether its chart ever reached the alarming score decides if it
 * teaches anything.
 */
export const learningBlock = (
  { entries, trimmed }: { readonly entries: readonly Contact[]; readonly trimmed: boolean },
  of: { readonly kind: "block" | "missBlock"; readonly retailer: number; readonly profile: RetailerProfile },
): LearningBlock => {
  const { kind, retailer, profile } = of
  const low = { notice: alarmingScore, alert: alarmingScore }
  const watchful = { ...profile, thresholds: { block: low, blockMisses: low } }
  const key = { kind, series: retailer }
  const found = evaluate({ key, entries, trimmed, accessorClass: "public", profileOf: () => watchful })
  return { entries, peak: found.length > 0 ? alarmingScore : 0 }
}

/** Contacts of a sample of profiles, sorted by the retailer's number. */
export type TrafficSample = {
  readonly contacts: Map<number, LearningContact[]>
  readonly blocks: Map<string, Contact[][]>
  readonly missBlocks: Map<string, Contact[][]>
}

const emptySample = (): TrafficSample => ({ contacts: new Map(), blocks: new Map(), missBlocks: new Map() })

/** What the hub saw itself, and what each party says, by its id. */
export type SortedSample = { readonly ofHub: TrafficSample; readonly byVoucher: ReadonlyMap<string, TrafficSample> }

/**
 * Sorts sampled profiles by what can be learned from them: typing errors from networks, the order of numbers from
 * blocks.
 */
export async function sortSample(profiles: AsyncIterable<KeyedProfile>): Promise<SortedSample> {
  const ofHub = emptySample()
  const byVoucher = new Map<string, TrafficSample>()
  const sampleOf = (voucher: string | undefined): TrafficSample => {
    if (voucher === undefined) return ofHub
    const known = byVoucher.get(voucher) ?? emptySample()
    byVoucher.set(voucher, known)
    return known
  }
  for await (const { profileKey, profile, vouchedBy } of profiles) {
    const block = blockNamed(profileKey)
    if (block === null) {
      if (!profileKey.startsWith("network#")) continue
      const { contacts } = sampleOf(vouchedBy)
      for (const contact of decodeProfile(profile.attributes, "accessor")) {
        // A network's profile does not name the subject, but no more than one contact of a network and hour counts
        // anyway.
        const learning = { ...contact, networkKey: profileKey, subjectKey: `${profileKey}|${contact.tag}` }
        addTo(contacts, contact.retailer, learning)
      }
      continue
    }
    const { kind, numbers } = block
    const { blocks, missBlocks } = sampleOf(numbers.vouchedBy)
    if (kind === "block") addTo(blocks, numbers.series, decodeProfile(profile.attributes, "block"))
    else if (kind === "missBlock") addTo(missBlocks, numbers.series, decodeProfile(profile.attributes, "block"))
  }
  return { ofHub, byVoucher }
}

/** Whether a sample holds lookups of a party's numbers. */
export const speaksOf = ({ contacts, blocks }: TrafficSample, of: { partyId: string; number: number }): boolean =>
  contacts.has(of.number) || blocks.has(of.partyId)

/**
 * What the word of one party teaches about the numbers of another: nothing of how these go on.
 *
 * @param of as for {@link learnTraffic}, `sample` and `row` of that party's word
 */
export function learnTaught(partyId: string, of: Lesson): LearnedTraffic {
  const { heads: _heads, rhythm: _rhythm, lateNumbers: _late, ...taught } = learnTraffic(partyId, of)
  return taught
}

/** What there is to learn from about the numbers of one party. */
export type Lesson = {
  /** The party's number in profiles. */
  readonly number: number
  /** Assumed share of ordinary lookups that miss. */
  readonly missShare: number
  /** Its numbers as the detector sees them now. */
  readonly profile: RetailerProfile
  readonly row: RetailerProfileRow | undefined
  readonly sample: TrafficSample
  readonly now: Date
}

/** What the sample teaches about the numbers of one party. Where it teaches too little, the known values stay. */
export function learnTraffic(partyId: string, of: Lesson): LearnedTraffic {
  const { number, profile, row, sample, now } = of
  const nowSeconds = Math.floor(now.getTime() / 1000)
  const heads = headsOf(row, now)
  const ordersPerDay = paceOf(heads) ?? profile.ordersPerDay
  const rhythm = rhythmOf(row, ordersPerDay, nowSeconds)
  const hourShares = hourSharesOf(rhythm)
  const paced: RetailerProfile = { ...profile, ordersPerDay, ...(hourShares === undefined ? {} : { hourShares }) }
  const { sequenceHead: head } = paced
  const recent = (sample.contacts.get(number) ?? []).filter(
    (contact) => contact.at > nowSeconds - missShareDays * daySeconds,
  )
  const missShare = learnMissShare(recent, {
    outage: head !== null && isOutage(paced, head.at, nowSeconds),
    prior: of.missShare,
  })
  const { blockShape, blockCrowding } = {
    ...row?.learned,
    ...blocksOf(partyId, { number, profile, sample, nowSeconds }),
  }
  const lateNumbers = lateNumbersOf(row?.learned, paced, now)
  return {
    ordersPerDay,
    missShare,
    wrongCodeShare: learnWrongCodeShare(recent),
    ...(blockShape === undefined ? {} : { blockShape }),
    ...(blockCrowding === undefined ? {} : { blockCrowding }),
    ...(heads.length === 0 ? {} : { heads }),
    ...(rhythm === undefined ? {} : { rhythm }),
    ...(lateNumbers.length === 0 ? {} : { lateNumbers }),
    learnedAt: now.toISOString(),
  }
}

/**
 * What the manifests alone change between two full lessons: the late numbers.
 * @returns undefined when nothing changed
 */
export function learnLateNumbers(
  learned: LearnedTraffic,
  profile: RetailerProfile,
  now: Date,
): LearnedTraffic | undefined {
  const lateNumbers = lateNumbersOf(learned, profile, now)
  if (JSON.stringify(lateNumbers) === JSON.stringify(learned.lateNumbers ?? [])) return undefined
  return { ...learned, lateNumbers }
}

function lateNumbersOf(
  learned: LearnedTraffic | undefined,
  profile: RetailerProfile,
  now: Date,
): NonNullable<LearnedTraffic["lateNumbers"]> {
  const at = Math.floor(now.getTime() / 1000)
  const ranges = (learned?.lateNumbers ?? []).map((range) => ({ ...range, seenAt: Date.parse(range.seenAt) / 1000 }))
  const isNew = learned?.heads === undefined && ranges.length === 0
  const known = isNew ? numbersFromBefore(profile, at) : ranges
  return lateNumbersAfter(known, profile, at).map(({ from, to, seenAt }) => ({
    from,
    to,
    seenAt: new Date(seenAt * 1000).toISOString(),
  }))
}

/** The heads of the latest days, with today's if there is none yet. */
function headsOf(row: RetailerProfileRow | undefined, now: Date): NonNullable<LearnedTraffic["heads"]> {
  const known = row?.learned?.heads ?? []
  const day = now.toISOString().slice(0, 10)
  if (row?.sequenceHead === undefined || known.some((head) => head.day === day)) return known
  return [...known, { day, ordinal: row.sequenceHead.ordinal }].slice(-paceDays)
}

/** The daily rhythm, with the hour that has just ended. */
function rhythmOf(row: RetailerProfileRow | undefined, ordersPerDay: number, at: number): DailyRhythm | undefined {
  const head = row?.sequenceHead
  const known = row?.learned?.rhythm
  return head === undefined ? known : rhythmAfter(known, { ordinal: head.ordinal, at, ordersPerDay })
}

/** Numbers issued a day, from how far the head moved from one day to the next. */
function paceOf(heads: NonNullable<LearnedTraffic["heads"]>): number | undefined {
  const moved = heads.flatMap((head, index) => {
    const before = heads[index - 1]
    const adjacent = before !== undefined && Date.parse(head.day) - Date.parse(before.day) === daySeconds * 1000
    return adjacent ? [head.ordinal - before.ordinal] : []
  })
  return moved.length < fewestPaceDays ? undefined : (learnOrdersPerDay(moved) ?? undefined)
}

/** What blocks teach; nothing where they are too few. */
function blocksOf(
  retailerId: string,
  of: { number: number; profile: RetailerProfile; sample: TrafficSample; nowSeconds: number },
): Pick<LearnedTraffic, "blockShape" | "blockCrowding"> {
  const { number, profile, sample, nowSeconds } = of
  const learningBlocks = (kind: "block" | "missBlock"): LearningBlock[] => {
    const stored = (kind === "block" ? sample.blocks : sample.missBlocks).get(retailerId) ?? []
    return stored.map((block) => {
      const entries = block
        .filter((entry) => entry.at > nowSeconds - entryLifetimeSeconds)
        .map((entry) => ({ ...entry, retailer: number }))
      return learningBlock({ entries, trimmed: false }, { kind, retailer: number, profile })
    })
  }
  const blocks = learningBlocks("block")
  const entries = blocks.reduce((sum, block) => sum + block.entries.length, 0)
  if (entries < fewestBlockEntries) return {}
  return {
    blockShape: learnBlockShape(profile, blocks, learningBlocks("missBlock")),
    blockCrowding: learnBlockCrowding(profile, blocks),
  }
}

function addTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key)
  if (values === undefined) map.set(key, [value])
  else values.push(value)
}
