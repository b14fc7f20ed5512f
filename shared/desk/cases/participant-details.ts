import type { Party } from "../../parties/party.ts"
import type { Duty } from "../duties/duty.ts"
import type { Law } from "../law/law.ts"
import type { BreachCases } from "./breach-cases.ts"
import { caseKeys } from "./case-keys.ts"
import type { CaseRow, PartyRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"
import { dutiesOf } from "./duty-rows.ts"
import { lawsOfSides } from "./kept-laws.ts"

/** The rows of all parties of a case. */
export async function partiesOfCase(
  desk: { readonly cases: Pick<BreachCases, "items"> },
  { caseId, parties }: CaseRow,
): Promise<PartyRow[]> {
  const rows = await desk.cases.items(parties.map((partyId) => caseKeys.party(caseId, partyId)))
  return rows.flatMap((row) => (row.type === "party" ? [row] : []))
}

/** One party's row in a case, its entry in the directory, its duties, and the laws from which they are derived. */
export type ParticipantDetails = { row: PartyRow; party: Party; duties: readonly Duty[]; laws: readonly Law[] }

/** The sides of these parties of a case. Leaves out a party that is no longer in the directory. */
export async function participantDetails(
  desk: Pick<CaseDesk, "cases" | "parties" | "laws">,
  current: CaseRow,
  partyIds: readonly string[],
): Promise<ParticipantDetails[]> {
  const rows = await partiesOfCase(desk, { ...current, parties: [...partyIds] })
  const laws = await lawsOfSides(desk, rows)
  const sides: ParticipantDetails[] = []
  for (const row of rows) {
    const party = await desk.parties.byId(row.partyId)
    if (party === undefined) continue
    sides.push({ row, party, duties: await dutiesOf(desk, current.caseId, row.partyId), laws: laws(row) })
  }
  return sides.sort((one, other) => (one.row.partyId < other.row.partyId ? -1 : 1))
}
