import { later } from "../../base/platform/instants.ts"
import type { Sealer } from "../../base/platform/sealing.ts"
import type { Party } from "../../parties/party.ts"
import { openTokens } from "../../watch/detection/accessor-token.ts"
import type { DecisionNote, DecisionNotes } from "../../watch/detection/decisions/decision-note.ts"
import { type Restriction, type Restrictions, restrictsAt } from "../../watch/detection/restrictions/restriction.ts"
import { ownTokens } from "../visibility.ts"

/** What decisions are read from. */
export type DecisionDesk = {
  readonly decisionNotes: Pick<DecisionNotes, "read">
  readonly restrictions: Pick<Restrictions, "of">
  readonly sealer: Pick<Sealer, "unseal">
}

/** Most restrictions on one page. Each has up to 100 tokens. */
export const mostDecisionsPerPage = 200

/**
 * A note can become visible some seconds after its time, if others were written meanwhile. So the next question goes
 * back by this, and a decision can come twice.
 */
const overlapMilliseconds = 60_000

/** Where a page begins. */
export type DecisionsAsked = {
  /** ISO. Without it, all that is in force comes. */
  readonly since?: string | undefined
  /** `next` of the page before. */
  readonly after?: string | undefined
  readonly limit?: number | undefined
}

/** Notes are older than this nowhere. */
const always = "2000-01-01T00:00:00.000Z"

/**
 * What a carrier's own tool has to refuse, or no longer, since a time: the restrictions of accessors of which it gave
 * tokens, oldest change first, each as it is now. It is what `AccessorRestricted` and `AccessorReleased` say, for those
 * who ask rather than receive, and also which restrictions ended by themselves.
 *
 * @param now ISO
 */
export async function decisionsFor(desk: DecisionDesk, party: Party, asked: DecisionsAsked, now: string) {
  const { since, after, limit = mostDecisionsPerPage } = asked
  const behind = after ?? since ?? always
  const notes = await desk.decisionNotes.read(party.id, { behind, until: now, limit })
  const rows = await desk.restrictions.of(notes.map(({ accessorKey }) => accessorKey))
  const decisions = await Promise.all(
    [...Map.groupBy(notes, ({ restrictionId }) => restrictionId)].map(([restrictionId, own]) =>
      decisionOf(desk, party, {
        restrictionId,
        notes: own,
        now,
        row: rows.find((one) => one.restrictionId === restrictionId),
      }),
    ),
  )
  const last = notes.length < limit ? undefined : notes.at(-1)
  const goOn = new Date(Date.parse(now) - overlapMilliseconds).toISOString()
  return {
    decisions:
      since === undefined ? decisions.filter(({ change }) => change === "new" || change === "renewed") : decisions,
    asOf: since === undefined ? goOn : later(goOn, since),
    ...(last === undefined ? {} : { next: last.place }),
  }
}

type Noted = { restrictionId: string; notes: readonly DecisionNote[]; row: Restriction | undefined; now: string }

async function decisionOf(desk: DecisionDesk, party: Party, { restrictionId, notes, row, now }: Noted) {
  // Another restriction of the accessor took its place, so this one is over.
  if (row === undefined) return { restrictionId, change: "expired" as const }
  const { scope, since, until, reason, releasedAt } = row
  if (releasedAt !== undefined) return { restrictionId, change: "released" as const, endedAt: releasedAt }
  // It names no accessor, so a tool has nothing to refuse. No note is written of one.
  if (scope === "neighbourhood" || scope === "codeBlock") return { restrictionId, change: "expired" as const }
  if (!restrictsAt(row, now)) return { restrictionId, change: "expired" as const, endedAt: until }
  const change = notes.some((note) => note.change === "new") ? ("new" as const) : ("renewed" as const)
  const accessorTokens = await openTokens(desk.sealer, party.id, ownTokens(row, party.id))
  return { restrictionId, change, scope, since, until, reason, accessorTokens }
}
