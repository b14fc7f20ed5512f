import type { AccessorClass, LookupOutcome, Proof } from "../../contracts/words.ts"
import type { Accessor } from "../../detection/accessor.ts"
import type { Anomaly } from "../../detection/anomalies/anomaly.ts"
import type { VolumeSums } from "../../detection/charts/volume.ts"
import type { Restriction } from "../../detection/restrictions/restriction.ts"
import type { Finding } from "../../detection/scoring/finding.ts"

/** A lookup as the detector sees it. */
export type ObservedAccess = {
  readonly at: string
  readonly accessor: Accessor
  /** Class under which the network itself is registered; `public` unless it is. */
  readonly networkClass: AccessorClass
  readonly retailerId: string | undefined
  /** Keyed tag of the reference. */
  readonly tag: string
  /** Blinded. */
  readonly ordinal: number | undefined
  readonly outcome: LookupOutcome
  readonly proof: Proof
  readonly deliveryPoint: number | undefined
  /** A planted reference that nobody was ever given. */
  readonly canary: boolean
}

/** A chart over its threshold in the profile of one key. */
export type Crossing = {
  readonly accessorKey: string
  readonly access: ObservedAccess
  readonly finding: Finding
  /** Whether it is an alert that restricts and pages: not a notice, nor of retailers in shadow mode alone. */
  readonly alarming: boolean
}

/** What one access came to. */
export type Observation = {
  /** False for a repeated lookup, which tells the detector nothing, and for a flood whose source is restricted anyway. */
  readonly newContact: boolean
  /** References for which the subject had failed to prove itself by the time of this access, this one included. */
  readonly failedChallenges: number
  /** The subject raised an anomaly just before this access, so it was not scored. */
  readonly flooding: boolean
  readonly crossings: readonly Crossing[]
  /**
   * What this access adds to its retailer's sums of first contacts: one, if its class belongs to them, the reference exists, and nothing else is
   * known of it in the subject's profile. A stranger showed nothing, and neither its subject nor its network had a profile. The same message
   * delivered again looks like the first time and adds again.
   */
  readonly volume: VolumeSums
}

/** What is known of the tool in which accesses crossed, for the anomaly. */
export type CrossingContext = {
  readonly tool: string
  readonly reportedBy?: string
  readonly carrierIds: readonly string[]
  readonly accessorTokens: readonly string[]
  readonly accessIds: readonly string[]
}

/** An anomaly and the restriction that stands since, if it asks for one. */
export type Raised = { readonly anomaly: Anomaly; readonly restriction: Restriction | undefined }

/** Feeds lookups to the detector and acts on what it finds. */
export type AccessObserver = {
  /** Writes the first contacts of this access and evaluates the profiles that they changed. May be repeated. */
  observe(access: ObservedAccess, options?: ObserveOptions): Promise<Observation>
  /** Records anomalies, the earliest crossing of each, then restricts whom they ask to restrict. May be repeated. */
  raise(crossings: readonly Crossing[], context: (crossing: Crossing) => CrossingContext): Promise<Raised[]>
  /** Profile writes so far, for the budget of 1.7 a lookup. */
  profileUpdates(): number
}

export type ObserveOptions = {
  /** Makes as many calls for a reference that does not exist as for one with a place in its retailer's sequence. */
  readonly evenCalls?: boolean
}

/** Stands in the place of a retailer that does not exist: no party id has this form. */
export const nobody = "?"
