import { readSide } from "../alerts/case-side.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import { changeCase, type KindOfChange } from "../cases/change-case.ts"
import { leadingCase } from "../cases/participant.ts"
import { participantDetails } from "../cases/participant-details.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { partiesOwed } from "../visibility.ts"
import { decideEnd, type EndingSide, type EndRows, leadingSide } from "./decide-end.ts"

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
    if (current?.state !== "open")
      return { ended: (await leadingCase(desk, mergedId))?.caseId === survivorId ? current : undefined }
    const at = desk.clock().toISOString()
    const survivor = await desk.cases.get(survivorId)
    const sides = survivor === undefined ? [] : await sidesOfBoth(desk, { current, survivor, at })
    return { current, survivorId, sides, at }
  },
  decide: decideEnd,
}

type BothCases = { current: CaseRow; survivor: CaseRow; at: string }

/**
 * The sides of the parties that are in both cases. A party that is only in the merged case moves to the surviving case
 * unchanged. It does not learn of the merge, so that it cannot learn of other parties.
 */
async function sidesOfBoth(desk: ExposurePorts, { current, survivor, at }: BothCases): Promise<EndingSide[]> {
  const inBoth = current.parties.filter((partyId) => survivor.parties.includes(partyId))
  const leadingSides = new Map(
    (await participantDetails(desk, survivor, inBoth)).map((side) => [side.row.partyId, side]),
  )
  const sides: EndingSide[] = []
  for (const ended of await participantDetails(desk, current, inBoth)) {
    const leading = leadingSides.get(ended.row.partyId)
    if (leading === undefined) continue
    if (ended.row.alertedAt === undefined) {
      sides.push({ ended, leading })
      continue
    }
    const after = leadingSide({ survivor, at }, { ended, leading })
    const known = await desk.parties.byIds(partiesOwed(after.owed))
    sides.push({ ended, leading, told: { reading: await readSide(desk, current, ended), after, known } })
  }
  return sides
}
