import { createHash } from "node:crypto"
import type { Carrier, Party, Retailer } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Clock } from "../../platform/clock.ts"
import { largestOrdinal } from "../profiles/profile-encoding.ts"
import { hourSharesOf } from "./daily-rhythm.ts"
import { type RetailerProfile, randomOrder } from "./retailer-profile.ts"
import type { RetailerProfileRow, RetailerProfiles } from "./retailer-profiles.ts"

/** The number of no retailer, for tracking numbers that nobody knows. */
export const noRetailer = 0

const cacheMilliseconds = 60_000
/**
 * What the detector needs to know of retailers, and of carriers whose own numbers have an order, by the 16-bit numbers
 * that profiles keep instead of their ids.
 */
export type RetailerKnowledge = {
  numberOf(partyId: string | undefined): number
  retailerOf(number: number): Retailer | undefined
  /** Reads the profile of this party, known or not, unless it was read within a minute. */
  load(partyId: string): Promise<void>
  /** The profile as loaded, else from parties.json alone. */
  profileOf(number: number): RetailerProfile | undefined
}

/** Knowledge of retailers from parties.json and their profiles, cached for 60 s. */
export function retailerKnowledge(options: {
  parties: PartyDirectory
  retailerProfiles: Pick<RetailerProfiles, "get">
  clock: Clock
}): RetailerKnowledge {
  const { parties, retailerProfiles, clock } = options
  const numbered = numberedParties(parties)
  const numbers = numbersOf(numbered.map(({ id }) => id))
  const idByNumber = new Map([...numbers].map(([id, number]) => [number, id]))
  // Asked for anew each time, because parties change their thresholds.
  const partyOf = (number: number) => parties.byId(idByNumber.get(number) ?? "")
  const cache = new Map<string, { readAt: number; row: RetailerProfileRow | undefined }>()
  const reading = new Map<string, Promise<RetailerProfileRow | undefined>>()

  return {
    numberOf: (partyId) => (partyId === undefined ? undefined : numbers.get(partyId)) ?? noRetailer,
    retailerOf(number) {
      const party = partyOf(number)
      return party?.kind === "retailer" ? party : undefined
    },
    async load(partyId) {
      const key = numbers.has(partyId) ? partyId : ""
      const now = clock().getTime()
      const cached = cache.get(key)
      if (cached !== undefined && now - cached.readAt < cacheMilliseconds) return
      // Accessors that are judged side by side share one read.
      const read = reading.get(key) ?? retailerProfiles.get(partyId)
      reading.set(key, read)
      try {
        cache.set(key, { readAt: now, row: await read })
      } finally {
        reading.delete(key)
      }
    },
    profileOf(number) {
      const party = partyOf(number)
      return party === undefined ? undefined : profileOf(party, cache.get(party.id)?.row)
    },
  }
}

/**
 * The numbers of a party as the detector sees them: what was learned, else what parties.json says. Undefined for a
 * carrier whose tracking numbers have no known order.
 */
export function profileOf(party: Party, row: RetailerProfileRow | undefined): RetailerProfile | undefined {
  return party.kind === "retailer" ? retailerProfile(party, row) : carrierProfile(party, row)
}

/** Share of ordinary lookups that miss, where nothing is known. */
export const unknownMissShare = 0.05

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
    missShare: unknownMissShare,
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

/** Parties whose numbers the detector knows: retailers, and carriers with an order of tracking numbers. */
export function numberedParties({ all }: Pick<PartyDirectory, "all">): Party[] {
  const retailers = all.filter((party) => party.kind === "retailer")
  const carriers = all.filter((party) => party.kind === "carrier" && party.trackingNumbers !== undefined)
  return [...retailers, ...carriers]
}

/**
 * A 16-bit number for each id, from its hash. If two ids share one, the later in the list takes the next free number.
 */
export function numbersOf(partyIds: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>()
  const taken = new Set<number>([noRetailer])
  for (const id of partyIds) {
    let number = createHash("sha256").update(id).digest().readUInt16BE()
    while (taken.has(number)) number = (number + 1) % 0x1_00_00
    taken.add(number)
    numbers.set(id, number)
  }
  return numbers
}
