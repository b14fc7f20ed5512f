import { createHash } from "node:crypto"
import * as z from "zod"
import { canonicalJson } from "../platform/canonical-json.ts"

/**
 * A timeline is append-only. Each entry contains the hash of the one before: SHA-256 over canonical JSON (RFC 8785).
 *
 * Each party of a case has its own timeline, with only the entries that it may see. It can verify every entry up to
 * every head that it received. No gap in the numbers shows it that there are entries of other parties. The hub's
 * timeline of the case has all entries, each with the hashes of the parties' copies.
 *
 * `contentHash` covers actor, type, data and a salt, so that a party can pass on a timeline without the content of an
 * entry. `hash` covers sequence, time, contentHash and prevHash.
 */
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

export const anyJson = z.json()
export type TimelineData = Record<string, z.infer<typeof anyJson>>

export const timelineContentSchema = z.strictObject({
  actor: z.string().min(1).meta({ description: "The party's alias of the case, or hub" }),
  type: z.string().min(1),
  data: z.record(z.string(), anyJson),
  salt: z.string().min(16).max(64),
})
export type TimelineContent = z.infer<typeof timelineContentSchema>

const linkShape = {
  seq: z.int().positive(),
  at: z.iso.datetime({ offset: true }),
  contentHash: sha256Schema,
  prevHash: sha256Schema,
  hash: sha256Schema,
}
export const timelineEntrySchema = z.strictObject({ ...linkShape, ...timelineContentSchema.shape })
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

type Link = Pick<TimelineEntry, "seq" | "at" | "contentHash" | "prevHash">

export const timelineHeadSchema = z.strictObject({ seq: z.int().nonnegative(), hash: sha256Schema })
export type TimelineHead = z.infer<typeof timelineHeadSchema>

/** The head of a timeline without entries. */
export const emptyTimelineHead: TimelineHead = { seq: 0, hash: "0".repeat(64) }

/** Hexadecimal SHA-256 of a text in UTF-8. */
export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex")

const hashContent = ({ actor, type, data, salt }: TimelineContent): string =>
  sha256(canonicalJson({ actor, type, data, salt }))

const hashLink = ({ seq, at, contentHash, prevHash }: Link): string =>
  sha256(canonicalJson({ seq, at, contentHash, prevHash }))

/**
 * Makes the entry that follows `head`.
 * @param content.salt at least 16 random characters
 * @param content.at ISO instant
 * @throws ZodError if the content does not fit its schema
 */
export const appendEntry = (
  head: TimelineHead,
  content: TimelineContent & { readonly at: string },
): { readonly entry: TimelineEntry; readonly head: TimelineHead } => {
  const { at, ...rest } = content
  const { actor, type, data, salt } = timelineContentSchema.parse(rest)
  const link = { seq: head.seq + 1, at, contentHash: hashContent({ actor, type, data, salt }), prevHash: head.hash }
  const entry = timelineEntrySchema.parse({ ...link, hash: hashLink(link), actor, type, data, salt })
  return { entry, head: headOf(entry) }
}

export const headOf = ({ seq, hash }: Pick<TimelineEntry, "seq" | "hash">): TimelineHead => ({ seq, hash })

export type ChainFault =
  | "outOfSequence"
  | "previousHashDiffers"
  | "contentDiffers"
  | "hashDiffers"
  | "headDiffers"
  | "notAnEntry"

export type ChainVerdict =
  | { readonly ok: true; readonly head: TimelineHead }
  | { readonly ok: false; readonly firstBadSeq: number; readonly fault: ChainFault }

/**
 * Checks a whole timeline against a head that was received.
 * @param entries oldest first
 * @returns the first wrong sequence number: of a missing entry its own, and the head's if entries are missing at the
 *   end or the
 * head is not of this chain
 */
export const verifyChain = (entries: readonly unknown[], head: TimelineHead): ChainVerdict => {
  let previous = emptyTimelineHead
  for (const candidate of entries) {
    const expected = previous.seq + 1
    const parsed = timelineEntrySchema.safeParse(candidate)
    if (!parsed.success) return { ok: false, firstBadSeq: expected, fault: "notAnEntry" }
    const entry = parsed.data
    const fault = faultOf(entry, previous, expected)
    if (fault !== undefined) return { ok: false, firstBadSeq: expected, fault }
    previous = headOf(entry)
  }
  if (previous.seq < head.seq) return { ok: false, firstBadSeq: previous.seq + 1, fault: "headDiffers" }
  if (previous.seq > head.seq) return { ok: false, firstBadSeq: head.seq + 1, fault: "headDiffers" }
  if (previous.hash !== head.hash) return { ok: false, firstBadSeq: Math.max(head.seq, 1), fault: "headDiffers" }
  return { ok: true, head: previous }
}

function faultOf(entry: TimelineEntry, previous: TimelineHead, expected: number): ChainFault | undefined {
  if (entry.seq !== expected) return "outOfSequence"
  if (entry.prevHash !== previous.hash) return "previousHashDiffers"
  if (hashContent(entry) !== entry.contentHash) return "contentDiffers"
  if (hashLink(entry) !== entry.hash) return "hashDiffers"
  return undefined
}

/**
 * Whether an older head that a party received is on this chain.
 * @param entries a chain that {@link verifyChain} accepted
 */
export const headOnChain = (entries: readonly TimelineEntry[], head: TimelineHead): boolean =>
  head.seq === 0 ? head.hash === emptyTimelineHead.hash : entries[head.seq - 1]?.hash === head.hash

/**
 * What the hub signs of a head. It names the timeline, so that a head does not verify in another one.
 * @param timeline the party's alias of the case; for the hub's own timeline, the id of the case
 */
export const headContent = (timeline: string, { seq, hash }: TimelineHead) => ({ hash, seq, timeline })

/** The text that the hub signs with a MAC. */
export const headMessage = (timeline: string, head: TimelineHead): string => canonicalJson(headContent(timeline, head))
