import * as z from "zod"
import {
  chainVerdict,
  contentText,
  type EntryHashes,
  headContent,
  headOnChain,
  linkText,
  type TimelineEntry,
  type TimelineHead,
  timelineEntrySchema,
} from "../../../base/chain/timeline-chain.ts"
import type { PublicKey } from "../../../base/platform/signing/public-key-set.ts"
import { signedText } from "../../../base/platform/signing/signed-text.ts"
import type { Finding } from "../finding.ts"
import { linesOf, type PackagedDossier, packageFiles, type ReadPackage } from "../package-files.ts"
import { type ReceivedHead, receivedHead } from "../received-heads.ts"
import { isSigned, sha256Of } from "../web-crypto.ts"

/** Entries of a chain that holds; undefined if it is broken, so that nothing follows from them. */
export type GoodEntries = readonly TimelineEntry[] | undefined

/** Checks the chain of hashes from the first entry to the head. */
export async function checkChain({ timeline, head }: PackagedDossier): Promise<{
  findings: readonly Finding[]
  entries: GoodEntries
}> {
  const hashes = await Promise.all(timeline.map(hashesOf))
  const verdict = chainVerdict(timeline, head, (_, place) => hashes[place] ?? unknown)
  if (!verdict.ok) {
    const { firstBadSeq, fault } = verdict
    const names = [String(firstBadSeq)]
    return { findings: [{ check: "chain", outcome: "broken", code: "chainBroken", names, fault }], entries: undefined }
  }
  const findings = [{ check: "chain", outcome: "holds", code: "chainHolds", count: timeline.length }] as const
  return { findings, entries: z.array(timelineEntrySchema).parse(timeline) }
}

const unknown: EntryHashes = { content: "", link: "" }

async function hashesOf(candidate: unknown): Promise<EntryHashes> {
  const entry = timelineEntrySchema.safeParse(candidate).data
  if (entry === undefined) return unknown
  return { content: await sha256Of(contentText(entry)), link: await sha256Of(linkText(entry)) }
}

/**
 * Checks that the heads which the party received lie on the chain. A stray head with a good signature proves that the
 * hub signed two different timelines.
 *
 * @param stated heads in statements whose signature holds
 */
export async function checkHeads(
  { files, dossier }: ReadPackage,
  entries: GoodEntries,
  { trusted, stated }: { trusted: ReadonlyMap<string, PublicKey>; stated: readonly TimelineHead[] },
): Promise<readonly Finding[]> {
  const check = "heads"
  const kept = await keptHeads(await linesOf(files, packageFiles.events), dossier.caseAlias)
  if (kept.unreadable !== undefined)
    return [{ check, outcome: "broken", code: "headsUnreadable", names: [String(kept.unreadable)] }]
  const heads: readonly ReceivedHead[] = [...dossier.receivedHeads.map(({ head }) => head), ...kept.heads, ...stated]
  if (heads.length === 0) return [{ check, outcome: "unchecked", code: "headsAbsent" }]
  if (entries === undefined) return [{ check, outcome: "unchecked", code: "chainIsBroken" }]
  const stray = heads.filter((head) => !headOnChain(entries, head))
  if (stray.length === 0) return [{ check, outcome: "holds", code: "headsOnChain", count: heads.length }]
  const signed = await Promise.all(
    stray.map((head) => isSignedHead(head, { caseAlias: dossier.caseAlias, trusted, stated })),
  )
  const code = signed.includes(true) ? "headsForked" : "headsStray"
  return [{ check, outcome: "broken", code, count: stray.length, names: stray.map(({ seq }) => String(seq)) }]
}

async function isSignedHead(
  head: ReceivedHead,
  {
    caseAlias,
    trusted,
    stated,
  }: { caseAlias: string; trusted: ReadonlyMap<string, PublicKey>; stated: readonly TimelineHead[] },
): Promise<boolean> {
  if (stated.includes(head)) return true
  const key = head.signature === undefined ? undefined : trusted.get(head.signature.keyId)
  if (key === undefined || head.signature === undefined) return false
  const { keyId, value } = head.signature
  return isSigned(key, signedText("head", keyId, headContent(caseAlias, head)), value)
}

type Lines = Awaited<ReturnType<typeof linesOf>>

async function keptHeads(lines: Lines, caseAlias: string): Promise<{ heads: ReceivedHead[]; unreadable?: number }> {
  const heads: ReceivedHead[] = []
  for (const { number, line } of lines ?? []) {
    try {
      heads.push(...[receivedHead(line, caseAlias) ?? []].flat())
    } catch {
      return { heads, unreadable: number }
    }
  }
  return { heads }
}
