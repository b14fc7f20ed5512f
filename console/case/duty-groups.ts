import { inLists, listOf } from "../../shared/desk/duties/duty-lists.ts"
import type { OwnDuty } from "./case-view.ts"

/**
 * The party's duties, of which those stand together that differ only in the other party: a carrier notifies each of its
 * retailers, and the people of each.
 */
export const dutyGroups = <Duty extends GroupedDuty>(duties: readonly Duty[]): readonly (readonly Duty[])[] =>
  inLists(duties, wayOf)

type GroupedDuty = Pick<OwnDuty, "dutyId" | "law" | "kind" | "towards" | "basis" | "dueAt">

/** The way of a duty: those of one group have the same. */
export const wayOf = (duty: GroupedDuty): string => listOf(duty) ?? duty.dutyId
