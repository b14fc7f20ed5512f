/** The fan-out chart, at several rates, over the profile of one accessor or network. */

import { daySeconds } from "../../../base/platform/instants.ts"
import type { Thresholds } from "../charts/excursion.ts"
import { fanOut } from "../charts/fan-out.ts"
import type { Contact } from "../profiles/access-profile.ts"
import { isSamePlace } from "../profiles/place.ts"
import {
  everybodyPointsPerHour,
  everybodyReferencesPerHour,
  fanOutPointAlert,
  fanOutPointAlertOfMany,
  fanOutReferenceAlert,
  fanOutReferenceAlertOfMany,
  leastThreshold,
  manyNewcomerReferencesPerHour,
  mobileEverybodyPerHour,
  mobileNewcomersPerHour,
  newcomerPointsPerHour,
  newcomerReferencesPerHour,
  pointBurstPerHour,
  pointSlowPerDay,
  pointVerySlowPerDay,
  prefixNewcomersPerHour,
  referenceBurstPerHour,
  referenceSlowPerDay,
  rushPerHour,
} from "../thresholds/thresholds.ts"
import {
  type ChartInput,
  type Finding,
  findingOf,
  type OwnMeasure,
  strictestThresholds,
  thresholdsOfEach,
} from "./finding.ts"
import { resemblesHeavyReader } from "./resembles-heavy-reader.ts"

const perDay = 1 / daySeconds
const perHour = 1 / 3600

/** A pair of rates at which fan-out is read. */
export type FanOutReading = {
  readonly reading: string
  readonly by: "point" | "reference"
  /** Ordinary and attacking rates, entries per second. */
  readonly ordinaryRate: number
  readonly attackRate: number
  readonly alert: number
  /** Whether a crossing is a notice alone, because ordinary people cross too. */
  readonly isNotice?: boolean
  /** Whether the crossing of one that resembles a heavy reader, such as a small seller, is a notice alone. */
  readonly sparesReaders?: boolean
}

/** The ordinary rate and that of an attack, in entries per second, from those of an hour or a day. */
const ratesOf = ([ordinary, attack]: readonly [number, number], per: number) => ({
  ordinaryRate: ordinary * per,
  attackRate: attack * per,
})

const byPoint = { by: "point", alert: fanOutPointAlert } as const
const byReference = { by: "reference", alert: fanOutReferenceAlert } as const

/** Readings for a subject without an identity of its own. */
export const anonymousReadings: readonly FanOutReading[] = [
  { reading: "pointBurst", ...byPoint, ...ratesOf(pointBurstPerHour, perHour) },
  { reading: "pointSlow", ...byPoint, ...ratesOf(pointSlowPerDay, perDay), sparesReaders: true },
  { reading: "referenceBurst", ...byReference, ...ratesOf(referenceBurstPerHour, perHour) },
  { reading: "referenceSlow", ...byReference, ...ratesOf(referenceSlowPerDay, perDay) },
]

/** Readings for a subject with an identity of its own, which reaches few new destinations in a month. */
export const identifiedReadings: readonly FanOutReading[] = [
  ...anonymousReadings,
  { reading: "pointVerySlow", ...byPoint, ...ratesOf(pointVerySlowPerDay, perDay), sparesReaders: true },
]

const isSlow = ({ attackRate }: FanOutReading): boolean => attackRate < perHour

/** Names of the readings of days, which small sellers cross too. */
export const slowReadings: ReadonlySet<string> = new Set(identifiedReadings.filter(isSlow).map((one) => one.reading))

/** Readings for an address and browser that many people share. What is slow for one of them is not for all. */
export const sharedReadings: readonly FanOutReading[] = anonymousReadings.map((reading) =>
  isSlow(reading) ? { ...reading, isNotice: true } : reading,
)

/**
 * Readings for a subject that has forgotten places, so that old ones may look new. Nobody looks their parcels up again
 * at one a second.
 */
export const rushReadings: readonly FanOutReading[] = [
  { reading: "pointRush", ...byPoint, ...ratesOf(rushPerHour, perHour) },
  { reading: "referenceRush", ...byReference, ...ratesOf(rushPerHour, perHour) },
]

const readingOf = (
  who: "newcomer" | "everybody",
  by: "point" | "reference",
  ratesPerHour: readonly [number, number],
): FanOutReading => ({
  reading: by === "point" ? `${who}Points` : `${who}References`,
  by,
  ...ratesOf(ratesPerHour, perHour),
  alert: by === "point" ? fanOutPointAlertOfMany : fanOutReferenceAlertOfMany,
})

/**
 * Readings for all newcomers of a network together. A visitor that drops its cookie after a few lookups, or has none,
 * is new each time, but its network stays the same. Many people are behind a mobile address, so only a burst counts
 * there. Thousands may be behind a fixed one too, such as a university's, so there slower readings are notices.
 */
export const newcomerReadings: Readonly<Record<"mobile" | "other", readonly FanOutReading[]>> = {
  mobile: [
    readingOf("newcomer", "point", mobileNewcomersPerHour),
    readingOf("newcomer", "reference", mobileNewcomersPerHour),
  ],
  other: [
    { ...readingOf("newcomer", "point", newcomerPointsPerHour), isNotice: true },
    { ...readingOf("newcomer", "reference", newcomerReferencesPerHour), isNotice: true },
    readingOf("newcomer", "reference", manyNewcomerReferencesPerHour),
  ],
}

/**
 * Readings for everybody on a network together. Visitors with a history are no newcomers, and each of many may read a
 * few parcels. An office looks up more than its newcomers do, so this needs a higher rate.
 */
export const everybodyReadings: Readonly<Record<"mobile" | "other", readonly FanOutReading[]>> = {
  mobile: [
    readingOf("everybody", "point", mobileEverybodyPerHour),
    readingOf("everybody", "reference", mobileEverybodyPerHour),
  ],
  other: [
    readingOf("everybody", "point", everybodyPointsPerHour),
    readingOf("everybody", "reference", everybodyReferencesPerHour),
  ],
}

/**
 * Readings for the newcomers of an IPv6 prefix. Its site may have a network for each of its visitors. A provider may
 * also give a prefix to 256 homes, so it is read like a whole network.
 */
export const prefixReadings: Readonly<Record<"mobile" | "other", readonly FanOutReading[]>> = {
  mobile: newcomerReadings.mobile,
  other: [
    readingOf("newcomer", "point", prefixNewcomersPerHour),
    readingOf("newcomer", "reference", prefixNewcomersPerHour),
  ],
}

/** @param counts which entries may count */
export const evaluateFanOut = (
  { entries, trimmed, newest, profileOf }: ChartInput,
  readings: readonly FanOutReading[],
  counts: (entry: Contact) => boolean = () => true,
): (Finding | null)[] => {
  const countsBy = newest === undefined ? null : countedBy(entries, newest, counts)
  if (countsBy === "neither") return []
  let points = 0
  let references = 0
  for (const entry of entries) {
    if (entry.outcome !== "hit" || entry.proof === "strong" || !counts(entry)) continue
    if (entry.deliveryPoint === null) references += 1
    else points += 1
  }
  return readings.map((reading) => {
    if (countsBy !== null && reading.by !== countsBy) return null
    const most = (reading.by === "point" ? points : references) * Math.log(reading.attackRate / reading.ordinaryRate)
    if (most < leastThreshold) return null
    const found = read({ entries, trimmed, profileOf, counts }, reading, most)
    const isSpared = found?.severity === "alert" && reading.sparesReaders === true && resemblesHeavyReader(found)
    return isSpared ? read({ entries, trimmed, profileOf, counts }, { ...reading, isNotice: true }, most) : found
  })
}

type Counted = Pick<ChartInput, "entries" | "trimmed" | "profileOf"> & { readonly counts: (entry: Contact) => boolean }

/** @param most the highest score that the entries can reach */
const read = (
  { entries, trimmed, profileOf, counts }: Counted,
  { reading, by, ordinaryRate, attackRate, alert, isNotice = false }: FanOutReading,
  most: number,
): Finding | null => {
  const each = thresholdsOfEach(profileOf, "fanOut", alert)
  const level = (of: Thresholds) => (isNotice ? { notice: of.alert, alert: Number.POSITIVE_INFINITY } : of)
  const thresholds = level(strictestThresholds(entries, each))
  if (most < thresholds.notice) return null
  const readOver: OwnMeasure["read"] = (looked) =>
    fanOut(looked, { by, ordinaryRate, attackRate, trimmed, counts, thresholds })
  const of = { chart: "fanOut", reading, series: null } as const
  const expectation = { ordinaryPerDay: ordinaryRate / perDay }
  const own = { thresholds: (retailer: number) => level(each(retailer)), read: readOver }
  return findingOf(of, readOver(entries), { looked: entries, thresholds, expectation, own })
}

/** What the newest entry counts as: a hit without proof, to a destination not seen before or not known. */
const countedBy = (entries: readonly Contact[], newest: Contact, counts: (entry: Contact) => boolean) => {
  const { deliveryPoint, outcome, proof } = newest
  if (outcome !== "hit" || proof === "strong" || !counts(newest)) return "neither"
  if (deliveryPoint === null) return "reference"
  return entries.some((entry) => entry !== newest && isSamePlace(entry, newest)) ? "neither" : "point"
}
