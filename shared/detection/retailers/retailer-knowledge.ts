import { createHash } from "node:crypto"
import type { Retailer } from "../../parties/party.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Clock } from "../../platform/clock.ts"
import { hourSharesOf } from "./daily-rhythm.ts"
import { type RetailerProfile, randomOrder } from "./retailer-profile.ts"
import type { RetailerProfileRow, RetailerProfiles } from "./retailer-profiles.ts"

/** The number of no retailer, for tracking numbers that nobody knows. */
export const noRetailer = 0

const cacheMilliseconds = 60_000
/** What the detector needs to know of retailers, by the 16-bit numbers that profiles keep instead of their ids. */
export type RetailerKnowledge = {
  numberOf(retailerId: string | undefined): number
  retailerOf(number: number): Retailer | undefined
  /** Reads the profile of this retailer, known or not, unless it was read within a minute. */
  load(retailerId: string): Promise<void>
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
  const retailers = parties.all.filter((party) => party.kind === "retailer")
  const numbers = numbersOf(retailers.map((retailer) => retailer.id))
  const byNumber = new Map(retailers.map((retailer) => [numbers.get(retailer.id) ?? noRetailer, retailer]))
  const cache = new Map<string, { readAt: number; row: RetailerProfileRow | undefined }>()

  return {
    numberOf: (retailerId) => (retailerId === undefined ? undefined : numbers.get(retailerId)) ?? noRetailer,
    retailerOf: (number) => byNumber.get(number),
    async load(retailerId) {
      const key = numbers.has(retailerId) ? retailerId : ""
      const now = clock().getTime()
      const cached = cache.get(key)
      if (cached !== undefined && now - cached.readAt < cacheMilliseconds) return
      cache.set(key, { readAt: now, row: await retailerProfiles.get(retailerId) })
    },
    profileOf(number) {
      const retailer = byNumber.get(number)
      return retailer === undefined ? undefined : profileOf(retailer, cache.get(retailer.id)?.row)
    },
  }
}

/** A retailer as the detector sees it: what was learned, else what parties.json says. */
export function profileOf(retailer: Retailer, row: RetailerProfileRow | undefined): RetailerProfile {
  const head = row?.sequenceHead
  const hourShares = hourSharesOf(row?.learned?.rhythm)
  return {
    ordersPerDay: row?.learned?.ordersPerDay ?? retailer.ordersPerDay,
    missShare: row?.learned?.missShare ?? retailer.missShare,
    sequenceHead: head === undefined ? null : { ordinal: head.ordinal, at: Math.floor(Date.parse(head.at) / 1000) },
    ...(hourShares === undefined ? {} : { hourShares }),
    blockShape: row?.learned?.blockShape ?? randomOrder,
    lateNumbers: (row?.learned?.lateNumbers ?? []).map(({ from, to }) => ({ from, to })),
    hasCheckDigit: retailer.referenceFormat !== undefined && retailer.referenceFormat.checkDigit !== "none",
    thresholds: Object.fromEntries(
      Object.entries(retailer.detection.thresholds).flatMap(([chart, own]) =>
        own === undefined || !("alert" in own)
          ? []
          : [[chart, { alert: own.alert, ...(own.notice === undefined ? {} : { notice: own.notice }) }]],
      ),
    ),
  }
}

/**
 * A 16-bit number for each id, from its hash. If two ids share one, the later in the file takes the next free number.
 */
export function numbersOf(retailerIds: readonly string[]): Map<string, number> {
  const numbers = new Map<string, number>()
  const taken = new Set<number>([noRetailer])
  for (const id of retailerIds) {
    let number = createHash("sha256").update(id).digest().readUInt16BE()
    while (taken.has(number)) number = (number + 1) % 0x1_00_00
    taken.add(number)
    numbers.set(id, number)
  }
  return numbers
}
