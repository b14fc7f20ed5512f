import type { Proof } from "../../shared/base/contracts/words.ts"

/** A request to a tracking tool, as the guard is asked about it. */
export type AskedLookup = {
  /** Path and query, or a whole URL. */
  readonly target: string
  /** The visitor's address. Behind a proxy it is not the proxy's. */
  readonly address: string | undefined
  readonly session?: string | undefined
  readonly account?: string | undefined
  readonly userAgent?: string | undefined
  /** What this visitor proved of this parcel in this request, if the tool knows it. */
  readonly proof?: Proof | undefined
  /**
   * Where the parcel goes: any name that is the same for two parcels to one place, and for no others. Only reports need
   * it. A visitor must never see it.
   */
  readonly place?: string | undefined
}

/** What restrictions say of a lookup: let it pass, ask for proof first, or refuse it. */
export type Demand = "allow" | "proof" | "refuse"

/** What a tool may show of a parcel: its phase alone, or all that it shows. */
export const shownKinds = ["phase", "details"] as const
export type Shows = (typeof shownKinds)[number]

/** What the guard says of a lookup: what may be shown, or what it needs before anything is. */
export type Verdict = Shows | Exclude<Demand, "allow">

/** The guard was asked in a way that it cannot answer. The message has no value of a visitor. */
export class AskedWrongly extends Error {
  override readonly name = "AskedWrongly"
}
