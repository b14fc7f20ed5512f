import { commitItems } from "./case-draft.ts"
import { caseKeys } from "./case-keys.ts"
import type { AffectedRow, PartyRow } from "./case-rows.ts"
import type { CaseDesk } from "./change-case.ts"

/** Rows of a transaction beside those of shipments and parties: the case, and a note that an action has begun. */
const otherRows = 2

/** Groups of shipments that each fit one transaction: a row per shipment and a row per party, beside others. */
export function transactionsOfShipments(rows: readonly AffectedRow[]): AffectedRow[][] {
  const chunks: AffectedRow[][] = []
  let chunk: AffectedRow[] = []
  let parties = new Set<string>()
  for (const row of rows) {
    const together = new Set([...parties, row.retailerId, row.carrierId])
    if (otherRows + chunk.length + 1 + together.size > commitItems) {
      chunks.push(chunk)
      chunk = []
      parties = new Set()
    }
    chunk.push(row)
    parties.add(row.retailerId).add(row.carrierId)
  }
  return chunk.length === 0 ? chunks : [...chunks, chunk]
}

/** The rows of all parties of these shipments. */
export async function partiesOfShipments(
  desk: Pick<CaseDesk, "cases">,
  caseId: string,
  rows: readonly AffectedRow[],
): Promise<PartyRow[]> {
  const partyIds = new Set(rows.flatMap((row) => [row.retailerId, row.carrierId]))
  const found = await desk.cases.items([...partyIds].map((partyId) => caseKeys.party(caseId, partyId)))
  return found.flatMap((row) => (row.type === "party" ? [row] : []))
}
