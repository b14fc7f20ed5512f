import type { ClosedDay, LeavesRow, LoggedRow, parcelKey } from "./log-rows.ts"

/**
 * The log of each party and day: the entries of the ledger that were new or changed on it, and, once the day is closed,
 * the leaves of its tree. Reads are consistent.
 */
export type DisclosureLog = {
  /** Stores entries, unless a newer revision of the same day is there. Safe to repeat. */
  log(rows: readonly LoggedRow[]): Promise<void>
  /** The entries of a party's day, each once, in no particular order. */
  ofDay(party: string, day: string): AsyncIterable<LoggedRow>
  /** Those of the rows with these names that the log of a day has, in no particular order. */
  entries(day: string, rows: readonly string[]): Promise<LoggedRow[]>
  /** All entries about a parcel, of every day, in no particular order. @param parcel see {@link parcelKey} */
  ofParcel(parcel: string): AsyncIterable<LoggedRow>
  /** Removes entries. Their leaves stay. A missing one is no error. */
  forget(rows: readonly Pick<LoggedRow, "pk" | "sk">[]): Promise<void>
  /** Stores some leaves of a day that is being closed. */
  putLeaves(row: LeavesRow): Promise<void>
  /** The leaves with this root. */
  leaves(party: string, day: string, root: string): Promise<LeavesRow | undefined>
  /** Stores a closed day. @returns the one that is there, which is the first one */
  close(row: ClosedDay): Promise<ClosedDay>
  closed(party: string, day: string): Promise<ClosedDay | undefined>
}
