import type { RawParcel } from "../../infra/local/replay/parcel.ts"
import type { TrackingAccess } from "../../shared/base/contracts/tracking-accessed.ts"

/** What a lookup of the walker reveals in a carrier's tool that shows these things without a proof. */
export const fieldsShown: TrackingAccess["fields"] = ["delivery-date", "postal-code", "signatory-name-or-initials"]

/** A lookup of the one walker of a test, as the carrier's tool reports it. `secondsApart`: from one to the next. */
export function walkerAccess({ orderReference }: RawParcel, place: number, secondsApart: number): TrackingAccess {
  return {
    accessId: `walk-${place}`,
    at: new Date(Date.now() - 600_000 + place * secondsApart * 1_000).toISOString(),
    reference: { kind: "orderReference", retailerAlias: "Leafline", orderReference },
    accessor: {
      kind: "fingerprints",
      subject: "walker-subject-fingerprint",
      subjectKind: "cookie",
      network: "walker-network-fingerprint",
      networkKind: "fixed",
    },
    accessorToken: "tok_walker",
    outcome: "hit",
    proof: "none",
    fields: fieldsShown,
  }
}
