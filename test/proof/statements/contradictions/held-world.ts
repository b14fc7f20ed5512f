import { caseSideExample } from "../../../../shared/base/contracts/breach-case.ts"
import type { LoggedDisclosure, LoggedLeaf } from "../../../../shared/base/contracts/logged-disclosure.ts"
import type { SharedRow, Statement } from "../../../../shared/base/contracts/statement.ts"
import { bytesOf, leafOfValue, rootOf } from "../../../../shared/base/platform/merkle-tree.ts"
import { signedText } from "../../../../shared/base/platform/signing/signed-text.ts"
import { appendEntry, emptyTimelineHead, type TimelineEntry } from "../../../../shared/desk/timeline.ts"
import { findContradictions } from "../../../../shared/proof/statements/contradictions/find-contradictions.ts"
import type { Held, HeldEvent } from "../../../../shared/proof/statements/contradictions/held.ts"
import { hashOfStatement } from "../../../../shared/proof/statements/verify-statement.ts"
import { memorySigner } from "../../../base/platform/signing/memory-signer.ts"
import { newPrivateKey } from "../../../base/platform/signing/test-signer.ts"

const oldKey = newPrivateKey()
export const signer = memorySigner([oldKey])
/** The same hub after its key was rotated. */
export const rotatedSigner = memorySigner([oldKey, newPrivateKey()])
/** A hub whose key nobody endorses. */
export const otherSigner = memorySigner([newPrivateKey()])

/** What a statement says beside its place in the chain. */
export type Said = Partial<Omit<Statement, "previous">>

const nextDay = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** A signed statement of leafline. */
export async function signed(said: Said & { day: string; previous?: string | null }, by = signer): Promise<string> {
  const content: Statement = {
    type: "wayseal-statement-1",
    party: "leafline",
    number: 1,
    previous: null,
    ledger: { size: 0, root: rootOf([]).toString("base64url") },
    disclosures: 0,
    lookups: [],
    shared: [],
    findings: { anomalyIds: [] },
    cases: { open: [] },
    watch: [],
    ...said,
  }
  const { keyId, value } = await by.sign("statement", content)
  return `${signedText("statement", keyId, content)}.${value}`
}

/** What a party shares with the carrier Northpost. @param letter of the pair */
export const sharedWith = (letter: string, changes: Partial<SharedRow> = {}): SharedRow => ({
  pair: letter.repeat(43),
  tool: "observed:northpost",
  disclosures: 0,
  root: rootOf([]).toString("base64url"),
  cases: [],
  findings: [],
  ...changes,
})

/** Statements of days that follow each other, from the first of November 2026 on. */
export async function chain(...said: readonly (Said & { by?: typeof signer })[]): Promise<string[]> {
  const statements: string[] = []
  let day = "2026-11-01"
  for (const { by, ...one } of said) {
    const before = statements.at(-1)
    const previous = before === undefined ? null : hashOfStatement(before)
    statements.push(await signed({ day, number: statements.length + 1, previous, ...one }, by))
    day = nextDay(day)
  }
  return statements
}

/** What leafline's program finds in what it holds. */
export async function found(now: string, held: Partial<Held>) {
  const keys = await rotatedSigner.all()
  const pinned = (await signer.all()).keys.map(({ kid }) => kid)
  const nothing = { refused: [], leaves: [], timelines: [], answers: [], reports: [], statements: [] }
  const all: Held = { party: "leafline", keys, pinned, since: "2026-11-01T00:00:00.000Z", ...nothing, ...held }
  const { alarms, ask } = findContradictions(all, new Date(now))
  return { alarms, ask, kinds: alarms.map(({ kind }) => kind) }
}

/** An event of the hub. */
export const event = (type: string, occurredAt: string, data: unknown): HeldEvent => ({
  type,
  metadata: { id: `${type}-${occurredAt.replace(/\D/g, "")}`, occurredAt },
  data,
})

/** An event that says nothing of statements, and shows that events are kept. */
export const anyEvent = event("DutyDue", "2026-10-31T10:00:00.000Z", {})

export const finding = (occurredAt: string, anomalyId: string, changes: object = {}): HeldEvent =>
  event("AccessAnomalyDetected", occurredAt, {
    anomalyId,
    chart: "walk",
    severity: "alert",
    score: 14.2,
    threshold: 12,
    counts: { references: 7, hits: 7, misses: 0, challengeFailed: 0 },
    firstAt: occurredAt,
    lastAt: occurredAt,
    tool: "observed:northpost",
    ...changes,
  })

export const alias = "WS-4K7QX2M9TB"

/** A timeline with an entry at each time. */
export function timelineAt(...times: readonly string[]): TimelineEntry[] {
  let head = emptyTimelineHead
  return times.map((at) => {
    const next = appendEntry(head, { actor: "hub", type: "CaseGrew", data: { at }, salt: "0123456789abcdef", at })
    head = next.head
    return next.entry
  })
}

/** The event of an entry. */
export async function caseEvent(
  type: "BreachCaseOpened" | "BreachCaseUpdated" | "BreachCaseClosed",
  { seq, hash, at }: Pick<TimelineEntry, "seq" | "hash" | "at">,
  by = signer,
): Promise<HeldEvent> {
  const signature = await by.sign("head", { hash, seq, timeline: alias })
  const more = { updatedAt: at, reason: "growth", closedAt: at, outcome: "resolved" }
  const timelineHead = { ...caseSideExample.timelineHead, seq, hash, signature }
  return event(type, at, { ...caseSideExample, ...more, caseAlias: alias, timelineHead })
}

/** A lookup as a ledger has it. */
export const disclosure = (changes: Partial<LoggedDisclosure> = {}): LoggedDisclosure => ({
  type: "wayseal-disclosure-1",
  entry: "e".repeat(43),
  day: "2026-11-01",
  at: "2026-11-01T10:00:00.000Z",
  fields: ["existence", "phase"],
  proof: "none",
  tool: "observed:northpost",
  proven: false,
  accessor: "visitor-1",
  parcel: "p".repeat(43),
  salt: "s".repeat(43),
  ...changes,
})

/** What a statement says of these disclosures, and the leaves that it is about. */
export function ledgerOf(...disclosures: readonly LoggedDisclosure[]): { said: Said; leaves: LoggedLeaf[] } {
  const leaves = disclosures.map((one) => ({ leaf: leafOfValue(one), disclosure: one }))
  const root = rootOf(bytesOf(leaves.map(({ leaf }) => leaf))).toString("base64url")
  const lookups = [{ tool: "observed:northpost", proof: "none" as const, entries: leaves.length }]
  const disclosed = disclosures.filter(({ replaces }) => replaces === undefined).length
  return { said: { ledger: { size: leaves.length, root }, disclosures: disclosed, lookups }, leaves }
}

/** Two entries of the first day and one of the second. */
export function threeEntries() {
  const [first, second, third] = timelineAt(
    "2026-11-01T10:00:00.000Z",
    "2026-11-01T12:00:00.000Z",
    "2026-11-02T10:00:00.000Z",
  )
  if (first === undefined || second === undefined || third === undefined) throw new Error("three entries")
  return [first, second, third] as const
}

/** What a statement says of the case while it is open, shared with the other party. */
export const withOpenCase = ({ seq, hash }: { seq: number; hash: string }) => ({
  cases: { open: [{ caseAlias: alias, head: { seq, hash } }] },
  shared: [sharedWith("p", { cases: [{ caseAlias: alias, name: "n".repeat(43) }] })],
})
