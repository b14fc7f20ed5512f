import { createHash } from "node:crypto"
import canonicalize from "canonicalize"
import * as z from "zod"

/**
 * The timeline of a case: append-only, each entry bound to the one before by SHA-256 over canonical JSON (RFC 8785).
 *
 * Two hashes make an entry redactable: `contentHash` covers who, what and the data (with a salt, so that a short
 * content cannot be guessed); `hash` covers sequence, time, contentHash and prevHash. A party that may not see an
 * entry gets it without content and can still verify the whole chain up to the head that it was sent.
 */
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)

const jsonSchema = z.json()
export type TimelineData = Record<string, z.infer<typeof jsonSchema>>

export const timelineContentSchema = z.strictObject({
  actor: z.string().min(1).meta({ description: "Party alias or id, or hub" }),
  type: z.string().min(1),
  data: z.record(z.string(), jsonSchema),
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

/** An entry whose content the reader may not see. */
export const sealedTimelineEntrySchema = z.strictObject(linkShape)
export type SealedTimelineEntry = z.infer<typeof sealedTimelineEntrySchema>

export type AnyTimelineEntry = TimelineEntry | SealedTimelineEntry

export const timelineHeadSchema = z.strictObject({ seq: z.int().nonnegative(), hash: sha256Schema })
export type TimelineHead = z.infer<typeof timelineHeadSchema>

/** The head of a timeline without entries. */
export const emptyTimelineHead: TimelineHead = { seq: 0, hash: "0".repeat(64) }

/** Canonical JSON of RFC 8785: one byte sequence for one value. @throws Error on a value JSON cannot express */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value)
  if (text === undefined) throw new Error("value has no JSON form")
  return text
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex")

const hashContent = ({ actor, type, data, salt }: TimelineContent): string =>
  sha256(canonicalJson({ actor, type, data, salt }))

const hashLink = ({ seq, at, contentHash, prevHash }: Omit<SealedTimelineEntry, "hash">): string =>
  sha256(canonicalJson({ seq, at, contentHash, prevHash }))

/**
 * Makes the entry that follows `head`.
 * @param content.salt at least 16 characters that nobody can guess (the caller's randomness)
 * @param content.at ISO instant
 * @throws ZodError when the content is not of its shape
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

/** The entry without its content. */
export const sealEntry = ({ seq, at, contentHash, prevHash, hash }: AnyTimelineEntry): SealedTimelineEntry => ({
  seq,
  at,
  contentHash,
  prevHash,
  hash,
})

export const headOf = ({ seq, hash }: Pick<TimelineEntry, "seq" | "hash">): TimelineHead => ({ seq, hash })

export type ChainFault =
  | "outOfSequence"
  | "previousHashDiffers"
  | "contentDiffers"
  | "hashDiffers"
  | "headDiffers"
  | "notAnEntry"

export type ChainVerdict =
  | { readonly ok: true; readonly head: TimelineHead; readonly sealed: number }
  | { readonly ok: false; readonly firstBadSeq: number; readonly fault: ChainFault }

/**
 * Checks a whole timeline against the head that somebody was sent.
 * @param entries oldest first; sealed entries count as intact if their link is
 * @returns the first sequence number that is wrong. A missing entry is named by its own number; entries missing at
 * the end, or a head that is not of this chain, by the head's.
 */
export const verifyChain = (entries: readonly unknown[], head: TimelineHead): ChainVerdict => {
  let previous = emptyTimelineHead
  let sealed = 0
  for (const candidate of entries) {
    const expected = previous.seq + 1
    const parsed = z.union([timelineEntrySchema, sealedTimelineEntrySchema]).safeParse(candidate)
    if (!parsed.success) return { ok: false, firstBadSeq: expected, fault: "notAnEntry" }
    const entry = parsed.data
    const fault = faultOf(entry, previous, expected)
    if (fault !== undefined) return { ok: false, firstBadSeq: expected, fault }
    if (!("actor" in entry)) sealed += 1
    previous = headOf(entry)
  }
  if (previous.seq < head.seq) return { ok: false, firstBadSeq: previous.seq + 1, fault: "headDiffers" }
  if (previous.seq > head.seq) return { ok: false, firstBadSeq: head.seq + 1, fault: "headDiffers" }
  if (previous.hash !== head.hash) return { ok: false, firstBadSeq: Math.max(head.seq, 1), fault: "headDiffers" }
  return { ok: true, head: previous, sealed }
}

function faultOf(entry: AnyTimelineEntry, previous: TimelineHead, expected: number): ChainFault | undefined {
  if (entry.seq !== expected) return "outOfSequence"
  if (entry.prevHash !== previous.hash) return "previousHashDiffers"
  if ("actor" in entry && hashContent(entry) !== entry.contentHash) return "contentDiffers"
  if (hashLink(entry) !== entry.hash) return "hashDiffers"
  return undefined
}

/**
 * Whether an older head, as a party once received it, lies on this chain.
 * @param entries a chain that {@link verifyChain} accepted
 */
export const headOnChain = (entries: readonly AnyTimelineEntry[], head: TimelineHead): boolean =>
  head.seq === 0 ? head.hash === emptyTimelineHead.hash : entries[head.seq - 1]?.hash === head.hash

/** The text over which the hub MACs a head: canonical, with the case so that a head cannot be moved to another case. */
export const headMessage = (caseId: string, head: TimelineHead): string =>
  canonicalJson({ caseId, hash: head.hash, seq: head.seq })
