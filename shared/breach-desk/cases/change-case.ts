import { derivedId } from "../../contracts/envelope.ts"
import type { Law } from "../../law/law.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Clock } from "../../platform/clock.ts"
import type { RandomId } from "../../platform/random-id.ts"
import { retryLostRace } from "../../platform/retry-lost-race.ts"
import {
  appendEntry,
  emptyTimelineHead,
  headMessage,
  type TimelineContent,
  type TimelineData,
  type TimelineEntry,
  type TimelineHead,
} from "../timeline.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import type { BreachCases, CaseCommit, ItemKey, PointerChange } from "./breach-cases.ts"
import { type CaseItem, type CaseRow, caseKeys, type SignedHead, type TimelineRow } from "./case-rows.ts"
import type { OutboxMessage, PlannedMessage } from "./outbox-message.ts"

/** What a change of a case needs. */
export type CaseDesk = {
  cases: BreachCases
  parties: PartyDirectory
  laws: readonly Law[]
  clock: Clock
  /** For salts of timeline entries and pauses between attempts. */
  randomId: RandomId
  sleep(milliseconds: number): Promise<void>
  /** @returns base64 of HMAC-SHA-256 over the message: the hub's signature of a timeline's head */
  macHead(message: string): Promise<string>
  /**
   * For what nobody may find by trying, such as the alias that a party has of a case. A rotation of secrets does not
   * change it, so that a repeat has the same hash.
   * @returns base64url of a keyed hash
   */
  hashUnderKey(...parts: readonly string[]): string
}

/** An entry that a change adds to the timeline. */
export type PlannedEntry = {
  /** `hub`, or the alias of the case for the party that acted. */
  actor: string
  type: TimelineEntryType
  data: TimelineData
  /** Party ids. A party that receives a message of this entry may see it too. */
  visibleTo: readonly string[]
  /** For parties that may not see all of actor and data: what they see instead, by party id. */
  shown?: Readonly<Record<string, { actor?: string; data?: TimelineData }>> | undefined
  messages?: readonly PlannedMessage[]
}

/** A decided change. The commit sets version and timeline heads of the case row. */
export type CaseDraft = {
  case: CaseRow
  items: readonly CaseItem[]
  pointers?: readonly PointerChange[]
  removed?: readonly ItemKey[]
  entries: readonly PlannedEntry[]
}

/** Other writers kept changing the case. A retry of the whole event can succeed. */
export class CaseBusy extends Error {
  override name = "CaseBusy"
  constructor() {
    super("Other writers kept changing the case")
  }
}

/**
 * Decides on a change and commits it. Decides again if another writer was first, so `decide` must read everything that
 * it decides on.
 *
 * @throws CaseBusy when it loses too many races
 */
export async function changeCase<Result>(
  desk: CaseDesk,
  decide: () => Promise<{ draft?: CaseDraft | undefined; result: Result }>,
): Promise<Result> {
  return retryLostRace(
    async (lostRaces) => {
      if (lostRaces > 0) await desk.sleep(backOffMilliseconds(lostRaces, desk.randomId))
      const { draft, result } = await decide()
      if (draft === undefined || (await desk.cases.commit(await commitOf(desk, draft))) === "committed")
        return { result }
      return undefined
    },
    () => new CaseBusy(),
  )
}

/**
 * Decides on a change of an open case and commits it, as {@link changeCase} does. Nothing changes if the case is not
 * open or `decide` returns `undefined`.
 *
 * @throws CaseBusy when it loses too many races
 */
export function changeOpenCase(
  desk: CaseDesk,
  caseId: string,
  decide: (current: CaseRow) => Promise<Partial<CaseDraft> | undefined>,
): Promise<void> {
  return changeCase<void>(desk, async () => {
    const current = await desk.cases.get(caseId)
    const change = current?.state === "open" ? await decide(current) : undefined
    if (current === undefined || change === undefined) return { result: undefined }
    return { draft: { case: current, items: [], entries: [], ...change }, result: undefined }
  })
}

/** Full jitter, so that writers that collided do not collide again. */
function backOffMilliseconds(attempt: number, randomId: RandomId): number {
  const share = (Buffer.from(randomId(), "base64url")[0] ?? 128) / 256
  return Math.ceil(share * Math.min(1_000, 20 * 2 ** attempt))
}

/** Appends the entries to the timelines, signs each new head once, and gives the messages their ids. */
async function commitOf(desk: CaseDesk, draft: CaseDraft): Promise<CaseCommit> {
  const appended = appendEntries(desk, draft)
  const { head, heads } = await signHeads(desk, draft.case, appended)
  const timeline = appended.entries.map((one) => timelineRow(draft.case, one, { head, heads }))
  return {
    case: { ...draft.case, version: draft.case.version + 1, head, heads },
    items: [...draft.items, ...timeline],
    pointers: draft.pointers ?? [],
    removed: draft.removed ?? [],
  }
}

/** An entry in the hub's timeline, its copies in the timelines of parties, and its messages. */
type AppendedEntry = {
  entry: TimelineEntry
  copies: readonly { partyId: string; entry: TimelineEntry }[]
  messages: readonly PlannedMessage[]
}

/** All entries of a change, and the heads of the timelines after them. */
type Appended = { entries: AppendedEntry[]; hubHead: TimelineHead; heads: ReadonlyMap<string, TimelineHead> }

function appendEntries(desk: CaseDesk, { case: { head, heads: known, parties }, entries }: CaseDraft): Appended {
  const at = desk.clock().toISOString()
  const heads = new Map<string, TimelineHead>(Object.entries(known))
  let hubHead: TimelineHead = { seq: head.seq, hash: head.hash }
  const salted = (content: Omit<TimelineContent, "salt">) => ({ ...content, salt: desk.randomId(), at })
  const appended = entries.map(({ actor, type, data, visibleTo, shown = {}, messages = [] }): AppendedEntry => {
    const readers = new Set([...visibleTo, ...messages.map(({ audience }) => audience)])
    const copies = [...readers]
      .sort()
      .filter((partyId) => parties.includes(partyId))
      .map((partyId) => {
        const before = heads.get(partyId) ?? emptyTimelineHead
        const next = appendEntry(before, salted({ actor, data, ...shown[partyId], type }))
        heads.set(partyId, next.head)
        return { partyId, entry: next.entry }
      })
    const hashes = Object.fromEntries(copies.map(({ partyId, entry }) => [partyId, entry.hash]))
    const next = appendEntry(hubHead, salted({ actor, type, data: { ...data, copies: hashes } }))
    hubHead = next.head
    return { entry: next.entry, copies, messages }
  })
  return { entries: appended, hubHead, heads }
}

/** Heads that did not change keep the signature that they have. */
async function signHeads(
  desk: CaseDesk,
  { caseId, head, heads: known, parties, aliases }: CaseRow,
  { entries, hubHead, heads }: Appended,
): Promise<Pick<CaseRow, "head" | "heads">> {
  const sign = async (timeline: string, { seq, hash }: TimelineHead): Promise<SignedHead> => ({
    seq,
    hash,
    mac: await desk.macHead(headMessage(timeline, { seq, hash })),
  })
  const signOf = async (partyId: string): Promise<[string, SignedHead]> => {
    const after = heads.get(partyId) ?? emptyTimelineHead
    const before = known[partyId]
    return [partyId, before?.seq === after.seq ? before : await sign(aliases[partyId] ?? caseId, after)]
  }
  // All are awaited together: a signature that fails must not leave the others unhandled.
  const [hubSigned, signed] = await Promise.all([
    entries.length === 0 ? head : sign(caseId, hubHead),
    Promise.all(parties.map(signOf)),
  ])
  return { head: hubSigned, heads: Object.fromEntries(signed) }
}

function timelineRow(
  { caseId, belongsTo }: CaseRow,
  { entry, copies, messages }: AppendedEntry,
  { head, heads }: Pick<CaseRow, "head" | "heads">,
): TimelineRow {
  return {
    ...caseKeys.timeline(caseId, entry.seq),
    caseId,
    type: "timeline",
    entry,
    head,
    copies: copies.flatMap((copy) => {
      const signed = heads[copy.partyId]
      return signed === undefined ? [] : [{ ...copy, head: signed }]
    }),
    belongsTo,
    outbox: messages.map(
      ({ once = "", ...message }): OutboxMessage => ({
        ...message,
        eventId: derivedId("case-message", message.kind, caseId, message.audience, once),
      }),
    ),
  }
}
