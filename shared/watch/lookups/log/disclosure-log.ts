import type { ClosedDay, LeavesRow, LoggedRow } from "./log-rows.ts"

/**
 * The log of each party and day: the entries of the ledger that were new or changed on it, and, once the day is closed,
 * the leaves of its tree. Reads are consistent but {@link DisclosureLog.ofRecord}, which may lag by a moment.
 */
export type DisclosureLog = {
  /** Stores entries, unless a newer revision of the same day is there. Safe to repeat. */
  log(rows: readonly LoggedRow[]): Promise<void>
  /** The entries of a party's day, ordered by entry. */
  ofDay(party: string, day: string): AsyncIterable<LoggedRow>
  /** Those of these entries that the log of a party's day has, in no particular order. */
  entries(party: string, day: string, entries: readonly string[]): Promise<LoggedRow[]>
  /** All entries about a parcel, of every party and day, in no particular order. */
  ofRecord(recordId: string): AsyncIterable<LoggedRow>
  /** Removes entries with their salts. Their leaves stay. A missing one is no error. */
  forget(rows: readonly Pick<LoggedRow, "pk" | "sk">[]): Promise<void>
  /** Stores some leaves of a day that is being closed. */
  putLeaves(row: LeavesRow): Promise<void>
  /** The leaves with this root. */
  leaves(party: string, day: string, root: string): Promise<LeavesRow | undefined>
  /** Stores a closed day. @returns the one that is there, which is the first one */
  close(row: ClosedDay): Promise<ClosedDay>
  closed(party: string, day: string): Promise<ClosedDay | undefined>
}
