import { derivedId } from "../../contracts/envelope.ts"
import type { Law } from "../../law/law.ts"
import type { PartyDirectory } from "../../parties/party-directory.ts"
import type { Clock } from "../../platform/clock.ts"
import type { RandomId } from "../../platform/random-id.ts"
import {
  appendEntry,
  emptyTimelineHead,
  headMessage,
  type TimelineContent,
  type TimelineData,
  type TimelineEntry,
  type TimelineHead,
} from "../timeline.ts"
import type { BreachCases, CaseCommit, ItemKey, PointerChange } from "./breach-cases.ts"
import { type CaseItem, type CaseRow, caseKeys, type SignedHead, type TimelineRow } from "./case-rows.ts"
import type { OutboxMessage, PlannedMessage } from "./outbox-message.ts"

/** What everything that changes a case works with. */
export type CaseDesk = {
  cases: BreachCases
  parties: PartyDirectory
  laws: readonly Law[]
  clock: Clock
  /** Salt of timeline entries, and jitter of retries. */
  randomId: RandomId
  /** Waits that many milliseconds. */
  sleep(milliseconds: number): Promise<void>
  /** The hub's proof over the head of a timeline: base64 of HMAC-SHA-256 over the message. */
  macHead(message: string): Promise<string>
  /** Keyed hash of a case and a party, from which the party's alias of the case is made: base64url. */
  hashAlias(caseId: string, partyId: string): string
}

/** An entry that a change adds to the timeline. */
export type PlannedEntry = {
  /** `hub`, or the alias of the case for the party that acted. */
  actor: string
  type: string
  data: TimelineData
  /** Party ids; whoever gets a message of this entry may see it too. */
  visibleTo: readonly string[]
  /** What these parties read in place of actor or data, which say more than is theirs to know. */
  shown?: Readonly<Record<string, { actor?: string; data?: TimelineData }>> | undefined
  messages?: readonly PlannedMessage[]
}

/** A change that was decided on: the head row as it shall be (version, head of the timeline aside), other items, pointers, rows to remove, entries. */
export type CaseDraft = {
  case: CaseRow
  items: readonly CaseItem[]
  pointers?: readonly PointerChange[]
  removed?: readonly ItemKey[]
  entries: readonly PlannedEntry[]
}

/** Others kept changing the case; a retry of the whole event mends it. */
export class CaseBusy extends Error {
  override name = "CaseBusy"
  constructor() {
    super("The case was changed by others again and again")
  }
}

/** How often a change is decided anew before it is left to a retry of the whole event. */
export const changeAttempts = 12

/**
 * Decides on a change and commits it; decides anew whenever somebody else was first, so `decide` must read what it decides on.
 *
 * @throws CaseBusy after {@link changeAttempts} lost races
 */
export async function changeCase<Result>(
  desk: CaseDesk,
  decide: () => Promise<{ draft?: CaseDraft | undefined; result: Result }>,
): Promise<Result> {
  for (let attempt = 0; attempt < changeAttempts; attempt++) {
    if (attempt > 0) await desk.sleep(backOffMilliseconds(attempt, desk.randomId))
    const { draft, result } = await decide()
    if (draft === undefined) return result
    if ((await desk.cases.commit(await commitOf(desk, draft))) === "committed") return result
  }
  throw new CaseBusy()
}

/**
 * Decides on a change of an open case and commits it, as {@link changeCase} does. Nothing changes if the case is not open or
 * `decide` returns `undefined`.
 *
 * @throws CaseBusy after {@link changeAttempts} lost races
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

/** Full jitter, so that writers who collided do not collide again. */
function backOffMilliseconds(attempt: number, randomId: RandomId): number {
  const share = (Buffer.from(randomId(), "base64url")[0] ?? 128) / 256
  return Math.ceil(share * Math.min(1_000, 20 * 2 ** attempt))
}

/** Appends the entries to the timelines of the hub and of whoever may see them, signs each new head once, and addresses the messages. */
async function commitOf(desk: CaseDesk, draft: CaseDraft): Promise<CaseCommit> {
  const { caseId, correlationId, aliases, parties } = draft.case
  const at = desk.clock().toISOString()
  const heads = new Map<string, TimelineHead>(Object.entries(draft.case.heads))
  const append = (reader: string, before: TimelineHead, content: Omit<TimelineContent, "salt">): TimelineEntry => {
    const next = appendEntry(before, { ...content, salt: desk.randomId(), at })
    heads.set(reader, next.head)
    return next.entry
  }
  let hubHead: TimelineHead = { seq: draft.case.head.seq, hash: draft.case.head.hash }
  const appended = draft.entries.map((planned) => {
    const { actor, type, data, visibleTo, shown = {}, messages = [] } = planned
    const readers = [...new Set([...visibleTo, ...messages.map(({ audience }) => audience)])].sort()
    const copies = readers
      .filter((partyId) => parties.includes(partyId))
      .map((partyId) => {
        const own = { actor, data, ...shown[partyId] }
        return { partyId, entry: append(partyId, heads.get(partyId) ?? emptyTimelineHead, { ...own, type }) }
      })
    const hashes = Object.fromEntries(copies.map(({ partyId, entry }) => [partyId, entry.hash]))
    const record = appendEntry(hubHead, { actor, type, data: { ...data, copies: hashes }, salt: desk.randomId(), at })
    hubHead = record.head
    return { messages, entry: record.entry, copies }
  })
  const sign = async (timeline: string, head: TimelineHead): Promise<SignedHead> => ({
    seq: head.seq,
    hash: head.hash,
    mac: await desk.macHead(headMessage(timeline, head)),
  })
  const signedHub = appended.length === 0 ? draft.case.head : await sign(caseId, hubHead)
  const signed = Object.fromEntries(
    await Promise.all(
      parties.map(async (partyId): Promise<[string, SignedHead]> => {
        const head = heads.get(partyId) ?? emptyTimelineHead
        const known = draft.case.heads[partyId]
        return [partyId, known?.seq === head.seq ? known : await sign(aliases[partyId] ?? caseId, head)]
      }),
    ),
  )
  const timeline = appended.map(
    ({ messages, entry, copies }): TimelineRow => ({
      ...caseKeys.timeline(caseId, entry.seq),
      caseId,
      type: "timeline",
      entry,
      head: signedHub,
      copies: copies.flatMap((copy) => {
        const head = signed[copy.partyId]
        return head === undefined ? [] : [{ ...copy, head }]
      }),
      correlationId,
      outbox: messages.map(
        ({ once = "", ...message }): OutboxMessage => ({
          ...message,
          eventId: derivedId("case-message", message.kind, caseId, message.audience, once),
        }),
      ),
    }),
  )
  return {
    case: { ...draft.case, version: draft.case.version + 1, head: signedHub, heads: signed },
    items: [...draft.items, ...timeline],
    pointers: draft.pointers ?? [],
    removed: draft.removed ?? [],
  }
}
