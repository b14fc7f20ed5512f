import { assumedMissShare, guardRememberedHours } from "../../shared/watch/detection/thresholds/thresholds.ts"
import { networkMatcher } from "../../shared/watch/detection/visitor/client-network.ts"
import { referenceAtGiven } from "../access-logs/references/reference-places.ts"
import type { NumberIndex } from "../proof-map/number-index.ts"
import { type Shows, shownKinds } from "./asked-lookup.ts"
import type { GuardRules } from "./guard.ts"

/** How a guard is told what a lookup is, and what is ordinary. */
export type GuardOptions = {
  /** A place such as `/track/{reference}`, or a regular expression whose first group is the reference. */
  readonly reference: string
  /** References given out a day. Without it walks along numbers are not seen. */
  readonly ordersPerDay?: number | undefined
  /** Whether the last digit of a reference is a check digit. By default it is not. */
  readonly hasCheckDigit?: boolean | undefined
  /** Share of ordinary lookups that find nothing, 0 to 1. */
  readonly missShare?: number | undefined
  /** What the tool asks for before it shows anything. */
  readonly proof?: GuardRules["proof"] | undefined
  /**
   * What strangers to a parcel are shown: who proved nothing of it in this request, nor in this account or session
   * before. `details` is for tools that know no second fact of a parcel. By default `phase`.
   */
  readonly strangers?: Shows | undefined
  /** Networks in CIDR notation that many people share. */
  readonly mobileNetworks?: readonly string[] | undefined
  /** Networks in CIDR notation that are not judged. */
  readonly exemptNetworks?: readonly string[] | undefined
  /** For which numbers the hub says that strangers need proof: what `followProofMap` gives. */
  readonly proofMap?: NumberIndex | undefined
  /** How long a visitor is remembered who does not come back. */
  readonly rememberedHours?: number | undefined
  /** First contacts that are kept at a time, about 300 bytes each. Of proofs as many are kept. */
  readonly mostContacts?: number | undefined
}

/** What holds where nothing is said. */
export const guardDefaults = {
  missShare: assumedMissShare,
  rememberedHours: guardRememberedHours,
  mostContacts: 1_000_000,
  limitMilliseconds: 20,
  strangers: shownKinds[0],
} as const

const hourSeconds = 3_600

/**
 * The rules of a guard.
 *
 * @throws Error when the place of the reference or a network is none
 */
export function guardRulesOf(options: GuardOptions, outcomes: GuardRules["outcomes"]): GuardRules {
  const { mobileNetworks = [], exemptNetworks = [] } = options
  for (const network of [...mobileNetworks, ...exemptNetworks]) checkNetwork(network)
  return {
    findReference: referenceAtGiven(options.reference),
    proof: options.proof ?? "none",
    strangers: options.strangers ?? guardDefaults.strangers,
    hasCheckDigit: options.hasCheckDigit ?? false,
    mobileNetworks,
    exemptNetworks,
    proofMap: options.proofMap,
    ordersPerDay: options.ordersPerDay,
    missShare: options.missShare ?? guardDefaults.missShare,
    rememberedSeconds: (options.rememberedHours ?? guardDefaults.rememberedHours) * hourSeconds,
    mostContacts: options.mostContacts ?? guardDefaults.mostContacts,
    outcomes,
  }
}

function checkNetwork(network: string): void {
  try {
    networkMatcher(network)
  } catch {
    throw new Error("takes networks such as 198.51.100.0/24")
  }
}
