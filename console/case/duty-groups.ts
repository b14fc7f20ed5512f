import { inLists, listOf } from "../../shared/desk/duties/duty-lists.ts"
import type { OwnDuty } from "./case-view.ts"

/**
 * The party's duties, of which those to notify several other organisations in the same way and time stand together: a
 * carrier notifies each of its retailers. Each stays a duty by itself, which its addressee can ask for and see done.
 */
export const dutyGroups = <Duty extends GroupedDuty>(duties: readonly Duty[]): readonly (readonly Duty[])[] =>
  inLists(duties, wayOf)

type GroupedDuty = Pick<OwnDuty, "dutyId" | "law" | "kind" | "towards" | "basis" | "dueAt">

/** The way of a duty: those of one group have the same. */
export const wayOf = (duty: GroupedDuty): string =>
  (duty.kind === "tellOtherOrganisation" ? listOf(duty) : undefined) ?? duty.dutyId
