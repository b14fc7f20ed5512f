import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { instant } from "../../../base/contracts/envelope.ts"
import { leafHash, loggedDisclosure, treeRoot } from "../../../base/contracts/statement.ts"
import { statementDay } from "../../../base/contracts/statement-made.ts"
import { partyId, proof, tool } from "../../../base/contracts/words.ts"
import { daySeconds } from "../../../base/platform/instants.ts"

/** How much longer the log is kept than the ledger, so that a day can be closed and read whole. */
export const keptLongerSeconds = 40 * daySeconds

const keys = { pk: ownString().min(1), sk: ownString().min(1) }
const expiresAt = z.int().positive()
const count = z.int().min(0)

/**
 * An entry of the ledger as a party's log of a day has it: as it was when the day ended. `disclosure` lacks what it
 * replaces, because that is only known when the day is closed.
 */
export const loggedRow = z.object({
  ...keys,
  type: z.literal("logged"),
  party: partyId,
  /** Of the parcel, for the index. Only the hub knows it. */
  recordId: ownString().min(1),
  /** Of the ledger's row. An older one never overwrites a newer one. */
  revision: z.int().positive(),
  counterparty: partyId.optional(),
  disclosure: loggedDisclosure.omit({ replaces: true }),
  expiresAt,
})
export type LoggedRow = z.infer<typeof loggedRow>

/** A leaf of a closed day: its entry, its hash, and the leaf of an earlier day that it replaces. */
const leaf = z.object({ entry: leafHash, leaf: leafHash, replaces: leafHash.optional() })
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

export const logRow = z.discriminatedUnion("type", [loggedRow, leavesRow, closedDayRow])

/** Where the entries of a party's day are. Entries are hashes, so DynamoDB can spread a busy day. */
export const loggedKey = (party: string, day: string): string => `LOG#${party}#${day}`

/** Where the leaves of a party's closed day are. */
export const leavesKey = (party: string, day: string): string => `LEAVES#${party}#${day}`

/** Where a closed day is. */
export const closedDayKey = (party: string, day: string) => ({ pk: `DAYS#${party}`, sk: day })
