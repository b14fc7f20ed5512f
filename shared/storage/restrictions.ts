import * as z from "zod"
import { accessorKey } from "../domain/accessor.ts"

/** Why the hub refuses an accessor; a code, because reasons between parties are codes. */
export const restrictionReason = z.enum(["anomaly", "case", "manual"])

/** The hub's refusal of one accessor key. */
export const restrictionRow = z.object({
  accessorKey,
  restrictionId: z.string().min(8),
  scope: z.enum(["subject", "network"]),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  reason: restrictionReason,
  anomalyId: z.string().optional(),
  caseId: z.string().optional(),
  accessorTokens: z.array(z.string()),
  carrierIds: z.array(z.string()),
  releasedBy: z.string().optional(),
  releasedAt: z.iso.datetime().optional(),
  revision: z.int().positive(),
  expiresAt: z.int().positive(),
})
export type Restriction = z.infer<typeof restrictionRow>
/** What a restriction is asked for with; revision and expiry are the store's. */
export type NewRestriction = Omit<Restriction, "revision" | "expiresAt" | "releasedBy" | "releasedAt">

/** A restriction lasts this long unless renewed or released. */
export const restrictionHours = 24
/** A row outlives its restriction by this long, so that repeats of the same anomaly cannot undo a release. */
const keptSeconds = 30 * 86_400

/** Whether a restriction refuses at that instant (ISO). */
export function restrictsAt(restriction: Pick<Restriction, "since" | "until" | "releasedAt">, at: string): boolean {
  if (restriction.releasedAt !== undefined) return false
  const instant = Date.parse(at)
  return instant < Date.parse(restriction.until)
}

/**
 * What a row becomes when a restriction is asked for: the same restriction asked for again changes nothing, even after it was
 * released; another one while a restriction stands extends it and adds its tokens; else it starts anew. `undefined`: no change.
 */
export function restrictionAfter(current: Restriction | undefined, asked: NewRestriction): Restriction | undefined {
  const expiresAt = Math.floor(Date.parse(asked.until) / 1000) + keptSeconds
  if (current === undefined) return { ...asked, revision: 1, expiresAt }
  const accessorTokens = union(current.accessorTokens, asked.accessorTokens)
  const carrierIds = union(current.carrierIds, asked.carrierIds)
  const nothingNew =
    accessorTokens.length === current.accessorTokens.length && carrierIds.length === current.carrierIds.length
  if (current.restrictionId === asked.restrictionId) {
    if (current.releasedAt !== undefined || nothingNew) return undefined
    return { ...current, accessorTokens, carrierIds, revision: current.revision + 1 }
  }
  if (!restrictsAt(current, asked.since)) {
    if (Date.parse(asked.since) < Date.parse(current.since)) return undefined
    return { ...asked, revision: current.revision + 1, expiresAt }
  }
  if (nothingNew && Date.parse(asked.until) <= Date.parse(current.until)) return undefined
  const until = Date.parse(asked.until) > Date.parse(current.until) ? asked.until : current.until
  return {
    ...current,
    accessorTokens,
    carrierIds,
    until,
    expiresAt: Math.max(current.expiresAt, expiresAt),
    revision: current.revision + 1,
  }
}

/** Restrictions by accessor key. Writers race safely: each write is conditional on the revision it read. */
export type Restrictions = {
  /** Restricts, or adds to the restriction that stands; `unchanged` when the same was asked for before, released or not. */
  restrict(asked: NewRestriction): Promise<"restricted" | "unchanged">
  /** Ends a restriction; a repeat, or a key that is not restricted, is `unchanged`. */
  release(accessorKey: string, by: string, at: string): Promise<"released" | "unchanged">
  /** Moves the end of a standing restriction to `until` (ISO); `unchanged` when none stands at `at`. */
  renew(accessorKey: string, until: string, at: string): Promise<"renewed" | "unchanged">
  /** The rows of these keys, standing or not; ask {@link restrictsAt}. */
  of(accessorKeys: readonly string[]): Promise<Restriction[]>
  /** Every row, standing or not. */
  list(): AsyncIterable<Restriction>
}

function union(one: readonly string[], other: readonly string[]): string[] {
  return [...new Set([...one, ...other])]
}
