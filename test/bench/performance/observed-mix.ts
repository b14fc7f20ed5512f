/** Who looks parcels up in a large carrier's tool, in its busiest hour. All of it is assumed, none of it measured. */
export const observedMix = {
  lookupsPerSecond: 2_000,
  accessesPerEvent: 100,
  /** A recipient looks at one parcel so often on each day that it is on its way. */
  looksOfDays: [5, 6, 7, 8],
  /** Share of recipients on networks that mobile operators share among many, and how many such networks there are. */
  onSharedNetworks: 0.3,
  sharedNetworks: 40,
  /** Of these recipients, those whose tool keeps no session: they are one visitor with all of the same browser. */
  withoutSession: 0.2,
  /** Credentials that read parcels all day, and what each reads a second. */
  readers: 3,
  readerLookupsPerSecond: 40,
  /** One visitor who walks along the numbers. */
  walkerLookupsPerSecond: 1,
  /** One parcel that is in the news, looked up by a new visitor each time. */
  famousLookupsPerSecond: 50,
} as const

/** Shares of browsers among visitors without a session. */
export const browserShares = [0.5, 0.3, 0.1, 0.07, 0.03] as const

export const readersPerSecond = observedMix.readers * observedMix.readerLookupsPerSecond

/** Of a recipient's lookups: the first one ever, the first repeat of a day, and all others. */
export function recipientKinds(): { first: number; firstRepeat: number; further: number } {
  const { looksOfDays } = observedMix
  const looks = looksOfDays.reduce((sum, count) => sum + count, 0)
  const [first, firstRepeat] = [1 / looks, looksOfDays.length / looks]
  return { first, firstRepeat, further: 1 - first - firstRepeat }
}
