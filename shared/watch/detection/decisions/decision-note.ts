import * as z from "zod"
import { ownString } from "../../../base/contracts/bounded-string.ts"
import { daySeconds } from "../../../base/platform/instants.ts"
import { accessorKey } from "../accessor.ts"
import { type Restriction, tokensBeyond } from "../restrictions/restriction.ts"

/** What a restriction came to for a carrier's own tool. */
export const decisionChange = z.enum(["new", "renewed", "released", "expired"])

/**
 * That a carrier has to look at a restriction: at the time in `place`, it became new, was renewed or released, or ends
 * unless it was renewed meanwhile. What is true then stands in the restriction itself.
 */
export const decisionNote = z.object({
  carrierId: ownString().meta({ description: "Of notes about numbers, with numbers# before it" }),
  place: ownString().meta({ description: "Time, restriction and change, joined by #, so that notes are in order" }),
  accessorKey,
  restrictionId: ownString().min(8),
  change: decisionChange,
  expiresAt: z.int().positive(),
})
export type DecisionNote = z.infer<typeof decisionNote>

/** Notes are kept this long after they are due or their restriction ends. */
const keptSeconds = 7 * daySeconds

/**
 * The notes that a change of a restriction asks for, for each carrier that gave tokens of the accessor. One that gave
 * none has nothing to refuse, and restrictions of numbers name no accessor. A repeat asks for the same notes, or for
 * the same ones a moment later, which changes nothing.
 *
 * @param now when the notes are written; carriers ask for what was written since
 */
export function notesOfDecisions(before: Restriction | undefined, after: Restriction, now: Date): DecisionNote[] {
  if (after.scope === "neighbourhood" || after.scope === "codeBlock") return []
  const end = instantOf(after.until)
  return [...Map.groupBy(after.accessorTokens, ({ carrierId }) => carrierId)].flatMap(([carrierId, tokens]) => {
    const change = changeFor(before, after, tokens)
    if (change === undefined) return []
    const of = { carrierId, accessorKey: after.accessorKey, restrictionId: after.restrictionId }
    const noted = { ...of, change, ...placeAndExpiry(now.toISOString(), end, after.restrictionId, change) }
    if (change === "released") return [noted]
    return [noted, { ...of, change: "expired", ...placeAndExpiry(end, end, after.restrictionId, "expired") }]
  })
}

function placeAndExpiry(at: string, end: string, restrictionId: string, change: DecisionNote["change"]) {
  const kept = Math.max(Date.parse(at), Date.parse(end)) / 1_000 + keptSeconds
  return { place: `${at}#${restrictionId}#${change}`, expiresAt: Math.ceil(kept) }
}

/**
 * The notes that a change of a restriction of numbers asks for: when it ends, for the carrier that reported what it
 * rests on, or for each whose parcels the hub's own page was asked for. They are kept apart from those of accessors.
 * A repeat asks for the same notes.
 */
export function notesOfNumbers({ scope, vouchedBy, ...after }: Restriction): DecisionNote[] {
  if (scope !== "neighbourhood" && scope !== "codeBlock") return []
  const { accessorKey: key, restrictionId, carrierIds } = after
  const end = instantOf(after.until)
  return (vouchedBy === undefined ? carrierIds : [vouchedBy]).map((carrierId) => ({
    carrierId: numbersOf(carrierId),
    accessorKey: key,
    restrictionId,
    change: "expired",
    ...placeAndExpiry(end, end, restrictionId, "expired"),
  }))
}

/** Under which name the notes of a carrier about numbers are kept. No party id has this form. */
export const numbersOf = (carrierId: string): string => `numbers#${carrierId}`

/** Whether a note is of the end that a restriction has now. Each renewal adds one. */
export const isOfEnd = ({ place }: DecisionNote, { until }: Pick<Restriction, "until">): boolean =>
  place.startsWith(`${instantOf(until)}#`)

/** A time always in one form, so that places sort by it. */
const instantOf = (time: string): string => new Date(time).toISOString()

function changeFor(
  before: Restriction | undefined,
  after: Restriction,
  tokens: Restriction["accessorTokens"],
): "new" | "renewed" | "released" | undefined {
  const isSame = before?.restrictionId === after.restrictionId && before.since === after.since
  if (after.releasedAt !== undefined) return isSame && before.releasedAt !== undefined ? undefined : "released"
  if (!isSame || before.releasedAt !== undefined) return "new"
  const isLonger = before.until !== after.until
  return isLonger || tokensBeyond(before.accessorTokens, tokens).length > 0 ? "renewed" : undefined
}

const placeOfNote = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z#[\w-]{8,64}#(?:new|renewed|released|expired)$/

/** Whether a text is a place of a note. */
export const isPlaceOfNote = (text: string): boolean => placeOfNote.test(text)

/** Notes of decisions, in the order of their times. */
export type DecisionNotes = {
  /** Writes notes. The same note again has no effect. */
  write(notes: readonly DecisionNote[]): Promise<void>
  /**
   * A carrier's notes behind a place and up to a time (ISO), oldest first.
   *
   * @param behind a place, or a time (ISO)
   * @param isLatestFirst the latest first. `until` may then be a place, which is left out
   */
  read(
    carrierId: string,
    of: { behind: string; until: string; limit: number; isLatestFirst?: boolean },
  ): Promise<DecisionNote[]>
}
