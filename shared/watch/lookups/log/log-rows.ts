import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { instant } from "../../../base/contracts/envelope.ts"
import { leafHash, treeRoot } from "../../../base/contracts/logged-disclosure.ts"
import { statementDay } from "../../../base/contracts/statement-made.ts"
import { partyId, proof, tool } from "../../../base/contracts/words.ts"
import type { KeyedHash } from "../../../base/keyed-hash/keyed-hash.ts"
import { daySeconds } from "../../../base/platform/instants.ts"
import { disclosure, type LedgerKey, nameOfItem } from "../ledger/disclosure.ts"

/** How much longer the log is kept than the ledger, so that a day can be closed and read whole. */
export const keptLongerSeconds = 40 * daySeconds

/** Characters of the hash that names a parcel, and of that which names an entry among those of its parcel. */
const nameLength = 22

type Hashes = Pick<KeyedHash, "lastingHash">

const keys = { pk: ownString().min(1), sk: ownString().min(1) }
const expiresAt = z.int().positive()
const count = z.int().min(0)

/** What is logged of an entry of the ledger: all that a statement can say of it, for whichever of its parties. */
const loggedItem = disclosure.omit({
  network: true,
  prefix: true,
  block: true,
  tokenKey: true,
  firstFields: true,
  expiresAt: true,
})
export type LoggedItem = z.infer<typeof loggedItem>

/**
 * An entry of the ledger as the log of a day has it, for both of its parties: as it was when the day ended. It stands
 * beside those of the same parcel, under keyed hashes: these stay in lists and leaves when the entry is erased.
 */
export const loggedRow = z.object({
  ...keys,
  type: z.literal("logged"),
  day: statementDay,
  /** Of the ledger's row. An older one never overwrites a newer one. */
  revision: z.int().positive(),
  item: loggedItem,
  expiresAt,
})
export type LoggedRow = z.infer<typeof loggedRow>

/** Names the row of an entry within a day. */
const rowName = ownString().length(2 * nameLength)

/**
 * Entries of a party's day that one batch logged: the name of each row, a dot and the revision that it got. An entry
 * can be in several lists.
 */
export const listRow = z.object({
  ...keys,
  type: z.literal("list"),
  rows: z.array(ownString().min(1)).min(1),
  expiresAt,
})
export type ListRow = z.infer<typeof listRow>

/** A leaf of a closed day: its entry, its row, its hash, and the leaf of an earlier day that it replaces. */
const leaf = z.object({ entry: leafHash, row: rowName, leaf: leafHash, replaces: leafHash.optional() })
export type Leaf = z.infer<typeof leaf>

/** Some leaves of a closed day, ordered by entry. Their root is the sort key, so a row never changes. */
export const leavesRow = z.object({ ...keys, type: z.literal("leaves"), leaves: z.array(leaf), expiresAt })
export type LeavesRow = z.infer<typeof leavesRow>

/** A closed day of a party. It is written once. What the statement says of disclosures is here. */
export const closedDayRow = z.object({
  ...keys,
  type: z.literal("closedDay"),
  party: partyId,
  day: statementDay,
  closedAt: instant,
  size: count,
  root: treeRoot,
  /** The rows of leaves, in their order: the first entry of each, and its root. */
  parts: z.array(z.object({ first: leafHash, root: treeRoot })),
  disclosures: count,
  lookups: z.array(z.object({ tool, proof, entries: count })),
  shared: z.array(z.object({ pair: leafHash, counterparty: partyId, disclosures: count, root: treeRoot })),
  expiresAt,
})
export type ClosedDay = z.infer<typeof closedDayRow>

export const logRow = z.discriminatedUnion("type", [loggedRow, listRow, leavesRow, closedDayRow])

/** Where the lists of a party's day are. */
export const listsKey = (party: string, day: string): string => `LOG#${party}#${day}`

/** Where the entries about a parcel are, of all days. */
export function parcelKey(hashes: Hashes, recordId: string): string {
  return `LOGGED#${hashes.lastingHash("ledger-log", "row-of-parcel", recordId).slice(0, nameLength)}`
}

/** Where the log of a day has an entry of the ledger. */
export function loggedKeyOf(hashes: Hashes, item: LedgerKey & { recordId: string }, day: string) {
  const name = hashes.lastingHash("ledger-log", "row", nameOfItem(item)).slice(0, nameLength)
  return { pk: parcelKey(hashes, item.recordId), sk: `${day}#${name}` }
}

/** The name by which lists and leaves of a day find the row of an entry. */
export const rowNameOf = ({ pk, sk }: Pick<LoggedRow, "pk" | "sk">): string =>
  pk.slice(-nameLength) + sk.slice(-nameLength)

/** Where the row with this name is. */
export const loggedKey = (day: string, name: string) => ({
  pk: `LOGGED#${name.slice(0, nameLength)}`,
  sk: `${day}#${name.slice(nameLength)}`,
})

/** Where the leaves of a party's closed day are. */
export const leavesKey = (party: string, day: string): string => `LEAVES#${party}#${day}`

/** Where a closed day is. */
export const closedDayKey = (party: string, day: string) => ({ pk: `DAYS#${party}`, sk: day })
