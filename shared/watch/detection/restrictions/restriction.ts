import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { accessorTokensPerEvent } from "../../../base/contracts/per-event-limits.ts"
import { partyId, restrictionReasonCode, restrictionScope } from "../../../base/contracts/words.ts"
import { daySeconds } from "../../../base/platform/instants.ts"
import { accessorKey } from "../accessor.ts"
import { sealedToken } from "../accessor-token.ts"
import { restartedDays, restrictionHours, restrictionStepHours } from "../thresholds/thresholds.ts"

/** Who released a restriction: a party, or the hub because a case was a false alarm. */
const releaser = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("party"), partyId: ownString() }),
  z.object({ kind: z.literal("falseAlarm"), caseId: ownString() }),
])

export type Releaser = z.infer<typeof releaser>

/** The hub's refusal of one accessor key. */
export const restrictionRow = z.object({
  accessorKey,
  restrictionId: ownString().min(8),
  scope: restrictionScope,
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  reason: restrictionReasonCode,
  evidenceAt: z.iso
    .datetime()
    .meta({ description: "When what it rests on happened; after a release only what is newer restricts again" }),
  anomalyId: ownString().optional(),
  vouchedBy: partyId
    .optional()
    .meta({ description: "The party whose word it rests on; absent where the hub saw the lookups itself" }),
  caseId: ownString().optional(),
  accessorTokens: z
    .array(sealedToken.extend({ carrierId: ownString() }))
    .meta({ description: "Each carrier's own tokens of the accessor. Only that carrier may see them" }),
  carrierIds: z.array(ownString()),
  voidsPostalCode: z
    .boolean()
    .meta({ description: "The accessor guessed postal codes, so a right one from this network proves nothing" }),
  renewedUntil: z.iso.datetime().optional().meta({ description: "The end that a party set" }),
  releasedBy: releaser.optional(),
  releasedAt: z.iso.datetime().optional(),
  revision: z.int().positive(),
  expiresAt: z.int().positive(),
})

export type Restriction = z.infer<typeof restrictionRow>

/** What a restriction is asked for with; revision and expiry are the store's. */
export type NewRestriction = Omit<Restriction, "revision" | "expiresAt" | "renewedUntil" | "releasedBy" | "releasedAt">

const stepMilliseconds = restrictionStepHours * 3_600_000

/** A row is kept this long after its restriction ends, so that a repeated anomaly cannot undo a release. */
const keptSeconds = 30 * daySeconds

/** Whether a restriction is in force at an instant (ISO). */
export function restrictsAt(restriction: Pick<Restriction, "since" | "until" | "releasedAt">, at: string): boolean {
  if (restriction.releasedAt !== undefined) return false
  const instant = Date.parse(at)
  return instant < Date.parse(restriction.until)
}

/**
 * What a row becomes when a restriction is asked for. After a release, only newer evidence restricts again. An expired
 * restriction starts anew if it is to begin after its end, or on newer evidence. A current one is extended.
 * @returns the row to write, or undefined if the current one stays
 */
export function restrictionAfter(current: Restriction | undefined, asked: NewRestriction): Restriction | undefined {
  const expiresAt = Math.floor(Date.parse(asked.until) / 1000) + keptSeconds
  if (current === undefined) return { ...asked, revision: 1, expiresAt }
  const { releasedAt } = current
  if (releasedAt !== undefined && Date.parse(asked.evidenceAt) <= Date.parse(releasedAt)) return undefined
  const ended = Date.parse(releasedAt ?? current.until)
  const isNews = Date.parse(asked.evidenceAt) > Date.parse(current.evidenceAt)
  const isOver = Date.parse(asked.until) - restrictionHours * 3_600_000 >= ended
  if (releasedAt !== undefined || Date.parse(asked.since) >= ended || (isOver && isNews)) {
    return { ...asked, revision: current.revision + 1, expiresAt }
  }
  if (isOver) return undefined
  const same = current.restrictionId === asked.restrictionId
  const later = !same && Date.parse(asked.until) >= Date.parse(current.until) + stepMilliseconds
  const newTokens = tokensBeyond(current.accessorTokens, asked.accessorTokens)
  const after = {
    ...current,
    evidenceAt: isNews ? asked.evidenceAt : current.evidenceAt,
    accessorTokens: latestTokens(current.accessorTokens, newTokens),
    carrierIds: union(current.carrierIds, asked.carrierIds),
    voidsPostalCode: current.voidsPostalCode || asked.voidsPostalCode,
    until: later ? asked.until : current.until,
    expiresAt: later ? Math.max(current.expiresAt, expiresAt) : current.expiresAt,
  }
  const changed =
    later ||
    isNews ||
    after.voidsPostalCode !== current.voidsPostalCode ||
    newTokens.length > 0 ||
    after.carrierIds.length > current.carrierIds.length
  return changed ? { ...after, revision: current.revision + 1 } : undefined
}

/**
 * What a row becomes when a party or the hub releases it as of `at`; undefined if it is not in force then, or has later
 * evidence.
 */
export function restrictionReleased(current: Restriction, by: Releaser, at: string): Restriction | undefined {
  if (!restrictsAt(current, at) || Date.parse(current.evidenceAt) > Date.parse(at)) return undefined
  return { ...current, releasedBy: by, releasedAt: at, revision: current.revision + 1 }
}

/** What a row becomes when its end is moved; undefined if it is not in force at `at`. */
export function restrictionRenewed(current: Restriction, until: string, at: string): Restriction | undefined {
  if (!restrictsAt(current, at) || current.until === until) return undefined
  const expiresAt = Math.floor(Date.parse(until) / 1000) + keptSeconds
  return { ...current, until, renewedUntil: until, expiresAt, revision: current.revision + 1 }
}

/**
 * What a row becomes when a reference that is new to the visitor is looked up without proof, at `at` (ISO): a subject's
 * row by its own lookup, a neighbourhood's by a lookup in it. The restriction ends 24 hours later, and at most 7 days
 * after it began, that of a neighbourhood 28. It moves by an hour or more.
 *
 * @returns undefined if the row stays: a network's, a code block's, one that is not in force at `at`, and a repeat
 */
export function restrictionRestarted(current: Restriction, at: string): Restriction | undefined {
  const { scope, since } = current
  if (scope === "network" || scope === "codeBlock") return undefined
  if (!restrictsAt(current, at) || Date.parse(at) < Date.parse(since)) return undefined
  const longest = Date.parse(since) + restartedDays[scope] * daySeconds * 1000
  const until = Math.min(Date.parse(at) + restrictionHours * 3_600_000, longest)
  if (until - Date.parse(current.until) < stepMilliseconds) return undefined
  const expiresAt = Math.floor(until / 1000) + keptSeconds
  return { ...current, until: new Date(until).toISOString(), expiresAt, revision: current.revision + 1 }
}

/** Restrictions by accessor key. Writers race safely: each write is conditional on the revision it read. */
export type Restrictions = {
  /** Restricts, or adds to the current restriction. Returns the current row, which may be a released one. */
  restrict(asked: NewRestriction): Promise<Restriction>
  /**
   * Ends a restriction as of `at` (ISO). `unchanged` on a repeat, if none is in force, or if it has later evidence.
   */
  release(accessorKey: string, by: Releaser, at: string): Promise<"released" | "unchanged">
  /** Moves the end of a current restriction to `until` (ISO). `unchanged` if none is in force at `at`. */
  renew(accessorKey: string, until: string, at: string): Promise<"renewed" | "unchanged">
  /** Restarts a current restriction, see {@link restrictionRestarted}. `unchanged` if it stays as it is. */
  restart(accessorKey: string, at: string): Promise<"restarted" | "unchanged">
  /** The rows of these keys, in force or not: see {@link restrictsAt}. */
  of(accessorKeys: readonly string[]): Promise<Restriction[]>
  /** The row of this restriction, in force or not. A restriction of the last moment can be missing. */
  withId(restrictionId: string): Promise<Restriction | undefined>
}

/** Other writers kept changing one restriction. A retry of the whole event succeeds. */
export class RestrictionContended extends Error {
  override name = "RestrictionContended"
  constructor() {
    super("A restriction kept being changed by others")
  }
}

/** Those of `tokens` that are not among the known ones. */
export function tokensBeyond(known: Tokens, tokens: Tokens): Restriction["accessorTokens"] {
  const keys = new Set(known.map(({ tokenKey }) => tokenKey))
  return tokens.filter(({ tokenKey }) => !keys.has(tokenKey))
}

type Tokens = readonly Restriction["accessorTokens"][number][]

/** The latest tokens of each carrier, as many as one event takes. An item takes those of 12 carriers. */
function latestTokens(current: Tokens, added: Tokens): Restriction["accessorTokens"] {
  const all = [...current, ...added]
  const carriers = new Set(all.map(({ carrierId }) => carrierId))
  return [...carriers].flatMap((id) => all.filter(({ carrierId }) => carrierId === id).slice(-accessorTokensPerEvent))
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])]
}
