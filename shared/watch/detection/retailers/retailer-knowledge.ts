import type { Clock } from "../../../base/platform/clock.ts"
import type { Carrier, Party, Retailer } from "../../../parties/party.ts"
import type { PartyDirectory } from "../../../parties/party-directory.ts"
import { noParty } from "../../../parties/party-numbers.ts"
import { largestOrdinal } from "../profiles/profile-encoding.ts"
import { assumedMissShare } from "../thresholds/thresholds.ts"
import { hourSharesOf } from "./daily-rhythm.ts"
import { type RetailerProfile, randomOrder } from "./retailer-profile.ts"
import { type LearnedTraffic, type RetailerProfileRow, type RetailerProfiles, taughtKey } from "./retailer-profiles.ts"

/** The number of no retailer, for tracking numbers that nobody knows. */
export const noRetailer = noParty

const cacheMilliseconds = 60_000
/**
 * What the detector needs to know of retailers, and of carriers whose own numbers have an order, by the 16-bit numbers
 * that profiles keep instead of their ids. It answers about parties that were found before.
 */
export type RetailerKnowledge = {
  numberOf(partyId: string | undefined): number
  retailerOf(number: number): Retailer | undefined
  /** Finds the numbers of these parties. */
  findNumbers(partyIds: readonly string[]): Promise<void>
  /** Finds the parties with these numbers. */
  findParties(numbers: Iterable<number>): Promise<void>
  /**
   * Reads the profile of this party, known or not, unless it was read within a minute.
   * @param vouchedBy reads also what the word of this party taught
   */
  loadProfile(partyId: string, vouchedBy?: string | undefined): Promise<void>
  /**
   * The profile as loaded, else from what the party stated alone. What the hub saw itself counts for the lookups of
   * everybody, unless the word of the party that vouches taught something of its own.
   */
  profileOf(number: number, vouchedBy?: string | undefined): RetailerProfile | undefined
}

/** Knowledge of retailers from the directory of parties and their profiles, cached for 60 s. */
export function retailerKnowledge(options: {
  parties: Pick<PartyDirectory, "byIds" | "numberOf" | "byNumbers">
  retailerProfiles: Pick<RetailerProfiles, "get">
  clock: Clock
}): RetailerKnowledge {
  const { parties, retailerProfiles, clock } = options
  const numbers = new Map<string, number>()
  const partyOf = new Map<number, Party>()
  const rows = cachedRows(retailerProfiles, clock)

  return {
    numberOf: (partyId) => (partyId === undefined ? undefined : numbers.get(partyId)) ?? noRetailer,
    retailerOf(number) {
      const party = partyOf.get(number)
      return party?.kind === "retailer" ? party : undefined
    },
    ...partyFinder(parties, { numbers, partyOf }),
    async loadProfile(partyId, vouchedBy) {
      const isKnown = numbers.has(partyId)
      const taught = vouchedBy === undefined || !isKnown ? [] : [taughtKey(partyId, vouchedBy)]
      await Promise.all([rows.load(isKnown ? partyId : "", partyId), ...taught.map((key) => rows.load(key, key))])
    },
    profileOf(number, vouchedBy) {
      const party = partyOf.get(number)
      if (party === undefined) return undefined
      const taught = vouchedBy === undefined ? undefined : rows.get(taughtKey(party.id, vouchedBy))?.learned
      return profileOf(party, withTaught(rows.get(party.id), taught))
    },
  }
}

/** Rows of profiles, each read at most once a minute. Accessors that are judged side by side share one read. */
function cachedRows(retailerProfiles: Pick<RetailerProfiles, "get">, clock: Clock) {
  const cache = new Map<string, { readAt: number; row: RetailerProfileRow | undefined }>()
  const reading = new Map<string, Promise<RetailerProfileRow | undefined>>()
  return {
    get: (key: string): RetailerProfileRow | undefined => cache.get(key)?.row,
    async load(key: string, rowId: string): Promise<void> {
      const now = clock().getTime()
      const cached = cache.get(key)
      if (cached !== undefined && now - cached.readAt < cacheMilliseconds) return
      const read = reading.get(key) ?? retailerProfiles.get(rowId)
      reading.set(key, read)
      try {
        cache.set(key, { readAt: now, row: await read })
      } finally {
        reading.delete(key)
      }
    },
  }
}

/** What was learned of a party's numbers, with what the word of one party taught of its own visitors in its place. */
function withTaught(
  row: RetailerProfileRow | undefined,
  taught: LearnedTraffic | undefined,
): RetailerProfileRow | undefined {
  if (row?.learned === undefined || taught === undefined) return row
  const { missShare, wrongCodeShare, blockShape, blockCrowding } = { ...row.learned, ...taught }
  return { ...row, learned: { ...row.learned, missShare, wrongCodeShare, blockShape, blockCrowding } }
}

/** Finds parties and their numbers, and keeps what it found. */
function partyFinder(
  parties: Pick<PartyDirectory, "byIds" | "numberOf" | "byNumbers">,
  { numbers, partyOf }: { numbers: Map<string, number>; partyOf: Map<number, Party> },
): Pick<RetailerKnowledge, "findNumbers" | "findParties"> {
  return {
    async findNumbers(partyIds) {
      for (const [partyId, party] of await parties.byIds(partyIds)) {
        const number = hasNumbers(party) ? await parties.numberOf(partyId) : undefined
        if (number === undefined) continue
        numbers.set(partyId, number)
        partyOf.set(number, party)
      }
    },
    async findParties(wanted) {
      const distinct = [...new Set(wanted)].filter((number) => number !== noRetailer)
      const found = await parties.byNumbers(distinct)
      for (const number of distinct) {
        const party = found.get(number)
        if (party === undefined) partyOf.delete(number)
        else partyOf.set(number, party)
      }
    },
  }
}

/**
 * The numbers of a party as the detector sees them: what was learned, else what the party stated. Undefined for a
 * carrier whose tracking numbers have no known order.
 */
export function profileOf(party: Party, row: RetailerProfileRow | undefined): RetailerProfile | undefined {
  return party.kind === "retailer" ? retailerProfile(party, row) : carrierProfile(party, row)
}

/**
 * A carrier gives out its numbers in several ranges at once, so they have no head. A number may be used before it is
 * announced, so a miss shows nothing.
 */
function carrierProfile(
  { trackingNumbers }: Carrier,
  row: RetailerProfileRow | undefined,
): RetailerProfile | undefined {
  if (trackingNumbers === undefined) return undefined
  return {
    ordersPerDay: trackingNumbers.parcelsPerDay,
    missShare: assumedMissShare,
    sequenceHead: null,
    ...codesOf(row),
    ...blocksOf(row),
    lateNumbers: [{ from: 0, to: largestOrdinal }],
    hasCheckDigit: trackingNumbers.format.checkDigit !== "none",
    thresholds: {},
  }
}

/** What was learned of the postal codes that are given. */
function codesOf(row: RetailerProfileRow | undefined): Pick<RetailerProfile, "wrongCodeShare"> {
  const share = row?.learned?.wrongCodeShare
  return share === undefined ? {} : { wrongCodeShare: share }
}

/** What was learned of the blocks of numbers. */
function blocksOf(row: RetailerProfileRow | undefined): Pick<RetailerProfile, "blockShape" | "blockCrowding"> {
  const { blockShape = randomOrder, blockCrowding } = row?.learned ?? {}
  return { blockShape, ...(blockCrowding === undefined ? {} : { blockCrowding }) }
}

function retailerProfile(retailer: Retailer, row: RetailerProfileRow | undefined): RetailerProfile {
  const head = row?.sequenceHead
  const hourShares = hourSharesOf(row?.learned?.rhythm)
  return {
    ordersPerDay: row?.learned?.ordersPerDay ?? retailer.ordersPerDay,
    missShare: row?.learned?.missShare ?? retailer.missShare,
    ...(row?.learned === undefined ? { isMissShareAssumed: true } : {}),
    ...codesOf(row),
    sequenceHead: head === undefined ? null : { ordinal: head.ordinal, at: Math.floor(Date.parse(head.at) / 1000) },
    ...(hourShares === undefined ? {} : { hourShares }),
    ...blocksOf(row),
    lateNumbers: (row?.learned?.lateNumbers ?? []).map(({ from, to }) => ({ from, to })),
    hasCheckDigit: retailer.referenceFormat !== undefined && retailer.referenceFormat.checkDigit !== "none",
    thresholds: ownThresholds(retailer),
  }
}

/** The thresholds that a retailer sets for itself, by chart. The volume has no alert and is no chart of profiles. */
export function ownThresholds({ detection }: Retailer): NonNullable<RetailerProfile["thresholds"]> {
  return Object.fromEntries(
    Object.entries(detection.thresholds).flatMap(([chart, own]) =>
      own === undefined || !("alert" in own)
        ? []
        : [[chart, { alert: own.alert, ...(own.notice === undefined ? {} : { notice: own.notice }) }]],
    ),
  )
}

/** Whether the detector knows the numbers of a party: a retailer, or a carrier with an order of tracking numbers. */
export function hasNumbers(party: Party): boolean {
  return party.kind === "retailer" || party.trackingNumbers !== undefined
}
