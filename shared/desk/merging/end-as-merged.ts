import { readSide } from "../alerts/case-side.ts"
import { aliasOf } from "../cases/case-pointers.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import { changeCase, type KindOfChange } from "../cases/change-case.ts"
import { type ParticipantDetails, participantDetails } from "../cases/participant-details.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { partiesOwed } from "../visibility.ts"
import { decideEnd, type EndingSide, type EndRows } from "./decide-end.ts"
import { leadingSide } from "./leading-duties.ts"

/**
 * Ends a case as merged and alerts the parties that are in both cases.
 *
 * @returns the merged case; `undefined` if it ended in another way before
 */
export function endAsMerged(desk: ExposurePorts, mergedId: string, survivorId: string): Promise<CaseRow | undefined> {
  return changeCase(desk, ending, { mergedId, survivorId })
}

type Ending = { mergedId: string; survivorId: string }

const ending: KindOfChange<ExposurePorts, Ending, EndRows, CaseRow | undefined> = {
  async read(desk, { mergedId, survivorId }) {
    const current = await desk.cases.get(mergedId)
    // A case that was merged into a third one can hold rows that are not moved yet: they move with the third one.
    if (current?.state === "merged" && (await isMergedInto(desk, current, survivorId))) return { ended: current }
    if (current?.state !== "open") return { ended: undefined }
    const at = desk.clock().toISOString()
    const survivor = await desk.cases.get(survivorId)
    const sides = survivor === undefined ? [] : await sidesOfBoth(desk, { current, survivor, at })
    return { current, survivorId, sides, laws: desk.laws, at }
  },
  decide: decideEnd,
}

/** Whether a case was merged into another, directly or by way of others. */
async function isMergedInto(desk: ExposurePorts, { mergedInto }: CaseRow, survivorId: string): Promise<boolean> {
  if (mergedInto === undefined || mergedInto === survivorId) return mergedInto === survivorId
  const next = await desk.cases.get(mergedInto)
  return next?.state === "merged" && (await isMergedInto(desk, next, survivorId))
}

type BothCases = { current: CaseRow; survivor: CaseRow; at: string }

/**
 * The sides of the parties that are in both cases. A party that is only in the merged case moves to the surviving case
 * unchanged. It does not learn of the merge, so that it cannot learn of other parties.
 */
async function sidesOfBoth(desk: ExposurePorts, cases: BothCases): Promise<EndingSide[]> {
  const { current, survivor } = cases
  const inBoth = current.parties.filter((partyId) => survivor.parties.includes(partyId))
  const leading = new Map((await participantDetails(desk, survivor, inBoth)).map((side) => [side.row.partyId, side]))
  const sides: EndingSide[] = []
  for (const ended of await participantDetails(desk, current, inBoth))
    sides.push(await endingSide(desk, cases, { ended, leading: leading.get(ended.row.partyId) }))
  return sides
}

async function endingSide(
  desk: ExposurePorts,
  { current, survivor, at }: BothCases,
  { ended, leading }: { ended: ParticipantDetails; leading: ParticipantDetails | undefined },
): Promise<EndingSide> {
  const leadingAlias = leading?.row.alias ?? aliasOf(desk, survivor.caseId, ended.row.partyId)
  const of = { ...ended, leadingAlias }
  if (ended.row.alertedAt === undefined) return { ...of, told: undefined }
  const reading = await readSide(desk, current, ended)
  if (leading === undefined) return { ...of, told: { reading, leading: undefined } }
  const after = leadingSide({ laws: desk.laws, survivor, at }, { leading, ended })
  const known = await desk.parties.byIds(partiesOwed(after.owed))
  return { ...of, told: { reading, leading: { side: leading, after, known } } }
}
