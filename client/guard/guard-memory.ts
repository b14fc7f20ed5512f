import * as z from "zod"
import { boundedString } from "../../shared/base/contracts/bounded-string.ts"
import type { MemoryDetector, ProfileKind } from "../../shared/watch/detection/memory-detector.ts"
import {
  type Contact,
  entryLifetimeSeconds,
  histories,
  outcomes,
  proofClasses,
} from "../../shared/watch/detection/profiles/access-profile.ts"
import type { MemoryProfile } from "../../shared/watch/detection/profiles/memory-profiles.ts"
import { restrictionRow } from "../../shared/watch/detection/restrictions/restriction.ts"
import { storedEntryLimit } from "../../shared/watch/detection/thresholds/thresholds.ts"
import type { SessionStarts } from "./access-of-lookup.ts"
import type { ProvenParcels } from "./proven-parcels.ts"
import type { RestrictedRows } from "./restricted-rows.ts"

const kinds = [
  "subject",
  "network",
  "prefix",
  "block",
  "missBlock",
  "codeBlock",
] as const satisfies readonly ProfileKind[]

const number = z.int().nonnegative()
/** Longer than the tags of blocks, which have a subject's number too. */
const tag = boundedString(64)
const contact = z.tuple([
  tag,
  number,
  number.nullable(),
  z.enum(outcomes),
  z.enum(proofClasses),
  number.nullable(),
  number.nullable(),
  z.enum(histories),
])

/** One part of what a guard remembers. All names in it are keyed hashes. Times are epoch seconds. */
export const memoryRow = z.discriminatedUnion("is", [
  z.object({
    is: z.literal("profile"),
    kind: z.enum(kinds),
    key: number,
    isTrimmed: z.boolean(),
    /** All that it holds of each of its references, one for each outcome, proof and history. */
    contacts: z.array(contact).max(storedEntryLimit * outcomes.length * proofClasses.length * histories.length * 2),
  }),
  z.object({ is: z.literal("restriction"), row: restrictionRow }),
  z.object({ is: z.literal("proof"), key: tag, usedAt: number }),
  z.object({ is: z.literal("session"), session: number, startedAt: z.number() }),
])
export type MemoryRow = z.infer<typeof memoryRow>

/** What a guard remembers, to be kept elsewhere and taken back. */
export type GuardMemory = {
  /** All of it, one after another. While the guard goes on, what changes is given as it was or as it is. */
  rows(): Generator<MemoryRow>
  /** Takes a row back, in the order in which they were given. */
  restore(row: MemoryRow): void
  /** Forgets what nobody used for as long as the guard remembers, at a time in epoch seconds. */
  forget(at: number): void
}

/** Where the parts of what a guard remembers are. */
export type RememberedParts = {
  readonly detector: Pick<MemoryDetector, "profilesOf" | "forget">
  readonly restricted: RestrictedRows
  readonly proven: ProvenParcels
  readonly sessions: SessionStarts
}

export function guardMemory(parts: RememberedParts, rememberedSeconds: number): GuardMemory {
  const { detector, restricted, proven, sessions } = parts
  return {
    *rows() {
      for (const row of restricted.rows()) yield { is: "restriction", row }
      for (const kind of kinds) yield* profileRows(kind, detector)
      for (const [key, usedAt] of proven.entries()) yield { is: "proof", key, usedAt }
      for (const [session, startedAt] of sessions.entries()) yield { is: "session", session, startedAt }
    },
    restore(row) {
      if (row.is === "restriction") restricted.restore(row.row)
      if (row.is === "profile") restoreProfile(row, detector)
      if (row.is === "proof") proven.add(row.key, row.usedAt)
      if (row.is === "session") sessions.startOf(row.session, row.startedAt)
    },
    forget(at) {
      detector.forget(at + entryLifetimeSeconds - rememberedSeconds)
      restricted.forget(at - rememberedSeconds)
      proven.forget(at)
    },
  }
}

type Profiles = Pick<MemoryDetector, "profilesOf">
type ProfileRow = Extract<MemoryRow, { is: "profile" }>

/** A guard knows one retailer, 0. */
function* profileRows(kind: ProfileKind, detector: Profiles): Generator<ProfileRow> {
  for (const [key, profile] of detector.profilesOf(kind).entries()) {
    if (typeof key !== "number") continue
    yield { is: "profile", kind, key, isTrimmed: profile.trimmed, contacts: heldIn(profile).map(rowOf) }
  }
}

const heldIn = ({ entries, severalOf }: MemoryProfile): readonly Contact[] =>
  severalOf === undefined ? entries : entries.flatMap((entry) => severalOf.get(entry.tag) ?? entry)

const rowOf = (held: Contact): ProfileRow["contacts"][number] => [
  held.tag,
  held.at,
  held.ordinal,
  held.outcome,
  held.proof,
  held.deliveryPoint,
  held.subject,
  held.history,
]

/** Contacts that are recorded again make the profile that they were in. */
function restoreProfile({ kind, key, isTrimmed, contacts }: ProfileRow, detector: Profiles): void {
  const profiles = detector.profilesOf(kind)
  for (const [tag, at, ordinal, outcome, proof, deliveryPoint, subject, history] of contacts) {
    const contact = { tag, at, retailer: 0, series: 0, ordinal, outcome, proof, deliveryPoint, subject, history }
    profiles.record(key, contact, "latest")
  }
  if (isTrimmed) profiles.markTrimmed(key)
}
