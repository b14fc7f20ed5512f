import { chunksOf } from "../../base/platform/chunks-of.ts"
import type { CasesOfParty } from "./breach-cases.ts"
import { caseKeys } from "./case-keys.ts"
import { type AffectedRow, type CaseRow, type PartyRow, rowsOfType } from "./case-rows.ts"

/** Cases of a party that are read at the same time. */
const casesAtOnce = 20

/** A case with exposures of a shipment: its row, the party's own row, and what was seen of the shipment. */
export type CaseOfShipment = {
  readonly current: CaseRow
  readonly own: PartyRow
  /** One for each of the shipment's records that was seen. */
  readonly affected: readonly AffectedRow[]
}

/** The party's cases with exposures of these records, the newest first. A merged case has moved them to another. */
export async function* casesOfShipment(
  cases: CasesOfParty,
  { partyId, recordIds }: { readonly partyId: string; readonly recordIds: readonly string[] },
): AsyncGenerator<CaseOfShipment> {
  const parties: PartyRow[] = []
  for await (const row of cases.ofParty(partyId)) parties.push(row)
  for (const some of chunksOf(parties, casesAtOnce)) {
    const rows = await cases.items(
      some.flatMap(({ caseId }) => [
        caseKeys.case(caseId),
        ...recordIds.map((recordId) => caseKeys.affected(caseId, recordId)),
      ]),
    )
    for (const own of some) {
      const current = rowsOfType(rows, "case").find(({ caseId }) => caseId === own.caseId)
      const affected = rowsOfType(rows, "affected").filter(({ caseId }) => caseId === own.caseId)
      if (current !== undefined && current.state !== "merged" && affected.length > 0) yield { current, own, affected }
    }
  }
}
