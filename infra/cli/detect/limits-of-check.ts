/** What of a log was not looked at, or was assumed, in sentences. */
import type { Fingerprint } from "../../../shared/watch/detection/access.ts"
import type { CollectedLookups } from "./collect-lookups.ts"
import type { Crawls } from "./find-crawlers.ts"
import { assumedOrdersPerDay, type LearnedPace } from "./learn-paces.ts"
import type { LookupList } from "./lookup-list.ts"

type KnownRetailers = {
  readonly paces: ReadonlyMap<number, LearnedPace>
  /** Whether the operator said how many orders a day there are. */
  readonly isStated: (retailer: number) => boolean
  readonly nameOf: (retailer: number) => string
  readonly crawls: Crawls
}

export const limitsOfCheck = (
  { lookups, hasOutcomes, retailerOfSeries }: CollectedLookups,
  known: KnownRetailers,
): string[] => {
  const sequences = Map.groupBy(retailerOfSeries.keys(), (series) => retailerOfSeries.get(series) ?? series)
  const named = (retailer: number) => (sequences.size === 1 ? "" : ` of ${known.nameOf(retailer)}`)
  const isAssumed = (series: number) => known.paces.get(series)?.isAssumed === true && !known.isStated(series)
  const hasMisses = lookups.some(({ outcome }) => outcome !== "hit")
  return [
    ...withoutNumbers(lookups).map(([retailer, share]) => unordered(named(retailer), share)),
    ...[...sequences]
      .filter(([, series]) => series.length > 1)
      .map(([retailer, series]) => takenApart(named(retailer), series, isAssumed)),
    ...[...sequences.keys()]
      .filter(isAssumed)
      .map(
        (retailer) =>
          `There are too few lookups to learn how many orders a day there are${named(retailer)}. ` +
          `${assumedOrdersPerDay} were assumed; --orders-per-day says it.`,
      ),
    ...(hasOutcomes ? [] : ["The log does not say what was shown. Every lookup counts as shown."]),
    ...(hasMisses ? [] : ["Guessing was not checked: no lookup was refused or found nothing."]),
    ...(lookups.some(({ deliveryPoint }) => deliveryPoint !== null) ? [] : [withoutPoints(known.crawls)]),
    ...oneForMost(lookups),
  ]
}

/** @param series those of one retailer. The first has the retailer's number, and a sentence of its own */
const takenApart = (named: string, series: readonly number[], isAssumed: (series: number) => boolean): string => {
  const few = series.slice(1).filter(isAssumed).length
  return (
    `The references${named} were taken for ${series.length} sequences of numbers, by their letters, length, check ` +
    "digit and gaps, and each was judged apart." +
    (few === 0 ? "" : ` Of ${few} of them too few were looked up, so that ${assumedOrdersPerDay} a day were assumed.`)
  )
}

const withoutPoints = ({ fewestReferences }: Crawls): string =>
  "The log has no delivery points. Fewer than " +
  `${fewestReferences} references an hour by one visitor, in no order, are a notice only.`

/** From this share on, references without a number are worth a sentence. */
const mentionedShare = 0.1

/** Retailers of which many or all references have no number, with the share of lookups for these, 0 to 1. */
const withoutNumbers = (lookups: LookupList): readonly (readonly [retailer: number, share: number])[] => {
  const counts = new Map<number, { all: number; without: number }>()
  for (const { retailer, ordinal } of lookups) {
    const of = counts.get(retailer) ?? { all: 0, without: 0 }
    counts.set(retailer, of)
    of.all += 1
    if (ordinal === null) of.without += 1
  }
  return [...counts]
    .map(([retailer, { all, without }]) => [retailer, without / all] as const)
    .filter(([, share]) => share >= mentionedShare)
}

const unordered = (named: string, share: number): string => {
  const format = "If they have, say where it is with referenceFormat in --parties."
  return share === 1
    ? `The order of references${named} was not checked: they have no number. ${format}`
    : `The order of ${Math.round(100 * share)} % of the references${named} was not checked: they have no number. ${format}`
}

/** From this share of the lookups on, an address may be a proxy before the tool. */
const proxyShare = 0.5

const oneForMost = (lookups: LookupList): string[] => {
  const counts = new Map<Fingerprint, number>()
  for (const { network } of lookups) counts.set(network.fingerprint, (counts.get(network.fingerprint) ?? 0) + 1)
  const share = [...counts.values()].reduce((most, next) => Math.max(most, next), 0) / lookups.length
  if (share < proxyShare) return []
  return [
    `One address made ${Math.floor(100 * share)} % of the lookups. If it is your own proxy, log the visitor's address ` +
      "instead: behind a proxy all visitors look like one.",
  ]
}
