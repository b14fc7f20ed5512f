import * as z from "zod"
import { ownString } from "../../base/contracts/bounded-string.ts"
import { instant } from "../../base/contracts/envelope.ts"
import { timelineHead } from "../../base/contracts/fields.ts"
import type { Given } from "../../base/platform/http-route.ts"
import { timelineAmong } from "../cases/own-timeline.ts"
import type { Participant } from "../cases/participant.ts"
import { shownHead } from "../cases/timeline-heads.ts"
import { receivedOf } from "../dossier/verify-party-signatures.ts"
import { anyJson, type TimelineEntry } from "../timeline.ts"
import type { PartyRequest, ServedDesk } from "./desk-request.ts"
import { linkToNext, pageMilliseconds, pageQuery, sealedCursor } from "./list-pages.ts"

/** Entries on a page: unless the caller says otherwise, and at most. */
const pageLimits = { usual: 1_000, most: 2_000 } as const

/** Query parameters of the timeline. */
export const timelineQuery = pageQuery({
  most: pageLimits.most,
  description: "Entries on one page: 1,000 when absent, at most 2,000",
})

/** A page of the timeline. */
export const timelineSchema = z.strictObject({
  entries: z
    .array(
      z.strictObject({
        seq: z.int().positive(),
        at: instant,
        contentHash: timelineHead.shape.hash,
        prevHash: timelineHead.shape.hash,
        hash: timelineHead.shape.hash,
        actor: ownString(),
        type: ownString(),
        data: z.record(ownString(), anyJson),
        salt: ownString(),
      }),
    )
    .meta({
      description: "The caller's own timeline of the case, oldest first. Each entry holds the hash of the one before",
    }),
  acts: z
    .array(z.strictObject({ seq: z.int().positive(), received: z.enum(["signedByParty", "asReceivedByHub"]) }))
    .meta({
      description:
        "Of each entry about what a party did: whether its data holds the party's signature (`partySignature`), or " +
        "the hub alone says that it received this",
    }),
  head: z.strictObject(timelineHead.shape),
  next: ownString().optional().meta({ description: "The place of the next page. Without it this page is the last" }),
})

/** A page ends at this length. An answer of Lambda has 6 MB at most. */
const bytesAtMost = 4_000_000

/** Where the next page begins, and the number of the last entry before it. */
const placeSchema = z.object({ caseId: ownString(), sk: ownString(), seq: z.int().nonnegative() })
type Place = z.infer<typeof placeSchema>

/**
 * A page of the caller's timeline, with the address of the next one in the header `link`. A page can be short or empty
 * although there is a next one. The entries of all pages lead to the head of the last page.
 */
export async function answerTimeline(
  desk: ServedDesk,
  request: PartyRequest<unknown, z.output<typeof timelineQuery>>,
  participant: Participant,
): Promise<{ status: 200; headers: Readonly<Record<string, string>>; body: Given<typeof timelineSchema> }> {
  const { current, own } = participant
  const { limit = pageLimits.usual, after: given } = request.query
  const cursor = sealedCursor(desk.sealer, { caseId: current.caseId, partyId: own.partyId, list: "timelineAfter" })
  const after = given === undefined ? undefined : placeSchema.parse(JSON.parse(await cursor.open(given)))
  const { entries, last, isWhole } = await entriesBehind(desk, participant, { after, limit })
  const head = await shownHead(desk, current.caseId, own.partyId)
  // An entry that came after the last row was read is on the next page.
  const isNext = last !== undefined && (!isWhole || (entries.length > 0 && last.seq < head.seq))
  const acts = entries.flatMap((entry) => {
    const received = receivedOf(entry)
    return received === undefined ? [] : [{ seq: entry.seq, received }]
  })
  if (!isNext) return { status: 200, headers: {}, body: { entries, acts, head } }
  const next = await cursor.seal(JSON.stringify(last))
  const headers = { link: linkToNext(request, "timeline", { limit: String(limit), after: next }) }
  return { status: 200, headers, body: { entries, acts, head, next } }
}

/** Up to `limit` entries behind a place, the last place that was read, and whether these are all. */
async function entriesBehind(
  desk: ServedDesk,
  participant: Participant,
  { after, limit }: { after: Place | undefined; limit: number },
): Promise<{ entries: TimelineEntry[]; last: Place | undefined; isWhole: boolean }> {
  const until = desk.clock().getTime() + pageMilliseconds
  const entries: TimelineEntry[] = []
  let [bytes, last] = [0, after]
  for await (const { place, own } of timelineAmong(desk, participant, after)) {
    const isFull = entries.length === limit || bytes >= bytesAtMost || desk.clock().getTime() > until
    // Each page passes at least one row.
    if (isFull && last !== after) return { entries, last, isWhole: false }
    if (own !== undefined) {
      entries.push(own.entry)
      bytes += JSON.stringify(own.entry).length
    }
    last = { ...place, seq: own?.entry.seq ?? last?.seq ?? 0 }
  }
  return { entries, last, isWhole: true }
}
