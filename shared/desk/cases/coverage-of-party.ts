import type { Party } from "../../parties/party.ts"
import type { Law } from "../law/law.ts"
import { type LawCoverage, lawCoverage } from "../law-coverage.ts"
import type { PartyRow } from "./case-rows.ts"
import { possibleCount } from "./party-counts.ts"

/** Where people of a party's affected shipments are that no law configured for the party covers. */
export const coverageOfParty = (
  laws: readonly Law[],
  { laws: own }: Pick<Party, "laws">,
  row: Pick<PartyRow, "shipments" | "shipmentsByRegion" | "possible">,
): LawCoverage => {
  const { shipments, shipmentsByRegion = {} } = row
  return lawCoverage({ laws: own, shipments, ...possibleCount(row), shipmentsByRegion }, laws)
}
