import type { Party } from "../../parties/party.ts"
import type { Duty } from "../duties/duty.ts"
import type { BreachCases } from "./breach-cases.ts"
import { caseKeys } from "./case-keys.ts"
import type { CaseRow, PartyRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"
import { dutiesOf } from "./duty-rows.ts"

/** The rows of all parties of a case. */
export async function partiesOfCase(
  desk: { readonly cases: Pick<BreachCases, "items"> },
  { caseId, parties }: CaseRow,
): Promise<PartyRow[]> {
  const rows = await desk.cases.items(parties.map((partyId) => caseKeys.party(caseId, partyId)))
  return rows.flatMap((row) => (row.type === "party" ? [row] : []))
}

/** One party's row in a case, its entry in the directory and its duties. */
export type ParticipantDetails = { row: PartyRow; party: Party; duties: readonly Duty[] }

/** The sides of these parties of a case. Leaves out a party that is no longer in the directory. */
export async function participantDetails(
  desk: Pick<CaseDesk, "cases" | "parties">,
  current: CaseRow,
  partyIds: readonly string[],
): Promise<ParticipantDetails[]> {
  const rows = await desk.cases.items(partyIds.map((partyId) => caseKeys.party(current.caseId, partyId)))
  const sides: ParticipantDetails[] = []
  for (const row of rows) {
    const party = row.type === "party" ? await desk.parties.byId(row.partyId) : undefined
    if (row.type !== "party" || party === undefined) continue
    sides.push({ row, party, duties: await dutiesOf(desk, current.caseId, row.partyId) })
  }
  return sides.sort((one, other) => (one.row.partyId < other.row.partyId ? -1 : 1))
}
