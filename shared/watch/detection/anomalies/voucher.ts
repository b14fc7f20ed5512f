import type { ActorKind, Vouching } from "../../../base/contracts/words.ts"
import type { Anomaly } from "./anomaly.ts"

/** Who says that the lookups of an anomaly happened, and how it knows. It names no party. */
export type VoucherKind = { readonly kind: ActorKind; readonly how: Vouching }

type Said = Pick<Anomaly, "retailerId"> & {
  readonly reportedBy?: string | undefined
  readonly delegatedBy?: string | undefined
}

/** The party whose word an anomaly rests on; undefined if the hub saw the lookups itself. */
export const vouchingParty = ({ reportedBy, delegatedBy }: Omit<Said, "retailerId">): string | undefined =>
  reportedBy ?? delegatedBy

/** What kind of party vouches for an anomaly. A retailer delegates lookups of its own orders alone. */
export const voucherKindOf = ({ retailerId, reportedBy, delegatedBy }: Said): VoucherKind => {
  if (reportedBy !== undefined) return { kind: "carrier", how: "reported" }
  if (delegatedBy === undefined) return { kind: "hub", how: "seen" }
  return { kind: delegatedBy === retailerId ? "retailer" : "carrier", how: "delegated" }
}
