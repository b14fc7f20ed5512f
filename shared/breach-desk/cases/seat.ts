import type { Party } from "../../parties/party.ts"
import { aliasOf, pointersAt } from "./case-pointers.ts"
import { type CaseRow, caseKeys, type PartyRow, pointerKeys } from "./case-rows.ts"
import { CaseBusy, type CaseDesk } from "./change-case.ts"

/** Who does something about which case, under an id by which a repeat is known. */
export type Action = { party: Party; caseAlias: string; eventId: string }

/** Why an action is refused: codes, never values. `unknownCase` also when the case is somebody else's. */
export type Refusal = {
  refused: string
  obstacles?: { code: string; law?: string; kind?: string; notNotified?: number }[]
}

/** A party's seat at a case: the case, the party's own row and the parties it deals with there. */
export type Seat = { current: CaseRow; own: PartyRow; others: PartyRow[] }

/** The case that a party knows by this alias, if it is one of its parties. */
export async function caseOfAlias(
  desk: Pick<CaseDesk, "cases">,
  party: Pick<Party, "id">,
  alias: string,
): Promise<{ current: CaseRow; own: PartyRow } | undefined> {
  const at = pointerKeys.alias(alias)
  const pointer = (await pointersAt(desk, [at])).get(at.pk)
  if (pointer === undefined) return undefined
  const rows = await desk.cases.items([caseKeys.case(pointer.caseId), caseKeys.party(pointer.caseId, party.id)])
  const current = rows.find((row) => row.type === "case")
  const own = rows.find((row) => row.type === "party")
  if (current === undefined || own === undefined) return undefined
  if (own.alias !== alias && !(own.formerAliases ?? []).includes(alias)) return undefined
  return { current, own }
}

/**
 * The same, to do something about it.
 *
 * @throws CaseBusy while the case is being taken into another, where this alias leads in a moment
 */
export async function seatOf(desk: Pick<CaseDesk, "cases">, { party, caseAlias }: Action) {
  const found = await caseOfAlias(desk, party, caseAlias)
  if (found?.current.state === "merged") throw new CaseBusy()
  return found
}

/** @throws CaseBusy while cases are being taken into this one: what is missing here may be on its way */
export function assertJoined({ merging = [] }: Pick<CaseRow, "merging">): void {
  if (merging.length > 0) throw new CaseBusy()
}

/** The alias under which a party knows a case that it is in. */
export async function aliasIn(desk: CaseDesk, caseId: string, party: Pick<Party, "id">): Promise<string> {
  const current = await desk.cases.get(caseId)
  return current?.aliases[party.id] ?? aliasOf(desk, caseId, party.id)
}
