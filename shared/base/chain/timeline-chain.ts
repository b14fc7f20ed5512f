import * as z from "zod"
import { boundedString } from "../contracts/bounded-string.ts"
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
 *
 * Nothing here computes a hash: the hub does so with Node.js, and the page of an evidence package with the browser.
 */
const sha256Schema = boundedString(256).regex(/^[0-9a-f]{64}$/)

export const anyJson = z.json()

export const timelineContentSchema = z.strictObject({
  actor: boundedString(256).min(1).meta({ description: "The party's alias of the case, or hub" }),
  type: boundedString(256).min(1),
  data: z.record(boundedString(256), anyJson),
  salt: boundedString(64).min(16),
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

export const headOf = ({ seq, hash }: Pick<TimelineEntry, "seq" | "hash">): TimelineHead => ({ seq, hash })

/** The text whose SHA-256 is `contentHash`. */
export const contentText = ({ actor, type, data, salt }: TimelineContent): string =>
  canonicalJson({ actor, type, data, salt })

/** The text whose SHA-256 is `hash`. */
export const linkText = ({ seq, at, contentHash, prevHash }: Link): string =>
  canonicalJson({ seq, at, contentHash, prevHash })

/** SHA-256 of both texts of an entry, in hexadecimal. */
export type EntryHashes = { readonly content: string; readonly link: string }

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
 *
 * @param entries oldest first
 * @param hashesOf the hashes of the entry at this place
 * @returns the first wrong sequence number: of a missing entry its own, and the head's if entries are missing at the
 *   end or the head is not of this chain
 */
export const chainVerdict = (
  entries: readonly unknown[],
  head: TimelineHead,
  hashesOf: (entry: TimelineEntry, place: number) => EntryHashes,
): ChainVerdict => {
  let previous = emptyTimelineHead
  for (const [place, candidate] of entries.entries()) {
    const expected = previous.seq + 1
    const parsed = timelineEntrySchema.safeParse(candidate)
    if (!parsed.success) return { ok: false, firstBadSeq: expected, fault: "notAnEntry" }
    const entry = parsed.data
    const fault = faultOf(entry, previous, hashesOf(entry, place))
    if (fault !== undefined) return { ok: false, firstBadSeq: expected, fault }
    previous = headOf(entry)
  }
  if (previous.seq < head.seq) return { ok: false, firstBadSeq: previous.seq + 1, fault: "headDiffers" }
  if (previous.seq > head.seq) return { ok: false, firstBadSeq: head.seq + 1, fault: "headDiffers" }
  if (previous.hash !== head.hash) return { ok: false, firstBadSeq: Math.max(head.seq, 1), fault: "headDiffers" }
  return { ok: true, head: previous }
}

function faultOf(entry: TimelineEntry, previous: TimelineHead, { content, link }: EntryHashes): ChainFault | undefined {
  if (entry.seq !== previous.seq + 1) return "outOfSequence"
  if (entry.prevHash !== previous.hash) return "previousHashDiffers"
  if (content !== entry.contentHash) return "contentDiffers"
  if (link !== entry.hash) return "hashDiffers"
  return undefined
}

/**
 * Whether an older head that a party received is on this chain.
 * @param entries a chain that was checked
 */
export const headOnChain = (entries: readonly TimelineEntry[], head: TimelineHead): boolean =>
  head.seq === 0 ? head.hash === emptyTimelineHead.hash : entries[head.seq - 1]?.hash === head.hash

/**
 * What the hub signs of a head. It names the timeline, so that a head does not verify in another one.
 * @param timeline the party's alias of the case; for the hub's own timeline, the id of the case
 */
export const headContent = (timeline: string, { seq, hash }: TimelineHead) => ({ hash, seq, timeline })
