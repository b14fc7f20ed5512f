import type { AccessorClass, LookupOutcome, NetworkKind, SubjectKind } from "../../base/contracts/words.ts"
import type { Contact, ProofClass } from "./profiles/access-profile.ts"

/** A name that is only compared with others of its kind. */
export type Fingerprint = string | number

/** One lookup as the detector scores it. */
export type Access = {
  /** Epoch seconds. */
  readonly at: number
  readonly subject: { readonly kind: SubjectKind; readonly fingerprint: Fingerprint }
  readonly network: {
    readonly kind: NetworkKind
    readonly fingerprint: Fingerprint
    /** Of the IPv6 prefix that the network is in, if it is known. */
    readonly prefix?: Fingerprint | undefined
  }
  readonly accessorClass: AccessorClass
  /** Class under which the network is registered, `public` otherwise. */
  readonly networkClass: AccessorClass
  /** The quota of this credential, different references an hour, if a party registered one. */
  readonly quotaPerHour?: number | undefined
  /** The retailer's number, 0 to 65,535. */
  readonly retailer: number
  /** Keyed tag of the reference. */
  readonly tag: string
  /** Whose numbers the ordinal belongs to: the retailer, or the carrier for a lookup by its tracking number. */
  readonly series: number
  readonly ordinal: number | null
  readonly outcome: LookupOutcome
  /** It named nothing but the secret of a mailed link. */
  readonly byLinkAlone?: boolean | undefined
  readonly proof: ProofClass
  readonly deliveryPoint: number | null
  /** Whether the number was planted and never issued. */
  readonly canary: boolean
}

/**
 * Whether the access says nothing of who made it: it came by a link that opens nothing. A link has 128 random bits and
 * cannot be guessed, so the link is of an order that the hub does not know yet, or no longer.
 */
export const saysNothing = ({ byLinkAlone, outcome }: Access): boolean => byLinkAlone === true && outcome === "miss"

/** The contact that an access adds to its subject's profile. */
export const contactOf = (access: Access): Contact => ({
  tag: access.tag,
  at: access.at,
  retailer: access.retailer,
  series: access.series,
  ordinal: access.ordinal,
  outcome: access.outcome,
  proof: access.proof,
  deliveryPoint: access.deliveryPoint,
  subject: null,
  history: "known",
})
