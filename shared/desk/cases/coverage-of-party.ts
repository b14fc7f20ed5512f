import type { Party } from "../../parties/party.ts"
import type { Law } from "../law/law.ts"
import { type LawCoverage, lawCoverage, lawsOfSide } from "../law-coverage.ts"
import type { PartyRow } from "./case-rows.ts"
import { possibleFacts } from "./party-counts.ts"

/** Which laws are looked at for a party, and where people of its affected shipments are that none of them covers. */
export const coverageOfParty = (
  laws: readonly Law[],
  { laws: own }: Pick<Party, "laws">,
  row: Pick<PartyRow, "shipments" | "shipmentsByRegion" | "possible">,
): LawCoverage => {
  const { shipments, shipmentsByRegion = {} } = row
  const looked = { laws: [...lawsOfSide(laws, own, row).laws], configuredLaws: own }
  return lawCoverage({ ...looked, shipments, ...possibleFacts(row), shipmentsByRegion }, laws)
}
