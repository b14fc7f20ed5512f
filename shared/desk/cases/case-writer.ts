import { derivedId } from "../../base/contracts/envelope.ts"
import type { Clock } from "../../base/platform/clock.ts"
import type { RandomId } from "../../base/platform/random-id.ts"
import { retryLostRace } from "../../base/platform/retry-lost-race.ts"
import type { Signer } from "../../base/platform/signing/signer.ts"
import type { Law } from "../law/law.ts"
import { withoutReviews } from "../law/reviewed-laws.ts"
import {
  appendEntry,
  emptyTimelineHead,
  headContent,
  headMessage,
  type TimelineContent,
  type TimelineEntry,
  type TimelineHead,
} from "../timeline.ts"
import type { BreachCases, CaseCommit } from "./breach-cases.ts"
import { CaseBusy } from "./case-busy.ts"
import { type CaseDraft, type Decided, readersOfEntry } from "./case-draft.ts"
import { caseKeys } from "./case-keys.ts"
import { type CaseRow, type HeadsRow, rowsOfType, type SignedHead, type TimelineRow } from "./case-rows.ts"
import { lawTextKey } from "./law-text-row.ts"
import type { OutboxMessage, PlannedMessage } from "./outbox-message.ts"
import { sideTurns } from "./side-turns.ts"
import { headsKey, headsRows, withoutAlias } from "./timeline-heads.ts"

/** What the writer stores with, and signs with. */
export type WritingPorts = {
  cases: Pick<BreachCases, "items" | "commit" | "waiting" | "wait" | "forget" | "mark">
  /** The laws of this deployment. */
  laws: readonly Law[]
  clock: Clock
  /** For salts of timeline entries and pauses between attempts. */
  randomId: RandomId
  sleep(milliseconds: number): Promise<void>
  /** @returns base64 of HMAC-SHA-256 over the message: the hub's signature of a timeline's head */
  macHead(message: string): Promise<string>
  /** Signs the heads of parties' timelines, so that they can be checked without the hub. */
  signer: Signer
}

/**
 * Reads, decides, and stores what was decided in one transaction; reads and decides again if another writer was first,
 * or if it is the turn of another side (see `sideTurns`). `decide` gets what was read and nothing else, so `read` must
 * read everything that it decides on.
 *
 * `side`: the id of the party for which it writes, or `hub`, the default
 * @throws CaseBusy when it loses too many races
 */
export type CaseWriter = <Rows, Result>(
  read: () => Promise<Rows>,
  decide: (rows: Rows) => Decided<Result>,
  side?: string,
) => Promise<Result>

/** The one writer of cases. It alone has the store's `commit`, see `CaseReads`. */
export function caseWriter(ports: WritingPorts): CaseWriter {
  const storedTexts = new Set<string>()
  return async (read, decide, side) => {
    const turns = sideTurns(ports, side)
    const attempt = async (lostRaces: number) => {
      if (lostRaces > 0) await ports.sleep(backOffMilliseconds(lostRaces, ports.randomId))
      for (;;) {
        const { draft, result } = decide(await read())
        if (draft === undefined) return { result }
        const { caseId } = draft.case
        await storeTexts(ports, draft, storedTexts)
        const [commit, hasYielded] = await Promise.all([commitOf(ports, draft), turns.hasYielded(caseId)])
        if (hasYielded) continue
        if ((await ports.cases.commit(commit)) === "committed") return { result }
        await turns.lostRace(caseId)
        return undefined
      }
    }
    try {
      return await retryLostRace(attempt, () => new CaseBusy())
    } finally {
      // What was stored stays stored. A note of a side that no longer waits ends by itself.
      await turns.end().catch(() => undefined)
    }
  }
}

/**
 * Stores the texts of laws that rows of a change keep, before the change: a crash in between leaves a text that nothing
 * names. A text that is not deployed was stored when a row began to keep it.
 *
 * @param stored hashes of those that this writer has stored
 */
async function storeTexts({ cases, laws }: WritingPorts, { items }: CaseDraft, stored: Set<string>): Promise<void> {
  const kept = new Set(rowsOfType(items, "party").flatMap(({ lawTexts = {} }) => Object.values(lawTexts)))
  const wanted = laws.filter(({ hash }) => kept.has(hash) && !stored.has(hash))
  // A write that finds the text there costs a unit for each KB of it, a read one for four of them.
  const found = wanted.length === 0 ? [] : await cases.items(wanted.map(({ hash }) => lawTextKey(hash)))
  const there = new Set(found.map(({ pk }) => pk))
  await Promise.all(
    wanted.map(async (law) => {
      const key = lawTextKey(law.hash)
      if (!there.has(key.pk)) await cases.mark({ ...key, type: "lawText", text: JSON.stringify(withoutReviews(law)) })
      stored.add(law.hash)
    }),
  )
}

/** Full jitter, so that writers that collided do not collide again. */
function backOffMilliseconds(attempt: number, randomId: RandomId): number {
  const share = (Buffer.from(randomId(), "base64url")[0] ?? 128) / 256
  return Math.ceil(share * Math.min(1_000, 20 * 2 ** attempt))
}

/** Appends the entries to the timelines, signs each new head once, and gives the messages their ids. */
async function commitOf(ports: WritingPorts, draft: CaseDraft): Promise<CaseCommit> {
  const known = await readersOf(ports, draft)
  const appended = appendEntries(ports, draft, known)
  const signed = await signHeads(ports, draft.case, appended)
  const timeline = appended.entries.map((one) => timelineRow(draft.case, one, signed))
  const heads = headsAfter(draft.case, known, signed)
  return {
    case: { ...draft.case, version: draft.case.version + 1, head: signed.head },
    items: [...draft.items.filter(({ sk }) => !heads.has(sk)), ...heads.values(), ...timeline],
    pointers: draft.pointers ?? [],
    removed: draft.removed ?? [],
  }
}

/** The readers of a change: the rows with the heads of their timelines, and the alias that each has of the case. */
type Readers = { rows: Map<string, HeadsRow>; aliases: ReadonlyMap<string, string> }

async function readersOf(
  ports: WritingPorts,
  { case: { caseId, parties }, items, entries }: CaseDraft,
): Promise<Readers> {
  const readers = [...new Set(entries.flatMap(readersOfEntry))].filter((partyId) => parties.includes(partyId))
  if (readers.length === 0) return { rows: new Map(), aliases: new Map() }
  const rows = await headsRows(ports, caseId, readers)
  for (const item of items) if (item.type === "heads" && rows.has(item.sk)) rows.set(item.sk, item)
  const aliases = new Map<string, string>()
  for (const { heads } of rows.values()) for (const [id, { alias }] of Object.entries(heads)) aliases.set(id, alias)
  const drafted = items.filter((item) => item.type === "party")
  for (const { partyId, alias } of drafted) aliases.set(partyId, alias)
  const others = readers.filter((partyId) => !aliases.has(partyId)).map((partyId) => caseKeys.party(caseId, partyId))
  for (const row of others.length === 0 ? [] : await ports.cases.items(others))
    if (row.type === "party") aliases.set(row.partyId, row.alias)
  return { rows, aliases }
}

/** An entry in the hub's timeline, its copies in the timelines of parties, and its messages. */
type AppendedEntry = {
  entry: TimelineEntry
  copies: readonly { partyId: string; entry: TimelineEntry }[]
  messages: readonly PlannedMessage[]
}

/** All entries of a change, and the heads of the timelines after them, by alias for a party's. */
type Appended = {
  entries: AppendedEntry[]
  hubHead: TimelineHead
  heads: ReadonlyMap<string, TimelineHead & { alias: string }>
}

function appendEntries(
  ports: WritingPorts,
  { case: { caseId, head }, entries }: CaseDraft,
  readers: Readers,
): Appended {
  const at = ports.clock().toISOString()
  const heads = new Map<string, TimelineHead & { alias: string }>()
  const headBefore = (partyId: string): TimelineHead =>
    heads.get(partyId) ?? readers.rows.get(headsKey(caseId, partyId).sk)?.heads[partyId] ?? emptyTimelineHead
  let hubHead: TimelineHead = { seq: head.seq, hash: head.hash }
  const salted = (content: Omit<TimelineContent, "salt">) => ({ ...content, salt: ports.randomId(), at })
  const appended = entries.map((planned): AppendedEntry => {
    const { actor, type, data, shown = {}, messages = [] } = planned
    const copies = readersOfEntry(planned).flatMap((partyId) => {
      const alias = readers.aliases.get(partyId)
      if (alias === undefined) return []
      const { seq, hash } = headBefore(partyId)
      const next = appendEntry({ seq, hash }, salted({ actor, data, ...shown[partyId], type }))
      heads.set(partyId, { ...next.head, alias })
      return [{ partyId, entry: next.entry }]
    })
    const hashes = Object.fromEntries(copies.map(({ partyId, entry }) => [partyId, entry.hash]))
    const next = appendEntry(hubHead, salted({ actor, type, data: { ...data, copies: hashes } }))
    hubHead = next.head
    return { entry: next.entry, copies, messages }
  })
  return { entries: appended, hubHead, heads }
}

/** The heads after a change, each signed by the hub. */
type Signed = { head: SignedHead; heads: ReadonlyMap<string, SignedHead & { alias: string }> }

/** A head that did not change keeps the signature that it has. */
async function signHeads(
  ports: WritingPorts,
  { caseId, head }: CaseRow,
  { entries, hubHead, heads }: Appended,
): Promise<Signed> {
  const mac = async (timeline: string, { seq, hash }: TimelineHead): Promise<SignedHead> => ({
    seq,
    hash,
    mac: await ports.macHead(headMessage(timeline, { seq, hash })),
  })
  const sign = async (alias: string, head: TimelineHead): Promise<SignedHead & { alias: string }> => {
    const [macked, signature] = await Promise.all([
      mac(alias, head),
      ports.signer.sign("head", headContent(alias, head)),
    ])
    return { ...macked, signature, alias }
  }
  // All are awaited together: a signature that fails must not leave the others unhandled.
  const [hubSigned, signed] = await Promise.all([
    entries.length === 0 ? head : mac(caseId, hubHead),
    Promise.all([...heads].map(async ([id, one]) => [id, await sign(one.alias, one)] as const)),
  ])
  return { head: hubSigned, heads: new Map(signed) }
}

/** The rows with the heads that changed. */
function headsAfter({ caseId }: CaseRow, { rows }: Readers, { heads }: Signed): ReadonlyMap<string, HeadsRow> {
  const after = new Map<string, HeadsRow>()
  for (const [partyId, head] of heads) {
    const { sk } = headsKey(caseId, partyId)
    const row = after.get(sk) ?? rows.get(sk)
    if (row !== undefined) after.set(sk, { ...row, heads: { ...row.heads, [partyId]: head } })
  }
  return after
}

function timelineRow(
  { caseId, belongsTo }: CaseRow,
  { entry, copies, messages }: AppendedEntry,
  { head, heads }: Signed,
): TimelineRow {
  return {
    ...caseKeys.timeline(caseId, entry.seq),
    caseId,
    type: "timeline",
    entry,
    head,
    copies: copies.flatMap((copy) => {
      const signed = heads.get(copy.partyId)
      return signed === undefined ? [] : [{ ...copy, head: withoutAlias(signed) }]
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
