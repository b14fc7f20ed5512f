/** What the detector expects of each class of accessor: which charts run, with which thresholds. */

import type { AccessorClass, LookupOutcome } from "../../base/contracts/words.ts"
import type { UsualThresholds } from "../../parties/threshold-range.ts"
import type { Retention } from "./profiles/retention.ts"
import type { ProfileKey } from "./scoring/finding.ts"
import {
  aggregatorMissFloor,
  aggregatorQuotaPerHour,
  blockAlert,
  blockMissesAlert,
  botMissFloor,
  guessAlert,
  insiderAlert,
  ownThresholdTimes,
  partnerQuotaPerHour,
  pollerQuotaPerHour,
  quotaAlert,
  recipientMissFloor,
  scopeAlert,
  staffQuotaPerHour,
  walkAlert,
  walkAllowanceOfReader,
} from "./thresholds/thresholds.ts"

export type ClassPolicy = {
  /**
   * Alert threshold of the walk chart; null: off. Lookups in scope or linked to a case count as proven and add nothing.
   */
  readonly walk: number | null
  /** Least ordinary miss share of the guess chart; null: off. */
  readonly guessFloor: number | null
  readonly fanOut: boolean
  readonly scope: boolean
  readonly insider: boolean
  /** Different references that a credential's work needs in a busy hour, unless a party registered another quota. */
  readonly quotaPerHour: number | null
  /** Whether its lookups go into network profiles and into blocks of numbers. */
  readonly network: boolean
  readonly block: boolean
  /** What a full profile of this class keeps. */
  readonly retention: Retention
  /** Whether its lookups are scored at all. */
  readonly scored: boolean
}

/** What a full profile keeps: of a subject by its class, of a network or block the latest. */
export const retentionOf = (key: ProfileKey, accessorClass: AccessorClass): Retention => {
  if (key.kind !== "subject") return "latest"
  const { retention } = classPolicies[accessorClass]
  return key.subjectKind === "anonymous" && retention === "newPlaces" ? "newPlacesOfMany" : retention
}

/** Alert thresholds that do not depend on the class. */
export const alertThresholds = {
  walk: walkAlert,
  guess: guessAlert,
  scope: scopeAlert,
  insider: insiderAlert,
  quota: quotaAlert,
  block: blockAlert,
  blockMisses: blockMissesAlert,
} as const

const [leastTimes, mostTimes] = ownThresholdTimes

/** The same by chart, and the least and the most that a retailer may choose in their place. */
export const usualThresholds: UsualThresholds = Object.fromEntries(
  Object.entries(alertThresholds).map(([chart, usual]) => [
    chart,
    { usual, least: usual * leastTimes, most: usual * mostTimes },
  ]),
)

const off = {
  fanOut: false,
  scope: false,
  insider: false,
  quotaPerHour: null,
  network: false,
  block: false,
  retention: "latest",
  scored: true,
} as const

const recipients = {
  ...off,
  walk: walkAlert,
  guessFloor: recipientMissFloor,
  fanOut: true,
  network: true,
  block: true,
  retention: "newPlaces",
} as const

const walkAlertOfReader = walkAlert + walkAllowanceOfReader

export const classPolicies: Readonly<Record<AccessorClass, ClassPolicy>> = {
  public: recipients,
  recipient: recipients,
  partner: { ...off, walk: walkAlert, guessFloor: null, scope: true, quotaPerHour: partnerQuotaPerHour },
  partnerPoller: { ...off, walk: null, guessFloor: null, scope: true, quotaPerHour: pollerQuotaPerHour },
  staff: {
    ...off,
    walk: walkAlert,
    guessFloor: null,
    insider: true,
    quotaPerHour: staffQuotaPerHour,
    retention: "unprovenFirst",
  },
  aggregator: {
    ...off,
    walk: walkAlertOfReader,
    guessFloor: aggregatorMissFloor,
    quotaPerHour: aggregatorQuotaPerHour,
    network: true,
  },
  verifiedBot: { ...off, walk: walkAlertOfReader, guessFloor: botMissFloor, network: true },
  mailScanner: { ...off, walk: null, guessFloor: null, scored: false },
}

/** The quota of a credential, different references an hour: as registered, or else of its class. */
export const quotaOf = (credential: {
  readonly accessorClass: AccessorClass
  /** As registered. */
  readonly quotaPerHour?: number | undefined
}): number | undefined => {
  const { quotaPerHour } = classPolicies[credential.accessorClass]
  return quotaPerHour === null ? undefined : (credential.quotaPerHour ?? quotaPerHour)
}

/**
 * Whether what a tool says was proven counts. A tool that showed nothing had no parcel to compare an account or a
 * postal code with. Staff prove a case and partners their scope, whether or not the parcel exists.
 *
 * @param outcome as the tool answered
 */
export const canProve = (outcome: LookupOutcome, accessorClass: AccessorClass): boolean => {
  const { scope, insider } = classPolicies[accessorClass]
  return outcome === "hit" || scope || insider
}
