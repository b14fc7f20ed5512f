import type { AccessorClass, LookupOutcome, Proof } from "../../../base/contracts/words.ts"
import type { Accessor } from "../../detection/accessor.ts"
import type { SealedToken } from "../../detection/accessor-token.ts"
import type { Anomaly } from "../../detection/anomalies/anomaly.ts"
import { noVolume, type VolumeSums } from "../../detection/charts/volume.ts"
import type { RestrictedScope } from "../../detection/detect-access.ts"
import type { StoredProfile } from "../../detection/profiles/access-profiles.ts"
import type { Restriction } from "../../detection/restrictions/restriction.ts"
import type { Finding } from "../../detection/scoring/finding.ts"

/** A lookup as the detector sees it. */
export type ObservedAccess = {
  readonly at: string
  readonly accessor: Accessor
  /** Class under which the network itself is registered; `public` unless it is. */
  readonly networkClass: AccessorClass
  readonly quotaPerHour?: number | undefined
  readonly retailerId: string | undefined
  /** Keyed tag of the reference. */
  readonly tag: string
  /** Party whose numbers the ordinal belongs to. */
  readonly series: string | undefined
  /** Blinded. */
  readonly ordinal: number | undefined
  readonly outcome: LookupOutcome
  /** It named nothing but the secret of a mailed link. */
  readonly byLinkAlone?: boolean | undefined
  readonly proof: Proof
  readonly deliveryPoint: number | undefined
  /** A planted reference that was never given to anybody. */
  readonly canary: boolean
}

/** A chart over its threshold in the profile of one key. */
export type AccessFinding = {
  readonly accessorKey: string
  readonly access: ObservedAccess
  readonly finding: Finding
  /** False if the access repeats an earlier lookup, so that the finding is about earlier contacts alone. */
  readonly isNews: boolean
  /** What is restricted because of it: nothing for a notice, and for a finding of retailers in shadow mode alone. */
  readonly restricts: RestrictedScope | undefined
}

/** What the detector found in one access. */
export type Observation = {
  /** False for a repeated lookup, which adds nothing, and for one that was not scored. */
  readonly newContact: boolean
  /** The subject made the same lookup before: of the same reference, with the same outcome and proof. */
  readonly isRepeat: boolean
  /** References for which the subject failed a challenge by the time of this access, this one included. */
  readonly failedChallenges: number
  /** The subject was restricted just before this access, so it was not scored. */
  readonly flooding: boolean
  readonly findings: readonly AccessFinding[]
  /**
   * What this access adds to its retailer's sums of first contacts. It counts if its class belongs to them, the
   * reference exists, and the subject's profile holds nothing else of it. It is a stranger's if it came without proof
   * and neither its subject nor its network had a profile. The same message delivered again adds again.
   */
  readonly volume: VolumeSums
}

/** What comes of a lookup that is not scored. */
export const nothingNew: Observation = {
  newContact: false,
  isRepeat: false,
  failedChallenges: 0,
  flooding: false,
  findings: [],
  volume: noVolume,
}

/** What an anomaly says about the tool in which it was found. */
export type AnomalyContext = {
  readonly tool: string
  readonly reportedBy?: string
  readonly delegatedBy?: string | undefined
  readonly carrierIds: readonly string[]
  readonly accessorTokens: readonly SealedToken[]
  readonly accessIds: readonly string[]
}

/** An anomaly, and the current restriction if the anomaly asks for one. */
export type Raised = { readonly anomaly: Anomaly; readonly restriction: Restriction | undefined }

/** Runs the detector on accesses and acts on its findings. Each call may be repeated. */
export type AccessObserver = {
  /** The profiles of these subjects, by key, as they are or were a moment ago. */
  profilesOf(accessors: readonly Accessor[]): Promise<KnownProfiles>
  /** Records the contacts of an access in the profiles and evaluates these. */
  observe(access: ObservedAccess, options?: ObserveOptions): Promise<Observation>
  /** Records anomalies, the earliest of each chart, then restricts the subjects and networks that they are about. */
  raise(findings: readonly AccessFinding[], context: (found: AccessFinding) => AnomalyContext): Promise<Raised[]>
}

export type ObserveOptions = {
  /**
   * In how many blocks the lookup would be recorded if the reference existed. As many calls are made for one that does
   * not exist. 0 unless given.
   */
  readonly evenBlocks?: number
  /** Profiles of subjects that were read for several accesses. Others are read. */
  readonly known?: KnownProfiles
}

export type KnownProfiles = ReadonlyMap<string, StoredProfile>
