import { readSide } from "../alerts/case-side.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import { changeCase, whileOpen } from "../cases/change-case.ts"
import { leadingCase } from "../cases/participant.ts"
import { participantDetails } from "../cases/participant-details.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { partiesOwed } from "../visibility.ts"
import { decideEnd, type EndingSide, leadingSide } from "./decide-end.ts"

/**
 * Ends a case as merged and alerts the parties that are in both cases. A party that is only in the merged case moves to
 * the surviving case unchanged. It does not learn of the merge, so that it cannot learn of other parties.
 *
 * @returns the merged case; `undefined` if it ended in another way before
 */
export async function endAsMerged(
  desk: ExposurePorts,
  mergedId: string,
  survivorId: string,
): Promise<CaseRow | undefined> {
  await changeCase(desk, ending, { caseId: mergedId, survivorId })
  // A case that was merged into a third one can hold rows that are not moved yet: they move with the third one.
  const leading = await leadingCase(desk, mergedId)
  return leading?.caseId === survivorId ? desk.cases.get(mergedId) : undefined
}

const ending = whileOpen({
  async read(desk: ExposurePorts, { survivorId }: { caseId: string; survivorId: string }, current) {
    const at = desk.clock().toISOString()
    const survivor = await desk.cases.get(survivorId)
    return { at, sides: survivor === undefined ? [] : await sidesOfBoth(desk, { current, survivor, at }) }
  },
  decide: ({ at, sides }, { survivorId }, current) => decideEnd(current, { survivorId, sides, at }),
})

/** The sides of the parties that are in both cases. */
async function sidesOfBoth(
  desk: ExposurePorts,
  { current, survivor, at }: { current: CaseRow; survivor: CaseRow; at: string },
): Promise<EndingSide[]> {
  const inBoth = current.parties.filter((partyId) => survivor.parties.includes(partyId))
  const leadingSides = new Map((await participantDetails(desk, survivor, inBoth)).map((side) => [side.party.id, side]))
  const sides: EndingSide[] = []
  for (const ended of await participantDetails(desk, current, inBoth)) {
    const before = leadingSides.get(ended.party.id)
    if (before === undefined) continue
    const leading = leadingSide({ survivor, at }, before, ended)
    const named = await desk.parties.byIds(partiesOwed(leading.duties))
    sides.push({ ended: { ...ended, reading: await readSide(desk, current, ended) }, leading, named })
  }
  return sides
}
