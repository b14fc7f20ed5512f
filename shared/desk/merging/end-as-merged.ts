import { chunksOf } from "../../base/platform/chunks-of.ts"
import { caseSideOf, partiesPerEntry } from "../alerts/case-side.ts"
import type { Decided, PlannedEntry } from "../cases/case-draft.ts"
import { aliasOf } from "../cases/case-pointers.ts"
import type { CaseRow } from "../cases/case-rows.ts"
import type { PlannedMessage } from "../cases/outbox-message.ts"
import { type ParticipantDetails, participantDetails } from "../cases/participant-details.ts"
import type { ExposurePorts } from "../exposures/exposure-ports.ts"
import { leadingDuties } from "./leading-duties.ts"

/**
 * Ends a case as merged and alerts the parties that are in both cases.
 *
 * @returns the merged case; `undefined` if it ended in another way before
 */
export function endAsMerged(desk: ExposurePorts, mergedId: string, survivorId: string): Promise<CaseRow | undefined> {
  const decided = async (): Promise<Decided<CaseRow | undefined>> => {
    const current = await desk.cases.get(mergedId)
    if (current === undefined) return { result: undefined }
    // A case that was merged into a third one can hold rows that are not moved yet: they move with the third one.
    if (current.state === "merged" && (await isMergedInto(desk, current, survivorId))) return { result: current }
    if (current.state !== "open") return { result: undefined }
    const merged = mergedCase(current, survivorId, desk.clock().toISOString())
    const survivor = await desk.cases.get(survivorId)
    // A party that is only in the merged case moves to the surviving case unchanged. It does not learn of the merge, so
    // that it cannot learn of other parties.
    const inBoth = current.parties.filter((partyId) => survivor?.parties.includes(partyId))
    const sides = survivor === undefined ? [] : await participantDetails(desk, survivor, inBoth)
    const leading = new Map(sides.map((side) => [side.row.partyId, side]))
    const ends = (await participantDetails(desk, merged, inBoth)).map((side): MergedSide => {
      const { partyId } = side.row
      const other = leading.get(partyId)
      return { ...side, leading: other, leadingAlias: other?.row.alias ?? aliasOf(desk, survivorId, partyId) }
    })
    const cases = { merged, survivor: survivor ?? merged }
    const entries = await Promise.all(chunksOf(ends, partiesPerEntry).map((some) => mergedEntry(desk, cases, some)))
    return { draft: { case: merged, items: [], entries }, result: merged }
  }
  return desk.write(decided, (read) => read)
}

/** Whether a case was merged into another, directly or by way of others. */
async function isMergedInto(desk: ExposurePorts, { mergedInto }: CaseRow, survivorId: string): Promise<boolean> {
  if (mergedInto === undefined || mergedInto === survivorId) return mergedInto === survivorId
  const next = await desk.cases.get(mergedInto)
  return next?.state === "merged" && (await isMergedInto(desk, next, survivorId))
}

function mergedCase(current: CaseRow, survivorId: string, closedAt: string): CaseRow {
  return {
    ...current,
    state: "merged",
    mergedInto: survivorId,
    closedAt,
    partyId: "hub#closed",
    toAlert: [],
  }
}

/** A party's side of the merged case, and of the surviving one, with its alias there. */
type MergedSide = ParticipantDetails & { leading: ParticipantDetails | undefined; leadingAlias: string }

async function mergedEntry(
  desk: ExposurePorts,
  { merged, survivor }: { merged: CaseRow; survivor: CaseRow },
  sides: readonly MergedSide[],
): Promise<PlannedEntry> {
  const messages: PlannedMessage[] = []
  for (const side of sides) {
    // A party that was never alerted of the case does not need to learn that it ended.
    if (side.row.alertedAt === undefined) continue
    const { leading, leadingAlias } = side
    const updatedAt = merged.closedAt ?? merged.openedAt
    const ended = await caseSideOf(desk, merged, side)
    const owed =
      leading === undefined
        ? {}
        : {
            ...(await leadingDuties(desk, survivor, { leading, ended: side }, updatedAt)),
            endedDuties: ended.duties,
          }
    const facts = { ...ended, ...owed, caseUrl: `/v1/cases/${leadingAlias}`, leadingAlias, updatedAt }
    messages.push({ audience: side.row.partyId, kind: "CaseMerged", facts })
  }
  return {
    actor: "hub",
    type: "CaseMerged",
    data: {},
    visibleTo: sides.map(({ row }) => row.partyId),
    shown: Object.fromEntries(
      sides.map(({ row, leadingAlias }) => [row.partyId, { data: { party: row.alias, into: leadingAlias } }]),
    ),
    messages,
  }
}
