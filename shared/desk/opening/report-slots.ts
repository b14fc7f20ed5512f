import type { ItemKey } from "../cases/case-keys.ts"
import type { CaseRow, PointerRow } from "../cases/case-rows.ts"

/**
 * Cases that the reports of one party about one tool may open in a UTC day: those that found something, which alert
 * others, and apart from them those that found nothing. Further reports join the last case of their kind, so that none
 * is lost.
 */
export const reportCasesPerDay = { found: 20, nothing: 5 } as const

/** A slot that a new case takes, or the open case that a report joins because no slot is free. */
export type ReportSlot = { readonly free: ItemKey; readonly expected: string | undefined } | { readonly taken: CaseRow }

/** The keys of a party's slots for reports of one kind. @param of.at ISO, decides the day */
export function reportSlots(
  kind: keyof typeof reportCasesPerDay,
  { partyId, tool, at }: { partyId: string; tool: string; at: string },
): ItemKey[] {
  const pk = (place: number) => `REPORTSLOT#${partyId}#${tool}#${at.slice(0, 10)}#${kind}#${place}`
  return Array.from({ length: reportCasesPerDay[kind] }, (_, place) => ({ pk: pk(place), sk: "CASE" }))
}

/**
 * The first slot that no open case holds, else the case in the last slot. A case that closes frees its slot.
 * @param open the open cases of the slots, by the id in the pointer
 */
export function chooseSlot(
  slots: readonly ItemKey[],
  pointers: ReadonlyMap<string, PointerRow>,
  open: ReadonlyMap<string, CaseRow>,
): ReportSlot | undefined {
  let last: CaseRow | undefined
  for (const slot of slots) {
    const expected = pointers.get(slot.pk)?.caseId
    last = expected === undefined ? undefined : open.get(expected)
    if (last === undefined) return { free: slot, expected }
  }
  return last === undefined ? undefined : { taken: last }
}
