import { isShown, type Rule } from "../../parties/relation-rule.ts"
import { type DutyEntryType, dutyEntryType } from "../duties/duty-operations.ts"
import type { TimelineEntryType } from "../timeline-entry-type.ts"
import { relationTo, type Viewer } from "./relation.ts"
import { visibilityTable } from "./table.ts"

/**
 * The parties that may read an entry about what a party did: itself and, of the parties that it concerns, those that
 * the table names.
 *
 * @param partyIds the parties that it concerns
 */
export function readersOf(type: TimelineEntryType, acting: Viewer, partyIds: readonly string[] = []): string[] {
  return [...new Set([acting.partyId, ...partyIds])].filter((partyId) =>
    isShown(ruleOf(type), relationTo(acting, partyId)),
  )
}

const ruleOf = (type: TimelineEntryType): Rule =>
  isDutyEntry(type) ? visibilityTable.dutyOperation.entry : visibilityTable.timeline[type]

const isDutyEntry = (type: TimelineEntryType): type is DutyEntryType => dutyEntryType.safeParse(type).success

/** The readers of an entry about what a party did who may have the party's signature of it. */
export function readersOfSignature(
  acting: Viewer,
  readerIds: readonly string[],
  { isWhole }: { readonly isWhole: boolean },
): string[] {
  const rule = visibilityTable.partySignature[isWhole ? "whole" : "partial"]
  return readerIds.filter((partyId) => isShown(rule, relationTo(acting, partyId)))
}

/** What readers see in place of the actor, where they may not know it: the hub. By party id. */
export function actorsInPlace(acting: Viewer, readerIds: readonly string[]): Record<string, { actor: string }> {
  const isNamed = (id: string) => isShown(visibilityTable.timelineEntry.actor, relationTo(acting, id))
  return Object.fromEntries(readerIds.filter((id) => !isNamed(id)).map((id) => [id, { actor: "hub" }]))
}
