import { createHash } from "node:crypto"
import type * as z from "zod"
import {
  type anyJson,
  type ChainVerdict,
  chainVerdict,
  contentText,
  headContent,
  headOf,
  linkText,
  type TimelineContent,
  type TimelineEntry,
  type TimelineHead,
  timelineContentSchema,
  timelineEntrySchema,
} from "../base/chain/timeline-chain.ts"
import { canonicalJson } from "../base/platform/canonical-json.ts"

// What a chain is stands where an evidence package is checked, also in browsers. Here the hub writes and checks it.
export {
  anyJson,
  type ChainFault,
  type ChainVerdict,
  emptyTimelineHead,
  headContent,
  headOf,
  headOnChain,
  type TimelineContent,
  type TimelineEntry,
  type TimelineHead,
  timelineEntrySchema,
  timelineHeadSchema,
} from "../base/chain/timeline-chain.ts"

export type TimelineData = Record<string, z.infer<typeof anyJson>>

/** Hexadecimal SHA-256 of a text in UTF-8. */
export const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex")

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
  const contentHash = sha256(contentText({ actor, type, data, salt }))
  const link = { seq: head.seq + 1, at, contentHash, prevHash: head.hash }
  const entry = timelineEntrySchema.parse({ ...link, hash: sha256(linkText(link)), actor, type, data, salt })
  return { entry, head: headOf(entry) }
}

/** Checks a whole timeline against a head that was received. See {@link chainVerdict}. */
export const verifyChain = (entries: readonly unknown[], head: TimelineHead): ChainVerdict =>
  chainVerdict(entries, head, (entry) => ({ content: sha256(contentText(entry)), link: sha256(linkText(entry)) }))

/** The text that the hub signs with a MAC. */
export const headMessage = (timeline: string, head: TimelineHead): string => canonicalJson(headContent(timeline, head))
